/** The plain words that all formats for people share. Everything returned is safe to show: masked, one line. */
import type { Exposure, Finding } from '../core/finding.ts';
import type { Report, ScanFacts, ScanMode } from '../core/report.ts';
import { reasonWords } from './reason-words.ts';
import { shownPath, shownText } from './shown.ts';
import { LEVELS, type Tally } from './tally.ts';

export const DASHBOARD = 'https://app.timetime.in/dashboard/profile/developers';
const SHORT_ID_DIGITS = 8;
const SHOWN_REFS = 3;

/** Where nothing more is known of it. */
const CLIENT = 'in what a browser or an app gets: everyone can read it';

const EXPOSURES: Readonly<Record<Exposure, string>> = {
  client: CLIENT,
  committed: 'committed: whoever gets the repository gets the key',
  untracked: 'git does not ignore this file: the next `git add .` takes it',
  ignored: 'in a file that git ignores, where keys belong; keep the file to yourself',
  none: 'outside any repository',
};

export function exposureWords(finding: Finding, mode: ScanMode): string {
  if (finding.exposureReason !== undefined) return reasonWords(finding.exposureReason, finding);
  if (finding.exposure !== 'committed') return EXPOSURES[finding.exposure];
  if (mode === 'staged' && finding.level === 'note') {
    return 'HEAD holds it already, or the commit only moves it: nothing new leaks by it';
  }
  if (mode === 'staged') return 'staged: the next commit takes it';
  if (finding.reachable === false) return 'in an object of git that no branch, tag or reflog reaches';
  return finding.inHead === false ? 'in git history, though no longer in HEAD' : EXPOSURES.committed;
}

/** `TimeTime API key tt1.ab12…cd34 (likely), decoded from base64`; without a key where it is not known. */
export function whatItIs(finding: Finding, report: Report, key = finding.secret?.masked): string {
  const rule = report.rules.find(({ id }) => id === finding.ruleId);
  const noun = shownText(rule?.description ?? finding.ruleId).replace(/\.$/, '');
  const confidence = finding.confidence === 'certain' ? '' : ` (${finding.confidence})`;
  const carrier = finding.variable === undefined ? '' : `, carried by ${shownText(finding.variable)}`;
  const via = finding.via.length === 0 ? '' : `, decoded from ${shownText(finding.via.join(', then '))}`;
  return `${noun}${key === undefined ? '' : ` ${key}`}${confidence}${carrier}${via}`;
}

/** `src/a.ts:3:14`, `app.tgz!package/a.js:3:14`, of an audit `acme/web: src/a.ts:3:14`. A key in a name has no line. */
export function placeOf(finding: Finding): string {
  const file = shownPath(finding.container ?? finding.path);
  const path = finding.repository === undefined ? file : `${shownPath(finding.repository)}: ${file}`;
  const { startLine, startColumn } = finding.region;
  switch (finding.site) {
    case 'content':
    case 'message':
      return `${path}:${startLine}:${startColumn}`;
    case 'name':
      return `${path} (in the name)`;
    case 'ref':
      return `${path} (in the name of a ref)`;
    default:
      return finding.site satisfies never;
  }
}

/** `src/a.ts:12:7`, where a source map leads the key back to; undefined where none does. */
export function originalPlace({ original }: Finding): string | undefined {
  if (original === undefined) return undefined;
  return `${shownPath(original.path)}:${original.startLine}:${original.startColumn}`;
}

/** `from src/a.ts:12:7, by the source map`. */
export function originalWords(finding: Finding): string | undefined {
  const place = originalPlace(finding);
  return place === undefined ? undefined : `from ${place}, by the source map`;
}

/** A path in parentheses, such as `(stdin)` or `(commit message)`, stands for what is no file. */
export function isFile({ path }: Finding): boolean {
  return !/^\([a-z ]+\)$/.test(path);
}

export function shortId(id: string): string {
  return id.slice(0, SHORT_ID_DIGITS);
}

/**
 * The life of a key in history, a line each; nothing where the scan did not read history. The author's name is for the
 * user's own screen: reports that get passed on leave it out.
 */
export function historyLines(finding: Finding, { author }: { author: boolean }): string[] {
  const lines: string[] = [];
  const { introduced, removed, refs, reachable } = finding;
  if (introduced !== undefined) {
    const who = author ? shownText(introduced.author.replace(/\s*<[^>]*>/, '')) : '';
    const commit = `${shortId(introduced.commit)} (${[dayOf(introduced.date), who].filter(Boolean).join(', ')})`;
    lines.push(`brought in by ${commit} ${shownText(introduced.subject)}`.trimEnd());
  }
  if (removed !== undefined) lines.push(`taken out by ${shortId(removed.commit)} (${dayOf(removed.date)})`);
  if (reachable === false) lines.push('unreachable: git keeps the object until it prunes it');
  else if (refs !== undefined) lines.push(refsLine(refs));
  return lines;
}

function refsLine(refs: readonly string[]): string {
  if (refs.length === 0) return 'no ref holds it at its tip: it stands in history alone';
  const shown = refs
    .slice(0, SHOWN_REFS)
    .map((ref) => shownText(ref.replace(/^refs\/(?:heads|tags|remotes)\//, '')));
  const more = refs.length > SHOWN_REFS ? ` and ${counted(refs.length - SHOWN_REFS, 'more ref')}` : '';
  return `still held by ${shown.join(', ')}${more}`;
}

function dayOf(date: string): string {
  return shownText(date.slice(0, 'YYYY-MM-DD'.length));
}

/** `1,234 files (56 MB)`, by what the mode reads. */
export function scannedWords(scan: ScanFacts): string {
  const size = sizeWords(scan.bytes);
  if (scan.mode === 'stdin') return `standard input (${size})`;
  if (scan.mode === 'site') return `${counted(scan.files, 'resource')} of the site (${size})`;
  const parts = [
    scan.files > 0 || scan.mode !== 'history'
      ? counted(scan.files, scan.mode === 'staged' ? 'staged file' : 'file')
      : '',
    scan.objects > 0 || scan.mode === 'history' ? counted(scan.objects, 'object') : '',
    scan.commits > 0 ? counted(scan.commits, 'commit') : '',
  ].filter(Boolean);
  return `${parts.join(', ')} (${size})`;
}

/** `2 keys in 3 places (2 errors, 1 note)`. */
export function countWords({ keys, active, byLevel }: Tally): string {
  const levels = LEVELS.filter((level) => byLevel[level] > 0).map((level) => counted(byLevel[level], level));
  const what = keys === 0 ? 'settings that publish a key' : counted(keys, 'key');
  return `${what} in ${counted(active.length, 'place')} (${levels.join(', ')})`;
}

/** The verdict in one sentence; it never claims that there is nothing where not all was read. */
export function verdict(report: Report, tally: Tally): string {
  const scanned = scannedWords(report.scan);
  const suppressed =
    tally.suppressed.length > 0 ? ` ${counted(tally.suppressed.length, 'finding')} suppressed.` : '';
  if (tally.active.length > 0) return `Found ${countWords(tally)} in ${scanned}.${suppressed}`;
  const other = tally.suppressed.length > 0 ? 'other ' : '';
  return report.scan.complete
    ? `No ${other}TimeTime keys in ${scanned}.${suppressed}`
    : `Found no ${other}TimeTime keys in what could be read (${scanned}), but that is not all.${suppressed}`;
}

/** Why the scan is incomplete and what that means; undefined where it is complete. */
export function incompleteWords({ scan }: Report, { unread }: Tally): string | undefined {
  if (scan.complete) return undefined;
  const why =
    unread.length > 0 ? `${counted(unread.length, 'thing')} could not be read` : 'the scan was cut short';
  return `${why}. There may be keys that this report does not show.`;
}

/** `1,234 files`; one has no plural. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `1,234`. By hand: the first call of `toLocaleString` takes longer than a scan of the index. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

export function sizeWords(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let [size, unit] = [bytes, 0];
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  if (unit === 0) return counted(bytes, 'byte');
  return `${size < 9.95 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`;
}
