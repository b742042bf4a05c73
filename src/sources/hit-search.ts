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
  type Suspect,
} from '../core/hit-trial.ts';
import type { NeedleSearch } from '../core/needle-search.ts';
import { fsPath } from '../core/path-text.ts';
import { type SearchMemory, searchMemory } from '../core/search-memory.ts';
import { OPEN_FLAGS, WINDOW_BYTES } from './file-search.ts';

export interface SuspectFile {
  readonly suspect: Suspect;
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
        suspect: this.#suspectFrom(descriptor, at, size),
        bytes: size,
        endsAsZip: endsAsZip(end, count),
      };
    } finally {
      closeSync(descriptor);
    }
  }

  /** What is written behind the end meanwhile is not looked at. */
  #suspectFrom(descriptor: number, at: number, size: number): Suspect {
    const { bytes } = this.#memory;
    const trial = this.#newTrial();
    let base = Math.max(0, at - CONTEXT_BEFORE);
    let from = at - base;
    let filled = 0;
    let worst: Suspect = 'none';
    for (;;) {
      const wanted = Math.min(bytes.length - filled, size - base - filled);
      const count = readSync(descriptor, bytes, filled, wanted, base + filled);
      filled += count;
      const isCut = count > 0 && base + filled < size;
      const window = { bytes: bytes.subarray(0, filled), base, isCut };
      const { suspect, seenTo } = this.#suspectIn(window, from, trial);
      if (suspect === 'key') return 'key';
      if (suspect === 'parts') worst = 'parts';
      if (!isCut) return worst;
      const keepFrom = Math.max(0, seenTo - CONTEXT_BEFORE);
      bytes.copyWithin(0, keepFrom, filled);
      base += keepFrom;
      filled -= keepFrom;
      from = seenTo - keepFrom;
    }
  }

  /** Of the hits from `from` on that have enough behind them; `seenTo`: before it nothing is left to look at. */
  #suspectIn(
    window: ContentWindow,
    from: number,
    trial: HitTrial,
  ): { readonly suspect: Suspect; readonly seenTo: number } {
    const end = window.bytes.length;
    const limit = window.isCut ? end - CONTEXT_BEHIND : end;
    let suspect: Suspect = 'none';
    for (let hit = this.#memory.firstHit(from, end, 'all'); hit !== -1; ) {
      if (hit >= limit) return { suspect, seenTo: hit };
      const here = trial.suspectAt(window, hit);
      if (here === 'key') return { suspect: 'key', seenTo: hit };
      if (here === 'parts') suspect = 'parts';
      const next = Math.max(placeBehind(this.#memory, hit), trial.clearedTo - window.base);
      hit = next < end ? this.#memory.firstHit(next, end, 'all') : -1;
    }
    return { suspect, seenTo: Math.max(from, end - this.#margin) };
  }
}
