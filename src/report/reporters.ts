/** The formats by name, and the format that the ending of a file names. */
import type { Report } from '../core/report.ts';
import { csvReport } from './csv.ts';
import { githubReport } from './github.ts';
import { htmlReport } from './html.ts';
import { jsonReport } from './json.ts';
import { markdownReport } from './markdown.ts';
import type { Reporter, ReportOptions } from './reporter.ts';
import { sarifReport } from './sarif.ts';
import { textReport } from './text.ts';
import { textSummary } from './text-summary.ts';

export type Format = 'text' | 'json' | 'sarif' | 'github' | 'markdown' | 'html' | 'csv';

export const REPORTERS: Readonly<Record<Format, Reporter>> = {
  text: textReport,
  json: jsonReport,
  sarif: sarifReport,
  github: githubReport,
  markdown: markdownReport,
  html: htmlReport,
  csv: csvReport,
};

const FORMATS_BY_ENDING: Readonly<Record<string, Format>> = {
  json: 'json',
  sarif: 'sarif',
  md: 'markdown',
  html: 'html',
  csv: 'csv',
  txt: 'text',
};

export const FILE_ENDINGS: readonly string[] = Object.keys(FORMATS_BY_ENDING).map((ending) => `.${ending}`);

export function isFormat(name: string): name is Format {
  return Object.hasOwn(REPORTERS, name);
}

/** Undefined where the ending names no format. */
export function formatOfFile(path: string): Format | undefined {
  const ending = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(FORMATS_BY_ENDING, ending) ? FORMATS_BY_ENDING[ending] : undefined;
}

/** For a file: there text holds its summary too, no colour and no whole key. */
export function* fileReport(format: Format, report: Report, options: ReportOptions): Generator<string> {
  const plain = { ...options, color: false, showSecrets: false };
  yield* REPORTERS[format](report, plain);
  if (format === 'text') yield* textSummary(report, plain);
}
