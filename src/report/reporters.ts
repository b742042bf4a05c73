/** The reporters by name of their format. */
import type { Report } from '../core/report.ts';
import { csvReport } from './csv.ts';
import type { Format } from './formats.ts';
import { githubReport } from './github.ts';
import { htmlReport } from './html.ts';
import { jsonReport } from './json.ts';
import { markdownReport } from './markdown.ts';
import type { Reporter, ReportOptions } from './reporter.ts';
import { sarifReport } from './sarif.ts';
import { textReport } from './text.ts';
import { textSummary } from './text-summary.ts';

export const REPORTERS: Readonly<Record<Format, Reporter>> = {
  text: textReport,
  json: jsonReport,
  sarif: sarifReport,
  github: githubReport,
  markdown: markdownReport,
  html: htmlReport,
  csv: csvReport,
};

/** For a file: there text holds its summary too, no colour and no whole key. */
export function* fileReport(format: Format, report: Report, options: ReportOptions): Generator<string> {
  const plain = { ...options, color: false, showSecrets: false };
  yield* REPORTERS[format](report, plain);
  if (format === 'text') yield* textSummary(report, plain);
}
