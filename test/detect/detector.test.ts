import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/core/secret.ts';
import { ENCODINGS, type Encoding, UNIT_BYTES } from '../../src/detect/encoding.ts';
import type { Detection } from '../../src/detect/match.ts';
import { hexOf, keyOf, otherKeyOf } from '../core/key-maker.ts';
import { detectIn, foundIn, shippedDetector } from './shipped-detector.ts';
import { anyText, encode, placeBehind, windowsOf, withMark } from './text-bytes.ts';

const detector = shippedDetector();

function idOf(key: string): string {
  return new Secret(key).id;
}

function detectInWindows(windows: readonly Buffer[]): Detection {
  const pass = detector.begin();
  for (const window of windows) {
    const lent = Buffer.from(window);
    pass.push(lent);
    // Its owner fills a window anew once it has been taken.
    lent.fill('t');
  }
  return pass.end();
}

/** What stands around a key, as one would write it, and not so that it makes the key longer. */
const before = fc.oneof(
  anyText,
  fc.constantFrom(
    "key = '",
    '\\n',
    '%20',
    '\\u0022',
    'key_',
    '=3D',
    'Bearer ',
    'abc',
    '$',
    '\x1b[32m',
    'deadbeef',
  ),
);
const after = fc
  .tuple(
    fc.constantFrom("'", '"', '\n', '\r\n', ' ', ';', '_prod', '.js', 'XYZ', '&page=2', '\\n', '…', '\t'),
    anyText,
  )
  .map((parts) => parts.join(''));
const planted = fc.tuple(before, fc.integer({ min: 0, max: 999_999 }).map(keyOf), after);
/** Filler makes the blob longer than what is searched at once. */
const filler = fc
  .tuple(anyText, fc.integer({ min: 0, max: 400 }))
  .map(([text, count]) => `${text.replaceAll(/[\n\r]/g, ' ')}.`.repeat(count));
const longText = fc.array(fc.tuple(fc.oneof(filler, anyText), planted), { maxLength: 6 });

interface Expected {
  readonly id: string;
  readonly line: number;
  readonly column: number;
}

/** The text and where its keys stand, from how it was put together. */
function assembled(
  pieces: readonly (readonly [string, readonly [string, string, string]])[],
  start = '',
  clean = (part: string) => part,
) {
  let text = start;
  const expected: Expected[] = [];
  for (const [fill, [head, key, tail]] of pieces) {
    text += clean(fill + head);
    expected.push({ id: idOf(key), ...placeBehind(text) });
    text += key + clean(tail);
  }
  return { text, expected };
}

function placesIn({ matches }: Detection): Expected[] {
  return matches.map(({ secret, region }) => ({
    id: secret.id,
    line: region.startLine,
    column: region.startColumn,
  }));
}

const cuts = fc.array(fc.integer({ min: 0, max: 400_000 }), { maxLength: 8 });

describe('keys', () => {
  it.each(ENCODINGS)('of %s with a mark are all found, at their lines and columns', (encoding) => {
    fc.assert(
      fc.property(longText, (pieces) => {
        const { text, expected } = assembled(pieces);
        fc.pre(encoding !== 'utf16le' || !text.startsWith('\0'));
        expect(placesIn(detector.detect(withMark(text, encoding)))).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it.each(['utf8', 'utf16le', 'utf16be'] as const)(
    'of %s without a mark are all found, at their lines and columns',
    (encoding) => {
      fc.assert(
        fc.property(longText, (pieces) => {
          // Without a mark, a NUL character makes data of a text.
          const { text, expected } = assembled(pieces, '# in plain text\n', (part) =>
            part.replaceAll('\0', ''),
          );
          expect(placesIn(detector.detect(encode(text, encoding)))).toEqual(expected);
        }),
        { numRuns: 60 },
      );
    },
  );

  it('of Latin-1 are found, each odd byte one column', () => {
    const key = keyOf('latin');
    const head = 'gr\xfc\xdfe: ';
    const { matches } = detectIn(Buffer.from(`x\n${head}${key} \xe9\n`, 'latin1'));
    expect(matches.map(({ region }) => region)).toEqual([
      { startLine: 2, startColumn: head.length + 1, endLine: 2, endColumn: head.length + 69 },
    ]);
  });

  it('in random binary data are found once each, in every encoding and at every alignment', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.integer({ min: 0, max: 999_999 }),
        fc.constantFrom(...ENCODINGS),
        fc.uint8Array({ maxLength: 300 }),
        (head, seed, encoding, tail) => {
          const key = keyOf(seed);
          const stop = Buffer.alloc(UNIT_BYTES[encoding], 0xff);
          const bytes = Buffer.concat([head, stop, encode(key, encoding), stop, tail]);
          const { matches } = detector.detect(bytes);
          expect(matches.map(({ secret }) => secret.id)).toEqual([idOf(key)]);
          const start = head.length + stop.length;
          expect([matches[0]?.start, matches[0]?.end]).toEqual([start, start + 68 * UNIT_BYTES[encoding]]);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('between NUL bytes, as in programs, are one key each though both byte orders read them', () => {
    for (const encoding of ENCODINGS) {
      for (const pad of [4, 5, 6, 7]) {
        const bytes = Buffer.concat([
          Buffer.alloc(pad),
          encode(keyOf(pad), encoding),
          Buffer.alloc(9),
          Buffer.from([1]),
        ]);
        expect(foundIn(bytes), `${encoding} behind ${pad} bytes`).toEqual([idOf(keyOf(pad))]);
      }
    }
  });

  it('say through which encoding they were read where it is not that of the text', () => {
    const key = keyOf('via');
    expect(detectIn(`a = ${key}`).matches[0]?.via).toEqual([]);
    expect(detectIn(withMark(`a = ${key}`, 'utf16be')).matches[0]?.via).toEqual([]);
    const mixed = Buffer.concat([Buffer.from('MZ\0\0\0\0'), encode(` ${key} `, 'utf16le')]);
    expect(detectIn(mixed).matches.map(({ via }) => via)).toEqual([['utf16le']]);
  });

  it('are the same whatever the windows, with all that is told of them', () => {
    fc.assert(
      fc.property(
        longText,
        fc.constantFrom(...ENCODINGS),
        fc.boolean(),
        cuts,
        (pieces, encoding, isMarked, at) => {
          const { text } = assembled(pieces);
          const bytes = isMarked ? withMark(text, encoding) : encode(text, encoding);
          expect(detectInWindows(windowsOf(bytes, at))).toEqual(detector.detect(bytes));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('are the same byte by byte', () => {
    const bytes = encode(`a\r\n'${keyOf(1)}' // ttleaks:allow a reason\r\n${keyOf(2)}${keyOf(3)}\n`, 'utf8');
    expect(detectInWindows(windowsOf(bytes, [...bytes.keys()]))).toEqual(detector.detect(bytes));
  });

  it('across a window border, wherever it falls in the key, are found once', () => {
    const key = keyOf('border');
    const fill = Buffer.from('line of text\n'.repeat(30_000));
    const bytes = Buffer.concat([fill, Buffer.from(`k='${key}'\n`), fill]);
    const whole = detector.detect(bytes);
    expect(placesIn(whole)).toEqual([{ id: idOf(key), line: 30_001, column: 4 }]);
    for (let into = -1; into <= 70; into += 3) {
      expect(detectInWindows(windowsOf(bytes, [fill.length + into]))).toEqual(whole);
    }
  });

  it('are found in a line of a megabyte, with a bounded snippet', () => {
    const [one, two] = [keyOf('long 1'), keyOf('long 2')];
    const code = 'var a=function(){return 1};'.repeat(20_000);
    const { matches } = detectIn(`${code}"${one}"${code}"${two}"${code}`);
    expect(matches.map(({ secret, region }) => [secret.id, region.startLine, region.startColumn])).toEqual([
      [idOf(one), 1, code.length + 2],
      [idOf(two), 1, 2 * code.length + 72],
    ]);
    for (const { snippet } of matches) expect(snippet.text.length).toBeLessThan(200);
  });

  it.each([
    ['\\n', String.raw`"a\n`, '"'],
    ['%20', 'Bearer%20', '&x=1'],
    ['\\u0022', String.raw`\u0022`, String.raw`\u0022`],
    ['key_', 'key_', ''],
    ['a letter', 'x', ''],
    ['another tt1.', 'tt1.', ''],
    ['a suffix', '', '_prod'],
    ['capital letters', '', 'XYZ'],
    ['a dot', '', '.js'],
  ])('glued to %s are found', (_, head, tail) => {
    const key = keyOf('glued');
    expect(foundIn(`${head}${key}${tail}`)).toEqual([idOf(key)]);
  });

  it('that adjoin are two', () => {
    const keys = [keyOf('one'), keyOf('two'), keyOf('three')];
    for (const encoding of ENCODINGS) {
      expect(foundIn(withMark(keys.join(''), encoding)), encoding).toEqual(keys.map(idOf));
    }
    expect(foundIn(keys.join(','))).toEqual(keys.map(idOf));
  });

  it('of another shape that adjoin, or run into one of the known shape, are two', () => {
    const [one, two, known] = [otherKeyOf('one'), otherKeyOf('two'), keyOf('known')];
    expect(foundIn(`${one}${two} `)).toEqual([one, two].map(idOf));
    expect(foundIn(`${one}${known}`)).toEqual([one, known].map(idOf));
    expect(foundIn(`tt1.${hexOf('half').slice(0, 60)}${known}`)).toEqual([idOf(known)]);
  });

  it('of another shape are likely, and found at their places', () => {
    const alphanumeric = otherKeyOf('other');
    const { matches } = detectIn(`a\nKEY=${alphanumeric}\n`);
    expect(matches).toMatchObject([
      {
        ruleId: 'timetime-api-key-other',
        confidence: 'likely',
        region: { startLine: 2, startColumn: 5, endLine: 2, endColumn: 5 + alphanumeric.length },
      },
    ]);
  });

  it.each(['utf16le', 'utf16be'] as const)(
    'of another shape at the very end of a text in %s are read whole',
    (encoding) => {
      const key = otherKeyOf('end');
      expect(foundIn(withMark(`a: ${key}`, encoding))).toEqual([idOf(key)]);
    },
  );
});

describe('what is no key', () => {
  it.each([
    ['63 digits', (hex: string) => `tt1.${hex.slice(1)}`],
    ['65 digits', (hex: string) => `tt1.${hex}0`],
    ['upper case', (hex: string) => `tt1.${hex.toUpperCase()}`],
    ['an upper-case prefix', (hex: string) => `TT1.${hex}`],
    ['no dot', (hex: string) => `tt1${hex}`],
    ['an underscore', (hex: string) => `tt1_${hex}`],
    ['another prefix', (hex: string) => `tt2.${hex}`],
    ['a gap', (hex: string) => `tt1.${hex.slice(0, 32)} ${hex.slice(32)}`],
    ['a line break within', (hex: string) => `tt1.${hex.slice(0, 32)}\n${hex.slice(32)}`],
    ['no body', () => 'tt1.'],
    ['a template', () => 'tt1.$' + '{KEY}'],
  ])('is not reported: %s', (_, write) => {
    for (let seed = 0; seed < 20; seed++) {
      const text = `const k = "${write(hexOf(seed))}";\n`;
      for (const encoding of ENCODINGS) {
        const found = detectIn(withMark(text, encoding)).matches;
        expect(
          found.filter(({ ruleId }) => ruleId === 'timetime-api-key'),
          `${encoding}: seed ${seed}`,
        ).toEqual([]);
      }
    }
  });

  it('is not reported as a key of another shape either where it is a cut or overrun one', () => {
    for (let seed = 0; seed < 50; seed++) {
      const hex = hexOf(`cut ${seed}`);
      expect(foundIn(`tt1.${hex.slice(1)}`)).toEqual([]);
      expect(foundIn(`tt1.${hex}0`)).toEqual([]);
      expect(foundIn(`tt1.${hex.slice(0, 50)}`)).toEqual([]);
    }
  });

  it('is not reported where the blob is empty, or ends within an anchor', () => {
    for (const text of ['', 't', 'tt1', 'tt1.', `tt1.${hexOf(1).slice(0, 19)}`])
      expect(foundIn(text)).toEqual([]);
  });

  it('is counted in bytes all the same', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), cuts, (content, at) => {
        const bytes = Buffer.from(content);
        expect(detectInWindows(windowsOf(bytes, at)).bytes).toBe(bytes.length);
      }),
    );
  });
});

describe('the prefilter', () => {
  it('fires on whatever the detector finds', () => {
    const soup = fc.array(
      fc.oneof(
        fc.uint8Array({ maxLength: 40 }).map((part) => Buffer.from(part)),
        fc
          .tuple(fc.integer({ min: 0, max: 9999 }).map(keyOf), fc.constantFrom<Encoding>(...ENCODINGS))
          .map(([key, encoding]) => encode(key, encoding)),
        fc
          .constantFrom('tt1.', 'tt1', 't\0t\x001\0.\0', otherKeyOf('soup'))
          .map((part) => Buffer.from(part, 'latin1')),
      ),
      { maxLength: 6 },
    );
    let found = 0;
    fc.assert(
      fc.property(soup, (parts) => {
        const bytes = Buffer.concat(parts);
        const { matches } = detector.detect(bytes);
        if (matches.length > 0) {
          found++;
          expect(detector.prefilter.hasHit(bytes)).toBe(true);
        }
        const hits = detector.prefilter.hits(bytes);
        expect(hits.length > 0).toBe(detector.prefilter.hasHit(bytes));
        // A needle is the anchor without the NUL bytes before it: at most three, in UTF-32.
        for (const { start } of matches)
          expect(hits.some((hit) => hit >= start && hit <= start + 3)).toBe(true);
      }),
      { numRuns: 500 },
    );
    expect(found).toBeGreaterThan(100);
  });

  it('finds a needle that two windows share, by its margin', () => {
    const { margin } = detector.prefilter;
    for (const encoding of ENCODINGS) {
      const bytes = Buffer.concat([
        Buffer.alloc(50, '.'),
        encode(keyOf('margin'), encoding),
        Buffer.alloc(50, '.'),
      ]);
      const end = 50 + 4 * UNIT_BYTES[encoding];
      for (let cut = 51; cut < end; cut++) {
        const windows = [bytes.subarray(0, cut), bytes.subarray(Math.max(0, cut - margin))];
        expect(
          windows.some((window) => detector.prefilter.hasHit(window)),
          `${encoding} cut at ${cut}`,
        ).toBe(true);
      }
    }
  });
});
