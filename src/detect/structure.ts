/**
 * Judges a value by its structure alone, never by its path: evident dummies are no keys, and what follows `tt1.` in
 * minified code is mostly a property name (`tt1.getBoundingClientRect`), since `tt1` is also a variable there.
 * Each bound is set so that a random value crosses it with a chance of less than one in a million.
 */

const LONGEST_RUN = 10;
const LONGEST_COUNT = 12;
const MAX_PERIOD = 32;
const MIN_DISTINCT = 6;

/** A placeholder: a word in it, few different characters, a repetition, a long run or a count. */
export function isDummy(body: string, dummyWords: readonly string[]): boolean {
  const lower = body.toLowerCase();
  return (
    dummyWords.some((word) => lower.includes(word)) ||
    new Set(lower).size < MIN_DISTINCT ||
    isPeriodic(lower) ||
    longestStep(lower, 0) >= LONGEST_RUN ||
    longestStep(lower, 1) >= LONGEST_COUNT ||
    longestStep(lower, -1) >= LONGEST_COUNT ||
    isCountOfBytes(lower)
  );
}

/** At least twice the same piece, from end to end. */
function isPeriodic(body: string): boolean {
  const most = Math.min(MAX_PERIOD, Math.floor(body.length / 2));
  for (let period = 1; period <= most; period++) {
    if (body.slice(period) === body.slice(0, -period)) return true;
  }
  return false;
}

/** Characters in the longest run in which each digit is the one before plus `step`; 9 and f lead on to 0, 9 to a. */
function longestStep(body: string, step: 0 | 1 | -1): number {
  let longest = 1;
  let run = 1;
  for (let at = 1; at < body.length; at++) {
    run = isStep(body.charCodeAt(at - 1), body.charCodeAt(at), step) ? run + 1 : 1;
    if (run > longest) longest = run;
  }
  return longest;
}

const ZERO = 0x30;
const NINE = 0x39;
const A = 0x61;
const F = 0x66;

function isStep(from: number, to: number, step: 0 | 1 | -1): boolean {
  if (step === 0) return from === to;
  if (step === -1) return isStep(to, from, 1);
  return to === from + 1 || (from === NINE && (to === ZERO || to === A)) || (from === F && to === ZERO);
}

/** `000102030405…`: each pair of hex digits one more than the pair before. */
function isCountOfBytes(body: string): boolean {
  const pairs = body.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? [];
  let run = 1;
  for (let at = 1; at < pairs.length; at++) {
    run = pairs[at] === ((pairs[at - 1] ?? 0) + 1) % 256 ? run + 1 : 1;
    if (run >= 8) return true;
  }
  return false;
}

/** Hex digits in a row with which a value of another alphabet does not begin by chance. */
const CUT_KEY_MIN = 48;
const CUT_KEY_MAX = 80;

/**
 * A key of the known shape that is cut short, overrun or glued to other text: it opens nothing, and it is not a key
 * of another shape either.
 */
function isCutKey(body: string): boolean {
  const hexDigits = /^[0-9a-f]*/.exec(body)?.[0].length ?? 0;
  return hexDigits >= CUT_KEY_MIN && hexDigits <= CUT_KEY_MAX;
}

/** What may follow a property name and all but never follows a key. */
const MEMBER_FOLLOWS = /^\s*(?:[.(=[?]|&&|\|\|)/;

const LIKELY = { digits: 3, changes: 0.25 };
const POSSIBLE = { digits: 2, changes: 0.15 };

/**
 * How sure it is that `body`, alphanumeric and of no known shape, is a random value and no identifier.
 * `after` is the text behind it.
 */
export function judgeRandomness(body: string, after: string): 'likely' | 'possible' | undefined {
  if (isCutKey(body)) return undefined;
  const digits = body.match(/[0-9]/g)?.length ?? 0;
  const changes = classChanges(body) / (body.length - 1);
  const isName = /^[A-Za-z]/.test(body);
  if (isName && MEMBER_FOLLOWS.test(after) && digits * 8 < body.length) return undefined;
  if (digits >= LIKELY.digits && changes >= LIKELY.changes) return 'likely';
  if (digits >= POSSIBLE.digits && changes >= POSSIBLE.changes) return 'possible';
  return undefined;
}

/** How often the kind of character (lower case, upper case, digit) changes from one to the next. */
function classChanges(body: string): number {
  let changes = 0;
  for (let at = 1; at < body.length; at++) {
    if (classOf(body.charCodeAt(at)) !== classOf(body.charCodeAt(at - 1))) changes++;
  }
  return changes;
}

function classOf(code: number): 0 | 1 | 2 {
  return code <= NINE ? 0 : code < A ? 1 : 2;
}
