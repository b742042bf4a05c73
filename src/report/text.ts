/** Findings for people, on standard output: worst first, each with its place, its line and its history. */
import picocolors from 'picocolors';
import type { Finding, Level } from '../core/finding.ts';
import type { Report } from '../core/report.ts';
import { adviceFor } from './advice.ts';
import { keyLines } from './key-overview-text.ts';
import type { ReportOptions } from './reporter.ts';
import { shownText } from './shown.ts';
import { snippetLines } from './snippet-lines.ts';
import { LEVELS, tallyOf } from './tally.ts';
import { verdictLines } from './verdict-words.ts';
import {
  counted,
  exposureWords,
  grouped,
  historyLines,
  originalWords,
  placeOf,
  whatItIs,
} from './wording.ts';

type Colors = ReturnType<typeof picocolors.createColors>;
const INDENT = '    ';

/** Yields nothing where there is nothing to list: the summary says so. */
export function* textReport(report: Report, options: ReportOptions): Generator<string> {
  const colors = picocolors.createColors(options.color);
  const { active, suppressed, byLevel } = tallyOf(report);
  yield* keysText(report, colors);
  for (const level of LEVELS) {
    if (byLevel[level] === 0) continue;
    yield `${colors.bold(painter(colors, level)(counted(byLevel[level], level)))}\n\n`;
    for (const finding of active) {
      if (finding.level === level) yield findingText(finding, report, options, colors);
    }
  }
  if (options.verbose && suppressed.length > 0) {
    yield `${colors.bold(`${grouped(suppressed.length)} suppressed`)}\n\n`;
    for (const finding of suppressed) yield findingText(finding, report, options, colors);
  }
  yield* adviceText(report, active, colors);
}

/** Of an audit. */
function* keysText(report: Report, colors: Colors): Generator<string> {
  const keys = keyLines(report);
  if (keys.length === 0) return;
  yield `${colors.bold('Keys, what to deal with first')}\n\n`;
  for (const { title, lines } of keys) {
    yield `${colors.bold(title)}\n${lines.map((line) => `${INDENT}${line}\n`).join('')}\n`;
  }
}

function findingText(finding: Finding, report: Report, options: ReportOptions, colors: Colors): string {
  const key = options.showSecrets ? shownWhole(finding) : finding.secret?.masked;
  const rule = options.verbose ? colors.dim(` [${finding.ruleId}]`) : '';
  const lines = [
    `${painter(colors, finding.level)(finding.level)}  ${colors.bold(placeOf(finding))}  ${whatItIs(finding, report, key)}${rule}`,
    `${INDENT}${exposureWords(finding, report.scan.mode)}`,
  ];
  const original = originalWords(finding);
  if (original !== undefined) lines.push(`${INDENT}${original}`);
  const snippet = snippetLines(finding);
  if (snippet !== undefined) {
    lines.push(`${INDENT}${colors.dim(snippet.line)}`);
    if (snippet.carets !== '') lines.push(`${INDENT}${painter(colors, finding.level)(snippet.carets)}`);
  }
  for (const line of historyLines(finding, { author: true })) lines.push(`${INDENT}${line}`);
  for (const line of verdictLines(finding, report)) lines.push(`${INDENT}${line}`);
  if (finding.suppressed !== undefined) {
    const { kind, justification } = finding.suppressed;
    lines.push(`${INDENT}suppressed (${kind}): ${shownText(justification)}`);
  }
  return `${lines.join('\n')}\n\n`;
}

/** The one place in reports where a whole key may be written: the user asked for it. */
function shownWhole({ secret }: Finding): string | undefined {
  return secret?.reveal();
}

function* adviceText(report: Report, active: readonly Finding[], colors: Colors): Generator<string> {
  const steps = adviceFor(report, active);
  if (steps.length === 0) return;
  yield `${colors.bold('What to do next')}\n`;
  for (const [index, { text, examples = [] }] of steps.entries()) {
    yield `  ${steps.length > 1 ? `${index + 1}. ` : ''}${text}\n`;
    const width = Math.max(...examples.map(({ label }) => label.length));
    for (const { label, code } of examples) yield `     ${label.padEnd(width)}  ${colors.cyan(code)}\n`;
  }
}

function painter(colors: Colors, level: Level): (text: string) => string {
  return { error: colors.red, warning: colors.yellow, note: colors.blue }[level];
}
