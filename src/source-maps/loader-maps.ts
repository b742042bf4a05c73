/**
 * Maps that css-loader writes into the module that it makes of a style sheet: objects in JavaScript, beside the text of
 * the sheet. `exports.push([id, "body{…}", "", {"version":3,"sources":[…],"sourcesContent":["body {…}"]}])`.
 */

/** Of what stands before a key in such a map. */
const LOOK_BYTES = 256 * 1024;
const MARK = 'sourcesContent';
const DOUBLE = String.raw`"[^"\\]*(?:\\[^][^"\\]*)*`;
const SINGLE = String.raw`'[^'\\]*(?:\\[^][^'\\]*)*`;
/** Whole strings, and the beginning of one. */
const WITHIN = new RegExp(
  `^${MARK}["']?\\s{0,8}:\\s{0,8}\\[\\s{0,8}(?:(?:${DOUBLE}"|${SINGLE}')\\s{0,8},\\s{0,8})*(?:${DOUBLE}|${SINGLE})$`,
);
const ONLY_SOURCE = `"${MARK}":["`;

/** Whether what stands at an offset is in the text that such a map has of its sources. */
export function isInLoaderMap(bytes: Buffer, offset: number): boolean {
  const near = bytes.subarray(Math.max(0, offset - LOOK_BYTES), offset);
  const at = near.lastIndexOf(MARK);
  return at !== -1 && WITHIN.test(near.toString('latin1', at));
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
