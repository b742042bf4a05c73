/**
 * The entries of a pack as a forest: whole objects are roots, deltas hang below their bases. Only typed arrays, in
 * shared memory, so that threads can walk it together: `order` lists all entries, bases first and depth first, so
 * that a walk needs no other stack than the chain of bases it is in.
 */
import type { PackBlocks } from './pack-file.ts';
import type { PackIndex } from './pack-index.ts';

/** Types of entries. */
export const COMMIT = 1;
export const TREE = 2;
export const BLOB = 3;
export const TAG = 4;
const OFFSET_DELTA = 6;
const ID_DELTA = 7;

/** Type in bits 4 to 6, size in the lower ones; in every byte, whether another follows. */
const MORE = 0x80;
const MAX_HEADER_BYTES = 10 + 32;
/** Stands for every size that does not fit: far more than is ever taken into memory. */
const HUGE = 0xffffffff;
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
  /** Inflated bytes of the entry: for a delta those of the instructions, not of the object. */
  readonly sizes: Uint32s;
  readonly bases: Int32Array<SharedArrayBuffer>;
  readonly childCounts: Uint32s;
  /** Entries that can be reached from a root. */
  readonly order: Uint32s;
  readonly orderLength: number;
  /** Where in `order` pieces of work of about the same size begin, each at a root; and the end. */
  readonly pieces: Uint32s;
}

/** What of the work needs the index alone is done at once, while the pack may still be on its way. */
export function forestReader(index: PackIndex): (blocks: PackBlocks) => Forest {
  const places = new EntryPlaces(index.offsets);
  return (blocks) => readForest(index, places, blocks);
}

function readForest(index: PackIndex, places: EntryPlaces, blocks: PackBlocks): Forest {
  const { count, offsets } = index;
  const entries = {
    count,
    offsets,
    headerBytes: new Uint8Array(new SharedArrayBuffer(count)),
    types: new Uint8Array(new SharedArrayBuffer(count)),
    sizes: new Uint32Array(new SharedArrayBuffer(count * 4)),
    bases: new Int32Array(new SharedArrayBuffer(count * 4)).fill(NO_BASE),
  };
  const reader = new EntryReader(index, places, blocks);
  for (let entry = 0; entry < count; entry++) {
    reader.read(entry);
    entries.headerBytes[entry] = reader.headerBytes;
    entries.types[entry] = reader.type;
    entries.sizes[entry] = reader.size;
    entries.bases[entry] = reader.base;
  }
  return { ...entries, ...plant(entries) };
}

type Entries = Pick<Forest, 'count' | 'types' | 'sizes' | 'bases'>;

/** Reads headers: one at a time, into its own fields. */
class EntryReader {
  headerBytes = 0;
  /** 0 for a delta, and for what is no entry. */
  type = 0;
  size = 0;
  base = NO_BASE;
  readonly #index: PackIndex;
  readonly #blocks: PackBlocks;
  readonly #places: EntryPlaces;

  constructor(index: PackIndex, places: EntryPlaces, blocks: PackBlocks) {
    this.#places = places;
    this.#index = index;
    this.#blocks = blocks;
  }

  read(entry: number): void {
    const { offsets, idBytes } = this.#index;
    const blocks = this.#blocks;
    const offset = offsets[entry]!;
    blocks.seek(offset, MAX_HEADER_BYTES);
    const { bytes, at: start } = blocks;
    const end = Math.min(blocks.end, start + offsets[entry + 1]! - offset);
    let at = start;
    let byte = bytes[at++]!;
    const type = (byte >> 4) & 7;
    let size = byte & 15;
    for (let unit = 16; byte & MORE && at < end; unit *= 128) {
      byte = bytes[at++]!;
      size += (byte & 127) * unit;
    }
    this.size = Math.min(size, HUGE);
    this.type = 0;
    this.base = NO_BASE;
    if (type >= COMMIT && type <= TAG) this.type = type;
    else if (type === ID_DELTA && at + idBytes <= end) {
      this.base = this.#index.find(bytes, at);
      at += idBytes;
    } else if (type === OFFSET_DELTA) {
      byte = bytes[at++]!;
      let distance = byte & 127;
      while (byte & MORE && at < end) {
        byte = bytes[at++]!;
        distance = (distance + 1) * 128 + (byte & 127);
      }
      const base = this.#places.at(offset - distance);
      // Before its delta: a distance of 0 is a circle.
      this.base = base < entry ? base : NO_BASE;
    }
    this.headerBytes = Math.min(255, at - start);
  }
}

/** Entries by where they begin: the first of each page of the pack is known, and few begin in one. */
class EntryPlaces {
  readonly #offsets: Float64Array;
  readonly #pageBytes: number;
  /** The first entry that does not begin before each page. */
  readonly #firsts: Uint32Array;

  constructor(offsets: Float64Array) {
    const count = offsets.length - 1;
    const end = offsets[count]!;
    this.#offsets = offsets;
    // About four entries a page, as long as they are of about the same size.
    this.#pageBytes = Math.max(64, Math.ceil((4 * end) / (count + 1)));
    this.#firsts = new Uint32Array(Math.floor(end / this.#pageBytes) + 2);
    let page = 0;
    for (let entry = 0; entry < count; entry++) {
      const last = Math.floor(offsets[entry]! / this.#pageBytes);
      while (page <= last) this.#firsts[page++] = entry;
    }
    this.#firsts.fill(count, page);
  }

  /** The entry that begins at `offset`, or -1. */
  at(offset: number): number {
    if (offset < 0) return NO_BASE;
    const offsets = this.#offsets;
    const page = Math.floor(offset / this.#pageBytes);
    // Halves: in a hostile pack, all may begin in one page.
    let low = this.#firsts[page] ?? 0;
    let high = this.#firsts[page + 1] ?? 0;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (offsets[middle]! < offset) low = middle + 1;
      else high = middle;
    }
    return offsets[low] === offset && low < offsets.length - 1 ? low : NO_BASE;
  }
}

/** Pieces of work: enough that threads end together. */
const PIECES = 64;
const LEAST_PIECE_BYTES = 256 * 1024;

function plant(entries: Entries): Pick<Forest, 'childCounts' | 'order' | 'orderLength' | 'pieces' | 'types'> {
  const { count, types, bases } = entries;
  const childCounts = new Uint32Array(new SharedArrayBuffer(count * 4));
  for (let entry = 0; entry < count; entry++) if (bases[entry] !== NO_BASE) childCounts[bases[entry]!]!++;
  const children = childrenOf(bases, childCounts);
  heaviestLast(children, weightsOf(bases, childCounts));
  const order = new Uint32Array(new SharedArrayBuffer(count * 4));
  const stack = new Uint32Array(count);
  let length = 0;
  for (let root = 0; root < count; root++) {
    const type = types[root]!;
    if (type === 0 || bases[root] !== NO_BASE) continue;
    let depth = 0;
    stack[depth++] = root;
    while (depth > 0) {
      const entry = stack[--depth]!;
      order[length++] = entry;
      types[entry] = type;
      // From the back, so that the first is on top.
      for (let at = children.starts[entry + 1]! - 1; at >= children.starts[entry]!; at--)
        stack[depth++] = children.list[at]!;
    }
  }
  const pieces = piecesOf(order.subarray(0, length), entries);
  return { types, childCounts, order, orderLength: length, pieces };
}

function piecesOf(order: Uint32Array, { sizes, bases }: Pick<Forest, 'sizes' | 'bases'>): Uint32s {
  let total = 0;
  for (const entry of order) total += sizes[entry]!;
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

interface Children {
  /** Where in `list` the children of each entry begin; one more for the end. */
  readonly starts: Uint32Array;
  readonly list: Uint32Array;
}

function childrenOf(bases: Int32Array, childCounts: Uint32Array): Children {
  const count = bases.length;
  const starts = new Uint32Array(count + 1);
  for (let entry = 0; entry < count; entry++) starts[entry + 1] = starts[entry]! + childCounts[entry]!;
  const next = starts.slice();
  const list = new Uint32Array(starts[count]!);
  for (let entry = 0; entry < count; entry++) {
    const base = bases[entry]!;
    if (base !== NO_BASE) list[next[base]!++] = entry;
  }
  return { starts, list };
}

/** Entries in the subtree of each; deltas in a circle, and what hangs below them, keep what they have. */
function weightsOf(bases: Int32Array, childCounts: Uint32Array): Uint32Array {
  const count = bases.length;
  const weights = new Uint32Array(count).fill(1);
  const waiting = Uint32Array.from(childCounts);
  for (let entry = 0; entry < count; entry++) {
    // Up the chain as long as all children are counted.
    for (let at = entry; waiting[at] === 0; ) {
      const base = bases[at]!;
      waiting[at] = HUGE;
      if (base === NO_BASE) break;
      weights[base] = weights[base]! + weights[at]!;
      waiting[base]!--;
      if (base > entry) break;
      at = base;
    }
  }
  return weights;
}

/**
 * The last child can take its base's place in memory. With the largest subtree as the last, no more than the
 * logarithm of the count is held at once, whatever the depth.
 */
function heaviestLast({ starts, list }: Children, weights: Uint32Array): void {
  for (let entry = 0; entry + 1 < starts.length; entry++) {
    const last = starts[entry + 1]! - 1;
    let heaviest = last;
    for (let at = starts[entry]!; at < last; at++) {
      if (weights[list[at]!]! > weights[list[heaviest]!]!) heaviest = at;
    }
    if (heaviest === last || last < starts[entry]!) continue;
    const moved = list[last]!;
    list[last] = list[heaviest]!;
    list[heaviest] = moved;
  }
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
