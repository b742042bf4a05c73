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
const DIGITS = /["'`}][t1.]{0,4}([0-9a-f]{8,64})(?![0-9A-Za-z])/g;

export class FoldHints {
  readonly #anchors: readonly Buffer[];
  readonly #pieces: readonly Buffer[];
  readonly #encoded: readonly Buffer[];

  constructor(anchors: readonly string[]) {
    this.#anchors = anchors.map(bytesOf);
    this.#pieces = anchors
      .flatMap((anchor) => [...anchorPieces(anchor), ...anchorCodes(anchor)])
      .map(bytesOf);
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
    return this.#pieces.some((piece) => standsAt(bytes, hit, piece) || standsAt(bytes, hit - 1, piece))
      ? 'weak'
      : undefined;
  }
}

/** Whether a source has what a key may be made of, where nothing but a piece of an anchor was seen. */
export function hasDigitsOfKey(source: string): boolean {
  let digits = 0;
  for (const [, run] of source.matchAll(DIGITS)) {
    digits += run?.length ?? 0;
    if (digits >= MIN_DIGITS) return true;
  }
  return false;
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

function standsAt(bytes: Buffer, at: number, wanted: Buffer): boolean {
  for (let index = 0; index < wanted.length; index++) if (bytes[at + index] !== wanted[index]) return false;
  return true;
}
