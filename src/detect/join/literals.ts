/**
 * String literals, as many languages write them: where one begins and ends, told from its quotes alone. Knows prefixes
 * (`r"`, `f'`, `@"`, `$'`), three quotes, raw strings with `#`, and lines that go on behind a backslash.
 */

import { endOfRun } from '../../core/byte-runs.ts';

export const BACKSLASH = 0x5c;
export const LF = 0x0a;
export const CR = 0x0d;
const HASH = 0x23;
const BACKTICK = 0x60;
const PREFIXES = new Set(Buffer.from('rRbBfFuULc@$8'));
const MAX_PREFIX = 3;
const MAX_HASHES = 8;
/** Of one literal; what stands behind is left alone. */
export const MAX_LITERAL_BYTES = 16_384;

export interface Piece {
  readonly start: number;
  readonly end: number;
}

export interface Literal {
  /** With quotes and prefix. */
  readonly start: number;
  readonly end: number;
  /** Its content; more than one piece where lines go on. */
  readonly pieces: readonly Piece[];
  readonly isClipped: boolean;
}

export function isQuote(byte: number | undefined): boolean {
  return byte === 0x22 || byte === 0x27 || byte === BACKTICK;
}

export function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === LF || byte === CR;
}

/** The literal that begins at `at`, with its prefix if it has one. */
export function literalAt(bytes: Buffer, at: number): Literal | undefined {
  let quoteAt = at;
  while (quoteAt - at < MAX_PREFIX && PREFIXES.has(bytes[quoteAt]!)) quoteAt++;
  let hashes = 0;
  while (hashes < MAX_HASHES && bytes[quoteAt] === HASH) {
    hashes++;
    quoteAt++;
  }
  const quote = bytes[quoteAt];
  if (quote === undefined || !isQuote(quote)) return undefined;
  const isTriple = bytes[quoteAt + 1] === quote && bytes[quoteAt + 2] === quote;
  const tripled = isTriple ? closed(bytes, at, quoteAt + 3, { quote, count: 3, hashes }) : undefined;
  return tripled ?? closed(bytes, at, quoteAt + 1, { quote, count: 1, hashes });
}

/** What has a say in where a literal ends, by its quote. */
const TURNS: ReadonlyMap<number, RegExp> = new Map([
  [0x22, /["\\\r\n]/],
  [0x27, /['\\\r\n]/],
  [BACKTICK, /[`\\]/],
]);

interface Closing {
  readonly quote: number;
  readonly count: 1 | 3;
  readonly hashes: number;
}

/** Undefined where a line ends before the literal does. */
function closed(bytes: Buffer, start: number, from: number, closing: Closing): Literal | undefined {
  const high = Math.min(bytes.length, from + MAX_LITERAL_BYTES);
  const turns = TURNS.get(closing.quote)!;
  const pieces: Piece[] = [];
  let pieceStart = from;
  for (let at = endOfRun(bytes, from, high, turns); at < high; at = endOfRun(bytes, at, high, turns)) {
    const byte = bytes[at]!;
    if (byte === BACKSLASH) {
      const next = continuedAt(bytes, at);
      if (next === undefined) at += 2;
      else {
        pieces.push({ start: pieceStart, end: at });
        pieceStart = next;
        at = next;
      }
    } else if (byte === closing.quote && closesAt(bytes, at, closing)) {
      pieces.push({ start: pieceStart, end: at });
      return { start, end: at + closing.count + closing.hashes, pieces, isClipped: false };
    } else if ((byte === LF || byte === CR) && closing.count === 1 && closing.quote !== BACKTICK) {
      return undefined;
    } else at++;
  }
  pieces.push({ start: pieceStart, end: high });
  return { start, end: high, pieces, isClipped: true };
}

function closesAt(bytes: Buffer, at: number, { quote, count, hashes }: Closing): boolean {
  for (let index = 1; index < count; index++) if (bytes[at + index] !== quote) return false;
  for (let index = 0; index < hashes; index++) if (bytes[at + count + index] !== HASH) return false;
  return true;
}

/** Where the next line goes on, behind its blanks, if a backslash at `at` ends its own. */
export function continuedAt(bytes: Buffer, at: number): number | undefined {
  let next = at + 1;
  if (bytes[next] === CR) next++;
  if (bytes[next] === LF) next++;
  if (next === at + 1) return undefined;
  while (bytes[next] === 0x20 || bytes[next] === 0x09) next++;
  return next;
}

/** The literal whose closing quote ends at `end`: its beginning is the nearest quote of the same kind, in the same line. */
export function literalBefore(bytes: Buffer, end: number, low: number): Literal | undefined {
  let close = end - 1;
  while (close > low && bytes[close] === HASH) close--;
  const quote = bytes[close];
  if (quote === undefined || close < low || !isQuote(quote)) return undefined;
  const open = openingBefore(bytes, close, low);
  if (open === undefined) return undefined;
  const isTriple =
    open === close - 1 && bytes[open - 1] === quote && open - 2 >= low
      ? tripleBefore(bytes, close, low)
      : undefined;
  if (isTriple !== undefined) return { ...isTriple, end };
  const pieces = [{ start: open + 1, end: close }];
  return { start: prefixStart(bytes, open, low), end, pieces, isClipped: false };
}

function tripleBefore(bytes: Buffer, close: number, low: number): Literal | undefined {
  const quotes = bytes.subarray(close - 2, close + 1);
  const open = bytes.subarray(low, close - 2).lastIndexOf(quotes);
  if (open === -1) return undefined;
  const pieces = [{ start: low + open + 3, end: close - 2 }];
  return { start: prefixStart(bytes, low + open, low), end: close + 1, pieces, isClipped: false };
}

/** The quote that opens what the quote at `close` closes. */
export function openingBefore(bytes: Buffer, close: number, low: number): number | undefined {
  const quote = bytes[close]!;
  let at = close;
  do {
    at = at > low ? low + bytes.subarray(low, at).lastIndexOf(quote) : low - 1;
    if (at < low) return undefined;
  } while (isEscaped(bytes, at, low));
  const isInOneLine = quote === BACKTICK || !LINE_END.test(bytes.toString('latin1', at, close));
  return isInOneLine ? at : undefined;
}

/** Of a line that does not go on. */
const LINE_END = /(?<!\\)[\r\n]/;

function isEscaped(bytes: Buffer, at: number, low: number): boolean {
  let slash = at - 1;
  while (slash >= low && bytes[slash] === BACKSLASH) slash--;
  return (at - 1 - slash) % 2 === 1;
}

/** Where a literal begins whose first quote stands at `open`. */
export function prefixStart(bytes: Buffer, open: number, low: number): number {
  let start = open;
  while (start > low && open - start < MAX_HASHES && bytes[start - 1] === HASH) start--;
  let letters = start;
  while (letters > low && start - letters < MAX_PREFIX && PREFIXES.has(bytes[letters - 1]!)) letters--;
  return isWordByte(bytes[letters - 1]) ? start : letters;
}

export function isWordByte(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const letter = byte | 0x20;
  return (byte >= 0x30 && byte <= 0x39) || (letter >= 0x61 && letter <= 0x7a) || byte === 0x5f;
}
