/**
 * Tells what is missing from a store: objects that something reachable names and that are nowhere. git would walk all
 * trees of all commits once more for that. Here the objects were read anyway; what is missing, if anything, is led back
 * from tree to tree to a commit that the tips reach.
 */
import { type IdTable, rankOf, wordsIn, wordsOf } from './id-table.ts';
import { forEachTreeAbove, inStore, type Links, type Numbering } from './object-links.ts';

/** In place of a number: the object is in no table. */
export const MISSING = 0xffffffff;
const NOWHERE = -1;

/** The links of one pack or of the loose objects, and what its numbers are in the store. */
class Part implements Numbering {
  readonly links: Links;
  readonly first: number;
  readonly count: number;
  readonly outside: Uint32Array;

  constructor(links: Links, { first, count, outside }: Numbering) {
    this.links = links;
    this.first = first;
    this.count = count;
    this.outside = outside;
  }

  /** By id, the objects that name it, as the store numbers them. */
  missing(idBytes: number): Map<string, number[]> {
    const found = new Map<string, number[]>();
    if (!this.outside.includes(MISSING)) return found;
    const ids = Buffer.from(this.links.outside);
    const { outward } = this.links;
    for (let at = 0; at < outward.length; at += 2) {
      const place = outward[at + 1]! - this.count;
      if (this.outside[place] !== MISSING) continue;
      const id = ids.toString('hex', place * idBytes, (place + 1) * idBytes);
      found.set(id, [...(found.get(id) ?? []), inStore(outward[at]!, this)]);
    }
    return found;
  }
}

export class StoreLinks {
  readonly #tables: readonly IdTable[];
  /** The number of the first object of each table. */
  readonly #firsts: readonly number[];
  readonly #count: number;
  readonly #parts: Part[] = [];
  #isWhole = true;

  /** Of all packs and of the loose objects. */
  constructor(tables: readonly IdTable[]) {
    let count = 0;
    this.#firsts = tables.map((table) => {
      count += table.count;
      return count - table.count;
    });
    this.#tables = tables;
    this.#count = count;
  }

  /** Of what is in the table at `place`. */
  add(links: Links, place: number): void {
    const { count, idBytes } = this.#tables[place]!;
    const outside = new Uint32Array(links.outside.length / idBytes);
    const ids = wordsOf(links.outside);
    for (let at = 0; at < outside.length; at++) outside[at] = this.#numberOf(ids, at * wordsIn(idBytes));
    this.#parts.push(new Part(links, { first: this.#firsts[place]!, count, outside }));
    if (!links.isWhole) this.#isWhole = false;
  }

  /** An object could not be read that may name others. */
  noteUnread(): void {
    this.#isWhole = false;
  }

  /**
   * The missing objects that are reachable from the tips: any objects. `undefined` where that cannot be told:
   * something that names a missing object has not been found to be reachable, which does not mean that it is not.
   */
  missingFrom(tips: Iterable<number>): string[] | undefined {
    if (!this.#isWhole) return undefined;
    const missing = this.#missing();
    if (missing.size === 0) return [];
    const isReachable = this.#reachableFrom(tips);
    const treesOf = this.#treesAbove([...missing.values()].flat());
    const found = [...missing].filter(([, namers]) => isAnyReachable(namers, isReachable, treesOf));
    return found.length === missing.size ? found.map(([id]) => id) : undefined;
  }

  /** By id, the objects that name it. */
  #missing(): Map<string, number[]> {
    const missing = new Map<string, number[]>();
    for (const part of this.#parts) {
      for (const [id, namers] of part.missing(this.#tables[0]!.idBytes)) {
        missing.set(id, [...(missing.get(id) ?? []), ...namers]);
      }
    }
    return missing;
  }

  /** Commits, tags and what they name: root trees, but not what is in them. */
  #reachableFrom(tips: Iterable<number>): Uint8Array {
    const { starts, lists } = this.#namedByCommitsAndTags();
    const isReachable = new Uint8Array(this.#count);
    // Each is put there once.
    const pending = new Uint32Array(this.#count);
    let length = 0;
    for (const number of tips) {
      if (number === MISSING || isReachable[number] === 1) continue;
      isReachable[number] = 1;
      pending[length++] = number;
    }
    while (length > 0) {
      const start = starts[pending[--length]!]!;
      if (start === NOWHERE) continue;
      const end = start + 1 + lists[start]!;
      for (let at = start + 1; at < end; at++) {
        const number = lists[at]!;
        if (number === MISSING || isReachable[number] === 1) continue;
        isReachable[number] = 1;
        pending[length++] = number;
      }
    }
    return isReachable;
  }

  /** For each object where its list begins: how many it names, and these. */
  #namedByCommitsAndTags(): { starts: Int32Array; lists: Uint32Array } {
    const starts = new Int32Array(this.#count).fill(NOWHERE);
    const room = this.#parts.reduce((sum, { links }) => sum + links.commits.length + links.tags.length, 0);
    const lists = new Uint32Array(room);
    let length = 0;
    for (const { links, first, count, outside } of this.#parts) {
      const { commits, tags } = links;
      // As `inStore` has it. In this loop, which runs once, a call would take longer than all else.
      for (let at = 0; at < commits.length; ) {
        starts[first + commits[at]!] = length;
        const end = at + 2 + commits[at + 1]!;
        lists[length++] = end - at - 2;
        for (at += 2; at < end; at++) {
          const number = commits[at]!;
          lists[length++] = number < count ? first + number : outside[number - count]!;
        }
      }
      for (let at = 0; at < tags.length; at += 2) {
        starts[first + tags[at]!] = length;
        lists[length++] = 1;
        lists[length++] = inStore(tags[at + 1]!, { first, count, outside });
      }
    }
    return { starts, lists };
  }

  /** For each of these objects, and of the trees that have them, and so on: the trees that were found to have it. */
  #treesAbove(numbers: readonly number[]): Map<number, number[]> {
    const above = new Map<number, number[]>();
    const parts = this.#parts.map(({ links, first, count, outside }) => ({
      trees: links.trees,
      ...{ first, count, outside },
    }));
    forEachTreeAbove(numbers, { parts, count: this.#count }, (tree, entry) => {
      const known = above.get(entry);
      if (known) known.push(tree);
      else above.set(entry, [tree]);
    });
    return above;
  }

  #numberOf(words: Int32Array, at: number): number {
    for (let place = 0; place < this.#tables.length; place++) {
      const rank = rankOf(this.#tables[place]!, words, at);
      if (rank !== -1) return this.#firsts[place]! + rank;
    }
    return MISSING;
  }

  /** What stands for objects here; `MISSING` for each that is nowhere. */
  numbersOf(ids: readonly string[]): Uint32Array {
    // There may be thousands of refs.
    const length = wordsIn(this.#tables[0]!.idBytes);
    const all = wordsOf(Buffer.from(ids.join(''), 'hex'));
    const numbers = new Uint32Array(ids.length);
    for (let place = 0; place < ids.length; place++) numbers[place] = this.#numberOf(all, place * length);
    return numbers;
  }
}

/** From these objects up through the trees that have them. */
function isAnyReachable(
  numbers: readonly number[],
  isReachable: Uint8Array,
  treesOf: ReadonlyMap<number, readonly number[]>,
): boolean {
  const seen = new Set(numbers);
  // A set that grows while it is walked.
  for (const number of seen) {
    if (isReachable[number] === 1) return true;
    for (const tree of treesOf.get(number) ?? []) seen.add(tree);
  }
  return false;
}
