/** How a scan went, for people, on standard error: warnings, what was not looked at, the verdict last. */
import picocolors from 'picocolors';
import type { Report, Skipped } from '../core/report.ts';
import type { ReportOptions } from './reporter.ts';
import { shownPath, shownText } from './shown.ts';
import { tallyOf } from './tally.ts';
import { unknownLines, verdictTotals } from './verdict-words.ts';
import { counted, grouped, incompleteWords, verdict } from './wording.ts';

const LISTED_UNREAD = 10;
const LISTED_LEFT_OUT = 3;

export function* textSummary(report: Report, options: ReportOptions): Generator<string> {
  const colors = picocolors.createColors(options.color);
  const tally = tallyOf(report);
  const { excluded, warnings } = report.scan;
  for (const warning of warnings) yield `${colors.yellow('warning')}  ${shownText(warning)}\n`;
  if (tally.leftOut.length > 0) {
    yield `Not looked at: ${counted(tally.leftOut.length, 'path')}\n`;
    yield* listed(tally.leftOut, options.verbose ? Infinity : LISTED_LEFT_OUT);
  }
  if (excluded > 0) yield `Left out by --exclude and .ttleaksignore: ${counted(excluded, 'path')}\n`;
  const incomplete = incompleteWords(report, tally);
  if (incomplete !== undefined) {
    yield `${colors.bold(colors.red(`INCOMPLETE: ${incomplete}`))}\n`;
    yield* listed(tally.unread, options.verbose ? Infinity : LISTED_UNREAD);
  }
  yield* verdictSummary(report, options);
  const paint =
    tally.byLevel.error > 0 || !report.scan.complete
      ? colors.red
      : tally.active.length > 0
        ? colors.yellow
        : colors.green;
  yield `${colors.bold(paint(verdict(report, tally)))}\n`;
}

function* verdictSummary(report: Report, options: ReportOptions): Generator<string> {
  const totals = verdictTotals(report);
  if (totals === undefined) return;
  yield `${totals}\n`;
  const unknown = unknownLines(report);
  const limit = options.verbose ? Infinity : LISTED_UNREAD;
  for (const line of unknown.slice(0, limit)) yield `    ${line}\n`;
  if (unknown.length > limit) yield `    and ${grouped(unknown.length - limit)} more (all with --verbose)\n`;
}

function* listed(skipped: readonly Skipped[], limit: number): Generator<string> {
  for (const { path, reason } of skipped.slice(0, limit))
    yield `    ${shownPath(path)}: ${shownText(reason)}\n`;
  if (skipped.length > limit) yield `    and ${grouped(skipped.length - limit)} more (all with --verbose)\n`;
}
