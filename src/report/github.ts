/**
 * Workflow commands, which GitHub Actions turns into annotations. It takes ten of each level from a step and silently
 * drops the rest, so the worst come first and the last one says how many there are more.
 * Escaping: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
 */
import type { Finding, Level } from '../core/finding.ts';
import { maskKeysIn } from '../core/key-mask.ts';
import type { AuditedRepository, Report } from '../core/report.ts';
import { shownPath } from './shown.ts';
import { LEVELS, type Tally, tallyOf } from './tally.ts';
import { revokeAdvice, verdictLines } from './verdict-words.ts';
import {
  counted,
  exposureWords,
  historyLines,
  incompleteWords,
  isFile,
  originalWords,
  placeOf,
  whatItIs,
} from './wording.ts';

const MAX_ANNOTATIONS = 10;
const COMMANDS: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', note: 'notice' };

/** Yields nothing where all was read and nothing found. */
export function* githubReport(report: Report): Generator<string> {
  const tally = tallyOf(report);
  for (const level of LEVELS) {
    const isTold = level === 'warning' && !report.scan.complete;
    if (isTold) yield incompleteCommand(report, tally);
    yield* levelCommands(level, report, tally, isTold ? MAX_ANNOTATIONS - 1 : MAX_ANNOTATIONS);
  }
}

function* levelCommands(level: Level, report: Report, tally: Tally, room: number): Generator<string> {
  const findings = tally.active.filter((finding) => finding.level === level);
  const shown = findings.length > room ? room - 1 : findings.length;
  for (const finding of findings.slice(0, shown)) yield findingCommand(finding, report);
  if (findings.length > shown) {
    const more = findings.length - shown;
    yield command(
      level,
      { title: 'ttleaks' },
      `${counted(more, 'more place')} of this level; the full report lists them.`,
    );
  }
}

function findingCommand(finding: Finding, report: Report): string {
  const what = whatItIs(finding, report);
  const where = annotates(finding, report) ? placeProperties(finding) : {};
  const place = 'line' in where ? '' : ` at ${placeOf(finding)}`;
  const original = originalWords(finding);
  const history = historyLines(finding, { author: false }).map((line) => `; ${line}`);
  const verdicts = verdictLines(finding, report).map((line) => `; ${line}`);
  const known = [original === undefined ? '' : `; ${original}`, ...history, ...verdicts].join('');
  const message = `${what}${place}: ${exposureWords(finding, report.scan.mode)}${known}.${revokeAdvice(finding, report)}`;
  return command(finding.level, { ...where, title: 'ttleaks' }, message);
}

/** Whether the place can be shown in the files of the checkout. */
function annotates(finding: Finding, { scan, repositories }: Report): boolean {
  if (scan.mode === 'site' || (repositories !== undefined && !isOneHere(repositories))) return false;
  const isHere = scan.mode === 'history' ? finding.inHead === true : finding.inHead !== false;
  return isHere && finding.site === 'content' && isFile(finding) && maskKeysIn(finding.path) === finding.path;
}

/** Not where repositories were cloned, nor where several would be taken for one. */
function isOneHere(repositories: readonly AuditedRepository[]): boolean {
  return repositories.length === 1 && repositories[0]?.url === undefined;
}

function placeProperties({ path, container, region }: Finding) {
  // Lines count within the member, which no viewer of the archive shows.
  if (container !== undefined) return { file: shownPath(path) };
  const { startLine, startColumn, endLine, endColumn } = region;
  const start = { file: shownPath(path), line: startLine, endLine };
  // Columns count only where the region is on one line.
  return startLine === endLine ? { ...start, col: startColumn, endColumn } : start;
}

function incompleteCommand(report: Report, tally: Tally): string {
  return command(
    'warning',
    { title: 'ttleaks: the scan is incomplete' },
    incompleteWords(report, tally) ?? '',
  );
}

function command(
  level: Level,
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${COMMANDS[level]} ${list.join(',')}::${escapeData(message)}\n`;
}

export function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
