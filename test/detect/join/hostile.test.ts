/** Sources that are made to be slow, deep or broken: each ends soon, without an exception, and hides no key behind it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOf } from '../../core/key-maker.ts';
import { shippedDetector } from '../shipped-detector.ts';

const detector = shippedDetector();
const key = keyOf('hostile');
const split = `k = "${key.slice(0, 3)}" + '${key.slice(3, 30)}'\n  "${key.slice(30)}";`;

/** Pieces of split keys, and what may stand between them. */
const SCRAPS = [
  ...[
    '"t"+',
    "'t',",
    '"tt"',
    '"tt1"',
    "'t1.",
    'tt1.',
    'tt1.a"',
    '"tt1."+',
    '"tt1."\n',
    '"t".concat(',
    '`tt1.',
  ],
  ...[
    '"tt1"/*',
    '"tt1"//\n',
    '"tt1"#',
    "tt1'+",
    '+ ',
    '( ',
    '"""',
    "'''",
    'r#"',
    '\\',
    '\\\n',
    '\\"',
    '",',
    '"',
    "'",
  ],
  ...[
    '116,',
    '116, 116,\n',
    '.1tt',
    'tt1.\n ',
    'tt1.aa\\\n',
    '].join("")',
    "''.join([",
    'atob("d',
    '/*',
    '*/',
    'tt1${',
  ],
];

function found(text: string): string[] {
  return detector.detect(Buffer.from(text, 'latin1')).matches.map(({ secret }) => secret.reveal());
}

describe('a hostile source', () => {
  it.each(SCRAPS)('of one thing again and again ends soon, and the key behind it is found: %j', (scrap) => {
    const text = `${scrap.repeat(Math.ceil(100_000 / scrap.length))}\n;\n*/ " ' \` \n${split}\n`;
    expect(found(text)).toContain(key);
  });

  it('of any of these in any order is looked at without an exception', () => {
    const soup = fc.array(fc.constantFrom(...SCRAPS, key.slice(0, 20), key.slice(20), split), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(soup, (parts) => {
        for (const { start, end, region } of detector.detect(Buffer.from(parts.join(''))).matches) {
          expect(start).toBeLessThan(end);
          expect(region.startLine).toBeLessThanOrEqual(region.endLine);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('gives the same in whatever windows it comes', () => {
    const piece = fc.oneof(
      fc.constant(`\n${split}\n`),
      fc
        .tuple(fc.constantFrom(...SCRAPS), fc.integer({ min: 1, max: 3000 }))
        .map(([scrap, count]) => scrap.repeat(count)),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 200_000 }), { minLength: 1, maxLength: 5 }),
        (pieces, lengths) => {
          const bytes = Buffer.from(pieces.join(''));
          const pass = detector.begin();
          let at = 0;
          for (const length of lengths) {
            pass.push(bytes.subarray(at, at + length));
            at = Math.min(bytes.length, at + length);
          }
          pass.push(bytes.subarray(at));
          expect(pass.end()).toEqual(detector.detect(bytes));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('of one line of 50 MB ends soon, and the key at its end is found', () => {
    const filler = 'a.b=function(c){return"it\'s"+c};'.repeat(1_600_000);
    expect(found(`${filler}${split.replace('\n', '')}`)).toEqual([key]);
  });
});
