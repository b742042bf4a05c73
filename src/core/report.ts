/** What a scan found, whole: the one input of every reporter. Plain data. */
import type { Finding } from './finding.ts';
import type { Revocation } from './revocation.ts';
import type { RuleFacts } from './rule.ts';
import type { Verification } from './verification.ts';

/**
 * `unread`: should have been looked at and was not: the scan is incomplete.
 * `by-request`: left out since the user said so. `pointer`: stands for content that is not here (Git LFS, a submodule).
 */
export type SkipKind = 'unread' | 'by-request' | 'pointer';

export interface Skipped {
  /** Path text, an object id, or a name in parentheses such as `(shallow history)`. */
  readonly path: string;
  readonly reason: string;
  readonly kind: SkipKind;
}

export type ScanMode = 'files' | 'staged' | 'history' | 'stdin' | 'site' | 'audit';

/** How much was read of a git history, which is far less than there is: deltas are searched as deltas. */
export interface ReadingFacts {
  /** As packs and loose objects keep them, compressed. */
  readonly storedBytes: number;
  /** Once inflated: of a delta the instructions. */
  readonly inflatedBytes: number;
  /** What was looked through. */
  readonly searchedBytes: number;
  /** Objects that were made from a delta and its base. */
  readonly rebuiltBytes: number;
  /** Packs, as they are stored, that an earlier scan has searched. */
  readonly cachedBytes: number;
}

/** The `index`-th of `count` parts, from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

export interface ScanFacts {
  readonly target: string;
  readonly mode: ScanMode;
  /** Of a history of which only a part was to be looked at: a range, or what is newer than a day. */
  readonly isPart?: boolean;
  /** Of an audit that took a part of its targets. */
  readonly shard?: Shard | undefined;
  readonly files: number;
  readonly bytes: number;
  readonly objects: number;
  readonly commits: number;
  /** The day of the scan, UTC: `2026-03-04`. */
  readonly date: string;
  /** Of a history. */
  readonly reading?: ReadingFacts;
  readonly durationMs: number;
  /** False where anything is `unread` or the scan was interrupted. */
  readonly complete: boolean;
  readonly skipped: readonly Skipped[];
  /** How many paths `--exclude` and `.ttleaksignore` left out. */
  readonly excluded: number;
  /** One line each: allow comments without a reason, expired baseline entries and the like. */
  readonly warnings: readonly string[];
}

export type Visibility = 'public' | 'private' | 'internal';

/** One target of an audit, and how much of it was read. */
export interface AuditedRepository {
  /** What findings name as their `repository`: `acme/web`, `example.com/web`, `../web`. */
  readonly name: string;
  /** Without credentials; absent for a directory. */
  readonly url?: string;
  readonly visibility?: Visibility;
  readonly isArchived?: boolean;
  readonly isFork?: boolean;
  readonly files: number;
  readonly objects: number;
  readonly commits: number;
  /** False where anything of it is `unread`. */
  readonly complete: boolean;
}

export interface Report {
  readonly tool: { readonly name: 'ttleaks'; readonly version: string };
  readonly scan: ScanFacts;
  /** The rules that were in force, in the order of their files. */
  readonly rules: readonly RuleFacts[];
  /** Sorted by `compareFindings`; suppressed ones included. */
  readonly findings: readonly Finding[];
  /** By `secretId`; absent where TimeTime was not asked. */
  readonly verifications?: ReadonlyMap<string, Verification>;
  /** By `secretId`; of the keys that were to be revoked. */
  readonly revocations?: ReadonlyMap<string, Revocation>;
  /** Of an audit, sorted by name. */
  readonly repositories?: readonly AuditedRepository[];
  /** The full id of HEAD's commit, where the target is in a repository that has one. */
  readonly headCommit?: string;
}

/** What was to be looked at and was not makes a report incomplete, whatever else it says. */
export function withUnread(report: Report, ...unread: readonly Omit<Skipped, 'kind'>[]): Report {
  if (unread.length === 0) return report;
  const { scan } = report;
  const skipped = [...scan.skipped, ...unread.map((gap) => ({ ...gap, kind: 'unread' as const }))];
  return { ...report, scan: { ...scan, complete: false, skipped } };
}
