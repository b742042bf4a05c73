/** The JSON that scripts rely on: its keys are a contract, new ones may be added, absent values have no key. */
import type { CommitFacts, Finding } from '../core/finding.ts';
import { maskKeysIn } from '../core/key-mask.ts';
import { showPath } from '../core/path-text.ts';
import type { AuditedRepository, Report, ScanFacts } from '../core/report.ts';
import { jsonArray, jsonText } from './json-text.ts';
import { type KeyOverview, keyOverview } from './key-overview.ts';
import { reasonWords } from './reason-words.ts';
import { revocationJson, verificationJson } from './verdict-json.ts';

const FORMAT_VERSION = 1;

export function* jsonReport(report: Report): Generator<string> {
  const { tool, scan, findings } = report;
  yield `{\n  "version": ${FORMAT_VERSION},\n  "tool": ${jsonText(tool, 1)},\n  "scan": ${jsonText(scanJson(scan), 1)}`;
  const { repositories } = report;
  if (repositories !== undefined) {
    yield ',\n  "repositories": ';
    yield* jsonArray(mapped(repositories, repositoryJson), 1);
  }
  yield ',\n  "secrets": ';
  yield* jsonArray(secretsJson(report), 1);
  yield ',\n  "findings": ';
  yield* jsonArray(mapped(findings, findingJson), 1);
  yield '\n}\n';
}

function scanJson(scan: ScanFacts) {
  return {
    target: pathJson(scan.target),
    mode: scan.mode,
    ...(scan.shard === undefined ? {} : { shard: scan.shard }),
    files: scan.files,
    bytes: scan.bytes,
    objects: scan.objects,
    commits: scan.commits,
    date: scan.date,
    ...(scan.reading === undefined ? {} : { reading: scan.reading }),
    durationMs: scan.durationMs,
    complete: scan.complete,
    skipped: scan.skipped.map(({ path, reason, kind }) => ({
      path: pathJson(path),
      reason: maskKeysIn(reason),
      kind,
    })),
    excluded: scan.excluded,
    warnings: scan.warnings.map(maskKeysIn),
  };
}

function repositoryJson({ name, url, ...facts }: AuditedRepository) {
  return { name: pathJson(name), url: url === undefined ? undefined : maskKeysIn(url), ...facts };
}

/** Each key once, in the order of the ids; a key that two rules found has the rule of its first finding. */
function secretsJson(report: Report) {
  const { findings, verifications, revocations } = report;
  const overviews = new Map(
    report.repositories === undefined ? [] : keyOverview(report).map((key) => [key.secretId, key]),
  );
  const secrets = new Map<string, { secretId: string; ruleId: string; masked: string; findings: number }>();
  for (const { secret, ruleId } of findings) {
    if (secret === undefined) continue;
    const known = secrets.get(secret.id);
    if (known !== undefined) known.findings++;
    else secrets.set(secret.id, { secretId: secret.id, ruleId, masked: secret.masked, findings: 1 });
  }
  return [...secrets.values()]
    .sort((a, b) => (a.secretId < b.secretId ? -1 : 1))
    .map((secret) => ({
      ...secret,
      ...overviewJson(overviews.get(secret.secretId)),
      verification: mappedIfAny(verifications?.get(secret.secretId), verificationJson),
      revocation: mappedIfAny(revocations?.get(secret.secretId), revocationJson),
    }));
}

/** Of an audit. */
function overviewJson(key: KeyOverview | undefined) {
  if (key === undefined) return {};
  const { isPublic, repositories, since, exposedDays } = key;
  return {
    public: isPublic,
    repositories: repositories.map(pathJson),
    exposedSince: since?.date,
    exposedDays,
    introducedBy: since && { ...commitJson(since), repository: pathJson(since.repository) },
  };
}

/** Without `secretId` and `masked` where the key itself is not known. */
function findingJson(finding: Finding) {
  const {
    fingerprint,
    ruleId,
    secret,
    level,
    confidence,
    exposure,
    site,
    repository,
    region,
    introduced,
    suppressed,
  } = finding;
  return {
    fingerprint,
    ruleId,
    secretId: secret?.id,
    level,
    confidence,
    exposure,
    exposureReason: reasonJson(finding),
    site,
    repository: repository === undefined ? undefined : pathJson(repository),
    masked: secret?.masked,
    path: pathJson(finding.path),
    container: finding.container === undefined ? undefined : pathJson(finding.container),
    startLine: region.startLine,
    startColumn: region.startColumn,
    endLine: region.endLine,
    endColumn: region.endColumn,
    snippet: maskKeysIn(finding.snippet.text),
    via: finding.via.length > 0 ? finding.via : undefined,
    variable: finding.variable === undefined ? undefined : maskKeysIn(finding.variable),
    original:
      finding.original === undefined
        ? undefined
        : { ...finding.original, path: pathJson(finding.original.path) },
    object: finding.object,
    introduced: introduced === undefined ? undefined : commitJson(introduced),
    removed:
      finding.removed === undefined
        ? undefined
        : { commit: finding.removed.commit, date: finding.removed.date },
    refs: finding.refs?.map(maskKeysIn),
    inHead: finding.inHead,
    reachable: finding.reachable,
    suppressed:
      suppressed === undefined
        ? undefined
        : { kind: suppressed.kind, justification: maskKeysIn(suppressed.justification) },
    lineHash: finding.lineHash,
  };
}

function reasonJson(finding: Finding) {
  const { exposureReason } = finding;
  return exposureReason && { ...exposureReason, text: reasonWords(exposureReason, finding) };
}

function commitJson({ commit, author, date, subject }: CommitFacts): CommitFacts {
  return { commit, author: maskKeysIn(author), date, subject: maskKeysIn(subject) };
}

function mappedIfAny<T>(value: T | undefined, map: (value: T) => unknown): unknown {
  return value === undefined ? undefined : map(value);
}

function pathJson(path: string): string {
  return maskKeysIn(showPath(path));
}

function* mapped<T>(items: Iterable<T>, map: (item: T) => unknown): Generator<unknown> {
  for (const item of items) yield map(item);
}
