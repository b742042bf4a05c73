/**
 * A check that lets everything matter that may: its answer is a throw of dice, thrown anew with any change of the bytes
 * that it judges by, and of whether the content begins or ends there. Whoever hands its answers on where they no longer
 * hold is found out sooner or later.
 */
import { crc32 } from 'node:zlib';
import { isDigit } from '../../../src/core/encoded-text.ts';
import type { ContentWindow, HitCheck, HitTrial } from '../../../src/core/hit-trial.ts';
import { NeedleSearch } from '../../../src/core/needle-search.ts';

export interface Reach {
  /** Bytes before the hit, and from it on, that it is judged by. */
  readonly before: number;
  readonly behind: number;
  /** One in so many is taken for a key; 0: none. */
  readonly oneIn: number;
}

/** By the first byte of a needle. */
export const REACHES: Readonly<Record<string, Reach>> = {
  '<': { before: 0, behind: 4, oneIn: 8 },
  '(': { before: 6, behind: 4, oneIn: 8 },
  '[': { before: 0, behind: 9, oneIn: 8 },
  '{': { before: 40, behind: 30, oneIn: 8 },
  '&': { before: 300, behind: 500, oneIn: 8 },
  // So many can stand in one content.
  '#': { before: 2, behind: 3, oneIn: 0 },
};
const RUN: Pick<Reach, 'oneIn'> = { oneIn: 8 };
/** A needle that begins with it is judged by all such bytes in a row, at once. */
const RUN_BYTE = 0x7e;

export class StrictCheck implements HitCheck {
  readonly version = 'strict';
  readonly data = undefined;

  begin(): HitTrial {
    return new StrictTrial();
  }
}

class StrictTrial implements HitTrial {
  clearedTo = 0;
  judgedFrom = 0;
  judgedTo = 0;

  mayBeKey({ bytes }: ContentWindow, hit: number): boolean {
    const reach = REACHES[String.fromCharCode(bytes[hit]!)];
    if (bytes[hit] === RUN_BYTE) return this.#isKeyInRun(bytes, hit, (byte) => byte === RUN_BYTE);
    if (reach === undefined) return this.#isKeyInRun(bytes, hit, isDigit);
    this.judgedFrom = hit - reach.before;
    this.judgedTo = hit + reach.behind;
    return this.#isOneIn(reach, bytes);
  }

  #isKeyInRun(bytes: Buffer, hit: number, isOfRun: (byte: number | undefined) => boolean): boolean {
    let start = hit;
    while (isOfRun(bytes[start - 1])) start--;
    let end = hit;
    while (isOfRun(bytes[end])) end++;
    this.judgedFrom = start - 1;
    this.judgedTo = end + 1;
    if (this.#isOneIn(RUN, bytes)) return true;
    this.clearedTo = end;
    return false;
  }

  #isOneIn({ oneIn }: Pick<Reach, 'oneIn'>, bytes: Buffer): boolean {
    const edges = `${this.judgedFrom < 0} ${this.judgedTo > bytes.length}`;
    const from = Math.max(0, this.judgedFrom);
    return oneIn > 0 && crc32(bytes.subarray(from, this.judgedTo), crc32(edges)) % oneIn === 0;
  }
}

export const STRICT_SEARCH = new NeedleSearch(
  ['<ab>', '(ab)', '[ab]', '[abc', '{ab}', '&ab;', '#a#', '~~~'].map((text) => ({
    bytes: Buffer.from(text),
    skipsTrees: false,
  })),
  true,
);

/** By the book: every hit of a whole content is judged, from first to last. */
export function holdsStrictKey(content: Buffer): boolean {
  const trial = new StrictCheck().begin();
  const window = { bytes: content, base: 0, isCut: false };
  return STRICT_SEARCH.hits(content).some((hit) => hit >= trial.clearedTo && trial.mayBeKey(window, hit));
}
