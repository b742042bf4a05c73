/** Writes what a scan found: to files, to standard output, and in a summary to standard error. */
import type { Report } from '../core/report.ts';
import { formatOfFile } from '../report/formats.ts';
import { hasColor } from './color.ts';
import { reportFailure } from './failure.ts';
import { writeFile, writeTo } from './output.ts';
import type { ScanArguments } from './scan-arguments.ts';

/** Files first: what is printed last is what a person sees. A file that cannot be written hides nothing else. */
export async function writeReports(report: Report, args: ScanArguments): Promise<number | undefined> {
  const { showSecrets = false, verbose = false, quiet = false, format, output = [] } = args;
  let failure: number | undefined;
  const fail = (error: unknown) => {
    failure = reportFailure(error);
  };
  // Loaded only where there is something to say: start-up counts in a hook.
  if (output.length > 0 || format !== 'text' || report.findings.length > 0) {
    const { REPORTERS } = await import('../report/reporters.ts');
    await writeFiles(report, args, fail);
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

/** `--output`. */
export async function writeFiles(
  report: Report,
  { output = [], verbose = false }: ScanArguments,
  fail: (error: unknown) => void,
): Promise<void> {
  if (output.length === 0) return;
  const { fileReport } = await import('../report/reporters.ts');
  for (const file of output) {
    const options = { color: false, showSecrets: false, verbose };
    await writeFile(file, fileReport(formatOfFile(file) ?? 'text', report, options)).catch(fail);
  }
}
