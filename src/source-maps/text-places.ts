/** What stands where in the text of a source. Lines and columns from 1; lines end as editors have it. */
import type { Original } from '../core/finding.ts';
import type { Secret } from '../core/secret.ts';

export type TextPlace = Pick<Original, 'startLine' | 'startColumn'>;

/** Lines before and behind what a map leads to, in which a part of the key may stand: it is split over them. */
const NEAR_LINES = 3;
/** Of a line, so much before and behind the column that a map leads to. */
const NEAR_UNITS = 2000;
/** Shorter ones stand in many texts by chance. */
const PARTS = /[0-9A-Za-z]{8,128}/g;
const LOOK_UP =
  /\b(?:process\.env|import\.meta\.env)(?:\.([A-Za-z_$][\w$]*)|\[\s*['"`]([\w$]+)['"`]\s*\])|(?<![\w$.'"`])(__[A-Z][A-Z0-9_]*__)(?![\w$])/g;

/** How far on the text behind `from` moves a place. */
export function advanced({ startLine, startColumn }: TextPlace, text: string): TextPlace {
  const lines = text.split(/\r\n|\n|\r/);
  const last = lines.at(-1)?.length ?? 0;
  return lines.length === 1
    ? { startLine, startColumn: startColumn + last }
    : { startLine: startLine + lines.length - 1, startColumn: last + 1 };
}

/** Where a part of the key stands that is long enough to tell; the nearest line first. */
export function partNear(lines: readonly string[], near: TextPlace, secret: Secret): TextPlace | undefined {
  for (const { line, from, text } of linesAround(lines, near)) {
    for (const { index, 0: part } of text.matchAll(PARTS)) {
      if (secret.holds(part)) return { startLine: line, startColumn: from + index + 1 };
    }
  }
  return undefined;
}

export interface LookUp extends TextPlace {
  readonly variable: string;
}

/**
 * The variable that a bundler has replaced by its value: on the line that the map leads to, at the place or, since
 * some maps have places for statements only, the one that comes behind it. Undefined where there are several.
 */
export function lookUpAt(lines: readonly string[], near: TextPlace): LookUp | undefined {
  const line = lines[near.startLine - 1]?.slice(0, near.startColumn + NEAR_UNITS) ?? '';
  const found = [...line.matchAll(LOOK_UP)].filter(({ index }) => index >= near.startColumn - 1);
  const [first] = found;
  if (first === undefined || (found.length > 1 && first.index !== near.startColumn - 1)) return undefined;
  const variable = first[1] ?? first[2] ?? first[3] ?? '';
  return { startLine: near.startLine, startColumn: first.index + 1, variable };
}

function* linesAround(lines: readonly string[], { startLine, startColumn }: TextPlace) {
  for (let distance = 0; distance <= NEAR_LINES; distance++) {
    for (const line of distance === 0 ? [startLine] : [startLine + distance, startLine - distance]) {
      const from = distance === 0 ? Math.max(0, startColumn - 1 - NEAR_UNITS) : 0;
      const text = lines[line - 1]?.slice(from, from + 2 * NEAR_UNITS);
      if (text !== undefined) yield { line, from, text };
    }
  }
}
