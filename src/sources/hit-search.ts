/**
 * A closer look at a file that was hit, from its first hit on: most hits are chance. In one thread, since few files come
 * here and the code that decodes is slow until it has run for a while.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { endsAsZip, ZIP_END_BYTES } from '../containers/format.ts';
import {
  CONTEXT_BEFORE,
  CONTEXT_BEHIND,
  type ContentWindow,
  type HitTrial,
  placeBehind,
} from '../core/hit-trial.ts';
import type { NeedleSearch } from '../core/needle-search.ts';
import { fsPath } from '../core/path-text.ts';
import { type SearchMemory, searchMemory } from '../core/search-memory.ts';
import { OPEN_FLAGS, WINDOW_BYTES } from './file-search.ts';

export interface SuspectFile {
  readonly mayHoldKey: boolean;
  /** Of the file. */
  readonly bytes: number;
  /** A zip archive stands at its end, behind something else. */
  readonly endsAsZip: boolean;
}

export class HitSearch {
  readonly #memory: SearchMemory;
  readonly #margin: number;
  readonly #newTrial: () => HitTrial;

  constructor(search: NeedleSearch, newTrial: () => HitTrial) {
    this.#memory = searchMemory(search, CONTEXT_BEFORE + WINDOW_BYTES + CONTEXT_BEHIND);
    this.#margin = search.margin;
    this.#newTrial = newTrial;
  }

  /** Throws what opening and reading throw. */
  search(path: string, at: number): SuspectFile {
    const descriptor = openSync(fsPath(path), OPEN_FLAGS);
    try {
      const { size } = fstatSync(descriptor);
      const end = Buffer.alloc(Math.min(size, ZIP_END_BYTES));
      const count = readSync(descriptor, end, 0, end.length, size - end.length);
      return {
        mayHoldKey: this.#mayHoldKey(descriptor, at, size),
        bytes: size,
        endsAsZip: endsAsZip(end, count),
      };
    } finally {
      closeSync(descriptor);
    }
  }

  /** What is written behind the end meanwhile is not looked at. */
  #mayHoldKey(descriptor: number, at: number, size: number): boolean {
    const { bytes } = this.#memory;
    const trial = this.#newTrial();
    let base = Math.max(0, at - CONTEXT_BEFORE);
    let from = at - base;
    let filled = 0;
    for (;;) {
      const wanted = Math.min(bytes.length - filled, size - base - filled);
      const count = readSync(descriptor, bytes, filled, wanted, base + filled);
      filled += count;
      const isCut = count > 0 && base + filled < size;
      const seenTo = this.#clearedTo({ bytes: bytes.subarray(0, filled), base, isCut }, from, trial);
      if (seenTo === undefined) return true;
      if (!isCut) return false;
      const keepFrom = Math.max(0, seenTo - CONTEXT_BEFORE);
      bytes.copyWithin(0, keepFrom, filled);
      base += keepFrom;
      filled -= keepFrom;
      from = seenTo - keepFrom;
    }
  }

  /**
   * Looks at the hits from `from` on that have enough behind them; gives where those begin that are left, or undefined
   * where a key may stand.
   */
  #clearedTo(window: ContentWindow, from: number, trial: HitTrial): number | undefined {
    const end = window.bytes.length;
    const limit = window.isCut ? end - CONTEXT_BEHIND : end;
    for (let hit = this.#memory.firstHit(from, end, 'all'); hit !== -1; ) {
      if (hit >= limit) return hit;
      if (trial.mayBeKey(window, hit)) return undefined;
      const next = Math.max(placeBehind(this.#memory, hit), trial.clearedTo - window.base);
      hit = next < end ? this.#memory.firstHit(next, end, 'all') : -1;
    }
    return Math.max(from, end - this.#margin);
  }
}
