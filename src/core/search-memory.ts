/**
 * Memory that can be searched for needles, all at once, where it is: readers write straight into it. The search runs in
 * WebAssembly where that can be, else in JavaScript, and then finds the same.
 */
import { IndexOfSearch } from './index-of-search.ts';
import type { Needle } from './needle-search.ts';
import { teddySearch } from './teddy.ts';

/** A way to search, with memory of its own. */
export interface BoundSearch {
  readonly bytes: Buffer;
  /** As of `SearchMemory`, for the first `count` needles. */
  firstHit(from: number, end: number, count: number): number;
  readonly hitLength: number;
}

export class SearchMemory {
  /** All of the memory, as large as asked for. It stays where it is. */
  readonly bytes: Buffer;
  readonly #search: BoundSearch;
  readonly #plainCount: number;
  readonly #count: number;

  constructor(needles: readonly Needle[], size: number) {
    const plain = needles.filter(({ hasNul }) => !hasNul);
    const wide = needles.filter(({ hasNul }) => hasNul);
    const ordered = [...plain, ...wide].map(({ bytes }) => bytes);
    this.#search = teddySearch(ordered, size) ?? new IndexOfSearch(ordered, size);
    this.bytes = this.#search.bytes;
    this.#plainCount = plain.length;
    this.#count = ordered.length;
  }

  /**
   * Where the first needle begins that lies whole between `from` and `end`, or -1: no other byte has a say.
   * `plain` needles are those without NUL bytes.
   */
  firstHit(from: number, end: number, which: 'all' | 'plain'): number {
    return this.#search.firstHit(from, end, which === 'plain' ? this.#plainCount : this.#count);
  }

  /** Length of the needle that was found last; of those that begin there, the shortest. */
  get hitLength(): number {
    return this.#search.hitLength;
  }
}
