/**
 * Object ids in order, in shared memory, and where those with the same leading bits begin: as many bits as make about
 * one id for each, so that a look-up is a step or two. Who asks for millions of ids has no time for more.
 */
type Bytes = Uint8Array<SharedArrayBuffer>;

export interface IdTable {
  readonly idBytes: number;
  readonly count: number;
  /** `count` ids, one behind the other, ascending. */
  readonly ids: Bytes;
  /** The first id of each value of the leading `bits`; one more for the end. */
  readonly starts: Uint32Array<SharedArrayBuffer>;
  readonly bits: number;
}

const MIN_BITS = 8;
const MAX_BITS = 22;

/** For so many ids. */
export function leadingBitsFor(count: number): number {
  return Math.min(MAX_BITS, Math.max(MIN_BITS, Math.ceil(Math.log2(count + 1))));
}

export function idTable(ids: Bytes, idBytes: number): IdTable {
  const count = ids.length / idBytes;
  const bits = leadingBitsFor(count);
  const starts = new Uint32Array(new SharedArrayBuffer(((1 << bits) + 1) * 4));
  let filled = 0;
  for (let rank = 0; rank < count; rank++) {
    const bucket = leadingBits(ids, rank * idBytes, bits);
    while (filled <= bucket) starts[filled++] = rank;
  }
  starts.fill(count, filled);
  return { idBytes, count, ids, starts, bits };
}

/** Where in the order the id stands that is in `bytes` at `at`; -1 where it is not. */
export function rankOf(table: IdTable, bytes: Uint8Array, at: number): number {
  const { ids, idBytes, starts, bits } = table;
  const bucket = leadingBits(bytes, at, bits);
  let low = starts[bucket]!;
  let high = starts[bucket + 1]!;
  while (low < high) {
    // Halves: in a hostile store, all may begin alike.
    const middle = (low + high) >>> 1;
    const from = middle * idBytes;
    let same = 0;
    while (same < idBytes && ids[from + same] === bytes[at + same]) same++;
    if (same === idBytes) return middle;
    if (ids[from + same]! < bytes[at + same]!) low = middle + 1;
    else high = middle;
  }
  return -1;
}

function leadingBits(bytes: Uint8Array, at: number, bits: number): number {
  const word = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
  return word >>> (32 - bits);
}
