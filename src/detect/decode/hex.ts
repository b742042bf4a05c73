/**
 * Hex digits in pairs, in either case: in one piece, or with blanks, colons, commas, dashes and `0x` between them, as in
 * the listings of hexdump and xxd.
 */
import { textPhases } from '../../core/encoded-text.ts';
import {
  AHEAD_BYTES,
  type Decoded,
  type DecoderPass,
  type Layer,
  LEAD_BYTES,
  lowerBound,
  OVERLAP_BYTES,
} from './layer.ts';
import { digitOf } from './transcriber.ts';

const MIN_PAIRS = 16;
/** Most runs are short. */
const FIRST_PAIRS = 256;
const MAX_SEPARATORS = 8;
const SEPARATORS = new Set(Buffer.from(' \t\r\n:,-'));
const ZERO = 0x30;
const SMALL_X = 0x78;
/** The end of a line of a listing: the text in its margin, and the offset that the next line begins with. */
const MARGIN = /^(?: {1,4}\|[^\n]{0,16}\|| {1,4}[^\n]{1,16})?\r?\n[0-9a-fA-F]{7,8}:? {1,2}(?=[0-9a-fA-F]{2})/;
const MAX_MARGIN = 48;

export class HexPass implements DecoderPass {
  /** What was written out last, of two that lie within each other: those of every other digit, and those between. */
  #known: readonly { readonly pairs: Pairs; readonly base: number }[] = [];

  *decodeAround(layer: Layer, hit: number): Generator<Decoded, void> {
    for (const at of pairsAt(layer.bytes, hit)) {
      if (this.#isKnown(layer.base + at)) continue;
      const pairs = pairsAround(layer, at);
      if (pairs.count < MIN_PAIRS) continue;
      this.#known = [...this.#known.slice(-1), { pairs, base: layer.base }];
      yield new HexText(pairs, layer);
    }
  }

  #isKnown(offset: number): boolean {
    return this.#known.some(({ pairs: { positions, count, end, isClipped }, base }) => {
      const at = offset - base;
      if (at >= end - (isClipped ? OVERLAP_BYTES : 0)) return false;
      return positions[lowerBound(positions, count, at)] === at;
    });
  }
}

interface Pairs {
  readonly positions: Int32Array;
  readonly count: number;
  readonly end: number;
  readonly isClipped: boolean;
}

class HexText implements Decoded {
  readonly step = 'hex';
  readonly bytes: Buffer;
  readonly run: { readonly start: number; readonly end: number };
  readonly isCut: boolean;
  readonly endsWithLayer: boolean;
  readonly #positions: Int32Array;
  readonly #source: Buffer;

  constructor({ positions, count, end, isClipped }: Pairs, layer: Layer) {
    this.bytes = Buffer.allocUnsafe(count);
    this.#positions = positions;
    this.#source = layer.bytes;
    for (let index = 0; index < count; index++) this.bytes[index] = pairAt(layer.bytes, positions[index]!);
    this.run = { start: positions[0]!, end: positions[count - 1]! + 2 };
    this.endsWithLayer = end + 2 > layer.bytes.length;
    this.isCut = isClipped || (layer.isCut && this.endsWithLayer);
  }

  spanOf(start: number, end: number) {
    const first = this.#positions[start]!;
    const isPrefixed = this.#source[first - 1] === SMALL_X && this.#source[first - 2] === ZERO;
    return { start: isPrefixed ? first - 2 : first, end: this.#positions[end - 1]! + 2 };
  }
}

/** Where pairs begin at a hit, or right behind it: of encoded text one digit tells nothing of that. */
function pairsAt(bytes: Buffer, hit: number): number[] {
  const phases = textPhases(bytes, hit, 'hex');
  const at = bytes[hit] === SMALL_X ? hit + 1 : hit;
  if (phases === 0) return isPair(bytes, at) ? [at] : [];
  return [0, 1].filter((phase) => phases & (0b0101 << phase)).map((phase) => hit + phase);
}

function isPair(bytes: Buffer, at: number): boolean {
  return digitOf(bytes[at]) < 16 && digitOf(bytes[at + 1]) < 16;
}

function pairAt(bytes: Buffer, at: number): number {
  return (digitOf(bytes[at]) << 4) | digitOf(bytes[at + 1]);
}

function pairsAround({ bytes }: Layer, hit: number): Pairs {
  const low = Math.max(0, hit - LEAD_BYTES);
  let start = hit;
  for (let before = pairBefore(bytes, start, low); before !== -1; before = pairBefore(bytes, start, low))
    start = before;
  const high = Math.min(bytes.length, hit + AHEAD_BYTES);
  let positions = new Int32Array(FIRST_PAIRS);
  let count = 0;
  let at = start;
  while (at !== -1 && at + 2 <= high) {
    if (count === positions.length) {
      const larger = new Int32Array(2 * count);
      larger.set(positions);
      positions = larger;
    }
    positions[count++] = at;
    at = pairBehind(bytes, at + 2);
  }
  const end = count === 0 ? start : positions[count - 1]! + 2;
  return { positions, count, end, isClipped: at !== -1 && high < bytes.length };
}

/** The next pair; -1 where something else stands. */
function pairBehind(bytes: Buffer, from: number): number {
  if (isPair(bytes, from)) return from;
  let at = from;
  while (at - from < MAX_SEPARATORS && SEPARATORS.has(bytes[at]!)) at++;
  if (at === from) return -1;
  // What stands in the margin may begin with hex digits.
  const margin = at - from > 1 ? MARGIN.exec(bytes.toString('latin1', from, from + MAX_MARGIN)) : null;
  if (margin !== null) return from + margin[0].length;
  if (isPair(bytes, at) && !isOffset(bytes, at)) return at;
  if (bytes[at] === ZERO && bytes[at + 1] === SMALL_X && isPair(bytes, at + 2)) return at + 2;
  return -1;
}

/** Eight digits at the begin of a line: where the line of a listing stands, and no content. */
function isOffset(bytes: Buffer, at: number): boolean {
  return bytes[at - 1] === 0x0a && bytes[at + 8] === 0x3a;
}

function pairBefore(bytes: Buffer, from: number, low: number): number {
  if (from - 2 >= low && isPair(bytes, from - 2)) return from - 2;
  let at = from;
  if (at - 2 >= low && bytes[at - 1] === SMALL_X && bytes[at - 2] === ZERO) at -= 2;
  const blanks = at;
  while (blanks - at < MAX_SEPARATORS && at > low && SEPARATORS.has(bytes[at - 1]!)) at--;
  return at < blanks && at - 2 >= low && isPair(bytes, at - 2) ? at - 2 : -1;
}
