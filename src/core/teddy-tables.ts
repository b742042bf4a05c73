/**
 * The tables that teddy.wat reads: which three bytes of each needle are its fingerprint, which bucket that is in, and
 * where everything lies. A false candidate costs time: of the fingerprints that a needle offers, and of the buckets
 * that it could be put in, those are taken that let the least of common text pass, one needle after another. Where there
 * are hundreds of needles, what is best for all of them takes minutes to work out: then they bring it along.
 */
import { DIGIT_TABLE } from './encoded-text.ts';
import type { Needle } from './needle-search.ts';

export const FINGERPRINT_BYTES = 3;
/** Lengths and places in a needle are one byte each. */
export const MAX_NEEDLE_BYTES = 255;
/** Numbers of needles are two bytes. */
export const MAX_NEEDLES = 0xffff;
export const BUCKETS = 8;
const HALVES = 16;
const LOW_HALF = 0x0f;

/**
 * As in teddy.wat: tables, two for each place; for each hash, the number of a needle; what digits stand for; needles; and
 * their bytes.
 */
const TABLES = 2 * FINGERPRINT_BYTES;
const HEADS_AT = TABLES * HALVES;
const HEADS = 4096;
const HASH_FACTOR = 0x9e3779b1;
const HASH_SHIFT = 20;
const DIGITS_AT = HEADS_AT + 2 * HEADS;
const RECORDS_AT = DIGITS_AT + DIGIT_TABLE.length;
const RECORD_BYTES = 8;
const LENGTH_AT = 4;
const FINGERPRINT_AT = 5;
/** The number of the next needle with the same hash. */
const NEXT_AT = 6;

export interface TeddyTables {
  readonly bytes: Buffer;
  /** How far into its needle a fingerprint begins, at most. */
  readonly reach: number;
}

/** The needles keep their order. */
export function teddyTables(needles: readonly Needle[]): TeddyTables {
  const halves = new Uint8Array(TABLES * HALVES);
  for (const { bytes, fingerprint } of needles)
    if (fingerprint !== undefined) addTo(halves, fingerprint.bucket, bytes, fingerprint.at);
  const buckets = Array.from({ length: BUCKETS }, (_, number) => new Bucket(halves, number));
  const places = needles.map(({ bytes, fingerprint }) => fingerprint?.at ?? place(bytes, buckets));
  const all = needles.map(({ bytes }) => bytes);
  return { bytes: laidOut(all, places, halves), reach: Math.max(0, ...places) };
}

/** Puts the needle where it adds the least; gives where in it the fingerprint begins. */
function place(needle: Uint8Array, buckets: readonly Bucket[]): number {
  // Empty ones are alike: one is enough to choose from.
  const firstEmpty = buckets.find(({ isEmpty }) => isEmpty);
  const choice = buckets.filter((bucket) => !bucket.isEmpty || bucket === firstEmpty);
  let place = 0;
  let best: Bucket | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at + FINGERPRINT_BYTES <= needle.length; at++) {
    for (const bucket of choice) {
      const cost = bucket.costOf(needle, at);
      if (cost >= least) continue;
      least = cost;
      place = at;
      best = bucket;
    }
  }
  best?.add(needle, place);
  return place;
}

/** `halves` has one bit for each bucket, by place, low or high, and half. */
function addTo(halves: Uint8Array, bucket: number, needle: Uint8Array, at: number): void {
  const bit = 1 << bucket;
  for (let place = 0; place < FINGERPRINT_BYTES; place++) {
    const byte = needle[at + place]!;
    halves[2 * place * HALVES + (byte & LOW_HALF)]! |= bit;
    halves[(2 * place + 1) * HALVES + (byte >> 4)]! |= bit;
  }
}

/** What it costs to put something in: how much more of common text would then pass. */
class Bucket {
  readonly #halves: Uint8Array;
  readonly #number: number;
  /** Of common text, how much has a half of those that are in, by table. */
  #shares: readonly number[] | undefined;

  constructor(halves: Uint8Array, number: number) {
    this.#halves = halves;
    this.#number = number;
  }

  get isEmpty(): boolean {
    for (let half = 0; half < HALVES; half++) if (this.#has(0, half)) return false;
    return true;
  }

  costOf(needle: Uint8Array, at: number): number {
    this.#shares ??= Array.from({ length: TABLES }, (_, table) => this.#shareOf(table));
    let passing = 1;
    let passed = 1;
    for (const [table, share] of this.#shares.entries()) {
      const half = halfOf(needle[at + (table >> 1)]!, table);
      passed *= share;
      passing *= share + (this.#has(table, half) ? 0 : SHARES[table & 1]![half]!);
    }
    return passing - passed;
  }

  add(needle: Uint8Array, at: number): void {
    addTo(this.#halves, this.#number, needle, at);
    this.#shares = undefined;
  }

  #shareOf(table: number): number {
    return SHARES[table & 1]!.reduce((sum, share, half) => (this.#has(table, half) ? sum + share : sum), 0);
  }

  #has(table: number, half: number): boolean {
    return ((this.#halves[table * HALVES + half]! >> this.#number) & 1) === 1;
  }
}

function halfOf(byte: number, table: number): number {
  return table & 1 ? byte >> 4 : byte & LOW_HALF;
}

/** How much of common text has such a low half, and such a high half. */
const SHARES = [0, 1].map((table) => {
  const shares = new Float64Array(HALVES);
  for (let byte = 0; byte < 256; byte++) shares[halfOf(byte, table)]! += frequencyOf(byte);
  return shares;
});

/** In source code, data in text and minified bundles, roughly. NUL is common where it is at all. */
function frequencyOf(byte: number): number {
  if (byte === 0x20) return 0.08;
  if ((byte >= 0x61 && byte <= 0x7a) || (byte >= 0x30 && byte <= 0x39)) return 0.025;
  if (byte >= 0x41 && byte <= 0x5a) return 0.005;
  if (byte >= 0x80 || (byte < 0x20 && byte !== 0)) return 0.001;
  return 0.01;
}

function laidOut(needles: readonly Uint8Array[], places: readonly number[], halves: Uint8Array): Buffer {
  let at = RECORDS_AT + RECORD_BYTES * (needles.length + 1);
  const bytes = Buffer.alloc(at + needles.reduce((sum, { length }) => sum + length, 0));
  bytes.set(halves);
  bytes.set(DIGIT_TABLE, DIGITS_AT);
  for (const [index, needle] of needles.entries()) {
    const number = index + 1;
    const record = RECORDS_AT + RECORD_BYTES * number;
    const head = HEADS_AT + 2 * hashOf(needle, places[index]!);
    bytes.writeUInt32LE(at, record);
    bytes[record + LENGTH_AT] = needle.length;
    bytes[record + FINGERPRINT_AT] = places[index]!;
    bytes.writeUInt16LE(bytes.readUInt16LE(head), record + NEXT_AT);
    bytes.writeUInt16LE(number, head);
    bytes.set(needle, at);
    at += needle.length;
  }
  return bytes;
}

function hashOf(needle: Uint8Array, at: number): number {
  const fingerprint = needle[at]! | (needle[at + 1]! << 8) | (needle[at + 2]! << 16);
  return Math.imul(fingerprint, HASH_FACTOR) >>> HASH_SHIFT;
}
