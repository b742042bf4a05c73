import fc from 'fast-check';
import { expect, it } from 'vitest';
import { endOfRun, rowEnd, rowStart } from '../../src/core/byte-runs.ts';

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_';

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && DIGITS.includes(String.fromCharCode(byte));
}

/** Rows of any length, and what stands between them. */
const content = fc
  .array(
    fc.oneof(
      fc.string({ unit: fc.constantFrom(...DIGITS), maxLength: 700 }),
      fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 3 }),
      fc.constant('\u00e9'),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => Buffer.from(pieces.join(''), 'latin1'));

it('a row of digits begins and ends where the first byte stands on either side that is none, or at the bounds', () => {
  fc.assert(
    fc.property(content, fc.nat(), fc.nat(), fc.nat(), (bytes, ...numbers) => {
      const [low = 0, at = 0, high = 0] = numbers
        .map((number) => number % (bytes.length + 1))
        .sort((a, b) => a - b);
      let end = at;
      while (end < high && isDigit(bytes[end])) end++;
      let start = at;
      while (start > low && isDigit(bytes[start - 1])) start--;
      expect([rowStart(bytes, at, low), rowEnd(bytes, at, high)]).toEqual([start, end]);
    }),
    { numRuns: 500 },
  );
});

it('a run of anything ends at the first byte that is told apart', () => {
  const bytes = Buffer.from(`${'(a) '.repeat(100_000)}"b"`);
  expect(endOfRun(bytes, 3, bytes.length, /["\n]/)).toBe(400_000);
  expect(endOfRun(bytes, 3, 70_000, /["\n]/)).toBe(70_000);
  expect(endOfRun(bytes, 9, 5, /["\n]/)).toBe(5);
});
