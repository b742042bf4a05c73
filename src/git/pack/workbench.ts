/** What one thread keeps from one object to the next: memory, the inflater, and the needles in the forms it needs. */
import { type Needle, NeedleSearch } from '../../core/needle-search.ts';
import { DeltaSearch, SeamTable } from './delta-search.ts';
import { createInflater, INFLATE_SLACK, type Inflater } from './inflate.ts';

/** Larger objects are git's to read. */
export const MAX_OBJECT_BYTES = 32 * 1024 * 1024;
/** Bases, the object at hand and its delta. Memory that is never touched costs nothing. */
export const ARENA_BYTES = 4 * MAX_OBJECT_BYTES;
/** Behind the arena: small things, which are looked through together. Fits the processor's cache. */
export const LOG_AT = ARENA_BYTES + INFLATE_SLACK;
export const LOG_BYTES = 128 * 1024;

export class Workbench {
  readonly inflater: Inflater = createInflater();
  /** Everything is inflated and rebuilt in here. */
  readonly wide = Buffer.from(new ArrayBuffer(LOG_AT + LOG_BYTES + INFLATE_SLACK));
  /** Ends where the large things end that are inflated at its end: a search from there needs no other bound. */
  readonly arena = this.wide.subarray(0, ARENA_BYTES);
  readonly deltas = new DeltaSearch(this.wide);
}

export class NeedleSeams {
  readonly search: NeedleSearch;
  readonly plainSearch: NeedleSearch;
  readonly all: SeamTable;
  readonly plain: SeamTable;

  constructor(needles: readonly Needle[]) {
    const plain = needles.filter(({ hasNul }) => !hasNul);
    this.search = new NeedleSearch(needles);
    this.plainSearch = new NeedleSearch(plain);
    this.all = new SeamTable(needles);
    this.plain = new SeamTable(plain);
  }
}
