/** A finding a row, suppressed ones too, by RFC 4180; no cell that a spreadsheet would take for a formula. */
import type { Finding } from '../core/finding.ts';
import type { Report } from '../core/report.ts';
import type { Verification } from '../core/verification.ts';
import { shownPath, shownText } from './shown.ts';

type Cell = string | number | boolean | undefined;

const COLUMNS: Readonly<Record<string, (finding: Finding, report: Report) => Cell>> = {
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
  originalPath: ({ original }) => (original === undefined ? undefined : shownPath(original.path)),
  originalLine: ({ original }) => original?.startLine,
  originalColumn: ({ original }) => original?.startColumn,
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
  verification: ({ secret }, { verifications }) => verifications?.get(secret?.id ?? '')?.status,
  verificationReason: ({ secret }, { verifications }) => verifications?.get(secret?.id ?? '')?.reason,
  owner: ({ secret }, { verifications }) => ownerOf(verifications?.get(secret?.id ?? '')),
  revocation: ({ secret }, { revocations }) => revocations?.get(secret?.id ?? '')?.status,
  revocationReason: ({ secret }, { revocations }) => revocations?.get(secret?.id ?? '')?.reason,
  fingerprint: ({ fingerprint }) => fingerprint,
  snippet: ({ snippet }) => shownText(snippet.text),
  exposureReason: ({ exposureReason }) => exposureReason?.kind,
  repository: ({ repository }) => shownPath(repository ?? ''),
};

export function* csvReport(report: Report): Generator<string> {
  yield row(Object.keys(COLUMNS));
  const cells = Object.values(COLUMNS);
  for (const finding of report.findings) yield row(cells.map((cell) => cell(finding, report)));
}

function ownerOf(verification: Verification | undefined): Cell {
  return verification?.status === 'live' ? shownText(verification.radius.owner) : undefined;
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
