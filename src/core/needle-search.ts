/**
 * The hot path: finds fixed byte strings in a buffer. Knows nothing of rules or encodings, allocates nothing
 * while there is no hit.
 */

export interface Needle {
  readonly bytes: Uint8Array;
  /** The needle holds NUL bytes: text without any need not be searched for it. */
  readonly hasNul: boolean;
}

export class NeedleSearch {
  readonly needles: readonly Needle[];
  /** Length of the longest needle less one: what two neighbouring windows must share. */
  readonly margin: number;
  readonly #plain: readonly Finder[];
  readonly #wide: readonly Finder[];

  constructor(needles: readonly Needle[]) {
    this.needles = needles;
    this.margin = Math.max(0, ...needles.map(({ bytes }) => bytes.length - 1));
    this.#plain = needles.filter(({ hasNul }) => !hasNul).map(({ bytes }) => new Finder(bytes));
    this.#wide = needles.filter(({ hasNul }) => hasNul).map(({ bytes }) => new Finder(bytes));
  }

  hasHit(bytes: Buffer): boolean {
    return this.hasPlainHit(bytes, 0) || this.hasWideHit(bytes, 0);
  }

  /** Whether a needle without NUL bytes lies in `bytes` behind `from`. */
  hasPlainHit(bytes: Buffer, from: number): boolean {
    for (const needle of this.#plain) if (needle.indexIn(bytes, from) !== -1) return true;
    return false;
  }

  hasWideHit(bytes: Buffer, from: number): boolean {
    if (this.#wide.length === 0 || bytes.indexOf(0, from) === -1) return false;
    for (const needle of this.#wide) if (needle.indexIn(bytes, from) !== -1) return true;
    return false;
  }

  /** Offsets at which any needle begins, ascending, each once. */
  hits(bytes: Buffer): number[] {
    const offsets: number[] = [];
    for (const needle of this.#plain) needle.collect(bytes, offsets);
    if (this.#wide.length > 0 && bytes.includes(0)) {
      for (const needle of this.#wide) needle.collect(bytes, offsets);
    }
    return offsets.length > 1 ? [...new Set(offsets.sort((a, b) => a - b))] : offsets;
  }

  /** Begin and end of each hit, in no order; no more are sought once there are `most`. */
  spans(bytes: Buffer, most: number): number[] {
    const spans: number[] = [];
    const isText = this.#wide.length === 0 || !bytes.includes(0);
    for (const needle of isText ? this.#plain : [...this.#plain, ...this.#wide]) {
      for (let at = needle.indexIn(bytes, 0); at !== -1; at = needle.indexIn(bytes, at + 1)) {
        spans.push(at, at + needle.length);
        if (spans.length >= 2 * most) return spans;
      }
    }
    return spans;
  }
}

/** Longer ones are skipped through in strides, which is faster than any choice of a byte. */
const SHORT_BYTES = 8;

/**
 * One needle. `indexOf` runs from one occurrence of the first byte to the next, and `t` is everywhere: a short needle
 * is looked for from its rarest byte on, and what stands before that is compared.
 */
class Finder {
  readonly #needle: Buffer;
  readonly #tail: Buffer;
  /** Bytes of the needle before its tail. */
  readonly #before: number;

  constructor(bytes: Uint8Array) {
    this.#needle = Buffer.from(bytes);
    this.#before = this.#needle.length < SHORT_BYTES ? rarestIn(this.#needle) : 0;
    this.#tail = this.#needle.subarray(this.#before);
  }

  indexIn(bytes: Buffer, from: number): number {
    const before = this.#before;
    if (before === 0) return bytes.indexOf(this.#needle, from);
    let at = from + before;
    for (;;) {
      at = bytes.indexOf(this.#tail, at);
      if (at === -1) return -1;
      if (this.#isPreceded(bytes, at - before)) return at - before;
      at++;
    }
  }

  get length(): number {
    return this.#needle.length;
  }

  collect(bytes: Buffer, offsets: number[]): void {
    for (let at = this.indexIn(bytes, 0); at !== -1; at = this.indexIn(bytes, at + 1)) offsets.push(at);
  }

  #isPreceded(bytes: Buffer, start: number): boolean {
    for (let index = 0; index < this.#before; index++) {
      if (bytes[start + index] !== this.#needle[index]) return false;
    }
    return true;
  }
}

/** Not the last byte: a tail of two finds far fewer false ones. */
function rarestIn(needle: Buffer): number {
  let rarest = 0;
  for (let at = 1; at + 1 < needle.length; at++) {
    if (commonness(needle[at]!) < commonness(needle[rarest]!)) rarest = at;
  }
  return rarest;
}

/** In source code and minified bundles, roughly. NUL is common where it is at all. */
function commonness(byte: number): number {
  if (byte >= 0x80 || byte < 0x20) return byte === 0 ? 3 : 1;
  if (byte >= 0x61 && byte <= 0x7a) return 4;
  if (byte >= 0x30 && byte <= 0x39) return 1;
  if (byte >= 0x41 && byte <= 0x5a) return 2;
  return 3;
}
