/** Searches for one needle after another: slower the more there are, but simple, and in need of nothing. */
import type { OrderedNeedles, SearchMemory } from './search-memory.ts';

export class IndexOfSearch implements SearchMemory {
  readonly bytes: Buffer;
  readonly #all: readonly Uint8Array[];
  readonly #plain: readonly Uint8Array[];
  hitLength = 0;

  constructor({ all, plainCount }: OrderedNeedles, bytes: Buffer) {
    this.#all = all;
    this.#plain = all.slice(0, plainCount);
    this.bytes = bytes;
  }

  firstHit(from: number, end: number, which: 'all' | 'plain'): number {
    let first = -1;
    for (const needle of which === 'all' ? this.#all : this.#plain) {
      // Behind a hit, nothing that begins later matters.
      const stop = first === -1 ? end : Math.min(end, first + needle.length);
      const at = this.bytes.subarray(0, stop).indexOf(needle, from);
      if (at === -1 || (at === first && needle.length >= this.hitLength)) continue;
      first = at;
      this.hitLength = needle.length;
    }
    return first;
  }
}
