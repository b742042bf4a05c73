/** Searches for one needle after another: slower the more there are, but simple, and in need of nothing. */
import { ENCODED_BYTES, firstEncodedText } from './encoded-text.ts';
import type { OrderedNeedles, SearchMemory } from './search-memory.ts';

export class IndexOfSearch implements SearchMemory {
  readonly bytes: Buffer;
  readonly #all: readonly Uint8Array[];
  readonly #plain: readonly Uint8Array[];
  readonly #hasEncodedText: boolean;
  hitLength = 0;

  constructor({ all, plainCount, hasEncodedText }: OrderedNeedles, bytes: Buffer) {
    this.#hasEncodedText = hasEncodedText;
    this.#all = all.map(({ bytes: needle }) => needle);
    this.#plain = this.#all.slice(0, plainCount);
    this.bytes = bytes;
  }

  holdsEncodedText(from: number, end: number): boolean {
    return firstEncodedText(this.bytes, from, end) !== -1;
  }

  firstHit(from: number, end: number, which: 'all' | 'plain'): number {
    let first = this.#hasEncodedText && which === 'all' ? firstEncodedText(this.bytes, from, end) : -1;
    if (first !== -1) this.hitLength = ENCODED_BYTES;
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
