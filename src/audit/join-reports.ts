/** Many reports as one: of the repositories of an audit, or of its shards. */
import { compareFindings, type Finding } from '../core/finding.ts';
import { withVerdicts } from '../core/key-state.ts';
import type { AuditedRepository, Report, ScanFacts, Skipped } from '../core/report.ts';
import type { Revocation } from '../core/revocation.ts';
import type { Verification } from '../core/verification.ts';

/** Throws where there is none. What stands in several of them, all alike, stands in it once. */
export function joinReports(reports: readonly Report[]): Report {
  const [first] = reports;
  if (first === undefined) throw new TypeError('no report to join');
  const verifications = mergedMaps(
    reports.map((report) => report.verifications),
    laterVerdict,
  );
  const revocations = mergedMaps(
    reports.map((report) => report.revocations),
    furtherRevocation,
  );
  const repositories = joinedRepositories(reports.flatMap((report) => report.repositories ?? []));
  const report: Report = {
    tool: first.tool,
    scan: joinedFacts(reports.map(({ scan }) => scan)),
    rules: [...new Map(reports.flatMap(({ rules }) => rules).map((rule) => [rule.id, rule])).values()],
    findings: distinct(reports.flatMap(({ findings }) => findings)).sort(compareFindings),
    ...(repositories.length === 0 ? {} : { repositories }),
    ...(verifications === undefined ? {} : { verifications }),
    ...(revocations === undefined ? {} : { revocations }),
  };
  return verifications === undefined && revocations === undefined ? report : withVerdicts(report);
}

function joinedFacts(scans: readonly ScanFacts[]): ScanFacts {
  const sum = (of: (scan: ScanFacts) => number) => scans.reduce((total, scan) => total + of(scan), 0);
  const modes = new Set(scans.map(({ mode }) => mode));
  return {
    target: [...new Set(scans.map(({ target }) => target))].join(' '),
    mode: modes.size === 1 ? scans[0]!.mode : 'audit',
    files: sum(({ files }) => files),
    bytes: sum(({ bytes }) => bytes),
    objects: sum(({ objects }) => objects),
    commits: sum(({ commits }) => commits),
    date: scans
      .map(({ date }) => date)
      .sort()
      .at(-1)!,
    durationMs: sum(({ durationMs }) => durationMs),
    complete: scans.every(({ complete }) => complete),
    skipped: joinedSkips(scans.flatMap(({ skipped }) => skipped)),
    excluded: sum(({ excluded }) => excluded),
    warnings: [...new Set(scans.flatMap(({ warnings }) => warnings))].sort(),
  };
}

function joinedSkips(skipped: readonly Skipped[]): Skipped[] {
  const distinctOnes = new Map(skipped.map((skip) => [`${skip.path}\0${skip.reason}\0${skip.kind}`, skip]));
  return [...distinctOnes.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** Read twice, a repository is as complete as its worse reading. */
function joinedRepositories(repositories: readonly AuditedRepository[]): AuditedRepository[] {
  const byName = new Map<string, AuditedRepository>();
  for (const repository of repositories) {
    const key = repository.url ?? repository.name;
    const known = byName.get(key);
    const complete = repository.complete && known?.complete !== false;
    byName.set(key, { ...repository, complete });
  }
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function distinct(findings: readonly Finding[]): Finding[] {
  const seen = new Map<string, Finding>();
  for (const finding of findings) {
    const { fingerprint, repository = '', region, container = '', object = '', site } = finding;
    const place = [region.startLine, region.startColumn, region.endLine, region.endColumn].join(':');
    seen.set([fingerprint, repository, site, place, container, object].join('\0'), finding);
  }
  return [...seen.values()];
}

function mergedMaps<T>(
  maps: readonly (ReadonlyMap<string, T> | undefined)[],
  choose: (a: T, b: T) => T,
): ReadonlyMap<string, T> | undefined {
  const given = maps.flatMap((map) => map ?? []);
  if (given.length === 0) return undefined;
  const merged = new Map<string, T>();
  for (const [id, value] of given.flatMap((map) => [...map])) {
    const known = merged.get(id);
    merged.set(id, known === undefined ? value : choose(known, value));
  }
  return merged;
}

/** A verdict over none, then the later one. */
function laterVerdict(a: Verification, b: Verification): Verification {
  const weight = ({ status }: Verification) => (status === 'skipped' ? 0 : status === 'unknown' ? 1 : 2);
  if (weight(a) !== weight(b)) return weight(a) > weight(b) ? a : b;
  const time = (verification: Verification) =>
    verification.status === 'skipped' ? '' : verification.checkedAt;
  return time(a) > time(b) ? a : b;
}

const STEPS = ['dry-run', 'failed', 'manual', 'requested', 'revoked'];

function furtherRevocation(a: Revocation, b: Revocation): Revocation {
  return STEPS.indexOf(a.status) >= STEPS.indexOf(b.status) ? a : b;
}
