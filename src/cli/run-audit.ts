/** `ttleaks audit`: settles the targets, reads each, verifies once over all, writes one report. */
import { audit } from '../audit/audit.ts';
import type { AuditOptions } from '../audit/options.ts';
import { TtleaksError } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import { ruleFactsOf } from '../core/rule.ts';
import { counted } from '../report/wording.ts';
import { cacheSecret } from '../settings/cache-secret.ts';
import type { AuditArguments } from './audit-arguments.ts';
import { auditFolder } from './audit-folder.ts';
import { AuditLogFile } from './audit-log.ts';
import { auditBars } from './audit-progress.ts';
import { type AuditPlan, planOf } from './audit-targets.ts';
import { exitCodeOf } from './exit-code.ts';
import { onInterrupt } from './interrupt.ts';
import type { ScanArguments } from './scan-arguments.ts';
import { settle } from './settle.ts';
import { stateFile } from './user-directories.ts';
import { writeReports } from './write-reports.ts';

const DEFAULT_PARALLEL = 4;
const MAX_PARALLEL = 64;

export async function runAudit(given: ScanArguments): Promise<number> {
  const args = given as AuditArguments;
  checkArguments(args);
  // The settings are the auditor's, from where the audit runs: a target has no say in what is looked for.
  const { scan, failOn } = await settle({ ...args, paths: [] });
  const verifying =
    args.verify || args.revoke ? await (await import('./verify-scan.ts')).openVerifying(args) : undefined;
  const interruption = onInterrupt();
  try {
    const plan = await planOf(args.paths ?? [], args, interruption.signal);
    const { target: _, cwd: __, ...settings } = scan;
    const secret = args.cache ? cacheSecret(stateFile('cache-secret')) : undefined;
    const found = await auditIn(plan, args, { ...settings, cacheSecret: secret }, interruption.signal);
    const report = verifying === undefined ? found : await verifying.judge(found, interruption.signal);
    const failure = await writeReports(report, args);
    const code = exitCodeOf(report, failOn);
    return interruption.exitCode() ?? (code === 0 ? (failure ?? 0) : code);
  } finally {
    interruption.stop();
    verifying?.close();
  }
}

async function auditIn(
  { targets, shard, unlisted }: AuditPlan,
  args: AuditArguments,
  scan: AuditOptions['scan'],
  signal: AbortSignal,
): Promise<Report> {
  const { keep, parallel = DEFAULT_PARALLEL, pullRequests, progress, quiet, resume = false } = args;
  const bars = await auditBars(progress && !quiet);
  const log = new AuditLogFile(args, ruleFactsOf(scan.rules), resume);
  if (resume && !quiet)
    process.stderr.write(`ttleaks: ${counted(log.size, 'target')} need no second reading\n`);
  const folder = auditFolder(keep);
  try {
    const jobs = Math.max(1, Math.ceil(scan.jobs / Math.min(parallel, targets.length || 1)));
    const { path, isKept } = folder;
    const where = { folder: path, isKept, pullRequests, parallel };
    const settings = { ...where, targets, shard, unlisted, scan: { ...scan, jobs }, log, signal };
    const report = await audit({ ...settings, onProgress: (now) => bars.update(now) });
    // What went wrong may go right the next time: then it need not all be done again.
    if (report.scan.complete) log.remove();
    return report;
  } finally {
    bars.stop();
    folder.remove();
  }
}

/** What only a scan of one kind has. */
const NOT_HERE = ['staged', 'history', 'range', 'since', 'package', 'stdin', 'stdinPath'] as const;

function checkArguments(args: AuditArguments): void {
  const { parallel = DEFAULT_PARALLEL } = args;
  const foreign = NOT_HERE.find((name) => args[name] !== undefined);
  if (foreign !== undefined) {
    const option = foreign.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw new TtleaksError('USAGE', `--${option}: an audit takes files and all of history; leave it out.`);
  }
  if (!Number.isInteger(parallel) || parallel < 1 || parallel > MAX_PARALLEL) {
    throw new TtleaksError('USAGE', `--parallel: a whole number from 1 to ${MAX_PARALLEL}.`);
  }
}
