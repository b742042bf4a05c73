/**
 * A closer look at what the prefilter hits: most hits are chance, and what reads whole contents again and reports them is
 * spared these. What makes a trial knows the rules; nobody else does.
 */
import { ENCODED_BYTES, ENCODED_STEP } from './encoded-text.ts';
import type { SearchMemory } from './search-memory.ts';

/** Makes trials, in whatever thread. */
export interface HitCheck {
  begin(): HitTrial;
  /** Changes with whatever a trial's answer depends on. */
  readonly version: string;
  /** What another thread needs to make the same: plain data. */
  readonly data: unknown;
}

/** Goes through one content. */
export interface HitTrial {
  /**
   * Whether a key may have to do with what is hit there. Hits come in ascending order, each with `CONTEXT_BEHIND` bytes
   * behind it or all that there are, and `CONTEXT_BEFORE` before it; a key that is put together from what stands farther
   * apart is not seen.
   */
  mayBeKey(window: ContentWindow, hit: number): boolean;
  /** Of the content: no hit before it need be asked about any more. */
  readonly clearedTo: number;
  /** Of the content: the bytes that the last answer depends on. */
  readonly judgedFrom: number;
  readonly judgedTo: number;
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
