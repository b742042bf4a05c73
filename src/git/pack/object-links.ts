/**
 * What objects name: trees their entries, commits their tree and parents, tags their target. Gathered while they are
 * searched, so that nothing needs to be read again to tell whether something is missing. Runs in any thread, and
 * knows one pack alone: what it says holds as long as the pack does.
 */
import type { ObjectType } from '../batch-search.ts';
import { type IdTable, rankOf } from './id-table.ts';
import { ALL_TOUCHED, COMMIT_ROW, type LinkRows, NO_TREE, ROW_HEAD_BYTES, TREE_ROW } from './link-rows.ts';
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

export class LinkReader {
  readonly #rows: LinkRows;
  /** Of the pack at hand. */
  readonly #ids: IdTable;
  readonly #trees = new Uint32List();
  readonly #commits = new Uint32List();
  readonly #tags = new Uint32List();
  readonly #outward = new Uint32List();
  readonly #outside = new Map<string, number>();
  #isWhole = true;

  constructor({ links: rows }: Workbench, ids: IdTable) {
    this.#rows = rows;
    this.#rows.end = rows.start;
    this.#ids = ids;
  }

  get links(): Links {
    this.#lookUp();
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
    if (type === 'tree') this.readTree(self, at, at + size, ALL_TOUCHED);
    else if (type === 'commit') this.readCommit(self, at, at + size);
    else if (type === 'tag') this.readTag(self, at, at + size);
  }

  /** What a tree names within the bytes that the workbench has as touched. */
  readTree(self: number, at: number, end: number, touchedEnd: number): void {
    for (let from = at; from < end; ) {
      from = this.#rows.addTree(self, from, end, touchedEnd);
      if (from === NO_TREE) {
        this.#isWhole = false;
        return;
      }
      if (from < end) this.#lookUp();
    }
  }

  readCommit(self: number, at: number, end: number): void {
    const isAdded = this.#rows.addCommit(self, at, end) ?? this.#emptied().addCommit(self, at, end);
    // A commit with more parents than there is room for is git's to read.
    if (isAdded !== true) this.#isWhole = false;
  }

  readTag(self: number, at: number, end: number): void {
    const isAdded = this.#rows.addTag(self, at, end) ?? this.#emptied().addTag(self, at, end);
    if (isAdded !== true) this.#isWhole = false;
  }

  #emptied(): LinkRows {
    this.#lookUp();
    return this.#rows;
  }

  /** Numbers in place of ids, for all rows. */
  #lookUp(): void {
    const { words, start, end: rowsEnd } = this.#rows;
    const { idBytes } = this.#ids;
    for (let at = start; at < rowsEnd; ) {
      const self = words[at >> 2]!;
      const kind = words[(at >> 2) + 1]!;
      const count = words[(at >> 2) + 2]!;
      const from = at + ROW_HEAD_BYTES;
      at = from + count * idBytes;
      if (kind === COMMIT_ROW) this.#takeCommit(self, from, at);
      else this.#takePairs(kind === TREE_ROW ? this.#trees : this.#tags, self, from, at);
    }
    this.#rows.end = start;
  }

  #takePairs(pairs: Uint32List, self: number, from: number, end: number): void {
    const { idBytes } = this.#ids;
    let place = pairs.extend((2 * (end - from)) / idBytes);
    for (let at = from; at < end; at += idBytes) {
      pairs.set(place++, self);
      pairs.set(place++, this.#numberOf(at, self));
    }
  }

  #takeCommit(self: number, from: number, end: number): void {
    const commits = this.#commits;
    commits.push(self);
    commits.push((end - from) / this.#ids.idBytes);
    for (let at = from; at < end; at += this.#ids.idBytes) commits.push(this.#numberOf(at, self));
  }

  /** Of the id that stands in a row, and that `namer` names. */
  #numberOf(at: number, namer: number): number {
    const rank = rankOf(this.#ids, this.#rows.idWords, at >> 2);
    if (rank !== -1) return rank;
    const number = this.#ids.count + this.#outsidePlace(this.#rows.bytes, at);
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
}

/** What numbers of a part are for whoever asks. */
export interface Numbering {
  /** The first of the part's own objects. */
  readonly first: number;
  /** How many it has. */
  readonly count: number;
  /** What is outside of it, by place; for what is nowhere, no number of an object. */
  readonly outside: Uint32Array;
}

export interface TreeLinks extends Numbering {
  readonly trees: Uint32Array;
}

export function inStore(number: number, { first, count, outside }: Numbering): number {
  return number < count ? first + number : outside[number - count]!;
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
    for (const part of parts) {
      const places = placesOfAsked(part, isAsked);
      for (const at of places) {
        const tree = inStore(part.trees[at]!, part);
        take(tree, inStore(part.trees[at + 1]!, part));
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

/** Where in the links those begin that lead to what is asked for. On its own, so that it is compiled well. */
function placesOfAsked({ trees, first, count, outside }: TreeLinks, isAsked: Uint8Array): number[] {
  const places: number[] = [];
  for (let at = 1; at < trees.length; at += 2) {
    const number = trees[at]!;
    if (isAsked[number < count ? first + number : outside[number - count]!] === 1) places.push(at - 1);
  }
  return places;
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
  // Numbers as they are: nothing of what is asked for is outside.
  const asTheyAre = { first: 0, count: 2 ** 32, outside: new Uint32Array(0) };
  const trees = parts.map((part) => ({ trees: part.trees, ...asTheyAre }));
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
