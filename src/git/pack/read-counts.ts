/** Sums of what was read. */
import type { ReadingFacts } from '../../core/report.ts';

export type ReadCounts = ReadingFacts;

export const NOTHING_READ: ReadCounts = {
  storedBytes: 0,
  inflatedBytes: 0,
  searchedBytes: 0,
  rebuiltBytes: 0,
  cachedBytes: 0,
};

export function addCounts(a: ReadCounts, b: ReadCounts): ReadCounts {
  return {
    storedBytes: a.storedBytes + b.storedBytes,
    inflatedBytes: a.inflatedBytes + b.inflatedBytes,
    searchedBytes: a.searchedBytes + b.searchedBytes,
    rebuiltBytes: a.rebuiltBytes + b.rebuiltBytes,
    cachedBytes: a.cachedBytes + b.cachedBytes,
  };
}
