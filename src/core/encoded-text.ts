/**
 * Tells text that is written in base64 or in hex, wherever it begins, from all else that is made of the same digits:
 * names, hashes, images. A key in base64 or hex is such text, and so is whatever text holds it, however often it is
 * encoded again. It is judged by 31 bytes alone: all are digits of base64 (standard or URL-safe), and among them are
 * seven groups of four in a row that decode to text: printable ASCII, or ASCII in UTF-16.
 *
 * Of 24 bytes in base64, wherever they stand in it, seven groups are whole: that is the shortest key so to be found.
 * Of random digits one row in a billion is taken for text.
 */

export const ENCODED_BYTES = 31;
/** In a row of it, which is a hit all along, whoever only wants to know where to look may pass over so many bytes. */
export const ENCODED_STEP = 28;
const GROUP_DIGITS = 4;
const GROUPS = 7;
const GROUPS_BYTES = GROUPS * GROUP_DIGITS;
const PHASES = ENCODED_BYTES - GROUPS_BYTES + 1;
/** Of a long row, looked at in one go: whoever asks for one after another comes back to each of them. */
const ROW_BYTES = 512;

/** What a byte is that digits stand for. */
const CHARACTER = 1;
const NUL = 2;
const NO_VALUE = 0xff;

const VALUES = new Uint8Array(256).fill(NO_VALUE);
const HEX_VALUES = new Uint8Array(256).fill(NO_VALUE);
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
for (const last of ['+/', '-_']) setDigits(VALUES, ALPHABET + last);
for (const digits of ['0123456789abcdef', '0123456789ABCDEF']) setDigits(HEX_VALUES, digits);

function setDigits(values: Uint8Array, digits: string): void {
  for (const [value, digit] of Buffer.from(digits).entries()) values[digit] = value;
}

const KINDS = new Uint8Array(256);
KINDS.fill(CHARACTER, 0x20, 0x7f);
for (const blank of '\t\n\r') KINDS[blank.charCodeAt(0)] = CHARACTER;
KINDS[0] = NUL;

/** As teddy.wat reads it: the value in base64 of each byte. */
export const DIGIT_TABLE: Uint8Array = VALUES;

/** Where the first such 31 bytes begin that lie whole between `from` and `end`, or -1. */
export function firstEncodedText(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at + ENCODED_BYTES <= end) {
    // A row holds every 16th byte twice at most: the others need not be looked at.
    const probe = at + (ENCODED_BYTES >> 1);
    if (!isDigit(bytes[probe])) {
      at = probe + 1;
      continue;
    }
    let start = probe;
    while (start > at && isDigit(bytes[start - 1])) start--;
    const limit = Math.min(end, start + ROW_BYTES);
    let rowEnd = probe + 1;
    while (rowEnd < limit && isDigit(bytes[rowEnd])) rowEnd++;
    const found = rowEnd - start < ENCODED_BYTES ? -1 : inRow(bytes, start, rowEnd);
    if (found !== -1) return found;
    at = rowEnd < limit || limit === end ? rowEnd + 1 : rowEnd - ENCODED_BYTES;
  }
  return -1;
}

/** A digit of base64; those of hex are. */
export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && VALUES[byte] !== NO_VALUE;
}

/** Which of the digits from `at` on begin seven groups of text in base64, or in hex: bit n for digit n, up to 3. */
export function textPhases(bytes: Uint8Array, at: number, encoding: 'base64' | 'hex'): number {
  // All of them have these, and most hits of the search are no digits at all.
  if (!isDigit(bytes[at + PHASES - 1]) || !isDigit(bytes[at + GROUPS_BYTES - 1])) return 0;
  const isGroupText = encoding === 'base64' ? isBase64Text : isHexText;
  let phases = 0;
  for (let phase = 0; phase < PHASES; phase++) {
    const end = at + phase + GROUPS_BYTES;
    if (end <= bytes.length && areGroups(bytes, at + phase, end, isGroupText)) phases |= 1 << phase;
  }
  return phases;
}

function inRow(bytes: Uint8Array, start: number, end: number): number {
  let first = -1;
  for (let phase = 0; phase < PHASES; phase++) {
    for (const isGroupText of [isBase64Text, isHexText]) {
      const groups = firstGroups(bytes, start + phase, end, isGroupText);
      if (groups !== -1 && (first === -1 || groups < first)) first = groups;
    }
  }
  return first === -1 ? -1 : Math.max(start, first - PHASES + 1);
}

type IsGroupText = (bytes: Uint8Array, at: number) => boolean;

function firstGroups(bytes: Uint8Array, start: number, end: number, isGroupText: IsGroupText): number {
  let count = 0;
  for (let at = start; at + GROUP_DIGITS <= end; at += GROUP_DIGITS) {
    count = isGroupText(bytes, at) ? count + 1 : 0;
    if (count === GROUPS) return at - GROUPS_BYTES + GROUP_DIGITS;
  }
  return -1;
}

function areGroups(bytes: Uint8Array, start: number, end: number, isGroupText: IsGroupText): boolean {
  for (let at = start; at < end; at += GROUP_DIGITS) if (!isGroupText(bytes, at)) return false;
  return true;
}

function isBase64Text(bytes: Uint8Array, at: number): boolean {
  if (!areDigits(bytes, at)) return false;
  const upper = (valueAt(bytes, at) << 6) | valueAt(bytes, at + 1);
  const lower = (valueAt(bytes, at + 2) << 6) | valueAt(bytes, at + 3);
  const second = KINDS[((upper & 0xf) << 4) | (lower >> 8)]!;
  return isText(KINDS[upper >> 4]!, second) && isText(second, KINDS[lower & 0xff]!);
}

function areDigits(bytes: Uint8Array, at: number): boolean {
  return isDigit(bytes[at]) && isDigit(bytes[at + 1]) && isDigit(bytes[at + 2]) && isDigit(bytes[at + 3]);
}

function valueAt(bytes: Uint8Array, at: number): number {
  return VALUES[bytes[at]!]!;
}

function isHexText(bytes: Uint8Array, at: number): boolean {
  return isText(hexPairKind(bytes, at), hexPairKind(bytes, at + 2));
}

function hexPairKind(bytes: Uint8Array, at: number): number {
  const upper = HEX_VALUES[bytes[at]!]!;
  const lower = HEX_VALUES[bytes[at + 1]!]!;
  return upper === NO_VALUE || lower === NO_VALUE ? 0 : KINDS[(upper << 4) | lower]!;
}

/** Of two neighbours at most one is a NUL byte. */
function isText(kind: number, next: number): boolean {
  return kind !== 0 && next !== 0 && kind + next < 2 * NUL;
}
