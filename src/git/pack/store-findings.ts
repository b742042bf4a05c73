/** What the search of a store is asked, and what it gives. */
import type { HitCheck } from '../../core/hit-trial.ts';
import type { ObjectHit } from '../batch-search.ts';
import type { PackCache } from './pack-cache.ts';
import type { ReadCounts } from './read-counts.ts';
import type { StoreLinks } from './store-links.ts';

export interface StoreFindings {
  readonly hits: ObjectHit[];
  /** Of some blobs among them, by id. */
  readonly contents: Map<string, Buffer>;
  commits: number;
  /** Made when asked for: few ask, and it takes long. */
  readonly commitIds: () => string[];
  /** Damaged, or too large. */
  readonly unreadIds: string[];
  /** What not even git can read, and must not try: it would wait or grow for ever. */
  readonly refused: { readonly id: string; readonly reason: string }[];
  /** What the objects name that could be read. */
  readonly links: StoreLinks;
  counts: ReadCounts;
  objects: number;
  bytes: number;
}

export interface StoreOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress: (now: StoreProgress) => void;
  /** Tells chance hits. Absent: each one counts. */
  readonly check?: HitCheck | undefined;
  /** Absent: every pack is read. */
  readonly cache?: PackCache | undefined;
  readonly jobs?: number | undefined;
  /** These objects alone. Those that are not found are among the unread. */
  readonly onlyIds?: readonly string[] | undefined;
  readonly workersFromBytes?: number;
  readonly workerUrl?: URL;
}

export interface StoreProgress {
  readonly objects: number;
  readonly bytes: number;
  /** Of all packs, as they are stored. */
  readonly stored: { readonly done: number; readonly total: number };
}
