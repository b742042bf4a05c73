/**
 * What objects name: trees their entries, commits their tree and parents, tags their target. Gathered while they are
 * searched, so that nothing needs to be read again to tell whether something is missing. Runs in any thread, and
 * knows one pack alone: what it says holds as long as the pack does.
 */
import type { ObjectType } from '../batch-search.ts';
import { type IdTable, rankOf } from './id-table.ts';
import { Uint32List } from './uint32-list.ts';
import type { Workbench } from './workbench.ts';

/**
 * Numbers stand for objects: below the count of the pack, the rank of their id in it; from there on, a place in
 * `outside`.
 */
export interface Links {
  /** Pairs of a tree and an entry of it that its base does not have. */
  readonly trees: Uint32Array;
  /** For each commit: itself, how many numbers follow, its tree, its parents. */
  readonly commits: Uint32Array;
  /** Pairs of a tag and its target. */
  readonly tags: Uint32Array;
  /** Ids of what the pack does not have, one behind the other. */
  readonly outside: Uint8Array;
  /** `false` where something could not be made sense of, or too much is outside. */
  readonly isWhole: boolean;
}

/** More than this is no pack of a working repository: git is asked. */
const MAX_OUTSIDE = 1_000_000;
const NO_LINE = -1;
const LINE_FEED = 0x0a;

export class LinkReader {
  readonly #bench: Workbench;
  /** Of the pack at hand. */
  readonly #ids: IdTable;
  readonly #trees = new Uint32List();
  readonly #commits = new Uint32List();
  readonly #tags = new Uint32List();
  readonly #outside = new Map<string, number>();
  #isWhole = true;
  readonly #id = Buffer.alloc(32);

  constructor(bench: Workbench, ids: IdTable) {
    this.#bench = bench;
    this.#ids = ids;
  }

  get links(): Links {
    return {
      trees: this.#trees.numbers,
      commits: this.#commits.numbers,
      tags: this.#tags.numbers,
      outside: Buffer.from([...this.#outside.keys()].join(''), 'hex'),
      isWhole: this.#isWhole,
    };
  }

  /** What an object in the arena names, all of it. `self`: its number. */
  read(type: ObjectType, self: number, { at, size }: { at: number; size: number }): void {
    if (type === 'tree') this.readTree(self, { at, size, touchedEnd: this.#bench.touchAll(at, at + size) });
    else if (type === 'commit') this.readCommit(self, at, size);
    else if (type === 'tag') this.readTag(self, at, size);
  }

  /** What a tree names within the bytes that the workbench has as touched. */
  readTree(self: number, { at, size, touchedEnd }: { at: number; size: number; touchedEnd: number }): void {
    const { wide, foundIds } = this.#bench;
    const end = at + size;
    for (let from = at; from < end; ) {
      const count = this.#bench.treeIds(from, end, touchedEnd);
      for (let place = 0; place < count; place++) {
        this.#trees.push(self);
        this.#trees.push(this.#numberOf(wide, foundIds[place]!));
      }
      from = this.#bench.nextTreeEntry;
      if (from === 0) {
        this.#isWhole = false;
        return;
      }
    }
  }

  readCommit(self: number, at: number, size: number): void {
    const end = at + size;
    let next = this.#idLine(TREE_WORD, at, end);
    if (next === NO_LINE) {
      this.#isWhole = false;
      return;
    }
    const commits = this.#commits;
    commits.push(self);
    const countAt = commits.length;
    commits.push(0);
    while (next !== NO_LINE) {
      commits.push(this.#numberOf(this.#id, 0));
      next = this.#idLine(PARENT_WORD, next, end);
    }
    commits.set(countAt, commits.length - countAt - 1);
  }

  readTag(self: number, at: number, size: number): void {
    if (this.#idLine(OBJECT_WORD, at, at + size) === NO_LINE) {
      this.#isWhole = false;
      return;
    }
    this.#tags.push(self);
    this.#tags.push(this.#numberOf(this.#id, 0));
  }

  /** Of the id that stands in `bytes` at `at`. */
  #numberOf(bytes: Buffer, at: number): number {
    const rank = rankOf(this.#ids, bytes, at);
    return rank === -1 ? this.#ids.count + this.#outsidePlace(bytes, at) : rank;
  }

  #outsidePlace(bytes: Buffer, at: number): number {
    const id = bytes.toString('hex', at, at + this.#ids.idBytes);
    const known = this.#outside.get(id);
    if (known !== undefined) return known;
    if (this.#outside.size === MAX_OUTSIDE) {
      this.#isWhole = false;
      return 0;
    }
    this.#outside.set(id, this.#outside.size);
    return this.#outside.size - 1;
  }

  /** Reads `<word> <id in hex>` and a line feed. Where the next line begins, or `NO_LINE`. */
  #idLine(word: Buffer, from: number, end: number): number {
    const { wide } = this.#bench;
    const { idBytes } = this.#ids;
    const idAt = from + word.length;
    const lineEnd = idAt + 2 * idBytes;
    if (lineEnd >= end || wide[lineEnd] !== LINE_FEED) return NO_LINE;
    for (let at = 0; at < word.length; at++) if (wide[from + at] !== word[at]) return NO_LINE;
    for (let at = 0; at < idBytes; at++) {
      const digits = (HEX[wide[idAt + 2 * at]!]! << 4) | HEX[wide[idAt + 2 * at + 1]!]!;
      if (digits > 0xff) return NO_LINE;
      this.#id[at] = digits;
    }
    return lineEnd + 1;
  }
}

const TREE_WORD = Buffer.from('tree ');
const PARENT_WORD = Buffer.from('parent ');
const OBJECT_WORD = Buffer.from('object ');

/** What each character stands for; more than a byte where it is no digit. */
const HEX = new Uint16Array(256).fill(0xfff);
for (let digit = 0; digit < 16; digit++) HEX[digit.toString(16).charCodeAt(0)] = digit;

/** All parts of one pack as one. `count`: of the objects in the pack. */
function joined(parts: readonly Links[], { count, idBytes }: IdTable): Links {
  const lists = { trees: new Uint32List(), commits: new Uint32List(), tags: new Uint32List() };
  const places = new Map<string, number>();
  for (const part of parts) {
    const ids = Buffer.from(part.outside);
    const numbers: number[] = [];
    for (let at = 0; at < ids.length; at += idBytes) {
      const id = ids.toString('hex', at, at + idBytes);
      const place = places.get(id) ?? places.size;
      places.set(id, place);
      numbers.push(count + place);
    }
    const inAll = (number: number) => (number < count ? number : numbers[number - count]!);
    for (const number of part.trees) lists.trees.push(inAll(number));
    for (const number of part.tags) lists.tags.push(inAll(number));
    for (let at = 0; at < part.commits.length; at += 2 + part.commits[at + 1]!) {
      lists.commits.push(part.commits[at]!);
      lists.commits.push(part.commits[at + 1]!);
      for (let place = 2; place < 2 + part.commits[at + 1]!; place++)
        lists.commits.push(inAll(part.commits[at + place]!));
    }
  }
  return {
    trees: lists.trees.numbers,
    commits: lists.commits.numbers,
    tags: lists.tags.numbers,
    outside: Buffer.from([...places.keys()].join(''), 'hex'),
    isWhole: parts.every(({ isWhole }) => isWhole),
  };
}

/**
 * Without the trees that lead to nothing outside: all that is needed to tell what is missing as long as the pack is
 * the same, and next to nothing for a pack that is whole in itself.
 */
export function linksToOutside(parts: readonly Links[], table: IdTable): Links {
  const links = joined(parts, table);
  const trees = new Uint32List();
  if (links.outside.length === 0) return { ...links, trees: trees.numbers };
  const namers = new Map<number, number[]>();
  for (let at = 0; at < links.trees.length; at += 2) {
    const child = links.trees[at + 1]!;
    const known = namers.get(child);
    if (known) known.push(links.trees[at]!);
    else namers.set(child, [links.trees[at]!]);
  }
  const seen = new Set([...namers.keys()].filter((child) => child >= table.count));
  // A set that grows while it is walked.
  for (const child of seen) {
    for (const tree of namers.get(child) ?? []) {
      trees.push(tree);
      trees.push(child);
      seen.add(tree);
    }
  }
  return { ...links, trees: trees.numbers };
}
