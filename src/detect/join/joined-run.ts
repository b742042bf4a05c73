/** Literals that make one text, gathered around one of them. */
import { digitOf } from '../decode/transcriber.ts';
import { isJoinedList } from './list-context.ts';
import { isWordByte, type Literal, literalAt, literalBefore } from './literals.ts';
import { CONCAT, type Seam, seamBefore, seamFrom } from './seams.ts';

/** Each character in a literal of its own, and encoded: more than that nobody writes. */
const MAX_LITERALS = 1024;
/** The search stops early in a key: before that stands a piece of an anchor, at most. */
const MAX_LITERALS_BEFORE = 16;
const MAX_BEFORE_BYTES = 1024;
const MAX_WORD_BYTES = 4096;
export const MAX_BEHIND_BYTES = 16_384;

export interface Part {
  readonly literal: Literal;
  /** What stands between it and the part in front of it. */
  readonly seam: Seam;
}

export interface Run {
  /** In the order of the text. Where commas stand between the parts, they are those of a join. */
  readonly parts: readonly Part[];
  /** Of all that was gathered. */
  readonly end: number;
}

/** `isApart`: commas are known to be those of a list that is not joined. */
export function runAround(bytes: Buffer, own: Literal, isApart = false): Run {
  const before: Part[] = [];
  const low = Math.max(0, own.start - MAX_BEFORE_BYTES);
  let next: Part = { literal: own, seam: 'adjacent' };
  while (before.length < MAX_LITERALS_BEFORE) {
    const found = partBefore(bytes, next.literal, low);
    if (found === undefined || (isApart && found.seam === 'listed')) break;
    before.push({ ...next, seam: found.seam });
    next = { literal: found.literal, seam: 'adjacent' };
  }
  const parts = [next, ...before.reverse()];
  const ownAt = parts.length - 1;
  const high = own.end + MAX_BEHIND_BYTES;
  for (let last = own; parts.length - ownAt <= MAX_LITERALS && last.end < high && !last.isClipped; ) {
    const found = partBehind(bytes, last);
    if (found === undefined || (isApart && found.seam === 'listed')) break;
    parts.push(found);
    last = found.literal;
  }
  return { parts: ofOneText(bytes, parts, ownAt), end: parts.at(-1)!.literal.end };
}

function partBehind(bytes: Buffer, { end }: Literal): Part | undefined {
  const seam = seamFrom(bytes, end);
  const literal = literalAt(bytes, seam.end);
  // A prefix of one letter may as well be a digit of the key.
  if (isWordByte(bytes[end]) && (literal === undefined || digitOf(bytes[end]) < 16)) {
    return { literal: wordFrom(bytes, end), seam: 'adjacent' };
  }
  return literal && { literal, seam: seam.seam };
}

/** The part before a literal, and what stands between both. */
function partBefore(bytes: Buffer, { start }: Literal, low: number): Part | undefined {
  if (start > low && isWordByte(bytes[start - 1]))
    return { literal: wordBefore(bytes, start, low), seam: 'adjacent' };
  const seam = seamBefore(bytes, start, low);
  const literal = literalBefore(bytes, seam.start, low);
  return literal && { literal, seam: seam.seam };
}

/** A bare word beside quotes, as in the shell: it ends, and the text goes on, where they begin. */
export function wordFrom(bytes: Buffer, start: number): Literal {
  let end = start;
  const high = start + MAX_WORD_BYTES;
  while (end < high && isBareByte(bytes[end])) end++;
  return { start, end, pieces: [{ start, end }], isClipped: end === high };
}

export function wordBefore(bytes: Buffer, end: number, low: number): Literal {
  let start = end;
  while (start > low && isBareByte(bytes[start - 1])) start--;
  return { start, end, pieces: [{ start, end }], isClipped: false };
}

/** Of what a key, or what it is encoded to, is made. */
function isBareByte(byte: number | undefined): boolean {
  return (
    isWordByte(byte) || byte === 0x2e || byte === 0x2d || byte === 0x2b || byte === 0x2f || byte === 0x25
  );
}

/** Without what other items of a list hold, if it is not joined. */
function ofOneText(bytes: Buffer, parts: readonly Part[], ownAt: number): readonly Part[] {
  if (parts.every(({ seam }) => seam !== 'listed')) return parts;
  const first =
    parts.find(({ literal }) => literal.pieces.some(({ start, end }) => end > start)) ?? parts[0]!;
  if (isConcatenated(bytes, parts) || isJoinedList(bytes, first.literal.start, parts.at(-1)!.literal.end))
    return parts;
  let from = ownAt;
  while (from > 0 && parts[from]!.seam !== 'listed') from--;
  let to = ownAt + 1;
  while (to < parts.length && parts[to]!.seam !== 'listed') to++;
  return parts.slice(from, to);
}

/** `'a'.concat('b', 'c')`: the commas are those of the call. */
function isConcatenated(bytes: Buffer, parts: readonly Part[]): boolean {
  const listed = parts.findIndex(({ seam }) => seam === 'listed');
  const before = bytes.subarray(parts[0]!.literal.end, parts[listed]!.literal.start);
  return before.includes(CONCAT);
}
