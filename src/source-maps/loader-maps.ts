/**
 * Maps that css-loader writes into the module that it makes of a style sheet: objects in JavaScript, beside the text of
 * the sheet. `exports.push([id, "body{…}", "", {"version":3,"sources":[…],"sourcesContent":["body {…}"]}])`.
 */

/** A half-open byte span. */
export interface ContentSpan {
  readonly start: number;
  readonly end: number;
}

const MARK = 'sourcesContent';
const OPENING = /^["']?\s{0,8}:\s{0,8}\[\s{0,8}(?=["'])/;
const OPENING_BYTES = 32;
const BETWEEN = /^\s{0,8},\s{0,8}(?=["'])/;
const BETWEEN_BYTES = 20;
const BACKSLASH = 0x5c;
/** More than any bundle has style sheets. */
const MAX_MAPS = 10_000;
const ONLY_SOURCE = `"${MARK}":["`;

/** Where the text of sources stands in such maps, in the order of the bundle. */
export function loaderMapContents(bytes: Buffer): ContentSpan[] {
  const spans: ContentSpan[] = [];
  for (let mark = bytes.indexOf(MARK); mark !== -1 && spans.length < MAX_MAPS; ) {
    const start = mark + MARK.length;
    const end = listEnd(bytes, start);
    if (end > start) spans.push({ start, end });
    mark = bytes.indexOf(MARK, end);
  }
  return spans;
}

/** Behind the last string of a list that begins at `at`, or `at` where none does. */
function listEnd(bytes: Buffer, at: number): number {
  const opening = OPENING.exec(bytes.toString('latin1', at, at + OPENING_BYTES))?.[0];
  let end = at;
  for (let next = opening; next !== undefined; ) {
    end = stringEnd(bytes, end + next.length);
    next = BETWEEN.exec(bytes.toString('latin1', end, end + BETWEEN_BYTES))?.[0];
  }
  return end;
}

function stringEnd(bytes: Buffer, open: number): number {
  let at = open + 1;
  while (at < bytes.length && bytes[at] !== bytes[open]) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at + 1;
}

/** What a source was before a loader made a module of it, where the module says so; else the same. */
export function unloaded(content: string): string {
  const mark = content.indexOf(ONLY_SOURCE);
  if (mark === -1) return content;
  const start = mark + ONLY_SOURCE.length - 1;
  let end = start + 1;
  while (end < content.length && content[end] !== '"') end += content[end] === '\\' ? 2 : 1;
  if (content[end + 1] !== ']') return content;
  try {
    return JSON.parse(content.slice(start, end + 1));
  } catch {
    return content;
  }
}
