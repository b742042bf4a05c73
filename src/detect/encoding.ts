/** The encodings in which a plain key can be spelled, and which of them a text is in. */

export type Encoding = 'utf8' | 'utf16le' | 'utf16be' | 'utf32le' | 'utf32be';

/** Bytes of one code unit; `utf8` stands for every encoding that keeps ASCII: UTF-8, Latin-1, binary. */
export const UNIT_BYTES: Readonly<Record<Encoding, 1 | 2 | 4>> = {
  utf8: 1,
  utf16le: 2,
  utf16be: 2,
  utf32le: 4,
  utf32be: 4,
};

export const ENCODINGS = Object.keys(UNIT_BYTES) as Encoding[];

/** Longest first: the mark of UTF-32LE begins with that of UTF-16LE. */
const BYTE_ORDER_MARKS: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf32le', [0xff, 0xfe, 0, 0]],
  ['utf32be', [0, 0, 0xfe, 0xff]],
  ['utf8', [0xef, 0xbb, 0xbf]],
  ['utf16le', [0xff, 0xfe]],
  ['utf16be', [0xfe, 0xff]],
];

const GUESSED_BYTES = 65_536;

export interface TextStart {
  readonly encoding: Encoding;
  /** Length of the byte order mark, which is no column. */
  readonly markBytes: number;
}

/** The encoding that lines and columns are counted in, from the first bytes of a text. */
export function sniffEncoding(first: Buffer): TextStart {
  for (const [encoding, mark] of BYTE_ORDER_MARKS) {
    if (mark.every((byte, index) => first[index] === byte)) return { encoding, markBytes: mark.length };
  }
  const sample = first.subarray(0, Math.min(first.length, GUESSED_BYTES) & ~1);
  if (sample.includes(0)) {
    if (isLikelyUtf16(sample, 'utf16le')) return { encoding: 'utf16le', markBytes: 0 };
    if (isLikelyUtf16(sample, 'utf16be')) return { encoding: 'utf16be', markBytes: 0 };
  }
  return { encoding: 'utf8', markBytes: 0 };
}

/**
 * UTF-16 without a mark: well-formed, no NUL character, and some of the ASCII that every text has.
 * Binary data all but always holds an aligned pair of NUL bytes.
 */
function isLikelyUtf16(sample: Buffer, encoding: 'utf16le' | 'utf16be'): boolean {
  // The sample may end within a pair.
  const text = decode(sample, encoding).replace(/[\ud800-\udbff]$/, '');
  if (text.includes('\0') || !text.isWellFormed()) return false;
  let ascii = 0;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) < 0x80) ascii++;
  return ascii * 20 >= text.length;
}

/** Text of whole code units. Bytes that are not UTF-8 are taken as Latin-1, as are halves left over at the end. */
export function decode(bytes: Buffer, encoding: Encoding): string {
  switch (encoding) {
    case 'utf8':
      return bytes.toString('latin1');
    case 'utf16le':
      return bytes.toString('utf16le');
    case 'utf16be':
      return Buffer.from(bytes.subarray(0, bytes.length & ~1))
        .swap16()
        .toString('utf16le');
    case 'utf32le':
    case 'utf32be':
      return decodeUtf32(bytes, encoding === 'utf32le');
    default:
      return encoding satisfies never;
  }
}

function decodeUtf32(bytes: Buffer, isLittleEndian: boolean): string {
  let text = '';
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const point = isLittleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
    text += point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
  }
  return text;
}

/** The bytes of ASCII text in an encoding. */
export function encodeAscii(text: string, encoding: Encoding): Buffer {
  const width = UNIT_BYTES[encoding];
  const isBigEndian = encoding.endsWith('be');
  const bytes = Buffer.alloc(text.length * width);
  for (let index = 0; index < text.length; index++) {
    bytes[index * width + (isBigEndian ? width - 1 : 0)] = text.charCodeAt(index);
  }
  return bytes;
}
