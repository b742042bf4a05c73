import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskEncodedKeysIn } from '../../src/core/encoded-keys.ts';
import { maskKeysIn } from '../../src/core/key-mask.ts';
import { ENCODINGS_OF_TEXT } from '../detect/decode/text-encodings.ts';
import { keyOf, otherKeyOf } from './key-maker.ts';

/** What a mask may leave of an encoded key. */
const SHOWN = 4;

describe('what is printed', () => {
  it.each(Object.entries(ENCODINGS_OF_TEXT))('shows no key in %s', (_, encode) => {
    for (let seed = 0; seed < 30; seed++) {
      for (const key of [keyOf(seed), otherKeyOf(seed)]) {
        const encoded = encode(key);
        const masked = maskKeysIn(`a: ${encoded} (b)`);
        expect(masked.length, masked).toBeLessThan('a:  (b)'.length + 16);
        expect(masked.slice(0, 3 + SHOWN)).toBe(`a: ${encoded.slice(0, SHOWN)}`);
      }
    }
  });

  it('shows no key that stands in base64 at any alignment, nor in base64 of that', () => {
    for (let before = 0; before < 9; before++) {
      const once = Buffer.from(`${'-'.repeat(before)}${keyOf(before)}`).toString('base64');
      for (const text of [once, Buffer.from(once).toString('base64')]) {
        const masked = maskKeysIn(text);
        expect(masked.length).toBeLessThan(text.length - 60);
      }
    }
  });

  it('is left as it is where it holds no key', () => {
    for (const text of ['dist/tt1.js', 'a%20b', '\\u0074', '74 74 31 2e', 'dHQxLj', '0'.repeat(64), 'tt1.…'])
      expect(maskEncodedKeysIn(text)).toBe(text);
    fc.assert(fc.property(fc.string({ maxLength: 60 }), (text) => maskEncodedKeysIn(text) === text));
  });

  it('is masked in linear time, whatever it is', () => {
    for (const hostile of ['\\', 't', 'tt1', '%25', '&amp;', '74 ', 'dHQxL', 'dHQxL\\n', '%74%74%31%2e'])
      expect(maskEncodedKeysIn(hostile.repeat(20_000))).not.toBe('');
  });
});
