import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isDummy, judgeRandomness } from '../../src/detect/structure.ts';
import { shippedRules } from '../../src/rules/shipped-rules.ts';
import { hexOf, otherKeyOf } from '../core/key-maker.ts';
import { detectIn, foundIn } from './shipped-detector.ts';

const WORDS = shippedRules()[0]?.dummyWords ?? [];

/** Built up here, so that none stands in a file. */
const DUMMIES: readonly (readonly [string, string])[] = [
  ["the documentation's placeholder", 'ac507ef948a04fakeApiKey5304fa7b4abd936d8e2add1'],
  ['zeros', '0'.repeat(64)],
  ['one character', 'a'.repeat(46)],
  ['two characters', 'ab'.repeat(32)],
  ['a repeated word', 'deadbeef'.repeat(8)],
  ['a repeated half', hexOf('half').slice(0, 32).repeat(2)],
  ['a count', '0123456789abcdef'.repeat(4)],
  ['a count within', `${hexOf(1).slice(0, 40)}0123456789abcdef${hexOf(2).slice(0, 8)}`],
  ['a count downwards', 'fedcba9876543210'.repeat(4)],
  ['decimal digits in turn', `${'1234567890'.repeat(6)}1234`],
  ['bytes in turn', Array.from({ length: 32 }, (_, index) => index.toString(16).padStart(2, '0')).join('')],
  ['a long run', `${hexOf(3).slice(0, 54)}${'0'.repeat(10)}`],
  ['few characters', '00110010110100100101101001011010010110100101101001011010'],
  ['a word', `${hexOf(4).slice(0, 20)}example${hexOf(5).slice(0, 20)}`],
  ['a word in capitals', `YOURAPIKEYHERE${hexOf(6).slice(0, 20)}`],
];

describe('dummies', () => {
  it.each(DUMMIES)('are judged to be such: %s', (_, body) => {
    expect(isDummy(body, WORDS)).toBe(true);
  });

  it.each(DUMMIES)('are not reported: %s', (_, body) => {
    expect(foundIn(`const key = 'tt1.${body}';`)).toEqual([]);
  });

  it('hold no random key: none of 10,000 of 64 hex digits', () => {
    for (let seed = 0; seed < 10_000; seed++) expect(isDummy(hexOf(`random ${seed}`), WORDS)).toBe(false);
  });

  it('hold no random key: none of 10,000 of letters and digits', () => {
    for (let seed = 0; seed < 10_000; seed++) {
      const body = otherKeyOf(`random ${seed}`).slice(4);
      // Short words stand in a random value once in 20,000.
      if (/fake|xxxx/i.test(body)) continue;
      expect(isDummy(body, WORDS), body.slice(0, 4)).toBe(false);
    }
  });

  it('hold no key of fresh randomness', () => {
    for (let turn = 0; turn < 1000; turn++)
      expect(isDummy(randomBytes(32).toString('hex'), WORDS)).toBe(false);
  });

  it('may be short, or nothing at all', () => {
    for (const body of ['', '0', 'ab', 'aab']) expect(isDummy(body, [])).toBe(true);
  });
});

describe('a value of no known shape', () => {
  it('is likely a key where it is random letters and digits, in all but a few that have hardly a digit', () => {
    const verdicts = Array.from({ length: 1000 }, (_, seed) =>
      judgeRandomness(otherKeyOf(`likely ${seed}`).slice(4), "'"),
    );
    expect(verdicts.filter((verdict) => verdict === 'likely').length).toBeGreaterThan(970);
    expect(verdicts.filter((verdict) => verdict === undefined).length).toBeLessThan(10);
  });

  it.each([
    'getBoundingClientRect',
    'addEventListenerForEveryChild',
    'unstableRenderSubtreeIntoContainer',
    'defaultPropsForComponentVersion2',
    'getElementsByTagNameNS2',
    'toLocaleLowerCaseOfAnything',
    'INTERNALSDONOTUSEORYOUWILLBEFIRED',
  ])('is no key where it is the name of a member: %s', (name) => {
    for (const after of ['(e)', '.top', ' = 1', '=e', '[0]', '?.a', ' && x', '||x', ';', ')', '']) {
      expect(foundIn(`var r=tt1.${name}${after}`), after).toEqual([]);
    }
  });

  it('is no key in a minified bundle in which tt1 is a variable', () => {
    const members = [
      'getBoundingClientRect',
      'removeEventListenerSafely',
      'prototypeConstructorName',
      'onCompositionUpdateCapture',
    ];
    const code = members.map((name) => `var a=tt1.${name}(e),b=tt1.${name}.call(tt1);`).join('');
    expect(foundIn(code.repeat(200))).toEqual([]);
  });

  it('is no key where it is a digest in hex of another length than a key, cut out of one', () => {
    const body = createHash('sha512').update('x').digest('hex').slice(0, 60);
    expect(judgeRandomness(body, '')).toBeUndefined();
  });

  it('is told apart from the keys of the known shape by its rule and its confidence', () => {
    const { matches } = detectIn(`${otherKeyOf(1)}\ntt1.${hexOf(1)}\n`);
    expect(matches.map(({ ruleId, confidence }) => [ruleId, confidence])).toEqual([
      ['timetime-api-key-other', 'likely'],
      ['timetime-api-key', 'certain'],
    ]);
  });
});
