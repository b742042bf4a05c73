/**
 * What objects name: trees their entries, commits their tree and parents, tags their target. Gathered while they are
 * searched, so that nothing needs to be read again to tell whether something is missing. Runs in any thread.
 * Objects have numbers here: the place of their id in the tables of all packs and of the loose objects, put together.
 */
import type { ObjectType } from '../batch-search.ts';
import { type IdTable, rankOf } from './id-table.ts';
import { Uint32List } from './uint32-list.ts';
import type { Workbench } from './workbench.ts';

/** In place of a number: the object is in no table. */
export const MISSING = 0xffffffff;
/** More than this is no accident: git is asked. */
export const MAX_MISSING = 10_000;

export interface StoredIds {
  readonly tables: readonly IdTable[];
  /** The number of the first id of each table. */
  readonly firsts: readonly number[];
}

export function storedIds(tables: readonly IdTable[]): StoredIds {
  const firsts: number[] = [];
  let total = 0;
  for (const { count } of tables) {
    firsts.push(total);
    total += count;
  }
  return { tables, firsts };
}

/** The table at `first` is asked before the others. */
export function numberOf({ tables, firsts }: StoredIds, bytes: Uint8Array, at: number, first = 0): number {
  const rank = tables.length === 0 ? -1 : rankOf(tables[first]!, bytes, at);
  if (rank !== -1) return firsts[first]! + rank;
  for (let place = 0; place < tables.length; place++) {
    if (place === first) continue;
    const found = rankOf(tables[place]!, bytes, at);
    if (found !== -1) return firsts[place]! + found;
  }
  return MISSING;
}

/** An object is named by its entry in the pack that it was read from, what it links to by number. */
export interface Links {
  /** Pairs of a tree and an entry of it that its base does not have. */
  readonly trees: Uint32Array;
  /** For each commit: itself, how many numbers follow, its tree, its parents. */
  readonly commits: Uint32Array;
  /** Pairs of a tag and its target. */
  readonly tags: Uint32Array;
  /** What is missing, by id, and the objects that name it. */
  readonly missing: ReadonlyMap<string, readonly number[]>;
  /** `false` where something could not be made sense of, or too much is missing. */
  readonly isWhole: boolean;
}

const NO_LINE = -1;
const LINE_FEED = 0x0a;

export class LinkReader {
  readonly #bench: Workbench;
  readonly #ids: StoredIds;
  /** The table of the pack at hand. */
  readonly #own: number;
  readonly #trees = new Uint32List();
  readonly #commits = new Uint32List();
  readonly #tags = new Uint32List();
  readonly #missing = new Map<string, number[]>();
  #isWhole = true;
  readonly #id = Buffer.alloc(32);

  constructor(bench: Workbench, ids: StoredIds, own: number) {
    this.#bench = bench;
    this.#ids = ids;
    this.#own = own;
  }

  get links(): Links {
    return {
      trees: this.#trees.numbers,
      commits: this.#commits.numbers,
      tags: this.#tags.numbers,
      missing: this.#missing,
      isWhole: this.#isWhole,
    };
  }

  /** What an object in the arena names, all of it. */
  read(type: ObjectType, { entry, at, size }: { entry: number; at: number; size: number }): void {
    if (type === 'tree') this.readTree(entry, { at, size, touchedEnd: this.#bench.touchAll(at, at + size) });
    else if (type === 'commit') this.readCommit(entry, at, size);
    else if (type === 'tag') this.readTag(entry, at, size);
  }

  /** What a tree names within the bytes that the workbench has as touched. */
  readTree(entry: number, { at, size, touchedEnd }: { at: number; size: number; touchedEnd: number }): void {
    const { wide, foundIds } = this.#bench;
    const end = at + size;
    for (let from = at; from < end; ) {
      const count = this.#bench.treeIds(from, end, touchedEnd);
      for (let place = 0; place < count; place++) this.#linkTree(entry, foundIds[place]!, wide);
      from = this.#bench.nextTreeEntry;
      if (from === 0) {
        this.#isWhole = false;
        return;
      }
    }
  }

  #linkTree(entry: number, at: number, wide: Buffer): void {
    const number = numberOf(this.#ids, wide, at, this.#own);
    if (number === MISSING) this.#miss(entry, wide.toString('hex', at, at + this.#idBytes));
    else {
      this.#trees.push(entry);
      this.#trees.push(number);
    }
  }

  readCommit(entry: number, at: number, size: number): void {
    const end = at + size;
    let next = this.#idLine(TREE_WORD, at, end);
    if (next === NO_LINE) {
      this.#isWhole = false;
      return;
    }
    const commits = this.#commits;
    commits.push(entry);
    const countAt = commits.length;
    commits.push(1);
    commits.push(this.#lookUp(entry));
    for (next = this.#idLine(PARENT_WORD, next, end); next !== NO_LINE; ) {
      commits.push(this.#lookUp(entry));
      next = this.#idLine(PARENT_WORD, next, end);
    }
    commits.set(countAt, commits.length - countAt - 1);
  }

  readTag(entry: number, at: number, size: number): void {
    if (this.#idLine(OBJECT_WORD, at, at + size) === NO_LINE) {
      this.#isWhole = false;
      return;
    }
    this.#tags.push(entry);
    this.#tags.push(this.#lookUp(entry));
  }

  get #idBytes(): number {
    return this.#bench.idBytes;
  }

  /** Of the id that was read last. */
  #lookUp(entry: number): number {
    const number = numberOf(this.#ids, this.#id, 0, this.#own);
    if (number === MISSING) this.#miss(entry, this.#id.toString('hex', 0, this.#idBytes));
    return number;
  }

  /** Reads `<word> <id in hex>` and a line feed. Where the next line begins, or `NO_LINE`. */
  #idLine(word: Buffer, from: number, end: number): number {
    const { wide } = this.#bench;
    const idAt = from + word.length;
    const lineEnd = idAt + 2 * this.#idBytes;
    if (lineEnd >= end || wide[lineEnd] !== LINE_FEED) return NO_LINE;
    for (let at = 0; at < word.length; at++) if (wide[from + at] !== word[at]) return NO_LINE;
    for (let at = 0; at < this.#idBytes; at++) {
      const digits = (HEX[wide[idAt + 2 * at]!]! << 4) | HEX[wide[idAt + 2 * at + 1]!]!;
      if (digits > 0xff) return NO_LINE;
      this.#id[at] = digits;
    }
    return lineEnd + 1;
  }

  #miss(entry: number, id: string): void {
    const known = this.#missing.get(id);
    if (known) known.push(entry);
    else if (this.#missing.size < MAX_MISSING) this.#missing.set(id, [entry]);
    else this.#isWhole = false;
  }
}

const TREE_WORD = Buffer.from('tree ');
const PARENT_WORD = Buffer.from('parent ');
const OBJECT_WORD = Buffer.from('object ');

/** What each character stands for; more than a byte where it is no digit. */
const HEX = new Uint16Array(256).fill(0xfff);
for (let digit = 0; digit < 16; digit++) HEX[digit.toString(16).charCodeAt(0)] = digit;
