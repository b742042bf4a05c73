/** What one thread keeps from one object to the next: memory, the inflater, and the needles in the forms it needs. */
import { type Needle, NeedleSearch } from '../../core/needle-search.ts';
import { DeltaSearch, SeamTable, TouchedRanges } from './delta-search.ts';
import { createInflater, INFLATE_SLACK, type Inflater } from './inflate.ts';
import { wasm as treeIdsModule } from './tree-ids.wat';

/** Larger objects are git's to read. */
export const MAX_OBJECT_BYTES = 32 * 1024 * 1024;
/** Bases, the object at hand and its delta. Memory that is never touched costs nothing. */
export const ARENA_BYTES = 4 * MAX_OBJECT_BYTES;
/** Behind the arena: small things, which are looked through together. Fits the processor's cache. */
export const LOG_AT = ARENA_BYTES + INFLATE_SLACK;
export const LOG_BYTES = 128 * 1024;

/** Behind the log: which bytes of a tree are new, as pairs of begin and end, and where ids stand in them. */
const TOUCHED_AT = LOG_AT + LOG_BYTES + INFLATE_SLACK;
const MAX_TOUCHED = 4096;
const TREE_IDS_AT = TOUCHED_AT + 8 * MAX_TOUCHED;
const MAX_TREE_IDS = 4096;
const PAGE_BYTES = 64 * 1024;
const ALL_BYTES = TREE_IDS_AT + 4 * MAX_TREE_IDS;

interface TreeIds {
  readonly next: WebAssembly.Global;
  ids(
    at: number,
    end: number,
    touched: number,
    touchedEnd: number,
    out: number,
    outEnd: number,
    idBytes: number,
  ): number;
}

export class Workbench {
  readonly idBytes: number;
  readonly inflater: Inflater = createInflater();
  readonly #memory = new WebAssembly.Memory({ initial: Math.ceil(ALL_BYTES / PAGE_BYTES) });
  readonly #treeIds: TreeIds;
  /** Everything is inflated and rebuilt in here. */
  readonly wide = Buffer.from(this.#memory.buffer);
  /** Which bytes of the tree at hand are not its base's. */
  readonly touched = new TouchedRanges(new Uint32Array(this.#memory.buffer, TOUCHED_AT, 2 * MAX_TOUCHED));
  readonly foundIds = new Uint32Array(this.#memory.buffer, TREE_IDS_AT, MAX_TREE_IDS);
  /** Ends where the large things end that are inflated at its end: a search from there needs no other bound. */
  readonly arena = this.wide.subarray(0, ARENA_BYTES);
  readonly deltas = new DeltaSearch(this.wide);

  constructor(idBytes: number) {
    this.idBytes = idBytes;
    const module = new WebAssembly.Module(Buffer.from(treeIdsModule, 'base64'));
    const { exports } = new WebAssembly.Instance(module, { memory: { bytes: this.#memory } });
    this.#treeIds = exports as unknown as TreeIds;
  }

  /** How many ids of the tree's next entries that are touched `foundIds` now holds the places of. */
  treeIds(at: number, end: number): number {
    const touchedEnd = TOUCHED_AT + 4 * this.touched.count;
    const outEnd = TREE_IDS_AT + 4 * MAX_TREE_IDS;
    const out = this.#treeIds.ids(at, end, TOUCHED_AT, touchedEnd, TREE_IDS_AT, outEnd, this.idBytes);
    return (out - TREE_IDS_AT) / 4;
  }

  /** Where `treeIds` stopped; 0 where what it was given is no tree. */
  get nextTreeEntry(): number {
    return this.#treeIds.next.value;
  }
}

export class NeedleSeams {
  readonly search: NeedleSearch;
  readonly plainSearch: NeedleSearch;
  readonly all: SeamTable;
  readonly plain: SeamTable;

  constructor(needles: readonly Needle[]) {
    const plain = needles.filter(({ hasNul }) => !hasNul);
    this.search = new NeedleSearch(needles);
    this.plainSearch = new NeedleSearch(plain);
    this.all = new SeamTable(needles);
    this.plain = new SeamTable(plain);
  }
}
