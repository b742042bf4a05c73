/**
 * Tells what is missing from a store: objects that something reachable names and that are nowhere. git would walk all
 * trees of all commits once more for that. Here the objects were read anyway; what is missing, if anything, is led back
 * from tree to tree to a commit that the tips reach.
 */
import { type IdTable, rankOf } from './id-table.ts';
import type { Links } from './object-links.ts';

/** In place of a number: the object is in no table. */
const MISSING = 0xffffffff;
const NOWHERE = -1;

/** The links of one pack or of the loose objects, and what its numbers are in the store. */
class Part {
  readonly links: Links;
  readonly #first: number;
  readonly #count: number;
  readonly #outside: Uint32Array;

  constructor(
    links: Links,
    { first, count, outside }: { first: number; count: number; outside: Uint32Array },
  ) {
    this.links = links;
    this.#first = first;
    this.#count = count;
    this.#outside = outside;
  }

  /** `MISSING` for what is nowhere in the store. */
  inStore(number: number): number {
    return number < this.#count ? this.#first + number : this.#outside[number - this.#count]!;
  }

  /** By id, the objects that name it, as the store numbers them. */
  missing(idBytes: number): Map<string, number[]> {
    const found = new Map<string, number[]>();
    if (!this.#outside.includes(MISSING)) return found;
    const ids = Buffer.from(this.links.outside);
    this.#forEach((namer, named) => {
      if (this.inStore(named) !== MISSING) return;
      const at = (named - this.#count) * idBytes;
      const id = ids.toString('hex', at, at + idBytes);
      found.set(id, [...(found.get(id) ?? []), this.inStore(namer)]);
    });
    return found;
  }

  #forEach(take: (namer: number, named: number) => void): void {
    const { trees, commits, tags } = this.links;
    for (let at = 0; at < trees.length; at += 2) take(trees[at]!, trees[at + 1]!);
    for (let at = 0; at < tags.length; at += 2) take(tags[at]!, tags[at + 1]!);
    for (let at = 0; at < commits.length; at += 2 + commits[at + 1]!) {
      for (let place = 2; place < 2 + commits[at + 1]!; place++) take(commits[at]!, commits[at + place]!);
    }
  }
}

/** For each object where its list begins in `lists`; one more for the end. */
interface Lists {
  readonly starts: Uint32Array;
  readonly lists: Uint32Array;
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
    for (let at = 0; at < outside.length; at++) outside[at] = this.#numberOf(links.outside, at * idBytes);
    this.#parts.push(new Part(links, { first: this.#firsts[place]!, count, outside }));
    if (!links.isWhole) this.#isWhole = false;
  }

  /** An object could not be read that may name others. */
  noteUnread(): void {
    this.#isWhole = false;
  }

  /**
   * The missing objects that are reachable from the tips: ids of any objects. `undefined` where that cannot be told:
   * something that names a missing object has not been found to be reachable, which does not mean that it is not.
   */
  missingFrom(tips: Iterable<string>): string[] | undefined {
    if (!this.#isWhole) return undefined;
    const missing = this.#missing();
    if (missing.size === 0) return [];
    const isReachable = this.#reachableFrom(tips);
    const namers = this.#treesByEntry();
    const found = [...missing].filter(([, named]) => isAnyReachable(named, isReachable, namers));
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
  #reachableFrom(tips: Iterable<string>): Uint8Array {
    const isReachable = new Uint8Array(this.#count);
    const { starts, lists } = this.#namedByCommitsAndTags();
    const pending: number[] = [];
    const reach = (number: number) => {
      if (number === MISSING || isReachable[number] === 1) return;
      isReachable[number] = 1;
      pending.push(number);
    };
    for (const id of tips) reach(this.#numberOf(Buffer.from(id, 'hex'), 0));
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      const start = starts[at]!;
      if (start === NOWHERE) continue;
      for (let place = start + 1; place <= start + lists[start]!; place++) reach(lists[place]!);
    }
    return isReachable;
  }

  /** For each object where its list begins: how many it names, and these. */
  #namedByCommitsAndTags(): { starts: Int32Array; lists: Uint32Array } {
    const starts = new Int32Array(this.#count).fill(NOWHERE);
    const room = this.#parts.reduce((sum, { links }) => sum + links.commits.length + links.tags.length, 0);
    const lists = new Uint32Array(room);
    let length = 0;
    for (const part of this.#parts) {
      const { commits, tags } = part.links;
      for (let at = 0; at < commits.length; at += 2 + commits[at + 1]!) {
        starts[part.inStore(commits[at]!)] = length;
        lists[length++] = commits[at + 1]!;
        for (let place = 2; place < 2 + commits[at + 1]!; place++) {
          lists[length++] = part.inStore(commits[at + place]!);
        }
      }
      for (let at = 0; at < tags.length; at += 2) {
        starts[part.inStore(tags[at]!)] = length;
        lists[length++] = 1;
        lists[length++] = part.inStore(tags[at + 1]!);
      }
    }
    return { starts, lists };
  }

  /** The trees that were found to have each object. */
  #treesByEntry(): Lists {
    const starts = new Uint32Array(this.#count + 1);
    this.#forEachTree((_, entry) => {
      starts[entry + 1] = starts[entry + 1]! + 1;
    });
    for (let number = 0; number < this.#count; number++) {
      starts[number + 1] = starts[number + 1]! + starts[number]!;
    }
    const next = starts.slice();
    const lists = new Uint32Array(starts[this.#count]!);
    this.#forEachTree((tree, entry) => {
      lists[next[entry]!++] = tree;
    });
    return { starts, lists };
  }

  #forEachTree(take: (tree: number, entry: number) => void): void {
    for (const part of this.#parts) {
      const { trees } = part.links;
      for (let at = 0; at < trees.length; at += 2) {
        const entry = part.inStore(trees[at + 1]!);
        if (entry !== MISSING) take(part.inStore(trees[at]!), entry);
      }
    }
  }

  #numberOf(bytes: Uint8Array, at: number): number {
    for (const [place, table] of this.#tables.entries()) {
      const rank = rankOf(table, bytes, at);
      if (rank !== -1) return this.#firsts[place]! + rank;
    }
    return MISSING;
  }
}

/** From these objects up through the trees that have them. */
function isAnyReachable(
  numbers: readonly number[],
  isReachable: Uint8Array,
  { starts, lists }: Lists,
): boolean {
  const seen = new Set(numbers);
  // A set that grows while it is walked.
  for (const number of seen) {
    if (isReachable[number] === 1) return true;
    for (let at = starts[number]!; at < starts[number + 1]!; at++) seen.add(lists[at]!);
  }
  return false;
}
