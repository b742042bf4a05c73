/** What the search of a pack has found by now, in one thread, and how much it has read for that. */
import { BLOB, type Forest } from './forest.ts';
import type { ContentKeeper, HitContents } from './hit-contents.ts';
import type { Links } from './object-links.ts';
import type { ReadCounts } from './read-counts.ts';

export interface PackFindings {
  /** Entry and size of each object that holds a needle. */
  readonly hits: readonly { readonly entry: number; readonly size: number }[];
  /** Of some of them. */
  readonly contents: HitContents;
  /** Entries that were not read. */
  readonly unread: readonly number[];
  readonly objects: number;
  readonly bytes: number;
  readonly links: Links;
  readonly counts: ReadCounts;
}

export type PackProgress = Pick<PackTally, 'objects' | 'bytes' | 'storedBytes'>;

export class PackTally {
  readonly #types: Uint8Array;
  readonly #isElsewhere: Uint8Array;
  readonly #contents: ContentKeeper;
  /** Size by entry. */
  readonly #hits = new Map<number, number>();
  readonly #unread: number[] = [];
  objects = 0;
  bytes = 0;
  storedBytes = 0;
  inflatedBytes = 0;
  searchedBytes = 0;
  rebuiltBytes = 0;

  constructor(
    { forest, isElsewhere }: { readonly forest: Forest; readonly isElsewhere: Uint8Array },
    contents: ContentKeeper,
  ) {
    this.#types = forest.types;
    this.#isElsewhere = isElsewhere;
    this.#contents = contents;
  }

  get found(): Omit<PackFindings, 'links'> {
    const { objects, bytes, storedBytes, inflatedBytes, searchedBytes, rebuiltBytes } = this;
    return {
      hits: [...this.#hits].map(([entry, size]) => ({ entry, size })),
      contents: this.#contents.contents,
      unread: this.#unread,
      objects,
      bytes,
      counts: { storedBytes, inflatedBytes, searchedBytes, rebuiltBytes, cachedBytes: 0 },
    };
  }

  /** `at`: where it was rebuilt, if it was. */
  hit(entry: number, size: number, at?: number): void {
    this.#hits.set(entry, size);
    if (at !== undefined && this.#types[entry] === BLOB && this.#isElsewhere[entry] === 0)
      this.#contents.keep(entry, at, size);
  }

  count(size: number): void {
    this.objects++;
    this.bytes += size;
  }

  lose(entry: number): void {
    this.#unread.push(entry);
  }
}
