import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENCODINGS, type Encoding, sniffEncoding, UNIT_BYTES } from '../../src/detect/encoding.ts';
import { LineTracker, type Position } from '../../src/detect/line-tracker.ts';
import { anyText, encode, placeBehind, withMark } from './text-bytes.ts';

/** Places at `offsets`, which ascend, where each step sees only a window that begins within the step before. */
function placesAt(
  bytes: Buffer,
  encoding: Encoding,
  markBytes: number,
  offsets: readonly number[],
): Position[] {
  const tracker = new LineTracker({ encoding, markBytes });
  let from = 0;
  return offsets.map((to, index) => {
    const base = index % 2 === 0 ? from : Math.floor(from / 2);
    tracker.advance(Buffer.from(bytes.subarray(base, to)), base, to);
    from = to;
    return tracker.position;
  });
}

function ascending(fractions: readonly number[], length: number, from: number, step: number): number[] {
  const offsets = fractions.map((fraction) => from + Math.floor((fraction * (length - from)) / step) * step);
  return offsets.sort((a, b) => a - b);
}

const fractions = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 });

describe('lines and columns', () => {
  it('are those of the decoded text of UTF-8, wherever windows are cut, even within a character', () => {
    fc.assert(
      fc.property(anyText, fractions, (text, cuts) => {
        const bytes = encode(text, 'utf8');
        const offsets = ascending(cuts, bytes.length, 0, 1);
        const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
        const expected = offsets.map((to) => placeBehind(decoder.decode(bytes.subarray(0, to))));
        expect(placesAt(bytes, 'utf8', 0, offsets)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('are those of the WHATWG decoder where bytes are no UTF-8: binary, Latin-1, broken and overlong sequences', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 12 }).map((part) => Buffer.from(part)),
      fc
        .constantFrom(
          ...[
            'caf\xe9 \xfcber',
            '\xc3\xa9\xc3',
            '\xed\xa0\x80',
            '\xf0\x9f\x98',
            '\xf4\x90\x80\x80',
            '\xc0\x80',
            '\xe0\x9f',
          ],
          ...['\xf0\x8f\xbf\xbf', '\xff\xfe', '\r', '\n', '\r\n', '\0', '\x85'],
        )
        .map((part) => Buffer.from(part, 'latin1')),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fractions, (pieces, cuts) => {
        const bytes = Buffer.concat(pieces);
        const offsets = ascending(cuts, bytes.length, 0, 1);
        const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
        const expected = offsets.map((to) => placeBehind(decoder.decode(bytes.subarray(0, to))));
        expect(placesAt(bytes, 'utf8', 0, offsets)).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });

  it('count each odd byte of a Latin-1 text as one character', () => {
    const before = 'gr\xfc\xdfe an \xe9t\xe9: ';
    const bytes = Buffer.from(`${before}x`, 'latin1');
    const tracker = new LineTracker(sniffEncoding(bytes));
    tracker.advance(bytes, 0, before.length);
    expect(tracker.position).toEqual({ line: 1, column: before.length + 1 });
  });

  it.each(['utf16le', 'utf16be'] as const)(
    'are those of the decoded text of %s, with and without a mark',
    (encoding) => {
      const label = encoding === 'utf16le' ? 'utf-16le' : 'utf-16be';
      fc.assert(
        fc.property(anyText, fc.boolean(), fractions, (text, isMarked, cuts) => {
          const bytes = isMarked ? withMark(text, encoding) : encode(text, encoding);
          const markBytes = isMarked ? 2 : 0;
          const offsets = ascending(cuts, bytes.length, markBytes, 2);
          const decoder = new TextDecoder(label, { ignoreBOM: true });
          const expected = offsets.map((to) => placeBehind(decoder.decode(bytes.subarray(markBytes, to))));
          expect(placesAt(bytes, encoding, markBytes, offsets)).toEqual(expected);
        }),
        { numRuns: 300 },
      );
    },
  );

  it.each(['utf32le', 'utf32be'] as const)('count an astral character of %s as two units', (encoding) => {
    fc.assert(
      fc.property(anyText, fractions, (text, cuts) => {
        const points = [...text];
        const bytes = withMark(text, encoding);
        const offsets = ascending(cuts, bytes.length, 4, 4);
        const expected = offsets.map((to) => placeBehind(points.slice(0, to / 4 - 1).join('')));
        expect(placesAt(bytes, encoding, 4, offsets)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('do not take a CR and an LF in two windows for two line ends', () => {
    const bytes = Buffer.from('a\r\nb');
    expect(placesAt(bytes, 'utf8', 0, [2, 3, 4])).toEqual([
      { line: 2, column: 1 },
      { line: 2, column: 1 },
      { line: 2, column: 2 },
    ]);
  });
});

describe('the encoding of a text', () => {
  it.each(ENCODINGS)('is %s where its mark says so', (encoding) => {
    fc.assert(
      fc.property(anyText, (text) => {
        // UTF-16LE whose first character is NUL cannot be told from UTF-32LE.
        fc.pre(encoding !== 'utf16le' || !text.startsWith('\0'));
        const start = sniffEncoding(withMark(text, encoding));
        expect(start).toEqual({ encoding, markBytes: encoding === 'utf8' ? 3 : UNIT_BYTES[encoding] });
      }),
    );
  });

  it.each(['utf16le', 'utf16be'] as const)(
    'is %s without a mark where it is well-formed and partly ASCII',
    (encoding) => {
      expect(sniffEncoding(encode('key = "…" # ключ\r\n', encoding)).encoding).toBe(encoding);
    },
  );

  it.each([
    ['an empty file', Buffer.alloc(0)],
    ['a file of one byte', Buffer.from('a')],
    ['binary data with NUL bytes', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0])],
    ['Latin-1', Buffer.from('caf\xe9', 'latin1')],
  ])('is taken for UTF-8 in %s', (_, bytes) => {
    expect(sniffEncoding(bytes)).toEqual({ encoding: 'utf8', markBytes: 0 });
  });
});
