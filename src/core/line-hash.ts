/**
 * GitHub's `primaryLocationLineHash`, bit for bit as codeql-action computes it (src/fingerprints.ts there): spaces and
 * tabs dropped, CR and CRLF read as LF, 65535 appended, then zeros; the hash of a line is a polynomial in 37 over the
 * 100 units from its start, modulo 2^64. Another value makes upload-sarif warn and alerts churn.
 *
 * Instead of a window that rolls, this keeps the polynomial P over all units so far: the hash is
 * P(start + 100) - 37^100 * P(start). One small multiplication a unit, a 64-bit one a line, and none at all
 * on the rest of a long line. 64-bit numbers are two 32-bit halves.
 */

const WINDOW_UNITS = 100;
const MULTIPLIER = 37;
const TWO_TO_32 = 0x1_0000_0000;
const END_OF_FILE = 0xffff;
const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
/** Every line holds at least its LF, so no more than 100 lines wait for their hash; a power of two for the mask. */
const QUEUE_SIZE = 128;
const QUEUE_MASK = QUEUE_SIZE - 1;

const MODULUS = BigInt(TWO_TO_32);
const POWER = BigInt(MULTIPLIER) ** BigInt(WINDOW_UNITS);
const POWER_LOW = Number(POWER % MODULUS);
const POWER_HIGH = Number((POWER / MODULUS) % MODULUS);

export class LineHasher {
  readonly #lastLine: number;
  /** The low and the high half of each line's hash, line after line. */
  #hashes = new Uint32Array(256);
  #hashed = 0;
  /** The polynomial over the units so far. */
  #low = 0;
  #high = 0;
  #units = 0;
  /** Lines whose hash is not complete: the number of units before them, and the polynomial there. */
  readonly #startUnits = new Float64Array(QUEUE_SIZE);
  readonly #startLow = new Uint32Array(QUEUE_SIZE);
  readonly #startHigh = new Uint32Array(QUEUE_SIZE);
  #started = 0;
  #dueAt = Infinity;
  #atLineStart = true;
  #afterCr = false;
  #isFinished = false;

  /** Lines after `lastLine` will not be asked for. */
  constructor(lastLine = Infinity) {
    this.#lastLine = lastLine;
  }

  /** No more text is needed. */
  get isDone(): boolean {
    return this.#hashed >= this.#lastLine;
  }

  /** The next piece of the decoded text, in UTF-16 units; a byte order mark counts. Pieces may break anywhere. */
  push(text: string): void {
    let at = 0;
    while (at < text.length && !this.isDone) {
      const unit = text.charCodeAt(at);
      const isDropped = unit === SPACE || unit === TAB || (unit === LF && this.#afterCr);
      const isLineBreak = unit === LF || unit === CR;
      this.#afterCr = unit === CR;
      if (isDropped) {
        at++;
      } else if (isLineBreak || this.#atLineStart) {
        if (this.#atLineStart) this.#startLine();
        this.#add(isLineBreak ? LF : unit);
        this.#atLineStart = isLineBreak;
        at++;
      } else if (this.#dueAt === Infinity) {
        at = nextLineBreak(text, at);
      } else {
        at = this.#absorb(text, at);
      }
    }
  }

  /**
   * `hash:n` of each wanted line (from 1), n counting how often the hash has occurred so far. Lines that the text does
   * not have are left out. Ends the text.
   */
  finish(wanted: Iterable<number>): Map<number, string> {
    if (!this.#isFinished) this.#end();
    const lines = new Set([...wanted].filter((line) => line >= 1 && line <= this.#hashed));
    const last = Math.max(0, ...lines);
    const counts = new Map<string, number>([...lines].map((line) => [this.#hashOf(line), 0]));
    const hashes = new Map<number, string>();
    const lowHalves = new Set([...lines].map((line) => this.#hashes[2 * line - 2] ?? 0));
    for (let line = 1; line <= last; line++) {
      if (!lowHalves.has(this.#hashes[2 * line - 2] ?? 0)) continue;
      const hash = this.#hashOf(line);
      const count = counts.get(hash);
      if (count === undefined) continue;
      counts.set(hash, count + 1);
      if (lines.has(line)) hashes.set(line, `${hash}:${count + 1}`);
    }
    return hashes;
  }

  #end(): void {
    this.#isFinished = true;
    if (this.isDone) return;
    if (this.#atLineStart) this.#startLine();
    this.#add(END_OF_FILE);
    for (let zeros = 1; zeros < WINDOW_UNITS; zeros++) this.#add(0);
  }

  /** Adds units up to a line break or to where a hash is due. Returns the index of the first unit not added. */
  #absorb(text: string, from: number): number {
    let [at, low, high] = [from, this.#low, this.#high];
    let room = this.#dueAt - this.#units;
    for (; at < text.length && room > 0; at++) {
      const unit = text.charCodeAt(at);
      if (unit === SPACE || unit === TAB) continue;
      if (unit === LF || unit === CR) break;
      const lower = (low & 0xffff) * MULTIPLIER + unit;
      const upper = (low >>> 16) * MULTIPLIER + (lower >>> 16);
      low = (upper << 16) | (lower & 0xffff);
      high = (Math.imul(high, MULTIPLIER) + (upper >>> 16)) | 0;
      room--;
    }
    this.#low = low;
    this.#high = high;
    this.#units = this.#dueAt - room;
    if (room === 0) this.#store();
    return at;
  }

  #add(unit: number): void {
    const lower = (this.#low & 0xffff) * MULTIPLIER + unit;
    const upper = (this.#low >>> 16) * MULTIPLIER + (lower >>> 16);
    this.#low = (upper << 16) | (lower & 0xffff);
    this.#high = (Math.imul(this.#high, MULTIPLIER) + (upper >>> 16)) | 0;
    this.#units++;
    if (this.#units === this.#dueAt) this.#store();
  }

  #startLine(): void {
    if (this.#started === this.#hashed) {
      // Nothing waits, so what came before does not matter.
      this.#low = this.#high = this.#units = 0;
      this.#dueAt = WINDOW_UNITS;
    }
    const slot = this.#started++ & QUEUE_MASK;
    this.#startUnits[slot] = this.#units;
    this.#startLow[slot] = this.#low;
    this.#startHigh[slot] = this.#high;
  }

  /** The hash of the line that has waited longest, from the difference of two 64-bit numbers. */
  #store(): void {
    const slot = this.#hashed & QUEUE_MASK;
    const low = this.#startLow[slot] ?? 0;
    const high = this.#startHigh[slot] ?? 0;
    const subtractedLow = Math.imul(low, POWER_LOW) >>> 0;
    const subtractedHigh =
      multiplyHigh(low, POWER_LOW) + Math.imul(low, POWER_HIGH) + Math.imul(high, POWER_LOW);
    const borrow = this.#low >>> 0 < subtractedLow ? 1 : 0;
    if (2 * this.#hashed === this.#hashes.length) this.#grow();
    this.#hashes[2 * this.#hashed] = this.#low - subtractedLow;
    this.#hashes[2 * this.#hashed + 1] = this.#high - subtractedHigh - borrow;
    this.#hashed++;
    const next = this.#startUnits[this.#hashed & QUEUE_MASK] ?? 0;
    this.#dueAt = this.#hashed < this.#started ? next + WINDOW_UNITS : Infinity;
  }

  #grow(): void {
    const larger = new Uint32Array(2 * this.#hashes.length);
    larger.set(this.#hashes);
    this.#hashes = larger;
  }

  #hashOf(line: number): string {
    const low = (this.#hashes[2 * line - 2] ?? 0).toString(16);
    const high = this.#hashes[2 * line - 1] ?? 0;
    return high === 0 ? low : high.toString(16) + low.padStart(8, '0');
  }
}

/** Index of the next LF or CR from `from` on, or the text's length. */
function nextLineBreak(text: string, from: number): number {
  LINE_BREAK.lastIndex = from;
  return LINE_BREAK.exec(text)?.index ?? text.length;
}

const LINE_BREAK = /[\n\r]/g;

/** The upper 32 bits of a product of two unsigned 32-bit numbers. */
function multiplyHigh(a: number, b: number): number {
  const [aLow, aHigh, bLow, bHigh] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const other = aLow * bHigh + (middle & 0xffff);
  return aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(other / 0x10000);
}
