/** What the search of a pack gave. As long as the pack is the same, and what was sought, it stays the same. */
import type { ObjectType } from '../batch-search.ts';
import { BLOB, COMMIT, circlingEntries, type Forest, lostEntries } from './forest.ts';
import type { Links } from './object-links.ts';
import type { PackIndex } from './pack-index.ts';
import type { PackFindings } from './pack-tally.ts';
import { addCounts, NOTHING_READ, type ReadCounts } from './read-counts.ts';

export interface RankedHit {
  readonly rank: number;
  readonly type: ObjectType;
  readonly size: number;
}

/** Objects by rank: the place of their id among those of the pack. */
export interface PackResult {
  readonly objects: number;
  readonly bytes: number;
  readonly counts: ReadCounts;
  readonly hits: readonly RankedHit[];
  readonly commits: number;
  /** 1 for each commit. */
  readonly isCommit: Uint8Array;
  /** Damaged, or too large. */
  readonly unread: readonly number[];
  /** Deltas whose bases lead in a circle: not even git can read them, and it must not try. */
  readonly circling: readonly number[];
  /** Whether any of those may name other objects. */
  readonly isNamerUnread: boolean;
  readonly links: readonly Links[];
}

const TYPES: readonly ObjectType[] = ['blob', 'commit', 'tree', 'blob', 'tag'];

interface PackParts {
  readonly index: PackIndex;
  readonly forest: Forest;
  /** By entry: objects that are counted with another pack, or were not asked for. */
  readonly isElsewhere: Uint8Array;
  /** Of each thread. */
  readonly parts: readonly PackFindings[];
}

export function packResult({ index, forest, isElsewhere, parts }: PackParts): PackResult {
  const { types, count } = forest;
  const { ranks } = index;
  const isUnread = new Uint8Array(count);
  const unread: number[] = [];
  for (const entry of [...lostEntries(forest), ...parts.flatMap((part) => part.unread)].sort(
    (a, b) => a - b,
  )) {
    isUnread[entry] = 1;
    unread.push(entry);
  }
  const isCommit = new Uint8Array(count);
  let commits = 0;
  for (let entry = 0; entry < count; entry++) {
    if (types[entry] !== COMMIT || isUnread[entry] === 1 || isElsewhere[entry] === 1) continue;
    isCommit[ranks[entry]!] = 1;
    commits++;
  }
  const circling = new Set(circlingEntries(forest));
  const ranksOf = (entries: readonly number[]) =>
    entries.filter((entry) => isElsewhere[entry] === 0).map((entry) => ranks[entry]!);
  // In one order, whichever thread found them.
  const hits = parts.flatMap((part) => part.hits).sort((a, b) => a.entry - b.entry);
  return {
    objects: parts.reduce((sum, { objects }) => sum + objects, 0),
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    counts: parts.reduce((sum, { counts }) => addCounts(sum, counts), NOTHING_READ),
    hits: hits.map(({ entry, size }) => ({ rank: ranks[entry]!, type: TYPES[types[entry]!]!, size })),
    commits,
    isCommit,
    unread: ranksOf(unread.filter((entry) => !circling.has(entry))),
    circling: ranksOf([...circling]),
    isNamerUnread: unread.some((entry) => types[entry] !== BLOB && !circling.has(entry)),
    links: parts.map(({ links }) => links),
  };
}
