/**
 * The tables of a pack, side by side in one memory that threads share: its index as the file has it, and what
 * WebAssembly makes of that and of the headers of the pack's entries (pack-index.wat, forest.wat).
 */
import { leadingBitsFor } from './id-table.ts';
import { PackDamage } from './pack-damage.ts';

export const FAN_OUT_AT = 8;
export const FAN_OUT_BYTES = 256 * 4;
export const CRC_BYTES = 4;
/** So many bytes of a pack are looked through at once for headers. */
const CHUNK_BYTES = 256 * 1024;
const WASM_PAGE_BYTES = 64 * 1024;
const MAX_WASM_PAGES = 65_536;
const SUMS_BYTES = 2049 * 4;
/** A page of the pack is so long that about as many entries begin in it; more, where they differ in size. */
const ENTRIES_A_PAGE = 4;
const LEAST_PAGE_BYTES = 64;

interface IndexFacts {
  readonly count: number;
  readonly idBytes: number;
  /** Where the last entry ends. */
  readonly end: number;
}

export class PackTables {
  readonly memory: WebAssembly.Memory;
  /** What the modules import: where in memory the tables stand, and how long they are. */
  readonly layout: Layout;
  /** Room for a part of the pack. */
  readonly chunk: Buffer<SharedArrayBuffer>;
  readonly #buffer: SharedArrayBuffer;

  /** Throws PackDamage where it is more than fits. */
  constructor(index: Buffer, facts: IndexFacts) {
    const { layout, pages } = layOut(index.length, facts);
    if (pages > MAX_WASM_PAGES) throw new PackDamage('the index is too large');
    this.layout = layout;
    this.memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    this.#buffer = this.memory.buffer as unknown as SharedArrayBuffer;
    this.bytes(layout.index, index.length).set(index);
    this.chunk = Buffer.from(this.#buffer, layout.chunk, CHUNK_BYTES);
  }

  instantiate(module: WebAssembly.Module): unknown {
    const imports = { memory: { bytes: this.memory }, pack: this.layout };
    return new WebAssembly.Instance(module, imports).exports;
  }

  bytes(at: number, length: number): Uint8Array<SharedArrayBuffer> {
    return new Uint8Array(this.#buffer, at, length);
  }

  numbers(at: number, length: number): Uint32Array<SharedArrayBuffer> {
    return new Uint32Array(this.#buffer, at, length);
  }

  signed(at: number, length: number): Int32Array<SharedArrayBuffer> {
    return new Int32Array(this.#buffer, at, length);
  }

  doubles(at: number, length: number): Float64Array<SharedArrayBuffer> {
    return new Float64Array(this.#buffer, at, length);
  }
}

type Layout = ReturnType<typeof layOut>['layout'];

function layOut(indexBytes: number, { count, idBytes, end }: IndexFacts) {
  let top = 0;
  const place = (bytes: number) => {
    const at = top;
    top = Math.ceil((top + bytes) / 16) * 16;
    return at;
  };
  const bits = leadingBitsFor(count);
  const pageBytes = Math.max(LEAST_PAGE_BYTES, Math.ceil((ENTRIES_A_PAGE * end) / (count + 1)));
  const firstsBytes = 4 * (Math.floor(Math.max(0, end) / pageBytes) + 2);
  const index = place(indexBytes);
  const ids = index + FAN_OUT_AT + FAN_OUT_BYTES;
  const words = ids + count * (idBytes + CRC_BYTES);
  const largeOffsets = words + 4 * count;
  const firsts = place(firstsBytes);
  // What only one of the modules needs, and while it works, they have in one place.
  const scratch = place(Math.max(12 * count + 32 + SUMS_BYTES, 24 * count + 16 * 6));
  const layout = {
    ...{ count, idBytes, bits, pageBytes, index, ids, words, largeOffsets },
    fanOut: index + FAN_OUT_AT,
    largeCount: (indexBytes - 2 * idBytes - largeOffsets + index) / 8,
    firsts,
    firstsEnd: firsts + firstsBytes,
    starts: place(4 * ((1 << bits) + 1)),
    offsets: place(8 * (count + 1)),
    ranks: place(4 * count),
    entries: place(4 * count),
    headerBytes: place(count),
    types: place(count),
    sizes: place(4 * count),
    bases: place(4 * count),
    childCounts: place(4 * count),
    order: place(4 * count),
    chunk: place(CHUNK_BYTES + 16),
    ...indexScratch(scratch, count),
    ...forestScratch(scratch, count),
  };
  return { layout, pages: Math.ceil(top / WASM_PAGE_BYTES) };
}

function indexScratch(at: number, count: number) {
  const otherRanks = at + 8 * count;
  return { byRank: at, otherRanks, sums: otherRanks + 4 * count };
}

function forestScratch(at: number, count: number) {
  const [childrenFrom, next, weights, waiting, children, stack] = [0, 1, 2, 3, 4, 5].map(
    // The first has one more.
    (place) => at + 4 * (place * count + Math.sign(place)),
  ) as [number, number, number, number, number, number];
  return { childrenFrom, next, weights, waiting, children, stack };
}
