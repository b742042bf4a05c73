/**
 * Where a run of bytes ends, and a row of digits of base64 (standard or URL-safe; those of hex are among them) begins and
 * ends. Rows are long in bundles that carry images or programs, and are gone over once or twice: native code does it, since
 * ours would still be slow.
 */

const NO_DIGIT = /[^A-Za-z0-9+/_-]/;
/** Most rows are short, and some go on for a megabyte. */
const FIRST_BYTES = 64;
const MOST_BYTES = 65_536;

/** Behind the last digit of those from `at` on, `high` at most. */
export function rowEnd(bytes: Buffer, at: number, high: number): number {
  return endOfRun(bytes, at, high, NO_DIGIT);
}

/** Where the first character stands, from `at` on, that matches; `high` where none does. */
export function endOfRun(bytes: Buffer, at: number, high: number, pattern: RegExp): number {
  let from = at;
  for (let size = FIRST_BYTES; from < high; size = Math.min(2 * size, MOST_BYTES)) {
    const to = Math.min(high, from + size);
    const length = bytes.toString('latin1', from, to).search(pattern);
    if (length !== -1) return from + length;
    from = to;
  }
  return high;
}

/** The first digit of those that end at `at`, `low` at least. */
export function rowStart(bytes: Buffer, at: number, low: number): number {
  let to = at;
  let size = FIRST_BYTES;
  while (to > low && size > 0) {
    const from = Math.max(low, to - size);
    if (NO_DIGIT.test(bytes.toString('latin1', from, to))) {
      size = to - from === 1 ? 0 : (to - from) >> 1;
    } else {
      to = from;
      if (size >= FIRST_BYTES) size = Math.min(2 * size, MOST_BYTES);
    }
  }
  return to;
}
