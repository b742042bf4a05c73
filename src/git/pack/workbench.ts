/** What one thread keeps from one object to the next: memory, the inflater, and the needles in the forms it needs. */
import type { HitCheck } from '../../core/hit-check.ts';
import type { Sought } from '../../core/needle-search.ts';
import { type SearchMemory, searchMemoryIn } from '../../core/search-memory.ts';
import { DeltaSearch, type Room, writeSeamTable } from './delta-search.ts';
import { createInflater, INFLATE_SLACK, INFLATE_WORK_BYTES, type Inflater } from './inflate.ts';
import { wasm as treeIdsModule } from './tree-ids.wat';

/** Larger objects are git's to read. */
export const MAX_OBJECT_BYTES = 32 * 1024 * 1024;
/** Bases, the object at hand and its delta. Memory that is never touched costs nothing. */
export const ARENA_BYTES = 4 * MAX_OBJECT_BYTES;
/** Behind the arena: small things, which are looked through together. Fits the processor's cache. */
export const LOG_AT = ARENA_BYTES + INFLATE_SLACK;
export const LOG_BYTES = 128 * 1024;

/** A base with more needles than this hands down that it has some, not where. */
export const MAX_SPANS = 128;

/** Behind the log: which bytes of a tree are new, as pairs of begin and end; where ids stand in them; and so on. */
const TOUCHED = roomBehind(LOG_AT + LOG_BYTES + INFLATE_SLACK, 32 * 1024);
const TREE_IDS = roomBehind(TOUCHED.end, 16 * 1024);
const SPANS = roomBehind(TREE_IDS.end, 8 * MAX_SPANS);
const SEAMS = roomBehind(SPANS.end, 512 * 1024);
/** For what is searched for in all of this; larger than any needles need that fit the table of seams. */
const SEARCH_TABLES = roomBehind(SEAMS.end, 512 * 1024);
const INFLATER = roomBehind(SEARCH_TABLES.end, INFLATE_WORK_BYTES);
const PAGES = Math.ceil(INFLATER.end / (64 * 1024));

function roomBehind(at: number, bytes: number): Room {
  return { at, end: at + bytes };
}

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
  readonly memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });
  readonly #treeIds: TreeIds;
  /** Everything is inflated and rebuilt in here. */
  readonly wide = Buffer.from(this.memory.buffer);
  readonly inflater: Inflater = createInflater({
    memory: this.memory,
    bytes: this.wide,
    work: INFLATER.at,
  });
  readonly foundIds = new Uint32Array(this.memory.buffer, TREE_IDS.at, (TREE_IDS.end - TREE_IDS.at) / 4);
  /** Bases from its begin on, large things at its end. */
  readonly arena = this.wide.subarray(0, ARENA_BYTES);
  readonly deltas = new DeltaSearch(this.memory, { touched: TOUCHED, spans: SPANS });

  constructor(idBytes: number) {
    this.idBytes = idBytes;
    const module = new WebAssembly.Module(Buffer.from(treeIdsModule, 'base64'));
    const { exports } = new WebAssembly.Instance(module, { memory: { bytes: this.memory } });
    this.#treeIds = exports as unknown as TreeIds;
  }

  /** Of a tree that is not a delta, all is new. Gives the end of the ranges, for `treeIds`. */
  touchAll(at: number, end: number): number {
    this.wide.writeUInt32LE(at, TOUCHED.at);
    return this.wide.writeUInt32LE(end, TOUCHED.at + 4);
  }

  /** How many ids of the tree's next entries that are touched `foundIds` now holds the places of. */
  treeIds(at: number, end: number, touchedEnd: number): number {
    const out = this.#treeIds.ids(at, end, TOUCHED.at, touchedEnd, TREE_IDS.at, TREE_IDS.end, this.idBytes);
    return (out - TREE_IDS.at) / 4;
  }

  /** Where `treeIds` stopped; 0 where what it was given is no tree. */
  get nextTreeEntry(): number {
    return this.#treeIds.next.value;
  }
}

export class NeedleSeams {
  /** Tells chance hits, where there is one. */
  readonly check: HitCheck | undefined;
  /** Of all that the workbench holds, where it is. */
  readonly search: SearchMemory;
  /** Where their tables of seams are. */
  readonly all: number;
  readonly plain: number;

  /** In place of those that the workbench had before. */
  constructor({ wide, memory }: Workbench, sought: Sought, check?: HitCheck) {
    this.check = check;
    const plain = sought.needles.filter(({ skipsTrees }) => !skipsTrees);
    this.search = searchMemoryIn(memory, sought, SEARCH_TABLES);
    this.all = SEAMS.at;
    this.plain = writeSeamTable(wide, SEAMS, sought);
    writeSeamTable(wide, { at: this.plain, end: SEAMS.end }, { needles: plain, hasEncodedText: false });
  }
}
