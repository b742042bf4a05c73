/** `--verify` and `--revoke` of a scan: what TimeTime says of the keys, and what becomes of the live ones. */
import { withVerdicts } from '../core/key-state.ts';
import type { Report } from '../core/report.ts';
import { planText } from '../report/revocation-text.ts';
import { revocationScope } from '../scan/revocation-plan.ts';
import { verifyReport } from '../scan/verify-report.ts';
import { hasColor } from './color.ts';
import { writeTo } from './output.ts';
import { plannedRevocation } from './planned-keys.ts';
import { questionBar } from './progress.ts';
import { runFacts } from './resume.ts';
import { mayAct, revokeLive } from './revoke-live.ts';
import { type RevokeOptions, settleRevokeOptions } from './revoke-options.ts';
import { lockRun } from './run-lock.ts';
import type { ScanArguments } from './scan-arguments.ts';
import { openService, type Service } from './service.ts';
import { stateFile } from './user-directories.ts';

export interface Verifying {
  judge(report: Report, signal: AbortSignal): Promise<Report>;
  close(): void;
}

/** Throws for whatever is wrong with the settings, before anything is scanned. */
export async function openVerifying(args: ScanArguments): Promise<Verifying> {
  const options = args.revoke ? await settleRevokeOptions(args) : undefined;
  const service = await openService(args);
  return {
    judge: async (report, signal) => {
      if (options === undefined) return await verified(report, args, service, signal);
      const unlock = mayAct(options) ? await lockRun(stateFile('revoke.lock'), signal) : undefined;
      try {
        return await revoked(await verified(report, args, service, signal), {
          args,
          options,
          service,
          signal,
        });
      } finally {
        unlock?.();
      }
    },
    close: () => service.close(),
  };
}

async function verified(
  report: Report,
  { progress, quiet, revoke }: ScanArguments,
  { client, cache, patience }: Service,
  signal: AbortSignal,
): Promise<Report> {
  const bar = await questionBar(progress && !quiet);
  try {
    return await verifyReport(report, {
      client,
      // What is to be revoked is asked about anew.
      cache: revoke ? undefined : cache,
      onProgress: bar.update,
      ...patience(signal),
    });
  } finally {
    bar.stop();
  }
}

interface Revoking {
  readonly args: ScanArguments;
  readonly options: RevokeOptions;
  readonly service: Service;
  readonly signal: AbortSignal;
}

async function revoked(report: Report, { args, options, service, signal }: Revoking): Promise<Report> {
  const scope = revocationScope(report, options);
  const planned = plannedRevocation(scope, report.verifications ?? new Map(), service);
  const color = hasColor(process.stderr, !args.color);
  await writeTo(process.stderr, planText(planned, { color }));
  const revocations = await revokeLive({
    targets: planned.plan,
    service,
    options,
    run: runFacts(service.client.endpoint, args),
    signal,
    isQuiet: args.quiet ?? false,
  });
  return withVerdicts({ ...report, revocations });
}
