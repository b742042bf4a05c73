/**
 * Which hits of the search are reason enough to parse a source: a piece of an anchor in a literal, and what may be the
 * rest of a key. Most files that hold `"tt"` or `startsWith("tt1.")` hold nothing else.
 */
import { anchorCodes, anchorPieces, encodedPieces } from '../join/needles.ts';

export type Hint = 'weak' | 'strong';

/** What is parsed at most; of longer ones neighbouring literals are joined all the same. */
export const MAX_FOLDED_BYTES = 8 * 1024 * 1024;
/** Of the rest of the literal, and of a literal behind an anchor that is cut short. */
const LOOK_BYTES = 160;
const REST = /^([\w.:|-]*)(?:\\?["'`]|\$\{)/;
const LONG_REST = 8;
/** Digits in literals, and in pieces of templates, of which nearly a key can be made. */
const MIN_DIGITS = 56;
/** Of what it matches, and what stands behind. */
const MAX_RUN = 72;
const DIGITS = /["'`}][t1.]{0,4}([0-9a-f]{8,64})(?![0-9A-Za-z])/g;

export class FoldHints {
  readonly #anchors: readonly Buffer[];
  /** By their first byte. */
  readonly #pieces = new Map<number, Buffer[]>();
  readonly #encoded: readonly Buffer[];

  constructor(anchors: readonly string[]) {
    this.#anchors = anchors.map(bytesOf);
    for (const piece of anchors.flatMap((anchor) => [...anchorPieces(anchor), ...anchorCodes(anchor)])) {
      const bytes = bytesOf(piece);
      this.#pieces.set(bytes[0]!, [...(this.#pieces.get(bytes[0]!) ?? []), bytes]);
    }
    this.#encoded = anchors.flatMap(encodedPieces).map(bytesOf);
  }

  at(bytes: Buffer, hit: number): Hint | undefined {
    for (const anchor of this.#anchors) {
      if (!standsAt(bytes, hit, anchor)) continue;
      const from = hit + anchor.length;
      const rest = REST.exec(bytes.toString('latin1', from, from + LOOK_BYTES))?.[1];
      if (rest !== undefined) return rest.length >= LONG_REST ? 'strong' : 'weak';
    }
    if (this.#encoded.some((piece) => standsAt(bytes, hit, piece))) return 'strong';
    // Of a piece, a part may be what was looked for.
    return this.#isPieceAt(bytes, hit) || this.#isPieceAt(bytes, hit - 1) ? 'weak' : undefined;
  }

  #isPieceAt(bytes: Buffer, at: number): boolean {
    return this.#pieces.get(bytes[at] ?? -1)?.some((piece) => standsAt(bytes, at, piece)) === true;
  }
}

/** Where a source has what a key may be made of, where nothing but a piece of an anchor was seen. */
export class KeyDigits {
  readonly to: number;
  readonly #places: number[] = [];
  /** Digits at all places before. */
  readonly #sums: number[] = [0];

  /** Of those that begin between `from` and `to`. */
  constructor(bytes: Buffer, from = 0, to = bytes.length) {
    this.to = Math.min(bytes.length, to);
    const source = bytes.toString('latin1', from, this.to + MAX_RUN);
    for (const { index, 1: run = '' } of source.matchAll(DIGITS)) {
      this.#places.push(from + index);
      this.#sums.push(this.#sums.at(-1)! + run.length);
    }
  }

  /** Whether enough of them begin there for a key. */
  areBetween(from: number, to: number): boolean {
    const count = this.#sums[this.#countBefore(to)]! - this.#sums[this.#countBefore(from)]!;
    return count >= MIN_DIGITS;
  }

  #countBefore(offset: number): number {
    let low = 0;
    let high = this.#places.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#places[middle]! < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

function standsAt(bytes: Buffer, at: number, wanted: Buffer): boolean {
  for (let index = 0; index < wanted.length; index++) if (bytes[at + index] !== wanted[index]) return false;
  return true;
}
