/**
 * Small objects and deltas, inflated one behind the other and looked through together: a search of each costs more in
 * calls than in bytes. A hit is rare. Then each is looked at by itself.
 */
import { LOG_AT, LOG_BYTES, type NeedleSeams } from './workbench.ts';

/** Larger ones are worth a search of their own. */
const MAX_LOGGED_BYTES = 8 * 1024;
const MAX_LOGGED = 2048;

export interface Logged {
  readonly entry: number;
  /** Where it lies. */
  readonly at: number;
  readonly size: number;
  /** Where in the order of the forest its root stands. */
  readonly root: number;
  readonly isTree: boolean;
}

export class SearchLog {
  readonly #needles: NeedleSeams;
  readonly #onHit: (logged: Logged) => void;
  readonly #entries = new Uint32Array(MAX_LOGGED);
  readonly #roots = new Uint32Array(MAX_LOGGED);
  readonly #starts = new Uint32Array(MAX_LOGGED + 1);
  readonly #isTree = new Uint8Array(MAX_LOGGED);
  #count = 0;
  #top = LOG_AT;
  #hasOnlyTrees = true;

  constructor(needles: NeedleSeams, onHit: (logged: Logged) => void) {
    this.#needles = needles;
    this.#onHit = onHit;
  }

  /** Where to inflate so many bytes, or -1: not here. May look through what was logged before. */
  room(size: number): number {
    if (size > MAX_LOGGED_BYTES) return -1;
    if (this.#count === MAX_LOGGED || this.#top + size > LOG_AT + LOG_BYTES) this.flush();
    return this.#top;
  }

  /** What was inflated where `room` said. */
  add(entry: number, size: number, root: number, isTree: boolean): void {
    const place = this.#count++;
    this.#entries[place] = entry;
    this.#roots[place] = root;
    this.#starts[place] = this.#top;
    this.#isTree[place] = isTree ? 1 : 0;
    this.#top += size;
    this.#hasOnlyTrees &&= isTree;
  }

  flush(): void {
    if (this.#isHit(LOG_AT, this.#top, this.#hasOnlyTrees)) this.#findHits();
    this.#count = 0;
    this.#top = LOG_AT;
    this.#hasOnlyTrees = true;
  }

  #findHits(): void {
    this.#starts[this.#count] = this.#top;
    for (let place = 0; place < this.#count; place++) {
      const start = this.#starts[place]!;
      const end = this.#starts[place + 1]!;
      const isTree = this.#isTree[place] === 1;
      if (!this.#isHit(start, end, isTree)) continue;
      this.#onHit({
        entry: this.#entries[place]!,
        at: start,
        size: end - start,
        root: this.#roots[place]!,
        isTree,
      });
    }
  }

  #isHit(from: number, end: number, isTree: boolean): boolean {
    return this.#needles.search.firstHit(from, end, isTree ? 'plain' : 'all') !== -1;
  }
}
