/** `ttleaks scan`: settles the options, scans, writes the reports, gives the exit code. */
import { addAbortSignal } from 'node:stream';
import type { Report } from '../core/report.ts';
import { formatOfFile } from '../report/formats.ts';
import { scan } from '../scan/scan.ts';
import { hasColor } from './color.ts';
import { exitCodeOf } from './exit-code.ts';
import { reportFailure } from './failure.ts';
import { onInterrupt } from './interrupt.ts';
import { writeFile, writeTo } from './output.ts';
import { progressBar } from './progress.ts';
import type { ScanArguments } from './scan-arguments.ts';
import { type Settled, settle } from './settle.ts';

export async function runScan(args: ScanArguments): Promise<number> {
  const settled = await settle(args);
  const interruption = onInterrupt();
  try {
    const report = await scanWithProgress(settled, args, interruption.signal);
    const failure = await writeReports(report, args);
    const code = exitCodeOf(report, settled.failOn);
    return interruption.exitCode() ?? (code === 0 ? (failure ?? 0) : code);
  } finally {
    interruption.stop();
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

/** Files first: what is printed last is what a person sees. A file that cannot be written hides nothing else. */
async function writeReports(report: Report, args: ScanArguments): Promise<number | undefined> {
  const { showSecrets = false, verbose = false, quiet = false, format, output = [] } = args;
  let failure: number | undefined;
  const fail = (error: unknown) => {
    failure = reportFailure(error);
  };
  // Loaded only where there is something to say: start-up counts in a hook.
  if (output.length > 0 || format !== 'text' || report.findings.length > 0) {
    const { fileReport, REPORTERS } = await import('../report/reporters.ts');
    for (const file of output) {
      const pieces = fileReport(formatOfFile(file) ?? 'text', report, {
        color: false,
        showSecrets: false,
        verbose,
      });
      await writeFile(file, pieces).catch(fail);
    }
    const color = hasColor(process.stdout, !args.color);
    await writeTo(process.stdout, REPORTERS[format](report, { color, showSecrets, verbose })).catch(fail);
  }
  const isClean = report.findings.length === 0 && report.scan.complete && report.scan.warnings.length === 0;
  if (!quiet || !isClean) {
    const { textSummary } = await import('../report/text-summary.ts');
    const options = { color: hasColor(process.stderr, !args.color), showSecrets: false, verbose };
    await writeTo(process.stderr, textSummary(report, options)).catch(fail);
  }
  return failure;
}
