/** Bytes of texts in every encoding that the detector reads, windows of them, and places by another way than its own. */
import fc from 'fast-check';
import type { Encoding } from '../../src/detect/encoding.ts';

export const MARKS: Readonly<Record<Encoding, readonly number[]>> = {
  utf8: [0xef, 0xbb, 0xbf],
  utf16le: [0xff, 0xfe],
  utf16be: [0xfe, 0xff],
  utf32le: [0xff, 0xfe, 0, 0],
  utf32be: [0, 0, 0xfe, 0xff],
};

export function encode(text: string, encoding: Encoding): Buffer {
  switch (encoding) {
    case 'utf8':
      return Buffer.from(text, 'utf8');
    case 'utf16le':
      return Buffer.from(text, 'utf16le');
    case 'utf16be':
      return Buffer.from(text, 'utf16le').swap16();
    case 'utf32le':
    case 'utf32be': {
      const points = [...text].map((character) => character.codePointAt(0) ?? 0);
      const bytes = Buffer.alloc(4 * points.length);
      for (const [index, point] of points.entries()) {
        if (encoding === 'utf32le') bytes.writeUInt32LE(point, 4 * index);
        else bytes.writeUInt32BE(point, 4 * index);
      }
      return bytes;
    }
    default:
      return encoding satisfies never;
  }
}

export function withMark(text: string, encoding: Encoding): Buffer {
  return Buffer.concat([Buffer.from(MARKS[encoding]), encode(text, encoding)]);
}

/** The place behind `before`, by splitting it into lines. */
export function placeBehind(before: string): { line: number; column: number } {
  const lines = before.split(/\r\n|\n|\r/);
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/** `bytes` cut at `cuts`, which need not be in order nor within. */
export function windowsOf(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const at = [0, ...cuts.filter((cut) => cut > 0 && cut < bytes.length).sort((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, index) => Buffer.from(bytes.subarray(at[index], end)));
}

/** Text with every kind of line break, tabs, astral characters and what is no ASCII. */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.constantFrom('\n', '\r\n', '\r', '\t', ' ', 'a', 'é', '→', '漢', '😀', '\u2028'),
      },
      { weight: 2, arbitrary: fc.string({ maxLength: 8 }) },
      {
        weight: 1,
        arbitrary: fc.string({ unit: 'binary', maxLength: 8 }).map((text) => text.toWellFormed()),
      },
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join('').replaceAll('tt1', 'tt2'));
