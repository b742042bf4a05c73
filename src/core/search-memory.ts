/**
 * Memory that can be searched for needles, all at once, where it is: readers write straight into it. The search runs in
 * WebAssembly where that can be, else in JavaScript, and then finds the same.
 */
import { IndexOfSearch } from './index-of-search.ts';
import type { Needle } from './needle-search.ts';
import { teddyIn, teddyWithMemory } from './teddy.ts';

export interface SearchMemory {
  /** It stays where it is. */
  readonly bytes: Buffer;
  /**
   * Where the first needle begins that lies whole between `from` and `end`, or -1: no other byte has a say.
   * `plain` ones are anchors as they are.
   */
  firstHit(from: number, end: number, which: 'all' | 'plain'): number;
  /** Length of the needle that was found last; of those that begin there, the shortest. */
  readonly hitLength: number;
}

/** Plain ones come first. */
export interface OrderedNeedles {
  readonly all: readonly Uint8Array[];
  readonly plainCount: number;
}

/** New memory of that size. */
export function searchMemory(needles: readonly Needle[], size: number): SearchMemory {
  const ordered = orderedNeedles(needles);
  return teddyWithMemory(ordered, size) ?? new IndexOfSearch(ordered, Buffer.from(new ArrayBuffer(size)));
}

/**
 * All of a memory that is there already. The room for tables is written to, once; what is searched must end before
 * the last 16 bytes.
 */
export function searchMemoryIn(
  memory: WebAssembly.Memory,
  needles: readonly Needle[],
  tables: { readonly at: number; readonly end: number },
): SearchMemory {
  const ordered = orderedNeedles(needles);
  return teddyIn(memory, ordered, tables) ?? new IndexOfSearch(ordered, Buffer.from(memory.buffer));
}

export function orderedNeedles(needles: readonly Needle[]): OrderedNeedles {
  const plain = needles.filter(({ skipsTrees }) => !skipsTrees);
  const wide = needles.filter(({ skipsTrees }) => skipsTrees);
  return { all: [...plain, ...wide].map(({ bytes }) => bytes), plainCount: plain.length };
}
