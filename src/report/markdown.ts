/**
 * A summary for a job or a pull request. GitHub drops a job summary of over 1 MiB whole, so rows are bounded.
 * Foreign text stands in code alone: there GitHub follows no link and mentions no user or issue.
 */
import type { Finding } from '../core/finding.ts';
import type { Report, Skipped } from '../core/report.ts';
import { adviceFor } from './advice.ts';
import { keyLines } from './key-overview-text.ts';
import { shortened, shownPath, shownText } from './shown.ts';
import { type Tally, tallyOf } from './tally.ts';
import { verdictLines, verdictTotals } from './verdict-words.ts';
import {
  counted,
  exposureWords,
  grouped,
  historyLines,
  incompleteWords,
  originalWords,
  placeOf,
  verdict,
  whatItIs,
} from './wording.ts';

const MAX_BYTES = 1_000_000;
/** Kept for what follows the table. */
const RESERVED_BYTES = 20_000;
const MAX_ROWS = 1000;
const MAX_LISTED = 20;
const MAX_KEYS = 100;
const CELL_CHARACTERS = 200;

export function* markdownReport(report: Report): Generator<string> {
  const tally = tallyOf(report);
  const head = `${headText(report, tally)}${keysText(report)}`;
  yield head;
  if (tally.active.length > 0)
    yield* table(report, tally.active, MAX_BYTES - RESERVED_BYTES - Buffer.byteLength(head));
  const steps = adviceFor(report, tally.active);
  if (steps.length > 0) yield '\n### What to do next\n\n';
  for (const [index, { text, examples = [] }] of steps.entries()) {
    yield `${index + 1}. ${text}\n`;
    for (const { label, code: example } of examples) yield `   - ${label}: ${code(example)}\n`;
  }
  if (tally.leftOut.length > 0) {
    yield `\n### Not looked at\n\n${counted(tally.leftOut.length, 'path')}.\n\n${listed(tally.leftOut)}`;
  }
}

function headText(report: Report, tally: Tally): string {
  const totals = verdictTotals(report);
  const incomplete = incompleteWords(report, tally);
  const warnings = report.scan.warnings
    .slice(0, MAX_LISTED)
    .map((warning) => `- Warning: ${cell(warning)}\n`);
  const more = report.scan.warnings.length - warnings.length;
  if (more > 0) warnings.push(`- ${counted(more, 'more warning')}\n`);
  return [
    '## ttleaks\n\n',
    incomplete === undefined ? '' : `> [!CAUTION]\n> **The scan is incomplete**: ${incomplete}\n\n`,
    incomplete === undefined || tally.unread.length === 0 ? '' : `${listed(tally.unread)}\n`,
    `${verdict(report, tally)}\n`,
    totals === undefined ? '' : `\n${totals}\n`,
    warnings.length > 0 ? `\n${warnings.join('')}` : '',
  ].join('');
}

/** Of an audit. */
function keysText(report: Report): string {
  const keys = keyLines(report, { author: false });
  if (keys.length === 0) return '';
  const shown = keys.slice(0, MAX_KEYS).map(({ title, lines }) => {
    const below = lines.map((line) => `   - ${code(shortened(line, CELL_CHARACTERS))}\n`);
    return `1. ${code(title)}\n${below.join('')}`;
  });
  const more = keys.length - shown.length;
  return `\n### Keys\n\n${shown.join('')}${more > 0 ? `\n${counted(more, 'more key')}, not shown here.\n` : ''}`;
}

function* table(report: Report, findings: readonly Finding[], room: number): Generator<string> {
  yield '\n| Level | Place | What | Exposure | History |\n| --- | --- | --- | --- | --- |\n';
  let left = room;
  let rows = 0;
  for (const finding of findings) {
    const text = rowText(finding, report);
    left -= Buffer.byteLength(text);
    if (left < 0 || rows === MAX_ROWS) break;
    rows++;
    yield text;
  }
  if (rows < findings.length) yield `\n${counted(findings.length - rows, 'more place')}, not shown here.\n`;
}

function rowText(finding: Finding, report: Report): string {
  const history = historyLines(finding, { author: false }).map((line) =>
    code(shortened(line, CELL_CHARACTERS)),
  );
  const places = [placeOf(finding), originalWords(finding)].filter((words) => words !== undefined);
  const cells = [
    finding.level === 'error' ? '**error**' : finding.level,
    places.map((words) => code(shortened(words, CELL_CHARACTERS))).join('<br>'),
    [whatItIs(finding, report), ...verdictLines(finding, report)]
      .map((line) => code(shortened(line, CELL_CHARACTERS)))
      .join('<br>'),
    exposureWords(finding, report.scan.mode),
    history.join('<br>'),
  ];
  return `| ${cells.join(' | ')} |\n`;
}

function listed(skipped: readonly Skipped[]): string {
  const lines = skipped
    .slice(0, MAX_LISTED)
    .map(({ path, reason }) => `- ${code(shortened(shownPath(path), CELL_CHARACTERS))}: ${cell(reason)}\n`);
  const more = skipped.length - lines.length;
  return `${lines.join('')}${more > 0 ? `- and ${grouped(more)} more\n` : ''}`;
}

function cell(text: string): string {
  return code(shortened(shownText(text), CELL_CHARACTERS));
}

/**
 * A code span. Text with a backtick or a pipe, which neither a span nor a table cell can hold safely, stands in an
 * HTML element with every sign as a character reference.
 */
function code(text: string): string {
  if (text.trim() === '') return '';
  if (!/[`|\\]/.test(text)) return `\`${text.trim()}\``;
  return `<code>${text.replace(/[!-/:-@[-`{-~]/g, (sign) => `&#${sign.charCodeAt(0)};`)}</code>`;
}
