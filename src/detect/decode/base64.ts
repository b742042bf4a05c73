/**
 * Base64, standard and URL-safe, padded or not, in one line or wrapped; line breaks may be escaped (`\n`).
 * A run may be longer than any window: it is decoded around a hit, at each alignment at which it is text there.
 * What stands before a run without a gap (`Basic_…`, `/…`) is taken for a part of it, which is why its begin tells less.
 */
import { rowEnd, rowStart } from '../../core/byte-runs.ts';
import { isDigit, textPhases } from '../../core/encoded-text.ts';
import { BACKSLASH } from './backslash-escapes.ts';
import { isGzipInBase64, isZlibBegin } from './compressed.ts';
import {
  AHEAD_BYTES,
  type Decoded,
  type DecoderPass,
  type Layer,
  LEAD_BYTES,
  OVERLAP_BYTES,
} from './layer.ts';

/** Of a run that is decoded whole because something compressed is in it. */
export const MAX_WHOLE_BYTES = 8 * 1024 * 1024;
/** Less holds neither a key nor anything compressed. */
const MIN_DIGITS = 24;

const SLASH = 0x2f;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
const SMALL_N = 0x6e;
const SMALL_R = 0x72;
const SMALL_T = 0x74;
const MAX_BLANKS = 128;
/** Of what may be compressed. */
const TRIED_BYTES = 96;

/** `e`: it says 0x78 of 0x78 to 0x7b. */
const ZLIB_FIRST_DIGIT = 0x65;

export class Base64Pass implements DecoderPass {
  #window: Window | undefined;

  *decodeAround(layer: Layer, hit: number): Generator<Decoded, void> {
    const { bytes } = layer;
    if (!isDigit(bytes[hit]) || !isLongRun(bytes, hit)) return;
    if (!isDigit(bytes[hit - 1]) && beginsDeflated(layer, hit)) {
      yield new Base64Text(layer, digitsFrom(layer, hit, hit, hit + AHEAD_BYTES), 0, hit);
    }
    const phases = textPhases(bytes, hit, 'base64') | (isGzipInBase64(bytes, hit) ? 1 : 0);
    if (phases === 0) return;
    const window = this.#windowAt(layer, hit);
    for (let phase = 0; phase < 4; phase++) {
      // So many digits stand before the first whole group.
      const skipped = (window.indexOf(layer.base + hit) + phase) & 3;
      if ((phases & (1 << phase)) === 0 || (window.tried & (1 << skipped)) !== 0) continue;
      window.tried |= 1 << skipped;
      yield new Base64Text(layer, window.digits, skipped, hit);
    }
  }

  #windowAt(layer: Layer, hit: number): Window {
    const known = this.#window;
    if (known !== undefined && layer.base + hit < known.coveredTo) return known;
    const start = startOf(layer.bytes, hit);
    this.#window = new Window(layer, digitsFrom(layer, start, hit, hit + AHEAD_BYTES), hit);
    return this.#window;
  }
}

/** What was looked at last: later hits in it ask for another alignment, or for nothing. */
class Window {
  readonly digits: Digits;
  /** Offset in the blob. */
  readonly coveredTo: number;
  readonly #base: number;
  tried = 0;

  constructor(layer: Layer, digits: Digits, hit: number) {
    this.digits = digits;
    this.#base = layer.base;
    const isFull = digits.end >= hit + AHEAD_BYTES;
    this.coveredTo = layer.base + digits.end - (isFull ? OVERLAP_BYTES : 0);
  }

  /** Which digit stands at an offset in the blob. */
  indexOf(offset: number): number {
    return indexAt(this.digits, offset - this.#base);
  }
}

/** Digits side by side. */
interface Row {
  /** Index of the first of them. */
  readonly first: number;
  /** Where it stands in the layer. */
  readonly at: number;
  readonly length: number;
}

interface Digits {
  /** Ascending. */
  readonly rows: readonly Row[];
  readonly count: number;
  readonly end: number;
  /** The bound came before the run's end. */
  readonly isClipped: boolean;
}

class Base64Text implements Decoded {
  readonly step = 'base64';
  readonly bytes: Buffer;
  readonly run: { readonly start: number; readonly end: number };
  readonly isCut: boolean;
  readonly endsWithLayer: boolean;
  readonly #layer: Layer;
  readonly #digits: Digits;
  readonly #skipped: number;
  readonly #hit: number;

  constructor(layer: Layer, digits: Digits, skipped: number, hit: number) {
    this.#layer = layer;
    this.#digits = digits;
    this.#skipped = skipped;
    this.#hit = hit;
    this.bytes = decode(layer, digits, skipped);
    this.run = { start: positionOf(digits, skipped), end: positionOf(digits, digits.count - 1) + 1 };
    this.endsWithLayer = digits.end === layer.bytes.length;
    this.isCut = digits.isClipped || (layer.isCut && this.endsWithLayer);
  }

  spanOf(start: number, end: number) {
    const first = this.#skipped + Math.floor((start * 8) / 6);
    const last = this.#skipped + Math.floor((end * 8 - 1) / 6);
    return { start: positionOf(this.#digits, first), end: positionOf(this.#digits, last) + 1 };
  }

  whole(): Decoded | undefined {
    const digits = this.#digits;
    const start = digits.rows[0]!.at;
    if (!digits.isClipped || digits.end - start >= MAX_WHOLE_BYTES) return undefined;
    const all = digitsFrom(this.#layer, start, this.#hit, start + MAX_WHOLE_BYTES);
    return new Base64Text(this.#layer, all, this.#skipped, this.#hit);
  }
}

/** Before all of it is decoded: its begin inflates to something. */
function beginsDeflated(layer: Layer, hit: number): boolean {
  if (layer.bytes[hit] !== ZLIB_FIRST_DIGIT) return false;
  return isZlibBegin(decode(layer, digitsFrom(layer, hit, hit, hit + TRIED_BYTES), 0));
}

/** Whether there are enough digits around, before anything is made of them. */
function isLongRun(bytes: Buffer, hit: number): boolean {
  let count = 0;
  for (let at = hit - 1; count < MIN_DIGITS && isDigit(bytes[at]); at--) count++;
  for (let at = hit; count < MIN_DIGITS; at++, count++) {
    if (!isDigit(bytes[at])) {
      const after = breakEnd(bytes, at, bytes.length);
      if (after === at || !isDigit(bytes[after])) return false;
      at = after;
    }
  }
  return true;
}

/** Where the run may begin; what is no digit at its begin is dropped later. */
function startOf(bytes: Buffer, hit: number): number {
  const low = Math.max(0, hit - LEAD_BYTES);
  let at = hit;
  for (;;) {
    at = rowStart(bytes, at, low);
    const before = breakStart(bytes, at, low);
    if (before === at) return at;
    at = before;
  }
}

/** Whether digits from `start` to `end` are all of a run: no break leads on to others on either side. */
export function isWholeRun(bytes: Buffer, start: number, end: number): boolean {
  return breakEnd(bytes, end, bytes.length) === end && breakStart(bytes, start, 0) === start;
}

/** Where the break begins that ends at `at`: blanks with a line break before them, or an escape; `at` if there is none. */
function breakStart(bytes: Buffer, at: number, low: number): number {
  if (at > low && bytes[at - 1] === BACKSLASH) return at - 1;
  let start = at;
  while (start > low && isBlank(bytes[start - 1])) start--;
  if (start - 2 >= low && bytes[start - 2] === BACKSLASH) return start;
  while (start < at && bytes[start] !== LF && bytes[start] !== CR) start++;
  return start;
}

/** Where the break ends that begins at `at`; `at` if there is none. */
function breakEnd(bytes: Buffer, at: number, high: number): number {
  let end = at;
  if (bytes[end] === BACKSLASH) {
    while (end < high && bytes[end] === BACKSLASH) end++;
    const letter = bytes[end];
    if (letter === SMALL_N || letter === SMALL_R || letter === SMALL_T)
      return blanksEnd(bytes, end + 1, high);
    if (letter === SLASH) return end;
    if (letter !== LF && letter !== CR) return at;
  }
  return bytes[end] === LF || bytes[end] === CR ? blanksEnd(bytes, end, high) : at;
}

function blanksEnd(bytes: Buffer, at: number, high: number): number {
  const most = Math.min(high, at + MAX_BLANKS);
  let end = at;
  while (end < most && isBlank(bytes[end])) end++;
  return end;
}

function isBlank(byte: number | undefined): boolean {
  return byte === LF || byte === CR || byte === SPACE || byte === TAB;
}

/** The digits of the run that holds `hit`, from `start` on. */
function digitsFrom({ bytes }: Layer, start: number, hit: number, bound: number): Digits {
  const high = Math.min(bytes.length, bound);
  let rows: Row[] = [];
  let count = 0;
  let at = start;
  while (at < high) {
    const end = rowEnd(bytes, at, high);
    if (end > at) {
      rows.push({ first: count, at, length: end - at });
      count += end - at;
      at = end;
      continue;
    }
    const after = breakEnd(bytes, at, high);
    if (after > at) at = after;
    else if (at > hit) break;
    else {
      rows = [];
      count = 0;
      at++;
    }
  }
  return { rows, count, end: at, isClipped: at >= high && high < bytes.length };
}

/** All but the first `skipped` digits; what is left over at the end and is no whole byte is dropped. */
function decode({ bytes }: Layer, { rows }: Digits, skipped: number): Buffer {
  const text = rows.map(({ at, length }) => bytes.toString('latin1', at, at + length)).join('');
  return Buffer.from(text.slice(skipped), 'base64');
}

/** Where digit `index` stands in the layer. */
function positionOf({ rows }: Digits, index: number): number {
  const row = rows[lastRow(rows, ({ first }) => first <= index)]!;
  return row.at + index - row.first;
}

/** Which digit is the first that stands at `position` or behind it. */
function indexAt({ rows, count }: Digits, position: number): number {
  const before = rows[lastRow(rows, ({ at }) => at <= position)];
  return before === undefined
    ? 0
    : Math.min(count, before.first + Math.min(before.length, position - before.at));
}

/** Index of the last row that is so, as all before it are; -1 where none is. */
function lastRow(rows: readonly Row[], isSo: (row: Row) => boolean): number {
  let low = -1;
  let high = rows.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (isSo(rows[middle]!)) low = middle;
    else high = middle;
  }
  return low;
}
