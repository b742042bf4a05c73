/**
 * Byte offset -> line and UTF-16 column, in one forward pass over windows of any size.
 * A line ends with LF, CRLF or a CR alone, as in editors and in GitHub's line hash.
 * Columns of UTF-8 follow the decoding of the WHATWG: each maximal broken sequence is one U+FFFD, so that every
 * odd byte of a Latin-1 text counts as the one character that it is.
 */
import { isAscii } from 'node:buffer';
import { type Encoding, type TextStart, UNIT_BYTES } from './encoding.ts';

const PIECE_BYTES = 4096;
const LF = 0x0a;
const CR = 0x0d;

export interface Position {
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
}

export class LineTracker {
  readonly #encoding: Encoding;
  readonly #width: 1 | 2 | 4;
  readonly #isBigEndian: boolean;
  /** Absolute offset up to which everything is counted. */
  #at: number;
  #line = 1;
  /** UTF-16 units of the current line before `#at`, without a sequence that is still open. */
  #units = 0;
  #afterCr = false;
  /** UTF-8 only: continuation bytes that the open sequence still needs, and the range of the next one. */
  #needed = 0;
  #isLong = false;
  #lower = 0x80;
  #upper = 0xbf;

  constructor({ encoding, markBytes }: TextStart) {
    this.#encoding = encoding;
    this.#width = UNIT_BYTES[encoding];
    this.#isBigEndian = isBigEndian(encoding);
    this.#at = markBytes;
  }

  /** One that goes on from here by itself. */
  copy(): LineTracker {
    const copy = new LineTracker({ encoding: this.#encoding, markBytes: this.#at });
    copy.#line = this.#line;
    copy.#units = this.#units;
    copy.#afterCr = this.#afterCr;
    copy.#needed = this.#needed;
    copy.#isLong = this.#isLong;
    copy.#lower = this.#lower;
    copy.#upper = this.#upper;
    return copy;
  }

  /** Counts up to the absolute offset `to`; `bytes` begins at the absolute offset `base`, at or before the last `to`. */
  advance(bytes: Buffer, base: number, to: number): void {
    const end = to - base;
    let at = this.#at - base;
    if (this.#width === 1) {
      at = this.#skipLines(bytes, at, end);
      while (at < end) at = this.#countPiece(bytes, at, Math.min(end, at + PIECE_BYTES));
    } else {
      for (; at + this.#width <= end; at += this.#width) this.#countUnit(this.#unitAt(bytes, at));
    }
    this.#at = Math.max(this.#at, at + base);
  }

  /** Where the next byte stands. */
  get position(): Position {
    return { line: this.#line, column: this.#units + (this.#needed > 0 ? 1 : 0) + 1 };
  }

  /** Counts whole lines that end with LF, natively: of them no column is needed. Gives where the last line begins. */
  #skipLines(bytes: Buffer, from: number, end: number): number {
    if (from >= end) return from;
    const piece = bytes.subarray(from, end);
    const last = piece.lastIndexOf(LF);
    if (last === -1 || piece.includes(CR)) return from;
    if (this.#afterCr && piece[0] === LF) this.#line--;
    for (let at = piece.indexOf(LF); at !== -1; at = piece.indexOf(LF, at + 1)) this.#line++;
    this.#afterCr = false;
    this.#needed = 0;
    this.#units = 0;
    return from + last + 1;
  }

  /** Natively, where it is ASCII and has no line break. */
  #countPiece(bytes: Buffer, from: number, end: number): number {
    const piece = bytes.subarray(from, end);
    if (this.#needed === 0 && isAscii(piece) && !piece.includes(LF) && !piece.includes(CR)) {
      this.#units += piece.length;
      this.#afterCr = false;
    } else for (let at = from; at < end; at++) this.#countByte(bytes[at]!);
    return end;
  }

  #unitAt(bytes: Buffer, at: number): number {
    if (this.#width === 2) return this.#isBigEndian ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at);
    return this.#isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
  }

  #countUnit(unit: number): void {
    if (unit === LF || unit === CR) this.#endLine(unit);
    else {
      this.#units += unit > 0xffff && unit <= 0x10ffff ? 2 : 1;
      this.#afterCr = false;
    }
  }

  #countByte(byte: number): void {
    if (this.#needed > 0) {
      if (byte >= this.#lower && byte <= this.#upper) {
        this.#lower = 0x80;
        this.#upper = 0xbf;
        if (--this.#needed === 0) this.#units += this.#isLong ? 2 : 1;
        return;
      }
      this.#needed = 0;
      this.#units++;
    }
    if (byte === LF || byte === CR) this.#endLine(byte);
    else {
      this.#afterCr = false;
      if (byte >= 0xc2 && byte <= 0xf4) this.#openSequence(byte);
      else this.#units++;
    }
  }

  #openSequence(lead: number): void {
    this.#isLong = lead >= 0xf0;
    this.#needed = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
    this.#lower = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    this.#upper = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  }

  #endLine(unit: number): void {
    if (unit === CR || !this.#afterCr) this.#line++;
    this.#afterCr = unit === CR;
    this.#units = 0;
  }
}

function isBigEndian(encoding: Encoding): boolean {
  return encoding.endsWith('be');
}
