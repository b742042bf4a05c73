/**
 * `npm run arrange -- DIR [SECONDS]`: works out where the needles of the shipped rules and of containers go in the tables
 * of teddy.wat, so that the search comes upon as few false candidates as can be in text like that of DIR, and writes it to
 * src/core/needle-arrangement.json. To be run when the needles have changed; what is published for JavaScript (the set
 * that bench.js is run on) and what is new in the versions of a history, half of each, make a good DIR. It ends at another
 * arrangement each time, about as good.
 *
 * All needles are put in one after another, each where it costs least; then, again and again, some are taken out and put
 * back in another order, and what has become dearer by more than a little is undone.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTAINER_NEEDLES } from '../src/containers/needles.ts';
import { BUCKETS, FINGERPRINT_BYTES } from '../src/core/teddy-tables.ts';
import { sourceOfNeedles } from '../src/detect/arranged-needles.ts';
import { allNeedlesOf } from '../src/detect/needles.ts';
import { shippedRules } from '../src/rules/shipped-rules.ts';

const TARGET = 'src/core/needle-arrangement.json';
/** Bytes are told apart by how common they are; the rest stands in no text worth counting. */
const COMMON_BYTES = 128;
/** A candidate that is a fingerprint is compared with needles: so much dearer than one that is seen to be none. */
const COMPARED_COST = 6;
/** By how much an arrangement may be dearer than the one before it: in the beginning. */
const LENIENCE = 0.03;
const MAX_TEXT_BYTES = 600e6;
const HALVES = 16;

interface Place {
  readonly bucket: number;
  readonly at: number;
}

/** How often three bytes in a row stand in the text. */
class Trigrams {
  readonly #counts = new Uint32Array(1 << 24);
  /** For each byte, its rank among the common ones, or -1. */
  readonly #ranks = new Int16Array(256).fill(-1);
  readonly #ranked = new Float32Array(COMMON_BYTES ** FINGERPRINT_BYTES);

  constructor(directory: string) {
    let bytes = 0;
    for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || bytes > MAX_TEXT_BYTES) continue;
      const text = readFileSync(join(entry.parentPath, entry.name));
      for (let at = 0; at + 2 < text.length; at++) this.#counts[keyAt(text, at)]!++;
      bytes += text.length;
    }
    this.#rank();
  }

  #rank(): void {
    const common = new Float64Array(256);
    for (const [key, count] of this.#counts.entries()) common[key & 255]! += count;
    const order = [...common.keys()].sort((a, b) => common[b]! - common[a]!);
    for (const [rank, byte] of order.slice(0, COMMON_BYTES).entries()) this.#ranks[byte] = rank;
    for (const [key, count] of this.#counts.entries()) {
      const [first, second, third] = [key & 255, (key >> 8) & 255, key >> 16].map(
        (byte) => this.#ranks[byte]!,
      );
      if (Math.min(first!, second!, third!) >= 0) this.#ranked[indexOf(first!, second!, third!)] = count;
    }
  }

  countOf(key: number): number {
    return this.#counts[key]!;
  }

  /** Of all that have one of the bytes at each place. */
  countOfAll(bytes: readonly (readonly number[])[]): number {
    const [firsts = [], seconds = [], thirds = []] = bytes.map((set) =>
      set.map((byte) => this.#ranks[byte]!).filter((rank) => rank >= 0),
    );
    let sum = 0;
    for (const first of firsts)
      for (const second of seconds)
        for (const third of thirds) sum += this.#ranked[indexOf(first, second, third)]!;
    return sum;
  }
}

function indexOf(first: number, second: number, third: number): number {
  return (first * COMMON_BYTES + second) * COMMON_BYTES + third;
}

function keyAt(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16);
}

/** As in teddy-tables.ts, but what is in it can be taken out again. */
class Bucket {
  /** How many fingerprints have such a half: for each place the low ones, and then the high ones. */
  readonly #halves = new Uint16Array(FINGERPRINT_BYTES * 2 * HALVES);
  readonly #text: Trigrams;
  cost = 0;
  size = 0;

  constructor(text: Trigrams) {
    this.#text = text;
  }

  add(needle: Uint8Array, at: number): void {
    this.#change(needle, at, 1);
  }

  remove(needle: Uint8Array, at: number): void {
    this.#change(needle, at, -1);
  }

  /** How much dearer it would be with it. */
  costOf(needle: Uint8Array, at: number): number {
    const before = this.cost;
    this.add(needle, at);
    const cost = this.cost - before;
    this.remove(needle, at);
    return cost;
  }

  #change(needle: Uint8Array, at: number, step: 1 | -1): void {
    let isOther = false;
    for (let place = 0; place < FINGERPRINT_BYTES; place++) {
      const byte = needle[at + place]!;
      for (const half of [byte & 15, HALVES + (byte >> 4)]) {
        const index = place * 2 * HALVES + half;
        isOther ||= this.#halves[index]! === (step === 1 ? 0 : 1);
        this.#halves[index]! += step;
      }
    }
    this.size += step;
    if (isOther) this.cost = this.size === 0 ? 0 : this.#text.countOfAll(this.#bytesThatPass());
  }

  #bytesThatPass(): number[][] {
    const sets: number[][] = [];
    for (let place = 0; place < FINGERPRINT_BYTES; place++) {
      const low = place * 2 * HALVES;
      const set: number[] = [];
      for (let byte = 0; byte < 256; byte++)
        if (this.#halves[low + (byte & 15)] && this.#halves[low + HALVES + (byte >> 4)]) set.push(byte);
      sets.push(set);
    }
    return sets;
  }
}

class Arrangement {
  readonly #needles: readonly Uint8Array[];
  readonly #text: Trigrams;
  readonly #buckets: readonly Bucket[];
  readonly #places: (Place | undefined)[];
  /** How many needles have such a fingerprint. */
  readonly #fingerprints = new Map<number, number>();

  constructor(needles: readonly Uint8Array[], text: Trigrams) {
    this.#needles = needles;
    this.#text = text;
    this.#buckets = Array.from({ length: BUCKETS }, () => new Bucket(text));
    this.#places = needles.map(() => undefined);
    this.insert(shuffled([...needles.keys()]));
  }

  get places(): (Place | undefined)[] {
    return [...this.#places];
  }

  get cost(): number {
    let cost = this.#buckets.reduce((sum, bucket) => sum + bucket.cost, 0);
    for (const [key, count] of this.#fingerprints)
      if (count > 0) cost += COMPARED_COST * this.#text.countOf(key);
    return cost;
  }

  /** Each where it costs least. */
  insert(numbers: readonly number[]): void {
    for (const number of numbers) this.#put(number, this.#bestPlace(this.#needles[number]!));
  }

  remove(numbers: readonly number[]): void {
    for (const number of numbers) {
      const { bucket, at } = this.#places[number]!;
      const needle = this.#needles[number]!;
      this.#buckets[bucket]!.remove(needle, at);
      this.#count(keyAt(needle, at), -1);
      this.#places[number] = undefined;
    }
  }

  restore(places: readonly (Place | undefined)[]): void {
    const changed = [...places.keys()].filter((number) => places[number] !== this.#places[number]);
    this.remove(changed);
    for (const number of changed) this.#put(number, places[number]!);
  }

  /** All of a bucket, some of it, or some of all: in any order. */
  someNumbers(): number[] {
    const bucket = Math.floor(Math.random() * BUCKETS);
    const share = Math.random() < 0.5 ? 1 : Math.random();
    const isOfOne = Math.random() < 0.7;
    return shuffled([...this.#places.keys()]).filter((number) =>
      isOfOne ? this.#places[number]!.bucket === bucket && Math.random() < share : Math.random() < share / 20,
    );
  }

  #put(number: number, place: Place): void {
    const needle = this.#needles[number]!;
    this.#buckets[place.bucket]!.add(needle, place.at);
    this.#count(keyAt(needle, place.at), 1);
    this.#places[number] = place;
  }

  #count(key: number, step: number): void {
    this.#fingerprints.set(key, (this.#fingerprints.get(key) ?? 0) + step);
  }

  #bestPlace(needle: Uint8Array): Place {
    let best: Place = { bucket: 0, at: 0 };
    let least = Number.POSITIVE_INFINITY;
    for (let at = 0; at + FINGERPRINT_BYTES <= needle.length; at++) {
      const key = keyAt(needle, at);
      const compared = this.#fingerprints.get(key) ? 0 : COMPARED_COST * this.#text.countOf(key);
      for (const [bucket, { size }] of this.#buckets.entries()) {
        if (compared >= least) break;
        const cost = compared + this.#buckets[bucket]!.costOf(needle, at);
        if (cost < least) [best, least] = [{ bucket, at }, cost];
        // Empty ones are alike.
        if (size === 0) break;
      }
    }
    return best;
  }
}

function shuffled(numbers: number[]): number[] {
  for (let end = numbers.length - 1; end > 0; end--) {
    const other = Math.floor(Math.random() * (end + 1));
    [numbers[end], numbers[other]] = [numbers[other]!, numbers[end]!];
  }
  return numbers;
}

function bestArrangement(needles: readonly Uint8Array[], text: Trigrams, milliseconds: number) {
  const arrangement = new Arrangement(needles, text);
  let cost = arrangement.cost;
  let best = { places: arrangement.places, cost };
  const begin = performance.now();
  for (let past = 0; past < 1; past = (performance.now() - begin) / milliseconds) {
    const before = arrangement.places;
    const numbers = arrangement.someNumbers();
    arrangement.remove(numbers);
    arrangement.insert(numbers);
    const now = arrangement.cost;
    if (now > cost * (1 + LENIENCE * (1 - past) * Math.random())) {
      arrangement.restore(before);
      continue;
    }
    cost = now;
    if (cost < best.cost) best = { places: arrangement.places, cost };
  }
  return best;
}

const [directory, seconds = '90'] = process.argv.slice(2);
if (directory === undefined) {
  console.error('npm run arrange -- DIR [SECONDS]: name a folder of text like that which is searched');
  process.exit(2);
}
const rules = shippedRules();
const ofRules = allNeedlesOf(rules).map(({ bytes }) => Buffer.from(bytes));
const ofContainers = CONTAINER_NEEDLES.map(({ bytes }) => Buffer.from(bytes));
const all = [...ofRules, ...ofContainers];
const { places, cost } = bestArrangement(all, new Trigrams(directory), Number(seconds) * 1000);

function bucketsOf(needles: readonly Buffer<ArrayBuffer>[]) {
  const isIn = (needle: Buffer<ArrayBuffer>, bucket: number) =>
    places[all.indexOf(needle)]!.bucket === bucket;
  return Array.from({ length: BUCKETS }, (_, bucket) =>
    Object.fromEntries(
      needles
        .filter((needle) => isIn(needle, bucket))
        .map((needle) => [needle.toString('latin1'), places[all.indexOf(needle)]!.at]),
    ),
  );
}

const arrangement = {
  of: sourceOfNeedles(rules),
  buckets: bucketsOf(ofRules),
  containers: bucketsOf(ofContainers),
};
writeFileSync(TARGET, `${JSON.stringify(arrangement, null, 2)}\n`);
console.log(`${TARGET}: ${all.length} needles, cost ${Math.round(cost)}`);
