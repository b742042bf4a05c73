/** What may stand behind a piece of an anchor where the rest of it follows: patterns for a glance at a hit. */

/** Where an escape may begin: with what makes one of its lead. */
export const ESCAPES = ['\\\\', '%(?=[0-9A-Fa-fuU])', '=(?=[0-9A-Fa-f\\s\\\\])', '&(?=#|[A-Za-z]{2,8};)'];
/** Besides, a quote, where the piece ends in a literal; the other byte of wide text; a line that is folded. */
const TURNS = anyOf([...ESCAPES, '["\'`\\0]', '\\r?\\n[ \\t]']);

/** `rest` of an anchor, as far as it is there before anything turns up that may be read in another way. */
export function goesOnWith(rest: string): string {
  const [first] = rest;
  return first === undefined ? '' : `(?:${TURNS}|${literally(first)}${goesOnWith(rest.slice(1))})`;
}

/** All that may follow `piece` in an anchor, wherever in it that stands. */
export function restsBehind(anchor: string, piece: string): string[] {
  const rests: string[] = [];
  for (let at = anchor.indexOf(piece); at !== -1; at = anchor.indexOf(piece, at + 1))
    rests.push(anchor.slice(at + piece.length));
  return rests;
}

export function literally(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, '\\$&');
}

export function anyOf(patterns: readonly string[]): string {
  return `(?:${patterns.join('|')})`;
}
