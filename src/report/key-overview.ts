/**
 * The keys of an audit: one key in seven repositories is one problem. What counts is whether it is live, who can read
 * it, and since when.
 */
import type { CommitFacts, Finding } from '../core/finding.ts';
import { type KeyState, keyStateOf } from '../core/key-state.ts';
import type { Report } from '../core/report.ts';

export interface KeyOverview {
  readonly secretId: string;
  readonly masked: string;
  readonly state: KeyState;
  /** Everyone can read it: in a public repository, or in what browsers get. */
  readonly isPublic: boolean;
  /** Only in files where a key may stand. */
  readonly isIgnored: boolean;
  /** By name, sorted. */
  readonly repositories: readonly string[];
  readonly places: number;
  /** The earliest commit that brought it in, and its repository. */
  readonly since?: CommitFacts & { readonly repository: string };
  /** From then to the day of the scan: taken out, it is still in history. */
  readonly exposedDays?: number;
}

const MS_A_DAY = 24 * 60 * 60 * 1000;
const URGENCY: Readonly<Record<KeyState, number>> = { live: 0, unknown: 1, dead: 2 };

/** What to deal with first comes first. Suppressed findings do not count. */
export function keyOverview(report: Report): KeyOverview[] {
  const byKey = new Map<string, Finding[]>();
  for (const finding of report.findings) {
    if (finding.secret === undefined || finding.suppressed !== undefined) continue;
    const known = byKey.get(finding.secret.id);
    if (known === undefined) byKey.set(finding.secret.id, [finding]);
    else known.push(finding);
  }
  return [...byKey.values()].map((findings) => overviewOf(findings, report)).sort(compareUrgency);
}

function overviewOf(findings: readonly Finding[], report: Report): KeyOverview {
  const [first] = findings as [Finding];
  const { id: secretId, masked } = first.secret!;
  const open = new Set(
    report.repositories?.filter(({ visibility }) => visibility === 'public').map(({ name }) => name),
  );
  const since = earliest(findings);
  return {
    secretId,
    masked,
    state: keyStateOf(first, report),
    isPublic: findings.some(
      ({ exposure, repository }) =>
        exposure === 'client' ||
        (exposure === 'committed' && repository !== undefined && open.has(repository)),
    ),
    isIgnored: findings.every(({ exposure }) => exposure === 'ignored'),
    repositories: [...new Set(findings.flatMap(({ repository }) => repository ?? []))].sort(),
    places: findings.length,
    ...(since === undefined ? {} : { since, ...daysSince(since.date, report.scan.date) }),
  };
}

function earliest(findings: readonly Finding[]): KeyOverview['since'] {
  let since: KeyOverview['since'];
  for (const { introduced, repository = '' } of findings) {
    if (introduced === undefined) continue;
    if (since === undefined || Date.parse(introduced.date) < Date.parse(since.date))
      since = { ...introduced, repository };
  }
  return since;
}

/** Nothing where the commit's date is no date, or lies ahead. */
function daysSince(date: string, today: string): { exposedDays?: number } {
  const days = Math.floor((Date.parse(today) - Date.parse(date.slice(0, 'YYYY-MM-DD'.length))) / MS_A_DAY);
  return days >= 0 ? { exposedDays: days } : {};
}

function compareUrgency(a: KeyOverview, b: KeyOverview): number {
  return (
    Number(a.isIgnored) - Number(b.isIgnored) ||
    URGENCY[a.state] - URGENCY[b.state] ||
    Number(b.isPublic) - Number(a.isPublic) ||
    b.repositories.length - a.repositories.length ||
    (a.secretId < b.secretId ? -1 : 1)
  );
}
