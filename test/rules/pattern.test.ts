import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { provePattern } from '../../src/rules/pattern.ts';
import { PatternError } from '../../src/rules/pattern-extent.ts';

describe('a pattern', () => {
  it.each([
    ['key-[a-z]{8}', 12],
    ['key-[a-z]{8,16}(?![a-z])', 20],
    ['key-(?:live|test)_[0-9a-f]{4,8}', 17],
    ['(?<![a-z])key-\\d{4}', 8],
    ['(?:(?<![a-z])|(?<=\\\\n))key-\\d{4}', 8],
    ['(?=key-a)key-a?b', 6],
    ['\\bkey-.{3}', 7],
    ['key-(?<body>ab){3}', 10],
    ['key-(?:[a-z][0-9]){0,20}', 44],
  ])('%s is proved, with its longest match', (source, maxLength) => {
    expect(provePattern(source, 'key-')).toEqual({ maxLength, flags: 'y' });
  });

  it('ignores case only where it is asked for', () => {
    expect(provePattern('key-a', 'key-', true).flags).toBe('iy');
  });

  it.each([
    ['(a+)+$', /upper bound/],
    ['key-(a+)+', /upper bound/],
    ['key-(.*){1,9}', /upper bound/],
    ['key-[a-z]*', /give the repeat \[a-z\]\* an upper bound/],
    ['key-[a-z]{20,}', /upper bound/],
    ['(?<=a*)key-', /upper bound/],
    ['key-(?=.*a)', /upper bound/],
    ['key-(?:a{1,9}){1,9}', /no repeat of varying length within/],
    ['key-(?:ab?){2}', /no repeat of varying length within/],
    ['key-(?:a|a){60}b', /too many ways/],
    ['key-(?:a|b|ab){1,30}c', /too many ways/],
    ['key-a{0,99}a{0,99}a{0,99}b', /too many ways/],
    ['key-(?=a{0,30}b{0,30}c{0,30})[a-c]{90}', /too many ways/],
    ['key-(a)\\1', /no back-references/],
    ['key-(?<x>a)\\k<x>', /no back-references/],
    ['key-[a-z]{2000}', /lower the repeats to 1024/],
    ['key-(?:[a-z]{1000}){1000}', /lower the repeats to 1024/],
    ['(?<=[a-z]{40})key-', /look-behind may see 40 characters/],
    ['(?<=a(?<=b))key-', /no look-around within/],
    ['key-(?![a-z]{40})', /look-ahead may see 40 characters past the match/],
    ['^key-a', /no \^/],
    ['key-a$', /no \$/],
    ['(?<=^|,)key-a', /no \^/],
    ['[a-z]key-', /begin with the anchor "key-"/],
    ['key_a', /begin with the anchor/],
    ['(?:key-)a', /begin with the anchor/],
    ['key-a|key-b', /begin with the anchor/],
    ['ke', /begin with the anchor/],
    ['(?!a)', /begin with the anchor/],
    ['key-(', /make it a regular expression/],
    ['key-[z-a]', /make it a regular expression/],
    [`${'('.repeat(2000)}key-${')'.repeat(2000)}`, /fewer than 100 groups/],
  ])('%s is refused', (source, message) => {
    expect(() => provePattern(source, 'key-')).toThrow(PatternError);
    expect(() => provePattern(source, 'key-')).toThrow(message);
  });

  it('that is proved never matches more than it says', () => {
    const piece = fc.constantFrom(
      '[ab]{1,5}',
      'a?',
      '(?:ab|b){2}',
      '(?=a)',
      '(?<!b)',
      '.',
      'b{3}',
      '\\w{0,3}',
    );
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 60 });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 4 }), text, (pieces, tail) => {
        const source = `key-${pieces.join('')}`;
        const { maxLength, flags } = provePattern(source, 'key-');
        expect(new RegExp(source, flags).exec(`key-${tail}`)?.[0].length ?? 0).toBeLessThanOrEqual(maxLength);
      }),
    );
  });
});
