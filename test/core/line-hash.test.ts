import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineHasher } from '../../src/core/line-hash.ts';

function hashesOf(text: string, lastLine?: number): string[] {
  const hasher = new LineHasher(lastLine);
  hasher.push(text);
  const lines = Array.from({ length: text.length + 2 }, (_, index) => index + 1);
  return [...hasher.finish(lines).values()];
}

/** The window rolls here as it does in codeql-action, on BigInt. */
function rollingHashes(text: string): string[] {
  const window = new Array<number>(100).fill(0);
  const lines = new Array<number>(100).fill(-1);
  const seen = new Map<string, number>();
  const found: string[] = [];
  const power = 37n ** 100n;
  let [hash, index, line, atStart, afterCr] = [0n, 0, 0, true, false];
  const output = () => {
    const text = BigInt.asUintN(64, hash).toString(16);
    seen.set(text, (seen.get(text) ?? 0) + 1);
    found.push(`${text}:${seen.get(text)}`);
    lines[index] = -1;
  };
  const update = (unit: number) => {
    hash = BigInt.asUintN(64, 37n * hash + BigInt(unit) - power * BigInt(window[index] ?? 0));
    window[index] = unit;
    index = (index + 1) % 100;
  };
  const process = (read: number) => {
    if (read === 32 || read === 9 || (afterCr && read === 10)) {
      afterCr = false;
      return;
    }
    afterCr = read === 13;
    const unit = afterCr ? 10 : read;
    if (lines[index] !== -1) output();
    if (atStart) lines[index] = ++line;
    atStart = unit === 10;
    update(unit);
  };
  for (let at = 0; at < text.length; at++) process(text.charCodeAt(at));
  process(65535);
  for (let zeros = 0; zeros < 100; zeros++) {
    if (lines[index] !== -1) output();
    update(0);
  }
  return found;
}

const fileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\n',
        '\r',
        '\r\n',
        ' ',
        '\t',
        '\n\n\n',
        'x'.repeat(150),
        'same line\n',
        '\uffff',
        '\0',
      ),
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.string({ maxLength: 200 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

describe('the line hash', () => {
  it('has the values that codeql-action computes', () => {
    expect(hashesOf('alpha\n\tbeta = 1\r\nalpha\n')).toEqual([
      '220c60f504a2786f:1',
      'da26fdd2cca2ac5f:1',
      '26f09ff008857193:1',
      'c129715d7a2bc9a3:1',
    ]);
    expect(hashesOf(`const k = 'tt1.${'0'.repeat(64)}';\n`)[0]).toBe('88d51f71a9984630:1');
    expect(hashesOf('é😀 x\n\n\nend')).toEqual([
      '14cb2a8b7811b02a:1',
      '6141ba0c28270ece:1',
      '165fbdbbce84915c:1',
      '43b6461eda086fe2:1',
    ]);
  });

  it('agrees with a rolling window on BigInt for any text', () => {
    fc.assert(
      fc.property(fileText, (text) => {
        expect(hashesOf(text)).toEqual(rollingHashes(text));
      }),
    );
  });

  it('does not depend on where the pieces break', () => {
    fc.assert(
      fc.property(fileText, fc.integer({ min: 1, max: 7 }), (text, size) => {
        const hasher = new LineHasher();
        for (let at = 0; at < text.length; at += size) hasher.push(text.slice(at, at + size));
        expect([...hasher.finish([1, 2, 3]).values()]).toEqual(hashesOf(text).slice(0, 3));
      }),
    );
  });

  it('needs no text after the last wanted line', () => {
    const text = `${'a line\n'.repeat(50)}${'z'.repeat(300)}\n${'more\n'.repeat(500)}`;
    const hasher = new LineHasher(51);
    hasher.push(text);
    expect(hasher.isDone).toBe(true);
    expect(hasher.finish([51, 3])).toEqual(
      new Map([
        [3, hashesOf(text)[2]],
        [51, hashesOf(text)[50]],
      ]),
    );
  });

  it('counts equal hashes, and leaves out lines that do not exist', () => {
    const hasher = new LineHasher();
    hasher.push(`${'same\n'.repeat(60)}`);
    const hashes = hasher.finish([1, 2, 99]);
    const [first, second] = [hashes.get(1) ?? '', hashes.get(2) ?? ''];
    expect(second).toBe(first.replace(/:1$/, ':2'));
    expect(hashes.has(99)).toBe(false);
  });

  it('may be asked twice', () => {
    const hasher = new LineHasher();
    hasher.push('a\nb');
    expect(hasher.finish([1, 2])).toEqual(hasher.finish([2, 1]));
  });
});
