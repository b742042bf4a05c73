/** JSON in pieces, indented as `JSON.stringify(value, null, 2)` would, safe to print on a terminal. */

/** Characters that JSON may hold raw and that a terminal or a viewer obeys: C1 controls, overrides of direction. */
const OBEYED = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** A value as it stands `depth` levels deep; its first line is not indented. */
export function jsonText(value: unknown, depth = 0): string {
  const text = JSON.stringify(value, null, 2).replace(OBEYED, escapeOf);
  return depth === 0 ? text : text.replaceAll('\n', `\n${'  '.repeat(depth)}`);
}

/** An array, one item a piece. */
export function* jsonArray(items: Iterable<unknown>, depth: number): Generator<string> {
  const indent = '  '.repeat(depth + 1);
  let isEmpty = true;
  for (const item of items) {
    yield `${isEmpty ? '[\n' : ',\n'}${indent}${jsonText(item, depth + 1)}`;
    isEmpty = false;
  }
  yield isEmpty ? '[]' : `\n${'  '.repeat(depth)}]`;
}

function escapeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
