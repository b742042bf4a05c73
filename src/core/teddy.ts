/** Runs teddy.wat: one pass over the bytes, however many needles there are. */
import type { BoundSearch } from './search-memory.ts';
import { wasm } from './teddy.wat';
import { FINGERPRINT_BYTES, MAX_NEEDLE_BYTES, MAX_NEEDLES, teddyTables } from './teddy-tables.ts';

const PAGE_BYTES = 64 * 1024;
/** What may be loaded from behind the bytes that are searched. */
const OVERRUN_BYTES = 16;
/** Of what is searched: no load is split by the border of a cache line. */
const ALIGNMENT = 64;

interface Teddy {
  firstHit(from: number, end: number, count: number): number;
  readonly reach: { value: number };
  readonly length: { readonly value: number };
}

/** Compiled once for all memories of a thread. */
let compiled: WebAssembly.Module | undefined;

/**
 * A search of memory of its own. `undefined` where WebAssembly or its vectors are missing (`--jitless`, an old
 * processor), where there is no address space for its memory, and for needles that it cannot hold.
 */
export function teddySearch(needles: readonly Uint8Array[], size: number): BoundSearch | undefined {
  if (needles.length > MAX_NEEDLES || !needles.every(isFit)) return undefined;
  const { bytes: tables, reach } = teddyTables(needles);
  const base = Math.ceil(tables.length / ALIGNMENT) * ALIGNMENT;
  const pages = Math.ceil((base + size + OVERRUN_BYTES) / PAGE_BYTES);
  try {
    compiled ??= new WebAssembly.Module(Buffer.from(wasm, 'base64'));
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const teddy = new WebAssembly.Instance(compiled, { teddy: { memory } }).exports as Teddy;
    Buffer.from(memory.buffer).set(tables);
    teddy.reach.value = reach;
    return new TeddySearch(teddy, Buffer.from(memory.buffer, base, size), base);
  } catch {
    return undefined;
  }
}

function isFit({ length }: Uint8Array): boolean {
  return length >= FINGERPRINT_BYTES && length <= MAX_NEEDLE_BYTES;
}

class TeddySearch implements BoundSearch {
  readonly bytes: Buffer;
  readonly #teddy: Teddy;
  readonly #base: number;

  constructor(teddy: Teddy, bytes: Buffer, base: number) {
    this.#teddy = teddy;
    this.bytes = bytes;
    this.#base = base;
  }

  firstHit(from: number, end: number, count: number): number {
    const base = this.#base;
    const at = this.#teddy.firstHit(base + from, base + end, count);
    return at === -1 ? -1 : at - base;
  }

  get hitLength(): number {
    return this.#teddy.length.value;
  }
}
