import { describe, expect, it } from 'vitest';
import { keyOf } from '../core/key-maker.ts';
import { detectIn, shippedDetector } from './shipped-detector.ts';

import { windowsOf } from './text-bytes.ts';

const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${'4d7a'.repeat(16)}\nsize 12345\n`;

describe('a Git LFS pointer', () => {
  it('is told, and the prefilter lets it through', () => {
    expect(detectIn(POINTER).isLfsPointer).toBe(true);
    expect(shippedDetector().mayHoldKey(Buffer.from(POINTER))).toBe(true);
  });

  it('is told whatever the windows', () => {
    const bytes = Buffer.from(POINTER);
    const pass = shippedDetector().begin();
    for (const window of windowsOf(bytes, [...bytes.keys()])) pass.push(window);
    expect(pass.end().isLfsPointer).toBe(true);
  });

  it('may hold a key all the same', () => {
    const { isLfsPointer, matches } = detectIn(`${POINTER}x-note ${keyOf(1)}\n`);
    expect([isLfsPointer, matches.length]).toEqual([true, 1]);
  });

  it.each([
    ['an empty file', ''],
    ['another version', POINTER.replace('v1', 'v2')],
    ['a text that begins otherwise', `\n${POINTER}`],
    ['a file of a kilobyte', `${POINTER}${'x'.repeat(1024)}`],
    ['half of one', POINTER.slice(0, 20)],
  ])('is not %s', (_, text) => {
    expect(detectIn(text).isLfsPointer).toBe(false);
  });
});
