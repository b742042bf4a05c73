/** Many repositories, several at once, as one report. One that cannot be had is a line of it, never its end. */
import { reasonOf, TtleaksError } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import { ruleFactsOf } from '../core/rule.ts';
import { VERSION } from '../version.ts';
import { auditTarget } from './audit-target.ts';
import { joinReports } from './join-reports.ts';
import type { AuditOptions, AuditTarget, Work } from './options.ts';

/** When the signal fires, the report has what was found by then. */
export async function audit(options: AuditOptions): Promise<Report> {
  const { targets, shard, parallel, signal, onProgress } = options;
  const started = performance.now();
  const reports: Report[] = [];
  const atWork = new Map<string, Work>();
  let done = 0;
  const tell = () => onProgress?.({ done, total: targets.length, atWork });
  // One iterator for all who take from it.
  const pending = targets.values();
  const work = async () => {
    for (const target of pending) {
      const report = await reportOf(target, options, (work) => {
        atWork.set(target.name, work);
        tell();
      });
      if (report !== undefined) reports.push(report);
      done++;
      atWork.delete(target.name);
      tell();
      if (signal?.aborted) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, targets.length) }, work));
  const joined = joinReports([listing(options), ...reports]);
  const durationMs = Math.round(performance.now() - started);
  const target = targets.map(({ name }) => name).join(' ');
  const part = shard === undefined ? {} : { shard };
  return { ...joined, scan: { ...joined.scan, ...part, target, durationMs } };
}

async function reportOf(
  target: AuditTarget,
  options: AuditOptions,
  tell: (work: Work) => void,
): Promise<Report | undefined> {
  const { log } = options;
  const known = log?.reportOf(target);
  if (known !== undefined) return known;
  try {
    const report = await auditTarget(target, options, tell);
    if (report !== undefined) log?.add(target, report);
    return report;
  } catch (error) {
    if (options.signal?.aborted) return failed(target, 'interrupted before its end', options);
    if (error instanceof TtleaksError) return failed(target, error.message, options);
    return failed(target, `unexpected failure: ${reasonOf(error)}`, options);
  }
}

function failed(target: AuditTarget, reason: string, options: AuditOptions): Report {
  const { name } = target;
  const facts = target.kind === 'remote' ? { url: target.url, ...target.facts } : {};
  const empty = emptyReport(options);
  return {
    ...empty,
    scan: { ...empty.scan, complete: false, skipped: [{ path: name, reason, kind: 'unread' }] },
    repositories: [{ name, ...facts, files: 0, objects: 0, commits: 0, complete: false }],
  };
}

/** What is unread beside the targets that were taken up. */
function listing(options: AuditOptions): Report {
  const { unlisted, signal } = options;
  const empty = emptyReport(options);
  const stopped = {
    path: '(interrupted)',
    reason: 'the audit was stopped before its end',
    kind: 'unread',
  } as const;
  const skipped = signal?.aborted ? [...unlisted, stopped] : unlisted;
  return { ...empty, scan: { ...empty.scan, complete: skipped.length === 0, skipped } };
}

function emptyReport({ scan: { rules } }: AuditOptions): Report {
  return {
    tool: { name: 'ttleaks', version: VERSION },
    scan: {
      target: '',
      mode: 'audit',
      files: 0,
      bytes: 0,
      objects: 0,
      commits: 0,
      date: new Date().toISOString().slice(0, 10),
      durationMs: 0,
      complete: true,
      skipped: [],
      excluded: 0,
      warnings: [],
    },
    rules: ruleFactsOf(rules),
    findings: [],
  };
}
