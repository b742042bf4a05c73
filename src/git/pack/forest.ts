/**
 * The entries of a pack as a forest: whole objects are roots, deltas hang below their bases. Only typed arrays, in
 * shared memory, so that threads can walk it together: `order` lists all entries, bases first and depth first, so
 * that a walk needs no other stack than the chain of bases it is in.
 */
import { wasm } from './forest.wat';
import { type PackSource, readRange } from './pack-file.ts';
import type { PackIndex } from './pack-index.ts';

/** Types of entries. */
export const COMMIT = 1;
export const TREE = 2;
export const BLOB = 3;

export const NO_BASE = -1;

type Bytes = Uint8Array<SharedArrayBuffer>;
type Uint32s = Uint32Array<SharedArrayBuffer>;

export interface Forest {
  readonly count: number;
  /** Where each entry begins in the pack; one more for the end. */
  readonly offsets: Float64Array<SharedArrayBuffer>;
  /** From there to its zlib stream. */
  readonly headerBytes: Bytes;
  /** Type of the object, for a delta that of its root; 0 where its bases lead nowhere. */
  readonly types: Bytes;
  /**
   * Inflated bytes of the entry: for a delta those of the instructions, not of the object. What does not fit in a
   * number of 32 bits is far more than is ever taken into memory.
   */
  readonly sizes: Uint32s;
  readonly bases: Int32Array<SharedArrayBuffer>;
  readonly childCounts: Uint32s;
  /** Entries that can be reached from a root. */
  readonly order: Uint32s;
  readonly orderLength: number;
  /** Where in `order` pieces of work of about the same size begin, each at a root; and the end. */
  readonly pieces: Uint32s;
}

interface ForestModule {
  divide(): void;
  readHeaders(entry: number, at: number, offset: number, bytes: number): number;
  plant(): number;
}

let compiled: WebAssembly.Module | undefined;

/** Throws PackDamage where the pack has become shorter. */
export function readForest({ tables, count, offsets }: PackIndex, pack: PackSource): Forest {
  compiled ??= new WebAssembly.Module(Buffer.from(wasm, 'base64'));
  const module = tables.instantiate(compiled) as ForestModule;
  const { chunk, layout } = tables;
  module.divide();
  for (let entry = 0; entry < count; ) {
    const offset = offsets[entry]!;
    const bytes = readRange(pack, chunk, offset);
    entry = module.readHeaders(entry, layout.chunk, offset, bytes);
  }
  const orderLength = module.plant();
  const forest = {
    count,
    offsets,
    headerBytes: tables.bytes(layout.headerBytes, count),
    types: tables.bytes(layout.types, count),
    sizes: tables.numbers(layout.sizes, count),
    bases: tables.signed(layout.bases, count),
    childCounts: tables.numbers(layout.childCounts, count),
    order: tables.numbers(layout.order, count),
    orderLength,
  };
  return { ...forest, pieces: piecesOf(forest.order.subarray(0, orderLength), forest) };
}

/** Pieces of work: enough that threads end together. */
const PIECES = 64;
const LEAST_PIECE_BYTES = 256 * 1024;

function piecesOf(order: Uint32Array, { sizes, bases }: Pick<Forest, 'sizes' | 'bases'>): Uint32s {
  let total = 0;
  for (let at = 0; at < order.length; at++) total += sizes[order[at]!]!;
  const share = Math.max(LEAST_PIECE_BYTES, total / PIECES);
  const pieces: number[] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (let at = 0; at < order.length; at++) {
    const entry = order[at]!;
    if (bytes >= share && bases[entry] === NO_BASE) {
      pieces.push(at);
      bytes = 0;
    }
    bytes += sizes[entry]!;
  }
  pieces.push(order.length);
  const shared = new Uint32Array(new SharedArrayBuffer(pieces.length * 4));
  shared.set(pieces);
  return shared;
}

/** Of the forest what is needed to read these entries: themselves, and the bases they stand on. */
export function forestOf(forest: Forest, isWanted: (entry: number) => boolean): Forest {
  const { count, bases, order, orderLength } = forest;
  const isNeeded = new Uint8Array(count);
  const childCounts = new Uint32Array(new SharedArrayBuffer(count * 4));
  const some = new Uint32Array(new SharedArrayBuffer(count * 4));
  // From the back: a base stands before its deltas.
  for (let at = orderLength - 1; at >= 0; at--) {
    const entry = order[at]!;
    if (isNeeded[entry] === 0 && !isWanted(entry)) continue;
    isNeeded[entry] = 1;
    const base = bases[entry]!;
    if (base === NO_BASE) continue;
    isNeeded[base] = 1;
    childCounts[base] = childCounts[base]! + 1;
  }
  let length = 0;
  for (let at = 0; at < orderLength; at++) if (isNeeded[order[at]!] === 1) some[length++] = order[at]!;
  const pieces = piecesOf(some.subarray(0, length), forest);
  return { ...forest, childCounts, order: some, orderLength: length, pieces };
}

/** Entries that no root leads to: circles, bases that are not there, types that do not exist. */
export function lostEntries({ count, order, orderLength }: Forest): number[] {
  if (orderLength === count) return [];
  const isFound = new Uint8Array(count);
  for (let at = 0; at < orderLength; at++) isFound[order[at]!] = 1;
  const lost: number[] = [];
  for (let entry = 0; entry < count; entry++) if (isFound[entry] === 0) lost.push(entry);
  return lost;
}

const UNKNOWN = 0;
const ON_THE_WAY = 1;
const ENDS = 2;
const CIRCLES = 3;

/** Of the lost entries, deltas in a circle and those below one: git would follow their bases until memory ends. */
export function circlingEntries(forest: Forest): number[] {
  const { bases, count } = forest;
  const lost = lostEntries(forest);
  const states = lost.length > 0 ? new Uint8Array(count) : new Uint8Array(0);
  for (const entry of lost) {
    let at = entry;
    for (; at !== NO_BASE && states[at] === UNKNOWN; at = bases[at]!) states[at] = ON_THE_WAY;
    const end = at === NO_BASE || states[at] === ENDS ? ENDS : CIRCLES;
    for (at = entry; at !== NO_BASE && states[at] === ON_THE_WAY; at = bases[at]!) states[at] = end;
  }
  return lost.filter((entry) => states[entry] === CIRCLES);
}
