/**
 * What may stand between two literals that make one text: operators (`+`, `.`, `<<`), brackets, white space, lines that
 * go on, comments, `.concat(`; and commas, of which list-context.ts must say that they are those of a join.
 */
import { BACKSLASH, CR, isBlank, LF } from './literals.ts';

/** In ascending order of doubt: where several stand, the last counts. */
export const SEAMS = ['adjacent', 'loose', 'listed'] as const;
export type Seam = (typeof SEAMS)[number];

/** Comments and all. */
export const MAX_SEAM_BYTES = 512;

const PLUS = 0x2b;
const DOT = 0x2e;
const COMMA = 0x2c;
const OPEN = 0x28;
const CLOSE = 0x29;
const LESS = 0x3c;
const SLASH = 0x2f;
const STAR = 0x2a;
const HASH = 0x23;
export const CONCAT = Buffer.from('.concat(');
const COMMENT_END = Buffer.from('*/');
const COMMENT_BEGIN = Buffer.from('/*');

interface Step {
  /** Bytes. */
  readonly length: number;
  readonly seam: Seam;
}

/** Where the seam ends that begins at `at`, and what it is; an empty one is a seam as well. */
export function seamFrom(bytes: Buffer, at: number): { end: number; seam: Seam } {
  let end = at;
  let seam: Seam = 'adjacent';
  const high = Math.min(bytes.length, at + MAX_SEAM_BYTES);
  while (end < high) {
    const step = stepAt(bytes, end) ?? commentAt(bytes, end, high);
    if (step === undefined) break;
    end += step.length;
    seam = doubtful(seam, step.seam);
  }
  return { end, seam };
}

/** Where the seam begins that ends at `at`. */
export function seamBefore(bytes: Buffer, at: number, bound: number): { start: number; seam: Seam } {
  let start = at;
  let seam: Seam = 'adjacent';
  const low = Math.max(bound, at - MAX_SEAM_BYTES);
  while (start > low) {
    const step = stepBefore(bytes, start, low) ?? commentBefore(bytes, start, low);
    if (step === undefined) break;
    start -= step.length;
    seam = doubtful(seam, step.seam);
  }
  return { start, seam };
}

export function doubtful(a: Seam, b: Seam): Seam {
  return SEAMS.indexOf(a) > SEAMS.indexOf(b) ? a : b;
}

function stepAt(bytes: Buffer, at: number): Step | undefined {
  const byte = bytes[at];
  if (isBlank(byte) || byte === PLUS || byte === OPEN || byte === CLOSE)
    return { length: 1, seam: 'adjacent' };
  if (byte === DOT) {
    const isCall = bytes.subarray(at, at + CONCAT.length).equals(CONCAT);
    return isCall ? { length: CONCAT.length, seam: 'loose' } : { length: 1, seam: 'adjacent' };
  }
  if (byte === COMMA) return { length: 1, seam: 'listed' };
  if (byte === LESS && bytes[at + 1] === LESS) return { length: 2, seam: 'adjacent' };
  if (byte === BACKSLASH && isBreak(bytes[at + 1])) return { length: 1, seam: 'adjacent' };
  return undefined;
}

function stepBefore(bytes: Buffer, at: number, low: number): Step | undefined {
  const byte = bytes[at - 1];
  if (byte === LF && at - 2 >= low) {
    const comment = lineCommentBefore(bytes, at - 1, low);
    if (comment !== undefined) return comment;
  }
  if (byte === OPEN && at - CONCAT.length >= low && bytes.subarray(at - CONCAT.length, at).equals(CONCAT)) {
    return { length: CONCAT.length, seam: 'loose' };
  }
  if (byte === LESS) return bytes[at - 2] === LESS ? { length: 2, seam: 'adjacent' } : undefined;
  if (byte === BACKSLASH) return isBreak(bytes[at]) ? { length: 1, seam: 'adjacent' } : undefined;
  return byte === BACKSLASH ? undefined : stepAt(bytes, at - 1);
}

function isBreak(byte: number | undefined): boolean {
  return byte === LF || byte === CR;
}

/** A comment that begins at `at`. */
function commentAt(bytes: Buffer, at: number, high: number): Step | undefined {
  const isLine = bytes[at] === HASH || (bytes[at] === SLASH && bytes[at + 1] === SLASH);
  if (isLine) {
    let end = at;
    while (end < high && !isBreak(bytes[end])) end++;
    return end === high ? undefined : { length: end - at, seam: 'loose' };
  }
  if (bytes[at] !== SLASH || bytes[at + 1] !== STAR) return undefined;
  const end = bytes.subarray(at + 2, high).indexOf(COMMENT_END);
  return end === -1 ? undefined : { length: end + 4, seam: 'loose' };
}

/** A comment in asterisks that ends at `at`. */
function commentBefore(bytes: Buffer, at: number, low: number): Step | undefined {
  if (bytes[at - 1] !== SLASH || bytes[at - 2] !== STAR) return undefined;
  const start = bytes.subarray(low, at - 2).lastIndexOf(COMMENT_BEGIN);
  return start === -1 ? undefined : { length: at - low - start, seam: 'loose' };
}

/** What a line may end with if nothing but a comment stands behind it there. */
const LINE_END = /["'`+.,(\\<[{]\s*$|^\s*$/;
const LINE_COMMENT = /\/\/|#/g;

/** A comment up to the line break at `lineEnd`, with the break. */
function lineCommentBefore(bytes: Buffer, lineEnd: number, low: number): Step | undefined {
  const lineStart = Math.max(low, bytes.subarray(low, lineEnd).lastIndexOf(LF) + 1 + low);
  const line = bytes.toString('latin1', lineStart, lineEnd);
  if (/["'`+.,(\\<]\s*$/.test(line)) return undefined;
  for (const { index } of line.matchAll(LINE_COMMENT)) {
    if (LINE_END.test(line.slice(0, index))) return { length: line.length - index + 1, seam: 'loose' };
  }
  return undefined;
}
