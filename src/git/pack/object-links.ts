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
  /** Pairs out of all of those: who names something outside, and what. */
  readonly outward: Uint32Array;
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
  readonly #outward = new Uint32List();
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
      outward: this.#outward.numbers,
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
        this.#trees.push(this.#numberOf(wide, foundIds[place]!, self));
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
      commits.push(this.#numberOf(this.#id, 0, self));
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
    this.#tags.push(this.#numberOf(this.#id, 0, self));
  }

  /** Of the id that stands in `bytes` at `at`, and that `namer` names. */
  #numberOf(bytes: Buffer, at: number, namer: number): number {
    const rank = rankOf(this.#ids, bytes, at);
    if (rank !== -1) return rank;
    const number = this.#ids.count + this.#outsidePlace(bytes, at);
    this.#outward.push(namer);
    this.#outward.push(number);
    return number;
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

/** Trees of a part, and what its numbers are for whoever asks; for what is nowhere, no number below the count. */
export interface TreeLinks {
  readonly trees: Uint32Array;
  readonly numberOf: (number: number) => number;
}

/**
 * Calls back with each tree that was found to have one of these objects, and what it has; with each that has such a
 * tree; and so on. All links are looked through once for each level of folders: few ask, and no index of them is made.
 */
export function forEachTreeAbove(
  objects: Iterable<number>,
  { parts, count }: { parts: readonly TreeLinks[]; count: number },
  take: (tree: number, entry: number) => void,
): void {
  const isAsked = new Uint8Array(count);
  const seen = new Set<number>();
  for (let asked = new Set(objects); asked.size > 0; ) {
    for (const number of asked) isAsked[number] = 1;
    const found = new Set<number>();
    for (const { trees, numberOf } of parts) {
      for (let at = 1; at < trees.length; at += 2) {
        const entry = numberOf(trees[at]!);
        if (isAsked[entry] !== 1) continue;
        const tree = numberOf(trees[at - 1]!);
        take(tree, entry);
        found.add(tree);
      }
    }
    for (const number of asked) {
      isAsked[number] = 0;
      seen.add(number);
    }
    asked = new Set([...found].filter((tree) => !seen.has(tree)));
  }
}

/**
 * All parts of one pack as one, without the trees that lead to nothing outside: all that is needed to tell what is
 * missing as long as the pack is the same, and next to nothing for a pack that is whole in itself.
 */
export function linksToOutside(parts: readonly Links[], { count, idBytes }: IdTable): Links {
  const places = new Map<string, number>();
  const lists = {
    trees: new Uint32List(),
    commits: new Uint32List(),
    tags: new Uint32List(),
    outward: new Uint32List(),
  };
  for (const part of parts) {
    const inAll = renumbering(part, { count, idBytes, places });
    for (const number of part.tags) lists.tags.push(inAll(number));
    for (const number of part.outward) lists.outward.push(inAll(number));
    for (let at = 0; at < part.commits.length; at += 2 + part.commits[at + 1]!) {
      lists.commits.push(part.commits[at]!);
      lists.commits.push(part.commits[at + 1]!);
      for (let place = at + 2; place < at + 2 + part.commits[at + 1]!; place++)
        lists.commits.push(inAll(part.commits[place]!));
    }
  }
  const namers = lists.outward.numbers.filter((_, at) => at % 2 === 0);
  const trees = parts.map((part) => ({ trees: part.trees, numberOf: (number: number) => number }));
  forEachTreeAbove(namers, { parts: trees, count }, (tree, entry) => {
    lists.trees.push(tree);
    lists.trees.push(entry);
  });
  return {
    trees: lists.trees.numbers,
    commits: lists.commits.numbers,
    tags: lists.tags.numbers,
    outward: lists.outward.numbers,
    outside: Buffer.from([...places.keys()].join(''), 'hex'),
    isWhole: parts.every(({ isWhole }) => isWhole),
  };
}

/** From the numbers of one part to those of all, in which what is outside has one place for all of them. */
function renumbering(
  { outside }: Links,
  { count, idBytes, places }: { count: number; idBytes: number; places: Map<string, number> },
): (number: number) => number {
  const ids = Buffer.from(outside);
  const numbers: number[] = [];
  for (let at = 0; at < ids.length; at += idBytes) {
    const id = ids.toString('hex', at, at + idBytes);
    const place = places.get(id) ?? places.size;
    places.set(id, place);
    numbers.push(count + place);
  }
  return (number) => (number < count ? number : numbers[number - count]!);
}
