/**
 * A key that goes over several lines without quotes of its own: a folded scalar of YAML (`>-`, plain, in quotes), a
 * line of the shell that goes on behind a backslash. Such lines hold nothing else.
 */
import type { Part } from './joined-run.ts';
import { BACKSLASH, CR, isWordByte, LF } from './literals.ts';

const MAX_INDENT_BYTES = 256;
const DOT = 0x2e;

/** From a hit that stands in the last word of its line; no more than `most` characters. */
export function wrappedLines(bytes: Buffer, hit: number, most: number): readonly Part[] {
  const parts: Part[] = [];
  let start = hit;
  let seam: Part['seam'] = 'adjacent';
  for (let left = most; left > 0; ) {
    const end = wordEnd(bytes, start, left, parts.length === 0);
    if (end === start) break;
    left -= end - start;
    parts.push({ literal: { start, end, pieces: [{ start, end }], isClipped: false }, seam });
    const next = lineBehind(bytes, end);
    if (next === undefined) break;
    seam = bytes[end] === BACKSLASH ? 'adjacent' : 'loose';
    start = next;
  }
  return parts;
}

/** Only the first line has the anchor in it. */
function wordEnd(bytes: Buffer, start: number, most: number, isFirst: boolean): number {
  let end = start;
  while (end - start < most && (isWordByte(bytes[end]) || (isFirst && bytes[end] === DOT))) end++;
  return end;
}

/** Where the text of the next line begins, if the line ends at `at`; without a backslash that must be indented. */
function lineBehind(bytes: Buffer, at: number): number | undefined {
  let next = at;
  if (bytes[next] === BACKSLASH) next++;
  if (bytes[next] === CR) next++;
  if (bytes[next] !== LF) return undefined;
  next++;
  const indented = next;
  while (next - indented < MAX_INDENT_BYTES && (bytes[next] === 0x20 || bytes[next] === 0x09)) next++;
  return next > indented || bytes[at] === BACKSLASH ? next : undefined;
}
