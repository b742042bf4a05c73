/** What every format is: a pure function from a report to pieces of text. */
import type { Report } from '../core/report.ts';

export interface ReportOptions {
  readonly color: boolean;
  /** Whole keys instead of masked ones; the text format alone obeys it. */
  readonly showSecrets: boolean;
  /** Suppressed findings, every skipped path, rule ids. */
  readonly verbose: boolean;
}

/** Yields pieces, so that no report of many findings is ever one string. Each format ends with a line break. */
export type Reporter = (report: Report, options: ReportOptions) => Iterable<string>;
