/**
 * Memory that can be searched for needles, all at once, where it is: readers write straight into it. The search runs in
 * WebAssembly where that can be, else in JavaScript, and then finds the same.
 */
import { IndexOfSearch } from './index-of-search.ts';
import type { Needle, Sought } from './needle-search.ts';
import { teddyIn, teddyWithMemory } from './teddy.ts';

export interface SearchMemory {
  /** It stays where it is. */
  readonly bytes: Buffer;
  /**
   * Where the first needle, or encoded text if it is sought, begins that lies whole between `from` and `end`, or -1: no
   * other byte has a say. `plain` needles alone, or `all` that is sought.
   */
  firstHit(from: number, end: number, which: 'all' | 'plain'): number;
  /** Whether encoded text lies whole between `from` and `end`, sought or not. */
  holdsEncodedText(from: number, end: number): boolean;
  /** Length of what was found last; of those that begin there, the shortest. */
  readonly hitLength: number;
}

/** Plain ones come first. */
export interface OrderedNeedles {
  readonly all: readonly Needle[];
  readonly plainCount: number;
  readonly hasEncodedText: boolean;
}

/** New memory of that size. */
export function searchMemory(sought: Sought, size: number): SearchMemory {
  const ordered = orderedNeedles(sought);
  return teddyWithMemory(ordered, size) ?? new IndexOfSearch(ordered, Buffer.from(new ArrayBuffer(size)));
}

/**
 * All of a memory that is there already. The room for tables is written to, once; what is searched must end before
 * the last 96 bytes.
 */
export function searchMemoryIn(
  memory: WebAssembly.Memory,
  sought: Sought,
  tables: { readonly at: number; readonly end: number },
): SearchMemory {
  const ordered = orderedNeedles(sought);
  return teddyIn(memory, ordered, tables) ?? new IndexOfSearch(ordered, Buffer.from(memory.buffer));
}

export function orderedNeedles({ needles, hasEncodedText }: Sought): OrderedNeedles {
  const plain = needles.filter(({ skipsTrees }) => !skipsTrees);
  const wide = needles.filter(({ skipsTrees }) => skipsTrees);
  return { all: [...plain, ...wide], plainCount: plain.length, hasEncodedText };
}
