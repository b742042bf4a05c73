/** What decoders do with what is no encoding, is cut off, or is made to cost. */
import { randomBytes } from 'node:crypto';
import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOf } from '../../core/key-maker.ts';
import { detectIn, shippedDetector } from '../shipped-detector.ts';
import { encode, windowsOf } from '../text-bytes.ts';
import { COMPRESSED, ENCODINGS_OF_TEXT } from './text-encodings.ts';

const ENCODERS = Object.values({ ...ENCODINGS_OF_TEXT, ...COMPRESSED });
const detector = shippedDetector();

function detectInWindows(windows: readonly Buffer[]) {
  const pass = detector.begin();
  for (const window of windows) {
    const lent = Buffer.from(window);
    pass.push(lent);
    lent.fill('%');
  }
  return pass.end();
}

/** Needles, and what may follow them. */
const SCRAPS = [
  ...[
    'tt1.',
    '%74',
    '%',
    '%2',
    '\\x74',
    '\\x',
    '\\u00',
    '\\u{',
    '\\u{74',
    '\\16',
    '\\',
    '\\\\',
    '&#116;',
    '&#',
    '&#x',
  ],
  ...[
    '&amp;',
    '&period;',
    '=74',
    '=',
    '=\n',
    'dHQx',
    'QxLj',
    'H4sI',
    'H4sIAAAA',
    'eJw',
    'SDRz',
    'Vmx',
    '74 74 31',
  ],
  ...[
    '0x74,0x74',
    '747431',
    '\\n',
    '\n',
    '\\r\\n',
    ' ',
    '\0',
    't\0t\x001\0.\0',
    '\u00ff',
    '"',
    '3734',
    '%55%56',
  ],
];

it.each(['%74%74', '\\x74\\x74', '=74=74', '&#116;&#116;'])(
  'what is compressed and stands beside escapes as it is, is no text that was encoded: %s',
  (escapes) => {
    const packed = gzipSync(randomBytes(90_000));
    const [begin, rest] = [packed.subarray(0, 20), packed.subarray(20)];
    const bytes = Buffer.concat([begin, Buffer.from(` ${escapes} `), rest]);
    expect(detector.detect(bytes)).toMatchObject({ matches: [], unread: [] });
  },
);

describe('bytes of any kind', () => {
  it('are looked at without an exception', () => {
    const soup = fc.array(
      fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...SCRAPS).map((text) => Buffer.from(text, 'latin1')) },
        { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)) },
        {
          weight: 1,
          arbitrary: fc
            .tuple(fc.constantFrom(...ENCODERS), fc.integer({ min: 0, max: 999 }), fc.nat(400))
            .map(([encoder, seed, length]) => Buffer.from(encoder(keyOf(seed)).slice(0, length), 'latin1')),
        },
      ),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(soup, (parts) => {
        for (const { start, end, region } of detector.detect(Buffer.concat(parts)).matches) {
          expect(start).toBeLessThan(end);
          expect(region.startLine).toBeLessThanOrEqual(region.endLine);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('give the same in whatever windows they come, with all that is told of them', () => {
    const piece = fc.oneof(
      fc
        .tuple(fc.constantFrom(...ENCODERS), fc.integer({ min: 0, max: 999 }), fc.constantFrom(0, 1, 2))
        .map(([encoder, seed, before]) => `"${encoder('-'.repeat(before) + keyOf(seed))}"\n`),
      fc
        .tuple(fc.constantFrom(...SCRAPS), fc.integer({ min: 1, max: 6000 }))
        .map(([text, count]) => text.repeat(count)),
      fc.string({ maxLength: 20 }),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 8 }),
        fc.array(fc.integer({ min: 0, max: 300_000 }), { maxLength: 8 }),
        fc.constantFrom('utf8', 'utf16le'),
        (pieces, cuts, encoding) => {
          const bytes = encode(pieces.join(''), encoding as 'utf8');
          expect(detectInWindows(windowsOf(bytes, cuts))).toEqual(detector.detect(bytes));
        },
      ),
      { numRuns: 80 },
    );
  });

  // Work that grew with the square of the length would not be done in time.
  it.each(SCRAPS)(
    'come to an end where one thing is repeated: %j',
    (scrap) => {
      const bytes = Buffer.from(scrap.repeat(Math.ceil(1_000_000 / scrap.length)), 'latin1');
      expect(detector.detect(bytes).bytes).toBe(bytes.length);
    },
    120_000,
  );

  it('come to an end where they are random digits of base64, or random altogether', () => {
    for (const bytes of [Buffer.from(randomBytes(2_000_000).toString('base64')), randomBytes(2_000_000)]) {
      expect(detector.detect(bytes).matches).toEqual([]);
    }
  });
});

describe('something compressed', () => {
  function base64(bytes: Buffer): string {
    return bytes.toString('base64');
  }

  it('that is cut short is read as far as it goes', () => {
    const bytes = gzipSync(`${keyOf('early')}\n${randomBytes(3000).toString('hex')}`);
    expect(detectIn(`x: ${base64(bytes.subarray(0, 1500))}`).matches.length).toBe(1);
  });

  it('that inflates to more than is looked at is said not to be read', () => {
    const bomb = base64(gzipSync(Buffer.alloc(40 * 1024 * 1024)));
    const { matches, unread } = detectIn(`a: ${bomb}\nb: ${base64(Buffer.from(keyOf('beside')))}\n`);
    expect(matches.length).toBe(1);
    expect(unread).toEqual([expect.stringContaining('too large')]);
  });

  it('that is longer than what is decoded at once is read to there, and the rest is said not to be', () => {
    const noise = randomBytes(6_500_000).toString('base64');
    const stored = deflateSync(Buffer.from(`${keyOf('first')} ${noise} ${keyOf('last')}`, 'latin1'), {
      level: 6,
    });
    const text = `x: ${base64(stored)}\n`;
    const { matches, unread } = detectInWindows(
      windowsOf(Buffer.from(text), [65_536, 262_144, 900_000, 5_000_000]),
    );
    expect(matches.map(({ secret }) => secret.reveal())).toEqual([keyOf('first')]);
    expect(unread.length).toBe(1);
  });

  it('many times over exhausts the budget, and that is said', () => {
    const bomb = base64(gzipSync(Buffer.alloc(20 * 1024 * 1024)));
    const { unread } = detectIn(`${bomb}\n`.repeat(40));
    expect(unread).toContain('too much in it is encoded, and encoded again: not all of it was decoded');
  });

  it('within itself, again and again, ends at a depth', () => {
    let text = keyOf('deep');
    for (let depth = 0; depth < 8; depth++) text = base64(gzipSync(text));
    expect(detectIn(text).matches).toEqual([]);
  });
});
