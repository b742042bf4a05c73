/** What stands in an object that is searched whole: needles that may be keys, and such as are there by chance. */
import { type HitCheck, type HitTrial, placeBehind } from '../../core/hit-trial.ts';
import type { SearchMemory } from '../../core/search-memory.ts';
import type { Chances, Spans } from './delta-search.ts';
import { MAX_CHANCES, MAX_SPANS } from './workbench.ts';

export interface ObjectHits {
  /** It may hold a key, or is one that is looked into elsewhere. */
  readonly isHit: boolean;
  /** There is more in it than is listed. */
  readonly isCrowded: boolean;
  readonly spans: Spans;
  readonly chances: Chances;
}

export const NO_HITS: ObjectHits = { isHit: false, isCrowded: false, spans: [], chances: [] };
/** Chance hits that stand so close to each other count as one. */
const NEAR_BYTES = 16;
const NUMBERS_A_CHANCE = 4;
type Chance = readonly [begin: number, end: number, judgedFrom: number, judgedTo: number];

export class HitLook {
  readonly #search: SearchMemory;
  readonly #check: HitCheck | undefined;

  /** Without a check each hit counts. */
  constructor(search: SearchMemory, check: HitCheck | undefined) {
    this.#search = search;
    this.#check = check;
  }

  /** Of an object that lies in the memory that is searched. Names in trees hold plain keys, if any. */
  look(at: number, size: number, isTree: boolean): ObjectHits {
    const which = isTree ? 'plain' : 'all';
    const first = this.#search.firstHit(at, at + size, which);
    // Most hold none.
    if (first === -1) return NO_HITS;
    if (isTree || this.#check === undefined) return this.#spansFrom(first, at, size, which);
    const chances = new ChanceSearch(this.#search, this.#check.begin(), { at, size });
    const found = chances.firstBetween(first - at, size);
    // Whatever stands behind it is not asked about.
    return found === -1 ? chances.hits : this.#spansFrom(at + found, at, size, which, chances.hits);
  }

  /** The same, where it is known what there is, all of it there by chance when it was judged. */
  lookAgain(at: number, size: number, known: Chances): ObjectHits {
    if (known.length === 0 || this.#check === undefined) return NO_HITS;
    const chances = new ChanceSearch(this.#search, this.#check.begin(), { at, size });
    for (let index = 0; index < known.length; index += NUMBERS_A_CHANCE) {
      const [begin, end, judgedFrom, judgedTo] = known.slice(
        index,
        index + NUMBERS_A_CHANCE,
      ) as unknown as Chance;
      if (judgedTo > 0) chances.add(begin, end, { judgedFrom, judgedTo });
      else if (chances.firstBetween(begin, end) !== -1) return this.look(at, size, false);
    }
    return chances.hits;
  }

  #spansFrom(
    first: number,
    at: number,
    size: number,
    which: 'all' | 'plain',
    { isCrowded, chances } = NO_HITS,
  ): ObjectHits {
    const spans: number[] = [];
    for (let hit = first; hit !== -1; hit = this.#search.firstHit(hit + 1, at + size, which)) {
      if (spans.length === 2 * MAX_SPANS) return { ...NO_HITS, isHit: true, isCrowded: true };
      spans.push(hit - at, hit - at + this.#search.hitLength);
    }
    return { isHit: true, isCrowded, spans, chances };
  }
}

type Judged = Pick<HitTrial, 'judgedFrom' | 'judgedTo'>;

/** Tells the chance hits of one object. */
class ChanceSearch {
  readonly #search: SearchMemory;
  readonly #trial: HitTrial;
  readonly #at: number;
  readonly #size: number;
  readonly #numbers: number[] = [];
  #isCrowded = false;

  constructor(search: SearchMemory, trial: HitTrial, { at, size }: { at: number; size: number }) {
    this.#search = search;
    this.#trial = trial;
    this.#at = at;
    this.#size = size;
  }

  get hits(): ObjectHits {
    const isCrowded = this.#isCrowded;
    return { ...NO_HITS, isCrowded, chances: isCrowded ? [] : this.#numbers };
  }

  /** Where the first hit is that may be a key, or -1. Those before it are noted. Called in ascending order. */
  firstBetween(begin: number, end: number): number {
    const at = this.#at;
    const trial = this.#trial;
    const search = this.#search;
    const window = { bytes: search.bytes.subarray(at, at + this.#size), base: 0, isCut: false };
    for (let from = Math.max(begin, trial.clearedTo); from < end; ) {
      const hit = search.firstHit(at + from, at + end, 'all') - at;
      if (hit < 0) break;
      const hitEnd = hit + search.hitLength;
      const next = placeBehind(search, hit);
      if (trial.mayBeKey(window, hit)) return hit;
      this.add(hit, Math.max(hitEnd, trial.clearedTo), trial);
      from = Math.max(next, trial.clearedTo);
    }
    return -1;
  }

  add(begin: number, end: number, { judgedFrom, judgedTo }: Judged): void {
    const numbers = this.#numbers;
    const last = numbers.length - NUMBERS_A_CHANCE;
    const from = Math.max(0, judgedFrom);
    const to = Math.min(this.#size, judgedTo);
    if (last >= 0 && begin - numbers[last + 1]! <= NEAR_BYTES) {
      numbers[last + 1] = Math.max(numbers[last + 1]!, end);
      numbers[last + 2] = Math.min(numbers[last + 2]!, from);
      numbers[last + 3] = Math.max(numbers[last + 3]!, to);
    } else if (numbers.length === NUMBERS_A_CHANCE * MAX_CHANCES) this.#isCrowded = true;
    else numbers.push(begin, end, from, to);
  }
}
