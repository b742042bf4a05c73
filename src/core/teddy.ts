/** Runs teddy.wat: one pass over the bytes, however many needles there are. */
import type { OrderedNeedles, SearchMemory } from './search-memory.ts';
import { relaxed, wasm } from './teddy.wat';
import {
  FINGERPRINT_BYTES,
  MAX_NEEDLE_BYTES,
  MAX_NEEDLES,
  type TeddyTables,
  teddyTables,
} from './teddy-tables.ts';

const PAGE_BYTES = 64 * 1024;
/** What may be loaded from behind the bytes that are searched. */
const OVERRUN_BYTES = 96;
/** How far behind the begin of encoded text the 16 digits may end that it is found by. */
const ROW_REACH = 48;
/** Of what is searched: no load is split by the border of a cache line. */
const ALIGNMENT = 64;

interface Teddy {
  firstHit(from: number, end: number, count: number, encoded: boolean): number;
  readonly reach: { value: number };
  readonly length: { readonly value: number };
}

/** Compiled once for all memories of a thread. */
let compiled: WebAssembly.Module | undefined;

/** Whether another memory costs next to nothing. */
export function isTeddyAtHand(): boolean {
  return compiled !== undefined;
}

/**
 * With new memory. `undefined` where WebAssembly or its vectors are missing (`--jitless`, an old processor), where
 * there is no address space for the memory, and for needles that the tables cannot hold.
 */
export function teddyWithMemory(needles: OrderedNeedles, size: number): SearchMemory | undefined {
  if (!areFit(needles)) return undefined;
  const tables = teddyTables(needles.all);
  const base = Math.ceil(tables.bytes.length / ALIGNMENT) * ALIGNMENT;
  const pages = Math.ceil((base + size + OVERRUN_BYTES) / PAGE_BYTES);
  try {
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const teddy = instantiated(memory, tables, 0);
    return new TeddySearch(teddy, needles, Buffer.from(memory.buffer, base, size));
  } catch {
    return undefined;
  }
}

/** In a memory that is there already. `undefined` also where the tables do not fit their room. */
export function teddyIn(
  memory: WebAssembly.Memory,
  needles: OrderedNeedles,
  { at, end }: { readonly at: number; readonly end: number },
): SearchMemory | undefined {
  if (!areFit(needles)) return undefined;
  const tables = teddyTables(needles.all);
  if (at + tables.bytes.length > end) return undefined;
  return new TeddySearch(instantiated(memory, tables, at), needles, Buffer.from(memory.buffer));
}

function areFit({ all }: OrderedNeedles): boolean {
  return (
    all.length <= MAX_NEEDLES &&
    all.every(({ bytes: { length } }) => length >= FINGERPRINT_BYTES && length <= MAX_NEEDLE_BYTES)
  );
}

function instantiated(memory: WebAssembly.Memory, { bytes, reach }: TeddyTables, at: number): Teddy {
  compiled ??= moduleOf(relaxed) ?? new WebAssembly.Module(Buffer.from(wasm, 'base64'));
  const { exports } = new WebAssembly.Instance(compiled, { teddy: { memory, tables: at } });
  const teddy = exports as unknown as Teddy;
  Buffer.from(memory.buffer).set(bytes, at);
  teddy.reach.value = Math.max(reach, ROW_REACH);
  return teddy;
}

/** `undefined` where the engine does not know all of it. */
function moduleOf(wasm: string): WebAssembly.Module | undefined {
  try {
    return new WebAssembly.Module(Buffer.from(wasm, 'base64'));
  } catch {
    return undefined;
  }
}

class TeddySearch implements SearchMemory {
  readonly bytes: Buffer;
  readonly #teddy: Teddy;
  readonly #count: number;
  readonly #plainCount: number;
  readonly #hasEncodedText: boolean;

  constructor(teddy: Teddy, { all, plainCount, hasEncodedText }: OrderedNeedles, bytes: Buffer) {
    this.#hasEncodedText = hasEncodedText;
    this.#teddy = teddy;
    this.#count = all.length;
    this.#plainCount = plainCount;
    this.bytes = bytes;
  }

  firstHit(from: number, end: number, which: 'all' | 'plain'): number {
    const base = this.bytes.byteOffset;
    const isAll = which === 'all';
    const count = isAll ? this.#count : this.#plainCount;
    const at = this.#teddy.firstHit(base + from, base + end, count, isAll && this.#hasEncodedText);
    return at === -1 ? -1 : at - base;
  }

  holdsEncodedText(from: number, end: number): boolean {
    const base = this.bytes.byteOffset;
    return this.#teddy.firstHit(base + from, base + end, 0, true) !== -1;
  }

  get hitLength(): number {
    return this.#teddy.length.value;
  }
}
