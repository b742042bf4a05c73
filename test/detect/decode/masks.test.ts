/** Nothing that is printed holds a part of an encoded key from which more could be decoded than a mask shows. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REPORTERS } from '../../../src/report/reporters.ts';
import { Collector } from '../../../src/scan/collector.ts';
import { keyOf } from '../../core/key-maker.ts';
import { detectIn } from '../shipped-detector.ts';
import { COMPRESSED, ENCODINGS_OF_TEXT, type Encoder } from './text-encodings.ts';

const ENCODERS = Object.entries({ ...ENCODINGS_OF_TEXT, ...COMPRESSED });
const MAX_SNIPPET = 400;
/** What may be seen of an encoded text in one piece, behind its first characters. */
const SEEN = 12;

function expectHidden(shown: string, encoded: string): void {
  for (let at = 4; at + SEEN <= encoded.length; at += 3)
    expect(shown).not.toContain(encoded.slice(at, at + SEEN));
}

function reportOf(text: string): string {
  const collector = new Collector(undefined, undefined);
  for (const match of detectIn(text).matches) {
    collector.add(match, { path: 'a.txt', site: 'content', exposure: 'committed' });
  }
  const report = collector.report('.', 'files', [], '0.0.0');
  const options = { color: false, showSecrets: false, verbose: true };
  return Object.values(REPORTERS)
    .map((reporter) => [...reporter(report, options)].join(''))
    .join('\n');
}

describe('an encoded key', () => {
  it.each(ENCODERS)('in %s stands in no report', (_, encode) => {
    for (let seed = 0; seed < 5; seed++) {
      const encoded = encode(keyOf(seed));
      const report = reportOf(`a = "${encoded}"; b\n`);
      expect(report).toContain('a = ');
      expectHidden(report, encoded);
    }
  });

  it('stands in no snippet of another, plain or encoded in whatever way, at any distance', () => {
    const planted = fc.tuple(
      fc.integer({ min: 0, max: 9999 }),
      fc.constantFrom<[string, Encoder]>(...ENCODERS, ['plain', (text: string) => text]),
      fc.integer({ min: 0, max: 90 }),
    );
    fc.assert(
      fc.property(fc.array(planted, { minLength: 2, maxLength: 5 }), (all) => {
        const encoded = all.map(([seed, [, encode]]) => encode(keyOf(seed)));
        const text = all.map(([, , gap], index) => `${encoded[index]}"${' '.repeat(gap)}`).join(';');
        for (const { snippet } of detectIn(text).matches) {
          expect(snippet.text.length).toBeLessThan(MAX_SNIPPET);
          for (const each of encoded) expectHidden(snippet.text, each);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('stands in no reason of an allow comment', () => {
    const encoded = Buffer.from(keyOf('reason')).toString('base64');
    const { matches } = detectIn(`k = ${keyOf('allowed')} # ttleaks:allow see ${encoded}\n`);
    for (const { allowed } of matches) expectHidden(allowed?.justification ?? '', encoded);
    expect(matches.length).toBe(2);
  });
});
