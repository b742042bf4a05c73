/** `ttleaks scan`: settles the options, scans, writes the reports, gives the exit code. */
import { addAbortSignal } from 'node:stream';
import type { Report } from '../core/report.ts';
import { scan } from '../scan/scan.ts';
import { exitCodeOf } from './exit-code.ts';
import { onInterrupt } from './interrupt.ts';
import { progressBar } from './progress.ts';
import type { ScanArguments } from './scan-arguments.ts';
import { type Settled, settle } from './settle.ts';
import { writeReports } from './write-reports.ts';

export async function runScan(args: ScanArguments): Promise<number> {
  const settled = await settle(args);
  // Nothing of it is loaded where TimeTime is not asked.
  const verifying =
    args.verify || args.revoke ? await (await import('./verify-scan.ts')).openVerifying(args) : undefined;
  const interruption = onInterrupt();
  try {
    const found = await scanWithProgress(settled, args, interruption.signal);
    const report = verifying === undefined ? found : await verifying.judge(found, interruption.signal);
    const failure = await writeReports(report, args);
    const code = exitCodeOf(report, settled.failOn);
    return interruption.exitCode() ?? (code === 0 ? (failure ?? 0) : code);
  } finally {
    interruption.stop();
    verifying?.close();
  }
}

export async function scanWithProgress(
  { scan: options }: Settled,
  args: Pick<ScanArguments, 'progress' | 'quiet'>,
  signal: AbortSignal,
): Promise<Report> {
  // Else a signal would wait for input that may never come.
  if (options.target.mode === 'stdin') addAbortSignal(signal, process.stdin);
  const bar = await progressBar(args.progress && !args.quiet);
  try {
    return await scan({ ...options, signal, onProgress: (progress) => bar.update(progress) });
  } finally {
    bar.stop();
  }
}
