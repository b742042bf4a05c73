/** What one thread keeps from one object to the next: memory, the inflater, and the needles in the forms it needs. */
import type { HitCheck } from '../../core/hit-trial.ts';
import type { Sought } from '../../core/needle-search.ts';
import { type SearchMemory, searchMemoryIn } from '../../core/search-memory.ts';
import { AHEAD_BYTES, DeltaSearch, ROW_BYTES, type Room, writeSeamTable } from './delta-search.ts';
import { ContentRoom } from './hit-contents.ts';
import { createInflater, INFLATE_SLACK, INFLATE_WORK_BYTES, type Inflater } from './inflate.ts';
import { LinkRows } from './link-rows.ts';

/** Larger objects are git's to read. */
export const MAX_OBJECT_BYTES = 32 * 1024 * 1024;
/** Bases, the object at hand and its delta. Memory that is never touched costs nothing. */
export const ARENA_BYTES = 4 * MAX_OBJECT_BYTES;
/** Behind the arena: small things, which are looked through together. Fits the processor's cache. */
export const LOG_AT = ARENA_BYTES + INFLATE_SLACK;
export const LOG_BYTES = 128 * 1024;

/** A base with more needles than this hands down that it has some, not where. */
export const MAX_SPANS = 128;
/** One with more chance hits, too. */
export const MAX_CHANCES = 256;

/** Behind the log: which bytes of a tree are new, as pairs of begin and end; what objects name; and so on. */
const TOUCHED = roomBehind(LOG_AT + LOG_BYTES + INFLATE_SLACK, 32 * 1024);
const LINK_ROWS = roomBehind(TOUCHED.end, 64 * 1024);
const SPANS = roomBehind(LINK_ROWS.end, 8 * MAX_SPANS);
const CHANCES = roomBehind(SPANS.end, 16 * MAX_CHANCES);
const PASSED = roomBehind(CHANCES.end, 16 * MAX_CHANCES);
const ROW = roomBehind(PASSED.end, 4 * Math.ceil(ROW_BYTES / 4));
const AHEAD = roomBehind(ROW.end, AHEAD_BYTES);
const SEAMS = roomBehind(AHEAD.end, 512 * 1024);
/** For what is searched for in all of this; larger than any needles need that fit the table of seams. */
const SEARCH_TABLES = roomBehind(SEAMS.end, 512 * 1024);
const INFLATER = roomBehind(SEARCH_TABLES.end, INFLATE_WORK_BYTES);
const PAGES = Math.ceil(INFLATER.end / (64 * 1024));

function roomBehind(at: number, bytes: number): Room {
  return { at, end: at + bytes };
}

const DELTA_ROOMS = {
  touched: TOUCHED,
  spans: SPANS,
  chances: CHANCES,
  passed: PASSED,
  row: ROW,
  ahead: AHEAD,
};

export class Workbench {
  readonly idBytes: number;
  readonly memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });
  /** Everything is inflated and rebuilt in here. */
  readonly wide = Buffer.from(this.memory.buffer);
  readonly inflater: Inflater = createInflater({
    memory: this.memory,
    bytes: this.wide,
    work: INFLATER.at,
  });
  /** Bases from its begin on, large things at its end. */
  readonly arena = this.wide.subarray(0, ARENA_BYTES);

  readonly links: LinkRows;
  readonly contentRoom = new ContentRoom();

  constructor(idBytes: number) {
    this.idBytes = idBytes;
    this.links = new LinkRows(this.memory, { rows: LINK_ROWS, touched: TOUCHED, idBytes });
  }
}

export class NeedleSeams {
  /** Tells chance hits, where there is one. */
  readonly check: HitCheck | undefined;
  /** Of all that the workbench holds, where it is. */
  readonly search: SearchMemory;
  readonly deltas: DeltaSearch;
  /** Where their tables of seams are. */
  readonly all: number;
  readonly plain: number;

  /** In place of those that the workbench had before. */
  constructor({ wide, memory }: Workbench, sought: Sought, check?: HitCheck) {
    this.check = check;
    const plain = sought.needles.filter(({ skipsTrees }) => !skipsTrees);
    this.search = searchMemoryIn(memory, sought, SEARCH_TABLES);
    this.deltas = new DeltaSearch(memory, this.search, DELTA_ROOMS);
    this.all = SEAMS.at;
    this.plain = writeSeamTable(wide, SEAMS, sought);
    writeSeamTable(wide, { at: this.plain, end: SEAMS.end }, { needles: plain, hasEncodedText: false });
  }
}
