/**
 * Finds fixed byte strings in any buffer. Knows nothing of rules or encodings. Whoever reads much reads it into a
 * SearchMemory instead.
 */
import { ENCODED_BYTES, ENCODED_STEP, firstEncodedText } from './encoded-text.ts';
import { orderedNeedles, type SearchMemory } from './search-memory.ts';
import { isTeddyAtHand, teddyWithMemory } from './teddy.ts';

export interface Needle {
  readonly bytes: Uint8Array;
  /** Trees of git are not searched for it: names in them hold plain keys only, and ids beside them hold anything. */
  readonly skipsTrees: boolean;
  /** Where in the tables of teddy.wat it belongs, if that was worked out beforehand. */
  readonly fingerprint?: Fingerprint;
}

/** The bucket of a needle, and where in it the three bytes begin that it is known by. */
export interface Fingerprint {
  readonly bucket: number;
  readonly at: number;
}

export interface Sought {
  readonly needles: readonly Needle[];
  /** Whether text in base64 or hex is a hit as well: see encoded-text.ts. */
  readonly hasEncodedText: boolean;
}

/** Fits the cache of a processor. */
const PIECE_BYTES = 64 * 1024;
/** Bytes times needles: with less than that, as in a small commit, one after another is over before WebAssembly is up. */
const MEMORY_FROM = 4 * 1024 * 1024;

export class NeedleSearch implements Sought {
  readonly needles: readonly Needle[];
  readonly hasEncodedText: boolean;
  /** Length of the longest that is sought less one: what two neighbouring windows must share. */
  readonly margin: number;
  /** Bytes times needles so far. */
  #searched = 0;
  /** Buffers are copied into it, which costs far less than one search for each needle. `null`: it cannot be had. */
  #memory: SearchMemory | null | undefined;

  constructor(needles: readonly Needle[], hasEncodedText = false) {
    this.needles = needles;
    this.hasEncodedText = hasEncodedText;
    const lengths = needles.map(({ bytes }) => bytes.length);
    this.margin = Math.max(1, hasEncodedText ? ENCODED_BYTES : 0, ...lengths) - 1;
  }

  hasHit(bytes: Buffer): boolean {
    const memory = this.#memoryFor(bytes);
    if (memory === undefined) return this.#hasHitOneByOne(bytes);
    for (let at = 0; at < bytes.length; at += PIECE_BYTES)
      if (memory.firstHit(0, this.#load(memory, bytes, at), 'all') !== -1) return true;
    return false;
  }

  /** Offsets at which anything begins that is sought, ascending, each once. */
  hits(bytes: Buffer): number[] {
    return this.#hits(bytes, 1);
  }

  /** The same, but of a long row of encoded text only one hit in `ENCODED_STEP` bytes. */
  placesToLook(bytes: Buffer): number[] {
    return this.#hits(bytes, ENCODED_STEP);
  }

  #hits(bytes: Buffer, step: number): number[] {
    const memory = this.#memoryFor(bytes);
    return memory === undefined ? this.#hitsOneByOne(bytes, step) : this.#hitsIn(memory, bytes, step);
  }

  #memoryFor({ length }: Buffer): SearchMemory | undefined {
    this.#searched += length * this.needles.length;
    if (this.#memory === undefined && (isTeddyAtHand() || this.#searched > MEMORY_FROM))
      this.#memory = teddyWithMemory(orderedNeedles(this), PIECE_BYTES + this.margin) ?? null;
    return this.#memory ?? undefined;
  }

  #hitsIn(memory: SearchMemory, bytes: Buffer, step: number): number[] {
    const offsets: number[] = [];
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      const end = this.#load(memory, bytes, at);
      let hit = memory.firstHit(0, end, 'all');
      while (hit !== -1 && hit < PIECE_BYTES) {
        offsets.push(at + hit);
        hit = memory.firstHit(hit + (memory.hitLength === ENCODED_BYTES ? step : 1), end, 'all');
      }
    }
    return offsets;
  }

  /** A piece, and what a needle that begins in it may need of the next one. */
  #load(memory: SearchMemory, bytes: Buffer, at: number): number {
    return bytes.copy(memory.bytes, 0, at, Math.min(bytes.length, at + PIECE_BYTES + this.margin));
  }

  #hasHitOneByOne(bytes: Buffer): boolean {
    return (
      this.needles.some(({ bytes: needle }) => bytes.indexOf(needle) !== -1) ||
      (this.hasEncodedText && firstEncodedText(bytes, 0, bytes.length) !== -1)
    );
  }

  #hitsOneByOne(bytes: Buffer, step: number): number[] {
    const offsets = new Set<number>();
    if (this.hasEncodedText) {
      for (let at = firstEncodedText(bytes, 0, bytes.length); at !== -1; ) {
        offsets.add(at);
        at = firstEncodedText(bytes, at + step, bytes.length);
      }
    }
    for (const { bytes: needle } of this.needles) {
      for (let at = bytes.indexOf(needle); at !== -1; at = bytes.indexOf(needle, at + 1)) offsets.add(at);
    }
    return [...offsets].sort((a, b) => a - b);
  }
}
