/** Searches for one needle after another: slower the more there are, but simple, and in need of nothing. */
import type { BoundSearch } from './search-memory.ts';

export class IndexOfSearch implements BoundSearch {
  readonly bytes: Buffer;
  readonly #needles: readonly Uint8Array[];
  hitLength = 0;

  constructor(needles: readonly Uint8Array[], size: number) {
    this.#needles = needles;
    this.bytes = Buffer.from(new ArrayBuffer(size));
  }

  firstHit(from: number, end: number, count: number): number {
    let first = -1;
    for (const needle of this.#needles.slice(0, count)) {
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
