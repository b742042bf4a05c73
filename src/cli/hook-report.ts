/** What a blocked person sees, on standard error: git shows it. Where there is nothing to say, nothing is said. */
import type { Report } from '../core/report.ts';
import { hasColor } from './color.ts';
import { exitCodeOf, type FailOn } from './exit-code.ts';
import { writeTo } from './output.ts';

/** Gives the exit code. `blocked` says how to get past findings. */
export async function writeHookReport(report: Report, failOn: FailOn, blocked: string): Promise<number> {
  const code = exitCodeOf(report, failOn);
  if (code === 0 && report.findings.length === 0 && report.scan.warnings.length === 0) return 0;
  const [{ textReport }, { textSummary }] = await Promise.all([
    import('../report/text.ts'),
    import('../report/text-summary.ts'),
  ]);
  const options = { color: hasColor(process.stderr, false), showSecrets: false, verbose: false };
  await writeTo(process.stderr, textReport(report, options));
  await writeTo(process.stderr, textSummary(report, options));
  if (code === 1) await writeTo(process.stderr, [blocked]);
  return code;
}
