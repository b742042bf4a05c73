/**
 * SARIF results: one place each, never a commit, an author or a temporary name in what GitHub uses to tell alerts
 * apart. Of a key that HEAD still holds, only the places in HEAD are results, so that fixing them closes the alert;
 * where else in history it stands is a property of the first.
 */
import { type Finding, type Original, type Region, subjectOf } from '../core/finding.ts';
import { maskKeysIn } from '../core/key-mask.ts';
import { pathToUri } from '../core/path-text.ts';
import type { Report, ScanMode } from '../core/report.ts';
import { siteLocation } from './sarif-site.ts';
import { shownPath } from './shown.ts';
import { revokeAdvice, verdictLines } from './verdict-words.ts';
import { exposureWords, originalPlace, placeOf, shortId, whatItIs } from './wording.ts';

const LISTED_ELSEWHERE = 100;
const LISTED_REFS = 20;
const LINE_HASH_DIGITS = 16;
const ORIGINAL_ID = 1;
const NOT_RELATIVE = /^(?:\/|\.\.\/|[a-z][a-z0-9+.-]*:)/i;
const FIRST_LINE: Region = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 };

/** Lazily, in the order given; suppressed findings must be gone by now. */
export function* sarifResults(places: readonly Finding[], report: Report, ruleIds: readonly string[]) {
  const elsewhere = elsewhereInHistory(report);
  const occurrences = new Map<string, number>();
  for (const finding of places) {
    const occurrence = (occurrences.get(finding.fingerprint) ?? 0) + 1;
    occurrences.set(finding.fingerprint, occurrence);
    const subject = subjectOf(finding);
    const others = elsewhere.get(subject) ?? [];
    elsewhere.delete(subject);
    yield {
      ruleId: finding.ruleId,
      ruleIndex: ruleIds.indexOf(finding.ruleId),
      level: finding.level,
      message: { text: messageOf(finding, report) },
      locations: [locationOf(finding, report)],
      relatedLocations: isLinked(finding) ? [originalLocation(finding.original)] : undefined,
      partialFingerprints: {
        primaryLocationLineHash:
          finding.lineHash ?? `${finding.fingerprint.slice(0, LINE_HASH_DIGITS)}:${occurrence}`,
        'ttleaks/v1': `${finding.fingerprint}:${occurrence}`,
      },
      properties: { ...propertiesOf(finding, others), ...verdictProperties(finding, report) },
    };
  }
}

/** The findings that become results: not suppressed, and in HEAD where HEAD holds the key at all. */
export function sarifPlaces({ findings, scan }: Report): Finding[] {
  const active = findings.filter(({ suppressed }) => suppressed === undefined);
  if (scan.mode !== 'history') return active;
  const inHead = subjectsInHead(active);
  return active.filter((finding) => finding.inHead === true || !inHead.has(subjectOf(finding)));
}

function elsewhereInHistory({ findings, scan }: Report): Map<string, Finding[]> {
  const elsewhere = new Map<string, Finding[]>();
  if (scan.mode !== 'history') return elsewhere;
  const active = findings.filter(({ suppressed }) => suppressed === undefined);
  const inHead = subjectsInHead(active);
  for (const finding of active) {
    const subject = subjectOf(finding);
    if (finding.inHead === true || !inHead.has(subject)) continue;
    const others = elsewhere.get(subject);
    if (others === undefined) elsewhere.set(subject, [finding]);
    else others.push(finding);
  }
  return elsewhere;
}

function subjectsInHead(findings: readonly Finding[]): Set<string> {
  return new Set(findings.filter(({ inHead }) => inHead === true).map(subjectOf));
}

/** The first sentence stands alone: GitHub shows it as the title. Square brackets would be links, braces arguments. */
function messageOf(finding: Finding, report: Report): string {
  const { introduced, removed, inHead } = finding;
  const commit = introduced === undefined ? '' : ` Commit ${shortId(introduced.commit)} brought it in.`;
  const gone = removed === undefined ? '' : ` Commit ${shortId(removed.commit)} took it out.`;
  const verdicts = verdictLines(finding, report).map((line) => ` ${capitalized(line)}.`);
  const isNamed =
    finding.container !== undefined || finding.repository !== undefined || report.scan.mode === 'site';
  const within = isNamed ? ` It stands in ${placeOf(finding)}.` : '';
  const isHistory = report.scan.mode === 'history' && inHead === false;
  const title = `${whatItIs(finding, report)}${isHistory ? ', no longer in HEAD' : ''}.`;
  const place = ` ${sentence(finding, report.scan.mode)}${within}`;
  const rest = `${verdicts.join('')}${commit}${gone}${revokeAdvice(finding, report)}`;
  return `${escaped(`${title}${place}`)}${originalSentence(finding)}${escaped(rest)}`;
}

function escaped(text: string): string {
  return text.replace(/[[\]]/g, '\\$&').replace(/[{}]/g, '$&$&');
}

/** With a link to the place, where that is one of the repository. */
function originalSentence(finding: Finding): string {
  const place = originalPlace(finding);
  if (place === undefined) return '';
  return ` By the source map it comes from ${isLinked(finding) ? `[${escaped(place)}](${ORIGINAL_ID})` : escaped(place)}.`;
}

type LinkedFinding = Finding & { readonly original: Original };

/** GitHub takes relative URIs alone: nothing absolute, no address, nothing above the repository, in a container or on a site. */
function isLinked(finding: Finding): finding is LinkedFinding {
  const { original, container, path } = finding;
  return (
    original !== undefined &&
    container === undefined &&
    !NOT_RELATIVE.test(path) &&
    !NOT_RELATIVE.test(original.path)
  );
}

function originalLocation({ path, startLine, startColumn }: Original) {
  const region = onOneLine({ startLine, startColumn, endLine: startLine, endColumn: startColumn + 1 });
  return {
    id: ORIGINAL_ID,
    physicalLocation: { artifactLocation: { uri: uriOf(path) }, region },
    message: { text: 'The source, by the source map' },
  };
}

function sentence(finding: Finding, mode: ScanMode): string {
  return `${capitalized(exposureWords(finding, mode))}.`;
}

function capitalized(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

/**
 * Of a key in a container, the file is the place, by its first line, since GitHub takes no place without one; the
 * member is named beside it, and in the message.
 */
function locationOf(finding: Finding, report: Report) {
  const { path, container, region } = finding;
  const isSite = report.scan.mode === 'site';
  const artifactLocation = isSite ? siteLocation(path) : { uri: uriOf(placeWithin(finding, report)) };
  if (container === undefined) return { physicalLocation: { artifactLocation, region: onOneLine(region) } };
  return {
    physicalLocation: { artifactLocation, region: FIRST_LINE },
    logicalLocations: [{ fullyQualifiedName: shownPath(container), kind: 'resource' }],
  };
}

/** Of an audit of several repositories, below the name of its own: one `src/a.ts` is not the other. */
function placeWithin({ path, repository }: Finding, { repositories = [] }: Report): string {
  return repository === undefined || repositories.length < 2 ? path : `${repository}/${path}`;
}

/** Relative, never empty. A colon comes out percent-encoded, so that no first segment reads as a scheme. */
function uriOf(path: string): string {
  return pathToUri(maskKeysIn(path).replace(/^\/+/, '')) || '%28unknown%29';
}

/** GitHub annotates a pull request only where every line of the region is in its diff, and refuses a column 0. */
function onOneLine({ startLine, startColumn, endLine, endColumn }: Region): Region {
  const [line, column] = [Math.max(1, startLine), Math.max(1, startColumn)];
  const end = endLine === startLine ? endColumn : 0;
  return { startLine: line, startColumn: column, endLine: line, endColumn: Math.max(column + 1, end) };
}

function propertiesOf(finding: Finding, others: readonly Finding[]) {
  const { secret, confidence, exposure, site, via, variable, object, introduced, removed, refs } = finding;
  return {
    secretId: secret?.id,
    confidence,
    exposure,
    exposureReason: finding.exposureReason?.kind,
    site,
    repository: finding.repository === undefined ? undefined : shownPath(finding.repository),
    container: finding.container === undefined ? undefined : shownPath(finding.container),
    via: via.length > 0 ? via : undefined,
    variable: variable === undefined ? undefined : maskKeysIn(variable),
    object,
    commit: introduced?.commit,
    removedIn: removed?.commit,
    refs: refs?.slice(0, LISTED_REFS).map(maskKeysIn),
    inHead: finding.inHead,
    reachable: finding.reachable,
    elsewhereInHistory: others.length > 0 ? others.slice(0, LISTED_ELSEWHERE).map(placeInHistory) : undefined,
  };
}

/** The rule's id and the fingerprint stay what they are, whatever becomes of the key: its alert would close. */
function verdictProperties({ secret }: Finding, { verifications, revocations }: Report) {
  const verification = verifications?.get(secret?.id ?? '');
  const revocation = revocations?.get(secret?.id ?? '');
  return {
    verification: verification?.status,
    verificationReason: verification?.reason,
    revocation: revocation?.status,
    revocationReason: revocation?.reason,
  };
}

function placeInHistory({ path, object, introduced }: Finding) {
  return { path: shownPath(path), object, commit: introduced?.commit };
}
