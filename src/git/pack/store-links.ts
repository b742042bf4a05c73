/**
 * Tells what is missing from a store: objects that something reachable names and that are nowhere. git would walk all
 * trees of all commits once more for that. Here the objects were read anyway; what is missing, if anything, is led back
 * from tree to tree to a commit that the tips reach.
 */
import { type Links, MISSING, numberOf, type StoredIds } from './object-links.ts';

/** The links of one pack, or of the loose objects. */
interface Part {
  readonly links: Links;
  /** The number of the object with each entry. */
  readonly numberAt: (entry: number) => number;
}

const NOWHERE = -1;

export class StoreLinks {
  readonly #stored: StoredIds;
  readonly #parts: Part[] = [];
  #hasUnread = false;

  constructor(stored: StoredIds) {
    this.#stored = stored;
  }

  add(links: Links, numberAt: (entry: number) => number): void {
    this.#parts.push({ links, numberAt });
  }

  /** An object could not be read that may name others. */
  noteUnread(): void {
    this.#hasUnread = true;
  }

  /**
   * The missing objects that are reachable from the tips: ids of any objects. `undefined` where that cannot be told:
   * something that names a missing object has not been found to be reachable, which does not mean that it is not.
   */
  missingFrom(tips: Iterable<string>): string[] | undefined {
    if (this.#hasUnread || this.#parts.some(({ links }) => !links.isWhole)) return undefined;
    const missing = this.#missing();
    if (missing.size === 0) return [];
    const isReachable = this.#reachableFrom(tips);
    const found = [...missing].filter(([, namers]) => this.#isAnyReachable(namers, isReachable));
    return found.length === missing.size ? found.map(([id]) => id) : undefined;
  }

  /** By id, the objects that name it. */
  #missing(): Map<string, number[]> {
    const missing = new Map<string, number[]>();
    for (const { links, numberAt } of this.#parts) {
      for (const [id, namers] of links.missing) {
        missing.set(id, [...(missing.get(id) ?? []), ...namers.map(numberAt)]);
      }
    }
    return missing;
  }

  /** Commits, tags and what they name: root trees, but not what is in them. */
  #reachableFrom(tips: Iterable<string>): Uint8Array {
    const isReachable = new Uint8Array(this.#count);
    const { named, starts } = this.#namedByCommitsAndTags();
    const pending: number[] = [];
    const reach = (number: number) => {
      if (number === MISSING || isReachable[number] === 1) return;
      isReachable[number] = 1;
      pending.push(number);
    };
    for (const id of tips) reach(this.#numberOf(id));
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      const start = starts[at]!;
      if (start === NOWHERE) continue;
      for (let place = 1; place <= named[start]!; place++) reach(named[start + place]!);
    }
    return isReachable;
  }

  /** For each object, where in `named` stand how many objects it names, and these. */
  #namedByCommitsAndTags(): { named: Uint32Array; starts: Int32Array } {
    const starts = new Int32Array(this.#count).fill(NOWHERE);
    const named: number[] = [];
    for (const { links, numberAt } of this.#parts) {
      const { commits, tags } = links;
      for (let at = 0; at < commits.length; at += 2 + commits[at + 1]!) {
        starts[numberAt(commits[at]!)] = named.length;
        for (let place = 1; place <= 1 + commits[at + 1]!; place++) named.push(commits[at + place]!);
      }
      for (let at = 0; at < tags.length; at += 2) {
        starts[numberAt(tags[at]!)] = named.length;
        named.push(1, tags[at + 1]!);
      }
    }
    return { named: Uint32Array.from(named), starts };
  }

  /** From these objects up through the trees that have them. */
  #isAnyReachable(namers: readonly number[], isReachable: Uint8Array): boolean {
    const { starts, trees } = this.#treesByEntry;
    const seen = new Set(namers);
    // A set that grows while it is walked.
    for (const number of seen) {
      if (isReachable[number] === 1) return true;
      for (let at = starts[number]!; at < starts[number + 1]!; at++) seen.add(trees[at]!);
    }
    return false;
  }

  #byEntry: { starts: Uint32Array; trees: Uint32Array } | undefined;

  /** For each object, where in `trees` begin the trees that were found to have it; one more for the end. */
  get #treesByEntry(): { starts: Uint32Array; trees: Uint32Array } {
    if (this.#byEntry !== undefined) return this.#byEntry;
    const starts = new Uint32Array(this.#count + 1);
    for (const { links } of this.#parts) {
      for (let at = 1; at < links.trees.length; at += 2) starts[links.trees[at]! + 1]!++;
    }
    for (let number = 0; number < this.#count; number++)
      starts[number + 1] = starts[number + 1]! + starts[number]!;
    const next = starts.slice();
    const trees = new Uint32Array(starts[this.#count]!);
    for (const { links, numberAt } of this.#parts) {
      for (let at = 0; at < links.trees.length; at += 2) {
        trees[next[links.trees[at + 1]!]!++] = numberAt(links.trees[at]!);
      }
    }
    this.#byEntry = { starts, trees };
    return this.#byEntry;
  }

  get #count(): number {
    const { tables, firsts } = this.#stored;
    return (firsts.at(-1) ?? 0) + (tables.at(-1)?.count ?? 0);
  }

  #numberOf(id: string): number {
    return numberOf(this.#stored, Buffer.from(id, 'hex'), 0);
  }
}
