import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hexOf, keyOf, maskOf, otherKeyOf } from '../core/key-maker.ts';
import { detectIn } from './shipped-detector.ts';
import { anyText, withMark } from './text-bytes.ts';

const MAX_SNIPPET = 400;
/** Longer than what a mask shows. */
const LEAKED_DIGITS = 12;

function expectNothingLeaks(text: string, keys: readonly string[]): void {
  for (const key of keys) {
    for (let at = 4; at + LEAKED_DIGITS <= key.length; at += 4) {
      expect(text).not.toContain(key.slice(at, at + LEAKED_DIGITS));
    }
  }
}

describe('a snippet', () => {
  it('shows the line with the key masked, and where it stands', () => {
    const key = keyOf(1);
    const [match] = detectIn(`a\nconst k = '${key}'; // x\nb`).matches;
    expect(match?.snippet.text).toBe(`const k = '${maskOf(key)}'; // x`);
    const { text = '', caretStart, caretEnd } = match?.snippet ?? {};
    expect(text.slice(caretStart, caretEnd)).toBe(maskOf(key));
  });

  it('never holds a key, is bounded, and its caret is on the mask, whatever stands around', () => {
    const piece = fc.oneof(
      { weight: 3, arbitrary: fc.integer({ min: 0, max: 9999 }).map(keyOf) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 9999 }).map(otherKeyOf) },
      { weight: 3, arbitrary: anyText },
      { weight: 1, arbitrary: fc.integer({ min: 60, max: 90 }).map((count) => '.'.repeat(count)) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 9000 }).map((count) => ' '.repeat(count)) },
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }),
        fc.constantFrom('utf8', 'utf16le', 'utf16be', 'utf32le'),
        (pieces, encoding) => {
          const keys = pieces.filter((part) => /^tt1\.[0-9a-zA-Z]{46}/.test(part));
          for (const { snippet, secret } of detectIn(withMark(pieces.join(''), encoding as 'utf8')).matches) {
            expect(snippet.text.length).toBeLessThan(MAX_SNIPPET);
            expect(snippet.text.slice(snippet.caretStart, snippet.caretEnd)).toBe(secret.masked);
            expect(snippet.text).not.toMatch(/[\n\r]/);
            expectNothingLeaks(snippet.text, keys);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('masks keys that adjoin, on both sides', () => {
    const keys = [keyOf('a'), keyOf('b'), keyOf('c')];
    for (const { snippet } of detectIn(keys.join('')).matches) {
      expect(snippet.text).toBe(keys.map(maskOf).join(''));
    }
  });

  it('masks a neighbour at every distance, also where the cut would fall into it', () => {
    const [key, neighbour] = [keyOf('mine'), keyOf('neighbour')];
    for (let gap = 0; gap < 100; gap++) {
      const fill = '-'.repeat(gap);
      const line = `${neighbour}${fill}${key}${fill}${neighbour}`;
      for (const { snippet } of detectIn(line).matches) expectNothingLeaks(snippet.text, [key, neighbour]);
    }
  });

  it('masks a neighbour that is cut short or overrun, and one behind half a key', () => {
    const hex = hexOf('cut');
    const key = keyOf('whole');
    for (const near of [
      `tt1.${hex.slice(0, 60)}`,
      `tt1.${hex}0`,
      `tt1.${hex.slice(0, 30)}${keyOf('glued')}`,
    ]) {
      for (const { snippet } of detectIn(`${near} ${key} ${near}`).matches) {
        expectNothingLeaks(snippet.text, [`tt1.${hex}`, key, keyOf('glued')]);
      }
    }
  });

  it('masks a neighbour in which NUL characters or byte order marks stand', () => {
    const neighbour = keyOf('hidden');
    for (const odd of ['\0', '\ufeff']) {
      const [match] = detectIn(`${neighbour.split('').join(odd)} ${keyOf('plain')}`).matches;
      expectNothingLeaks(match?.snippet.text ?? '', [neighbour]);
    }
  });

  it('shows no key whose prefix is escaped, broken or written apart', () => {
    const hex = hexOf('apart');
    for (const near of [
      `'tt1.' + '${hex}'`,
      `tt1\\u002e${hex}`,
      `tt1\\x2e${hex}`,
      `😀t1.${hex}`,
      `=${hex}`,
    ]) {
      const [match] = detectIn(`${near} ${keyOf('whole')} ${near}`).matches;
      expectNothingLeaks(match?.snippet.text ?? '', [`tt1.${hex}`]);
    }
  });

  it('cuts no astral character in half', () => {
    for (const shift of ['', 'x']) {
      const emoji = `${shift}${'😀'.repeat(200)}`;
      const { snippet } = detectIn(`${emoji}${keyOf('emoji')}${emoji}`).matches[0] ?? {};
      expect(snippet?.text.isWellFormed()).toBe(true);
      expect(snippet?.text).toMatch(/^….*…$/);
    }
  });

  it('shows Latin-1 as such', () => {
    const { snippet } = detectIn(Buffer.from(`gr\xfc\xdfe ${keyOf(1)}`, 'latin1')).matches[0] ?? {};
    expect(snippet?.text).toBe(`grüße ${maskOf(keyOf(1))}`);
  });
});
