/**
 * Applies and searches one delta (gitformat-pack): a list of `copy from the base` and `insert these bytes`.
 * A needle that the base does not have can only lie within an insert, which the caller looks for, or across a seam
 * between two instructions, which is looked for here. A seam is looked at through the bytes on both of its sides:
 * most pairs of bytes stand next to each other in no needle. All is in one array, which makes copying cheap.
 */
import type { Needle } from '../../core/needle-search.ts';

/** The delta does not hold what it declares. */
export const DAMAGED = 0;
/** No new needle, and none of the base came along. */
export const CLEAN = 1;
/** A needle may lie across a seam: only the object tells. */
export const UNSURE = 2;
/** A needle of the base came along whole. */
export const INHERITED = 3;
export type DeltaOutcome = typeof DAMAGED | typeof CLEAN | typeof UNSURE | typeof INHERITED;

const IS_COPY = 0x80;
/** Which bytes of a copy's offset and size follow. */
const OFFSET_1 = 0x01;
const OFFSET_2 = 0x02;
const OFFSET_3 = 0x04;
const OFFSET_4 = 0x08;
const SIZE_1 = 0x10;
const SIZE_2 = 0x20;
const SIZE_3 = 0x40;
/** What a copy of size 0 stands for. */
const SIZE_OF_ZERO = 0x10000;
const NONE = -1;
/** By hand up to here: a call costs more. */
const SHORT_COPY = 16;

/** Where needles of a base lie: begin and end of each. */
export type Spans = readonly number[];

interface Cut {
  readonly needle: Buffer;
  readonly before: number;
}

/** Where a needle can be cut in two: by the byte before the cut and the one behind it. */
export class SeamTable {
  /** 0: no needle has these two bytes next to each other; else one more than a place in `cuts`. */
  readonly pairs = new Uint16Array(0x10000);
  readonly #cuts: Cut[][] = [];

  constructor(needles: readonly Needle[]) {
    for (const { bytes } of needles) {
      const needle = Buffer.from(bytes);
      for (let before = 1; before < needle.length; before++) this.#add(needle, before);
    }
  }

  #add(needle: Buffer, before: number): void {
    const pair = (needle[before - 1]! << 8) | needle[before]!;
    if (this.pairs[pair] === 0) this.pairs[pair] = this.#cuts.push([]);
    this.#cuts[this.pairs[pair]! - 1]!.push({ needle, before });
  }

  /**
   * The piece on the left lies from `left` to `cut`, the one on the right from `right` to `rightEnd`: numbers, not
   * objects, for the sake of speed. Whether a needle may lie across the cut, with its begin in the piece on the left: what begins before that lies
   * across an earlier cut too. What of it lies beyond the piece on the right is not looked at.
   */
  mayHit(bytes: Buffer, left: number, cut: number, right: number, rightEnd: number): boolean {
    const cuts = this.#cuts[this.pairs[(bytes[cut - 1]! << 8) | bytes[right]!]! - 1];
    if (cuts === undefined) return false;
    for (const { needle, before } of cuts) {
      if (before > cut - left) continue;
      let back = 2;
      while (back <= before && bytes[cut - back] === needle[before - back]) back++;
      if (back <= before) continue;
      const most = Math.min(needle.length - before, rightEnd - right);
      let on = 1;
      while (on < most && bytes[right + on] === needle[before + on]) on++;
      if (on >= most) return true;
    }
    return false;
  }
}

export interface DeltaInput {
  /** Where the instructions begin and end. */
  readonly from: number;
  readonly end: number;
  readonly base: number;
  readonly baseSize: number;
  /** Needles in the base. */
  readonly spans: Spans;
  /** Where the object is to be rebuilt, or -1: it is searched only. There must be room. */
  readonly target: number;
  readonly targetSize: number;
  readonly seams: SeamTable;
  /** Is told what in the rebuilt object is not from the base in one piece. */
  readonly touched: TouchedRanges | undefined;
}

/** Pairs of begin and end in the array, ascending: inserts, and seams, which have no bytes. */
export class TouchedRanges {
  readonly pairs: Uint32Array;
  count = 0;

  constructor(pairs: Uint32Array) {
    this.pairs = pairs;
  }

  clear(): void {
    this.count = 0;
  }

  /** Where there is no room for more, the last range grows: all in it counts as touched. */
  add(begin: number, end: number): void {
    if (this.count === this.pairs.length) this.pairs[this.count - 1] = end;
    else {
      this.pairs[this.count++] = begin;
      this.pairs[this.count++] = end;
    }
  }
}

/** One after another, in one array. Nothing outside the places that are given is read or written, whatever comes. */
export class DeltaSearch {
  readonly #bytes: Buffer;
  #at = 0;
  #end = 0;
  #base = 0;
  #baseSize = 0;
  #target = 0;
  /** Bytes of the object that are still to come. */
  #left = 0;
  /** What the instruction at hand gives. */
  #source = 0;
  #size = 0;
  /** The piece before it: `NONE` before the first. */
  #lastAt = 0;
  #lastEnd = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  apply({ from, end, base, baseSize, spans, target, targetSize, seams, touched }: DeltaInput): DeltaOutcome {
    const bytes = this.#bytes;
    const { pairs } = seams;
    this.#at = from;
    this.#end = end;
    this.#base = base;
    this.#baseSize = baseSize;
    this.#target = target;
    this.#left = targetSize;
    this.#lastEnd = NONE;
    let outcome: DeltaOutcome = CLEAN;
    while (this.#at < end) {
      const code = bytes[this.#at++]!;
      if (!this.#readInstruction(code)) return DAMAGED;
      const isCopy = code >= IS_COPY;
      const source = this.#source;
      if (touched !== undefined) this.#touch(touched, isCopy);
      if (target !== -1) this.#build();
      // Copies that continue each other are one piece without a seam: the base has been searched there.
      // An insert never ends where a base begins: deltas stand behind all bases.
      if (!(isCopy && source === this.#lastEnd)) {
        const isPair =
          this.#lastEnd !== NONE && pairs[(bytes[this.#lastEnd - 1]! << 8) | bytes[source]!] !== 0;
        if (isPair && outcome === CLEAN && this.#mayHit(seams)) outcome = UNSURE;
        this.#lastAt = source;
      }
      this.#lastEnd = source + this.#size;
      if (isCopy && spans.length > 0 && this.#isAnyIn(spans)) outcome = INHERITED;
    }
    return this.#left === 0 ? outcome : DAMAGED;
  }

  #readInstruction(code: number): boolean {
    return code >= IS_COPY ? this.#readCopy(code) : this.#readInsert(code);
  }

  #readCopy(code: number): boolean {
    const bytes = this.#bytes;
    let at = this.#at;
    let offset = 0;
    let size = 0;
    if (code & OFFSET_1) offset = bytes[at++]!;
    if (code & OFFSET_2) offset |= bytes[at++]! << 8;
    if (code & OFFSET_3) offset |= bytes[at++]! << 16;
    // Not shifted: it would turn negative.
    if (code & OFFSET_4) offset += bytes[at++]! * 0x1000000;
    if (code & SIZE_1) size = bytes[at++]!;
    if (code & SIZE_2) size |= bytes[at++]! << 8;
    if (code & SIZE_3) size |= bytes[at++]! << 16;
    if (size === 0) size = SIZE_OF_ZERO;
    this.#at = at;
    this.#source = this.#base + offset;
    this.#size = size;
    this.#left -= size;
    return at <= this.#end && offset + size <= this.#baseSize && this.#left >= 0;
  }

  #readInsert(size: number): boolean {
    this.#source = this.#at;
    this.#size = size;
    this.#at += size;
    this.#left -= size;
    return size > 0 && this.#at <= this.#end && this.#left >= 0;
  }

  #touch(touched: TouchedRanges, isCopy: boolean): void {
    if (!isCopy) touched.add(this.#target, this.#target + this.#size);
    else if (this.#source !== this.#lastEnd && this.#lastEnd !== NONE)
      touched.add(this.#target, this.#target);
  }

  #build(): void {
    const bytes = this.#bytes;
    const source = this.#source;
    const size = this.#size;
    const target = this.#target;
    this.#target = target + size;
    if (size > SHORT_COPY) bytes.copyWithin(target, source, source + size);
    else for (let index = 0; index < size; index++) bytes[target + index] = bytes[source + index]!;
  }

  #mayHit(seams: SeamTable): boolean {
    return seams.mayHit(this.#bytes, this.#lastAt, this.#lastEnd, this.#source, this.#source + this.#size);
  }

  /** Within the piece that ends now, which may be longer than one copy. */
  #isAnyIn(spans: Spans): boolean {
    const from = this.#lastAt - this.#base;
    const end = this.#lastEnd - this.#base;
    for (let at = 0; at < spans.length; at += 2) if (from <= spans[at]! && spans[at + 1]! <= end) return true;
    return false;
  }
}
