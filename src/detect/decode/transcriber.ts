/**
 * Decoders of escapes: text in which some characters are written in another way, and all others stand as they are.
 * A run of such text is what holds an escape every so often; a key in it has one within its own length.
 */
import {
  AHEAD_BYTES,
  type Decoded,
  type DecoderPass,
  type Layer,
  LEAD_BYTES,
  OVERLAP_BYTES,
  type Span,
} from './layer.ts';

/** What an escape stands for. */
export interface Escape {
  /** Bytes that it takes up. */
  readonly length: number;
  /** A byte, several, or none. */
  readonly value: number | readonly number[];
  /** False where it does not by itself make text that is worth decoding. */
  readonly isDecisive: boolean;
}

export interface EscapeSyntax {
  readonly step: string;
  /** What every escape begins with. */
  readonly lead: number;
  /** The escape at `at`, which holds the lead; undefined where it is none. */
  read(bytes: Buffer, at: number): Escape | undefined;
}

/** Text before the first escape that rules may look at. */
const CONTEXT_BYTES = 64;

export class TranscriberPass implements DecoderPass {
  readonly #syntax: EscapeSyntax;
  /** Escapes further apart than this belong to different runs: no key reaches from one to the other. */
  readonly #gap: number;
  /** Offsets in the blob: up to where nothing new can be found, and where the run ends that was written out last. */
  #coveredTo = 0;
  #runEnd = 0;

  constructor(syntax: EscapeSyntax, gap: number) {
    this.#syntax = syntax;
    this.#gap = gap;
  }

  *decodeAround(layer: Layer, hit: number): Generator<Decoded, void> {
    if (layer.base + hit < this.#coveredTo) return;
    const { bytes } = layer;
    // Escapes before the hit are known where it is still in the same run.
    const from = layer.base + hit < this.#runEnd ? hit : Math.max(0, hit - this.#gap);
    if (!this.#hasEscape(bytes, from, hit + this.#gap)) return;
    const transcript = new Transcript(
      this.#syntax.step,
      layer,
      this.#startOf(bytes, hit),
      Math.min(bytes.length, hit + AHEAD_BYTES),
    );
    transcript.fill(this.#syntax, hit, this.#gap);
    const isWindowFull = transcript.run.end >= hit + AHEAD_BYTES;
    this.#runEnd = layer.base + transcript.run.end;
    this.#coveredTo = isWindowFull ? this.#runEnd - OVERLAP_BYTES : layer.base + transcript.lastEscapeEnd;
    if (transcript.hasDecisive) yield transcript;
  }

  /** Before anything is made of it. */
  #hasEscape(bytes: Buffer, from: number, end: number): boolean {
    const { lead } = this.#syntax;
    const near = bytes.subarray(from, end);
    for (let at = near.indexOf(lead); at !== -1; ) {
      const read = this.#syntax.read(bytes, from + at);
      if (read?.isDecisive) return true;
      at = near.indexOf(lead, at + (read?.length ?? 1));
    }
    return false;
  }

  #startOf(bytes: Buffer, hit: number): number {
    const { lead } = this.#syntax;
    const low = Math.max(0, hit - LEAD_BYTES);
    let first = hit;
    for (;;) {
      const before = bytes.subarray(low, first).lastIndexOf(lead);
      if (before === -1 || first - (low + before) > this.#gap) break;
      first = low + before;
    }
    let start = Math.max(low, first - CONTEXT_BYTES);
    // Not within a row of backslashes: which of them are escaped depends on where one begins.
    const floor = Math.max(0, low - LEAD_BYTES);
    while (start > floor && bytes[start - 1] === lead) start--;
    return start;
  }
}

/** The text of a run, written out. What stands as it is is copied natively, since most of it does. */
class Transcript implements Decoded {
  readonly step: string;
  readonly run: { readonly start: number; end: number };
  isCut = false;
  endsWithLayer = false;
  hasDecisive = false;
  lastEscapeEnd: number;
  readonly #source: Layer;
  readonly #high: number;
  readonly #bytes: Buffer;
  #length = 0;
  readonly #segments = new Segments();

  constructor(step: string, source: Layer, start: number, high: number) {
    this.step = step;
    this.#source = source;
    this.#high = high;
    this.run = { start, end: start };
    this.lastEscapeEnd = start;
    // No escape is shorter than what it stands for.
    this.#bytes = Buffer.allocUnsafe(high - start);
  }

  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  spanOf(start: number, end: number) {
    return { start: this.#segments.sourceOf(start).start, end: this.#segments.sourceOf(end - 1).end };
  }

  fill(syntax: EscapeSyntax, hit: number, gap: number): void {
    const { bytes } = this.#source;
    let at = this.run.start;
    let nearest = hit;
    for (;;) {
      const limit = Math.min(this.#high, nearest + gap);
      const found = at < limit ? bytes.subarray(at, limit).indexOf(syntax.lead) : -1;
      this.#copy(at, found === -1 ? limit : at + found);
      if (found === -1) {
        this.run.end = Math.max(at, limit);
        break;
      }
      at += found;
      const read = syntax.read(bytes, at);
      if (read === undefined || at + read.length > this.#high) {
        this.#copy(at, ++at);
        continue;
      }
      this.#write(read, at);
      this.hasDecisive ||= read.isDecisive;
      at += read.length;
      this.lastEscapeEnd = at;
      nearest = Math.max(nearest, at);
    }
    this.endsWithLayer = this.run.end === bytes.length;
    this.isCut = !this.endsWithLayer || this.#source.isCut;
  }

  #copy(from: number, to: number): void {
    if (to <= from) return;
    this.#segments.add(this.#length, from, 0);
    this.#length += this.#source.bytes.copy(this.#bytes, this.#length, from, to);
  }

  #write({ value, length }: Escape, at: number): void {
    this.#segments.add(this.#length, at, length);
    if (typeof value === 'number') this.#bytes[this.#length++] = value;
    else for (const byte of value) this.#bytes[this.#length++] = byte;
  }
}

const SEGMENT_FIELDS = 3;

/** Which bytes of the source each byte comes from: where segments begin in both, and how long the escape is, if it is one. */
class Segments {
  #fields = new Int32Array(64 * SEGMENT_FIELDS);
  #count = 0;

  add(at: number, source: number, escapeLength: number): void {
    const index = this.#count++ * SEGMENT_FIELDS;
    if (index === this.#fields.length) {
      const larger = new Int32Array(2 * index);
      larger.set(this.#fields);
      this.#fields = larger;
    }
    this.#fields[index] = at;
    this.#fields[index + 1] = source;
    this.#fields[index + 2] = escapeLength;
  }

  sourceOf(at: number): Span {
    let low = 0;
    let high = this.#count;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.#fields[middle * SEGMENT_FIELDS]! <= at) low = middle;
      else high = middle;
    }
    const index = low * SEGMENT_FIELDS;
    const source = this.#fields[index + 1]!;
    const escapeLength = this.#fields[index + 2]!;
    const start = escapeLength === 0 ? source + at - this.#fields[index]! : source;
    return { start, end: start + Math.max(1, escapeLength) };
  }
}

/** The number that `count` digits of a base up to 16 spell at `at`; -1 where other characters stand there. */
export function digitsAt(bytes: Buffer, at: number, count: number, base: 8 | 10 | 16): number {
  let value = 0;
  for (let index = at; index < at + count; index++) {
    const digit = digitOf(bytes[index]);
    if (digit >= base) return -1;
    value = value * base + digit;
  }
  return value;
}

/** The value of a hex digit; 255 for what is none. */
export function digitOf(byte: number | undefined): number {
  if (byte === undefined || byte < 0x30) return NO_DIGIT;
  if (byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : NO_DIGIT;
}

const NO_DIGIT = 255;

/** How many digits of the base stand at `at`, `most` of them at most. */
export function countDigits(bytes: Buffer, at: number, most: number, base: 8 | 10 | 16): number {
  let count = 0;
  while (count < most && digitOf(bytes[at + count]) < base) count++;
  return count;
}

/** A character as UTF-8. */
export function utf8Of(point: number): number | readonly number[] {
  if (point < 0x80) return point;
  return point <= 0x10ffff ? [...Buffer.from(String.fromCodePoint(point))] : [0xef, 0xbf, 0xbd];
}
