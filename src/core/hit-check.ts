/**
 * A closer look at what the prefilter hits, where the content is at hand, in whatever thread: most hits are chance, and
 * what reads whole contents again and reports them is spared these. What makes one knows the rules; nobody else does.
 */
import { ENCODED_BYTES, ENCODED_STEP } from './encoded-text.ts';
import type { SearchMemory } from './search-memory.ts';

export interface HitCheck {
  /** Goes through one content. */
  begin(): HitTrial;
  /** Changes with whatever an answer depends on. */
  readonly version: string;
  /** What another thread needs to make the same: plain data. */
  readonly data: unknown;
}

export interface HitTrial {
  /**
   * Whether what is hit there may be a key. False only if it is none. Hits come in ascending order, each with
   * `CONTEXT_BEHIND` bytes behind it or all that there are, and `CONTEXT_BEFORE` before it.
   */
  mayBeKey(window: ContentWindow, hit: number): boolean;
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

/** The next hit, or of a long row of encoded text one further on. */
export function nextPlace(memory: SearchMemory, hit: number, end: number): number {
  return memory.firstHit(hit + (memory.hitLength === ENCODED_BYTES ? ENCODED_STEP : 1), end, 'all');
}
