/**
 * A closer look at what the prefilter hits: most hits are chance, and what reads whole contents again and reports them is
 * spared these. What makes a trial knows the rules; nobody else does.
 */
import { ENCODED_BYTES, ENCODED_STEP } from './encoded-text.ts';
import type { SearchMemory } from './search-memory.ts';

/** What may stand at a hit: `parts` of a key whose other parts may stand anywhere in the content. */
export type Suspect = 'none' | 'parts' | 'key';

/** Goes through one content. */
export interface HitTrial {
  /**
   * `none` only if no key has to do with what is hit there. Hits come in ascending order, each with `CONTEXT_BEHIND`
   * bytes behind it or all that there are, and `CONTEXT_BEFORE` before it.
   */
  suspectAt(window: ContentWindow, hit: number): Suspect;
  /** Of the content: no hit before it need be asked about any more. */
  readonly clearedTo: number;
}

/** A part of a content. */
export interface ContentWindow {
  readonly bytes: Buffer;
  /** Where it begins in the content. */
  readonly base: number;
  /** The content goes on behind it. */
  readonly isCut: boolean;
}

/** As far as decoders look. */
export const CONTEXT_BEFORE = 8192;
export const CONTEXT_BEHIND = 65_536;

/** Where to look for the next hit; of a long row of encoded text, one further on. */
export function placeBehind(memory: SearchMemory, hit: number): number {
  return hit + (memory.hitLength === ENCODED_BYTES ? ENCODED_STEP : 1);
}
