/** What may stand behind a piece of an anchor where the rest of it follows: patterns for a glance at a hit. */

/** It matches nowhere. */
const NOTHING = '(?!)';
/** Where an escape may begin: with what makes one of its lead. */
export const ESCAPES = ['\\\\', '%(?=[0-9A-Fa-fuU])', '=(?=[0-9A-Fa-f\\s\\\\])', '&(?=#|[A-Za-z]{2,8};)'];
/** Besides, a quote, where the piece ends in a literal; the other byte of wide text; a line that is folded. */
const TURNS = anyOf([...ESCAPES, '["\'`\\0]', '\\r?\\n[ \\t]']);

/** So many characters tell enough; anchors may be long. */
export const MAX_CHARACTERS = 3;

/** The begin of `rest`, as far as it is there before anything turns up that may be read in another way. */
export function goesOnWith(rest: string, most = MAX_CHARACTERS): string {
  const [first] = rest;
  if (first === undefined || most === 0) return '';
  return `(?:${TURNS}|${literally(first)}${goesOnWith(rest.slice(1), most - 1)})`;
}

/** How all begin that may follow `piece` in an anchor, wherever in it that stands. */
export function restsBehind(anchors: readonly string[], piece: string): string[] {
  const rests = new Set<string>();
  for (const anchor of anchors) {
    for (let at = anchor.indexOf(piece); at !== -1; at = anchor.indexOf(piece, at + 1)) {
      const end = at + piece.length;
      rests.add(anchor.slice(end, end + MAX_CHARACTERS));
    }
  }
  return [...rests];
}

export function literally(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, '\\$&');
}

export function anyOf(patterns: readonly string[]): string {
  return patterns.length === 0 ? NOTHING : `(?:${patterns.join('|')})`;
}
