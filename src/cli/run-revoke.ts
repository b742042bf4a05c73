/** `ttleaks revoke`: finds live keys, shows what it would do, and does it where that was confirmed. */
import { TtleaksError } from '../core/errors.ts';
import { withVerdicts } from '../core/key-state.ts';
import type { RevocationReport } from '../core/revocation-report.ts';
import { revocationJsonReport } from '../report/revocation-json.ts';
import { planText, resultText } from '../report/revocation-text.ts';
import { noteDead } from '../timetime/note-dead.ts';
import { type Verifications, verifyKeys } from '../timetime/verify.ts';
import { hasColor } from './color.ts';
import { reportFailure } from './failure.ts';
import { onInterrupt } from './interrupt.ts';
import { type KeySource, type KeysToRevoke, keySource } from './keys-to-revoke.ts';
import { writeTo } from './output.ts';
import { plannedRevocation } from './planned-keys.ts';
import { questionBar } from './progress.ts';
import { runFacts } from './resume.ts';
import type { RevokeCommandArguments } from './revoke-arguments.ts';
import { revokeExitCode } from './revoke-exit-code.ts';
import { mayAct, revokeLive } from './revoke-live.ts';
import { type RevokeOptions, settleRevokeOptions } from './revoke-options.ts';
import { lockRun } from './run-lock.ts';
import { openService, type Service } from './service.ts';
import { stateFile } from './user-directories.ts';
import { writeFiles } from './write-reports.ts';

export async function runRevoke(given: RevokeCommandArguments): Promise<number> {
  checkFormats(given);
  const settled = await settleRevokeOptions(given);
  const service = await openService(given);
  const interruption = onInterrupt();
  const { signal } = interruption;
  let unlock: (() => void) | undefined;
  try {
    const source = await keySource(given, service.client.endpoint);
    const options = optionsOfRun(settled, source);
    if (mayAct(options)) unlock = await lockRun(stateFile('revoke.lock'), signal);
    const keys = await source.read(signal);
    const code = await revokeFound(keys, { source, service, options, signal });
    return interruption.exitCode() ?? code;
  } finally {
    unlock?.();
    interruption.stop();
    service.close();
  }
}

function checkFormats({ format, output = [], stdin }: RevokeCommandArguments): void {
  if (format !== 'text' && format !== 'json') {
    throw new TtleaksError('USAGE', `revoke prints text or json; write ${format} to a file, with --output.`);
  }
  if (stdin && output.length > 0) {
    throw new TtleaksError(
      'USAGE',
      '--output is the report of a scan, and --stdin scans nothing: leave it out.',
    );
  }
}

/** An earlier run's plan was confirmed as large as it is, and goes on in its own receipt. */
function optionsOfRun(options: RevokeOptions, { args, earlier }: KeySource): RevokeOptions {
  if (earlier === undefined) return options;
  return { ...options, max: args.max ?? Number.POSITIVE_INFINITY, receiptFile: earlier.file };
}

interface Run {
  readonly source: KeySource;
  readonly service: Service;
  readonly options: RevokeOptions;
  readonly signal: AbortSignal;
}

async function revokeFound(keys: KeysToRevoke, run: Run): Promise<number> {
  const { source, service, options } = run;
  const { args, earlier } = source;
  const verifications = await askAbout(keys, run);
  const planned = { ...plannedRevocation(keys, verifications, service), missing: keys.missing };
  const isText = args.format === 'text';
  const screen = isText ? process.stdout : process.stderr;
  const color = hasColor(screen, !args.color);
  // Whoever is asked to confirm must see what.
  if (isText || mayAct(options)) await writeTo(screen, planText(planned, { color }));
  if (earlier !== undefined && mayAct(options)) noteDead(earlier.file, earlier.state, verifications);
  const report = { ...planned, revocations: await revokePlan(planned, run) };
  await writeTo(process.stdout, isText ? resultText(report, { color }) : revocationJsonReport(report));
  if (keys.report !== undefined) {
    const { revocations } = report;
    const scanned = withVerdicts({ ...keys.report, verifications, revocations });
    await writeFiles(scanned, args, reportFailure);
  }
  return revokeExitCode(report, keys.report?.scan.complete ?? true);
}

/** Anew, never from what an earlier run learnt. */
async function askAbout(
  { candidates }: KeysToRevoke,
  { source, service, signal }: Run,
): Promise<Verifications> {
  const { progress, quiet } = source.args;
  const bar = await questionBar(progress && !quiet);
  try {
    return await verifyKeys(
      candidates.map(({ secret }) => secret),
      { client: service.client, onProgress: bar.update, ...service.patience(signal) },
    );
  } finally {
    bar.stop();
  }
}

function revokePlan(
  { plan }: RevocationReport,
  { source: { args, earlier }, service, options, signal }: Run,
): Promise<RevocationReport['revocations']> {
  const replaced = earlier?.state.keys.filter(({ rotation }) => rotation === 'verified') ?? [];
  return revokeLive({
    targets: plan,
    service,
    options,
    run: runFacts(service.client.endpoint, args),
    isReplaced: (id) => replaced.some(({ secretId }) => secretId === id),
    signal,
    isQuiet: args.quiet ?? false,
  });
}
