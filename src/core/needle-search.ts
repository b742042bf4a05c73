/**
 * Finds fixed byte strings in any buffer. Knows nothing of rules or encodings. Whoever reads much reads it into a
 * SearchMemory instead.
 */
import { orderedNeedles, type SearchMemory } from './search-memory.ts';
import { teddyWithMemory } from './teddy.ts';

export interface Needle {
  readonly bytes: Uint8Array;
  /** Trees of git are not searched for it: names in them hold plain keys only, and ids beside them hold anything. */
  readonly skipsTrees: boolean;
}

/** Fits the cache of a processor. */
const PIECE_BYTES = 64 * 1024;
/** Bytes times needles: with less than that, as in most hooks, one after another is over before WebAssembly is up. */
const MEMORY_FROM = 8 * 1024 * 1024;

export class NeedleSearch {
  readonly needles: readonly Needle[];
  /** Length of the longest needle less one: what two neighbouring windows must share. */
  readonly margin: number;
  /** Bytes times needles so far. */
  #searched = 0;
  /** Buffers are copied into it, which costs far less than one search for each needle. `null`: it cannot be had. */
  #memory: SearchMemory | null | undefined;

  constructor(needles: readonly Needle[]) {
    this.needles = needles;
    this.margin = Math.max(0, ...needles.map(({ bytes }) => bytes.length - 1));
  }

  hasHit(bytes: Buffer): boolean {
    const memory = this.#memoryFor(bytes);
    if (memory === undefined) return this.needles.some(({ bytes: needle }) => bytes.indexOf(needle) !== -1);
    for (let at = 0; at < bytes.length; at += PIECE_BYTES)
      if (memory.firstHit(0, this.#load(memory, bytes, at), 'all') !== -1) return true;
    return false;
  }

  /** Offsets at which any needle begins, ascending, each once. */
  hits(bytes: Buffer): number[] {
    const memory = this.#memoryFor(bytes);
    return memory === undefined ? this.#hitsOneByOne(bytes) : this.#hitsIn(memory, bytes);
  }

  #memoryFor({ length }: Buffer): SearchMemory | undefined {
    this.#searched += length * this.needles.length;
    if (this.#memory === undefined && this.#searched > MEMORY_FROM)
      this.#memory = teddyWithMemory(orderedNeedles(this.needles), PIECE_BYTES + this.margin) ?? null;
    return this.#memory ?? undefined;
  }

  #hitsIn(memory: SearchMemory, bytes: Buffer): number[] {
    const offsets: number[] = [];
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      const end = this.#load(memory, bytes, at);
      let hit = memory.firstHit(0, end, 'all');
      while (hit !== -1 && hit < PIECE_BYTES) {
        offsets.push(at + hit);
        hit = memory.firstHit(hit + 1, end, 'all');
      }
    }
    return offsets;
  }

  /** A piece, and what a needle that begins in it may need of the next one. */
  #load(memory: SearchMemory, bytes: Buffer, at: number): number {
    return bytes.copy(memory.bytes, 0, at, Math.min(bytes.length, at + PIECE_BYTES + this.margin));
  }

  #hitsOneByOne(bytes: Buffer): number[] {
    const offsets = new Set<number>();
    for (const { bytes: needle } of this.needles) {
      for (let at = bytes.indexOf(needle); at !== -1; at = bytes.indexOf(needle, at + 1)) offsets.add(at);
    }
    return [...offsets].sort((a, b) => a - b);
  }
}
