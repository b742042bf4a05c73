/** The bases that the delta at hand and those behind it are made from: the chain down to it, each behind the one before. */
import { NO_HITS, type ObjectHits } from './object-hits.ts';

/** Beyond this, bases that are needed no more are cleared away. */
const TIDY_FROM_BYTES = 2 * 1024 * 1024;

/** One that is held, and what is to come below it. */
export interface Base {
  readonly entry: number;
  readonly at: number;
  readonly size: number;
  readonly hits: ObjectHits;
  /** It could not be read: nothing below it can. */
  readonly isLost: boolean;
}

interface Held extends Base {
  at: number;
  childrenLeft: number;
}

/** What is kept, and how many deltas on it are to come. */
export type Kept = Pick<Held, 'entry' | 'at' | 'size' | 'hits'> & { readonly children: number };

export class HeldBases {
  readonly #arena: Buffer;
  readonly #held: Held[] = [];
  #tidyAt = TIDY_FROM_BYTES;
  /** Where the arena is free. */
  top = 0;

  constructor(arena: Buffer) {
    this.#arena = arena;
  }

  clear(): void {
    this.#held.length = 0;
    this.top = 0;
  }

  /** For one more of its children. Whatever is held behind it is let go of. */
  take(entry: number): Base {
    const held = this.#held;
    while (held[held.length - 1]!.entry !== entry) held.pop();
    const last = held[held.length - 1]!;
    this.top = last.at + last.size;
    last.childrenLeft--;
    return last;
  }

  /** What lies where there was room. */
  keep({ entry, at, size, hits, children }: Kept): void {
    this.#held.push({ entry, at, size, hits, isLost: false, childrenLeft: children });
    this.top = at + size;
  }

  keepLost(entry: number, children: number): void {
    this.#held.push({ entry, at: this.top, size: 0, hits: NO_HITS, isLost: true, childrenLeft: children });
  }

  /** Free space of that size, which ends before `end`, or -1. May move what is held. */
  room(size: number, end: number): number {
    if (this.top > this.#tidyAt || this.top + size > end) {
      this.#tidy();
      this.#tidyAt = Math.max(TIDY_FROM_BYTES, 2 * this.top);
    }
    return this.top + size <= end ? this.top : -1;
  }

  /** Moves the bases that are still needed together: the last one is, and those that wait for more children. */
  #tidy(): void {
    const held = this.#held;
    let top = 0;
    let kept = 0;
    for (let index = 0; index < held.length; index++) {
      const base = held[index]!;
      if (base.childrenLeft === 0 && index < held.length - 1) continue;
      this.#arena.copyWithin(top, base.at, base.at + base.size);
      base.at = top;
      top += base.size;
      held[kept++] = base;
    }
    held.length = kept;
    this.top = top;
  }
}
