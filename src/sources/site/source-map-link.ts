/**
 * Where the source map of a script or style sheet is: a header says so, or the last comment of the text; else beside
 * it, since many are deployed without a word (webpack's `hidden-source-map`).
 * https://tc39.es/ecma426/#sec-linking-generated-code
 */
import type { IncomingHttpHeaders } from 'node:http';
import { absoluteUrl, type Reference, referenceTo } from './reference.ts';

const COMMENT = /(?:\/\/|\/\*)[#@]\s{0,20}sourceMappingURL=([^\s'"`*]{1,8192})/y;
const MARK = 'sourceMappingURL=';
/** How far before the mark its comment begins. */
const MAX_LEAD = 24;

/** One reference at most; none for a map that stands in the text itself. */
export function* sourceMapReference(
  { sourcemap, 'x-sourcemap': former }: IncomingHttpHeaders,
  text: string,
  url: string,
): Generator<Reference, void> {
  const named = [sourcemap ?? former ?? commentIn(text)].flat()[0];
  if (named?.startsWith('data:')) return;
  if (named !== undefined) yield* referenceTo(named, url, { kind: 'map', ifAbsent: 'told' });
  else yield* besideIt(url);
}

function* besideIt(url: string): Generator<Reference, void> {
  const { origin, pathname } = new URL(url);
  if (!/\.(?:[cm]?js|css)$/i.test(pathname)) return;
  const guess = absoluteUrl(`${pathname}.map`, origin);
  if (guess !== undefined) yield { url: guess, kind: 'map', ifAbsent: 'nothing' };
}

function commentIn(text: string): string | undefined {
  const mark = text.lastIndexOf(MARK);
  if (mark === -1) return undefined;
  for (let at = Math.max(0, mark - MAX_LEAD); at < mark; at++) {
    COMMENT.lastIndex = at;
    const found = COMMENT.exec(text);
    if (found !== null) return found[1];
  }
  return undefined;
}
