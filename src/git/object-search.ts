/** What a search of objects gives. Knows nothing of how it went about it, so that a hook loads this alone. */
import type { Skipped } from '../core/report.ts';
import type { ObjectHit } from './batch-search.ts';
import { NOTHING_READ, type ReadCounts } from './pack/read-counts.ts';
import type { StoreLinks } from './pack/store-links.ts';
import type { SearchLane } from './search-lane.ts';
import { storeComplaints, unreadObjects } from './unread.ts';

export interface SearchProgress {
  readonly objects: number;
  readonly bytes: number;
  /** Bytes of packs, done and in all, where it is packs that are read. */
  readonly stored?: { readonly done: number; readonly total: number };
}

export interface ObjectSearch extends SearchProgress {
  readonly hits: readonly ObjectHit[];
  /** Of some blobs among them, by id. */
  readonly contents: ReadonlyMap<string, Buffer>;
  readonly commits: number;
  /** Every commit object that was seen, in no order: unreachable ones are known in no other way. */
  readonly commitIds: () => readonly string[];
  readonly skipped: readonly Skipped[];
  readonly counts: ReadCounts;
  readonly warnings: readonly string[];
  /** What all objects name; absent where git has searched some that may name others. */
  readonly links?: StoreLinks;
}

/** Of lanes that have ended. `complaints`: what git said on standard error beside theirs. */
export function objectsOf(lanes: readonly SearchLane[], complaints = ''): ObjectSearch {
  const stderr = [complaints, ...lanes.map((lane) => lane.stderr)].join('\n');
  const unread = lanes.flatMap((lane) => lane.unread);
  const unsearched = lanes.reduce((sum, lane) => sum + lane.unsearched, 0);
  const total = totalOf(lanes);
  return {
    ...total,
    hits: lanes.flatMap(({ batch }) => batch.hits),
    contents: new Map(),
    commits: lanes.reduce((sum, { batch }) => sum + batch.commitIds.length, 0),
    commitIds: () => lanes.flatMap(({ batch }) => batch.commitIds),
    // What git inflates for it is not known.
    counts: { ...NOTHING_READ, searchedBytes: total.bytes, rebuiltBytes: total.bytes },
    warnings: [],
    skipped: [...unreadObjects(unread, unsearched), ...storeComplaints(stderr)],
  };
}

export function totalOf(lanes: readonly SearchLane[]): SearchProgress {
  const total = { objects: 0, bytes: 0 };
  for (const { batch } of lanes) {
    total.objects += batch.objects;
    total.bytes += batch.bytes;
  }
  return total;
}
