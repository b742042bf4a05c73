/** A finding a row, suppressed ones too, by RFC 4180; no cell that a spreadsheet would take for a formula. */
import type { Finding } from '../core/finding.ts';
import type { Report } from '../core/report.ts';
import { shownPath, shownText } from './shown.ts';

type Cell = string | number | boolean | undefined;

const COLUMNS: Readonly<Record<string, (finding: Finding) => Cell>> = {
  level: ({ level }) => level,
  confidence: ({ confidence }) => confidence,
  exposure: ({ exposure }) => exposure,
  ruleId: ({ ruleId }) => shownText(ruleId),
  masked: ({ secret }) => secret?.masked,
  secretId: ({ secret }) => secret?.id,
  path: ({ path }) => shownPath(path),
  container: ({ container }) => (container === undefined ? undefined : shownPath(container)),
  site: ({ site }) => site,
  startLine: ({ region }) => region.startLine,
  startColumn: ({ region }) => region.startColumn,
  endLine: ({ region }) => region.endLine,
  endColumn: ({ region }) => region.endColumn,
  via: ({ via }) => shownText(via.join(' ')),
  variable: ({ variable }) => shownText(variable ?? ''),
  object: ({ object }) => object,
  introducedCommit: ({ introduced }) => introduced?.commit,
  introducedDate: ({ introduced }) => introduced?.date,
  introducedSubject: ({ introduced }) => shownText(introduced?.subject ?? ''),
  removedCommit: ({ removed }) => removed?.commit,
  removedDate: ({ removed }) => removed?.date,
  refs: ({ refs }) => shownText(refs?.join(' ') ?? ''),
  inHead: ({ inHead }) => inHead,
  reachable: ({ reachable }) => reachable,
  suppressed: ({ suppressed }) => suppressed?.kind,
  justification: ({ suppressed }) => shownText(suppressed?.justification ?? ''),
  fingerprint: ({ fingerprint }) => fingerprint,
  snippet: ({ snippet }) => shownText(snippet.text),
  exposureReason: ({ exposureReason }) => exposureReason?.kind,
};

export function* csvReport({ findings }: Report): Generator<string> {
  yield row(Object.keys(COLUMNS));
  const cells = Object.values(COLUMNS);
  for (const finding of findings) yield row(cells.map((cell) => cell(finding)));
}

function row(cells: readonly Cell[]): string {
  return `${cells.map((cell) => quoted(String(cell ?? ''))).join(',')}\r\n`;
}

/** https://owasp.org/www-community/attacks/CSV_Injection, with the full-width signs that some locales take as well. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

function quoted(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
