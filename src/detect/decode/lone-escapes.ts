/**
 * Tells at a glance hits at escapes that belong to nothing that is sought, as most do: what decodes is spared them.
 *
 * - A piece of an anchor before an escape (`tt\`, `tt&`): the escape must stand for the character that follows.
 * - Two escapes in a row, of characters that may be any (`7\x6`, `;&#x3`, `u006`): all of a text must be escaped that way.
 */

/** As far as it is looked; where the content ends before, so does what is sought. */
export const GLANCE_BYTES = 160;
/** So many escapes in a row at least; a text that holds a key has many more. */
const ROW = 8;
const BACKSLASH_ROW = new RegExp(
  `^[0-9a-fA-F\\\\](?:\\\\+(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|u\\{[0-9a-fA-F]+\\}|[0-7]{1,3})){${ROW}}`,
);
const UNICODE_ROW = new RegExp(
  `^u[0-9a-fA-F]{4}(?:[^0-9a-zA-Z]+(?:[0-9]*5C)?u[0-9a-fA-F]{4}){${ROW - 1}}`,
  'i',
);
const ENTITY_ROW = new RegExp(`^[0-9a-fA-F;](?:&(?:amp;)*#(?:[xX][0-9a-fA-F]+|[0-9]+);?){${ROW}}`);
/** What is a mark of either kind. */
const ANY_BACKSLASH = /^[0-9a-fA-F\\]\\(?:x36|x37|x6|06|67|14|15)/;
const ANY_UNICODE = /^u00(?:36|37|6)/;
const ANY_ENTITY = /^[0-9a-fA-F;]&#(?:4|5|10|11|x3|x6)/;
const ROWS = [
  [ANY_BACKSLASH, BACKSLASH_ROW],
  [ANY_UNICODE, UNICODE_ROW],
  [ANY_ENTITY, ENTITY_ROW],
] as const;
const PIECE = 2;
/** An escape of one character, however often its lead is escaped again. */
const ESCAPE_BYTES = 32;

export class LoneEscapes {
  /** Pieces of anchors with the lead of an escape, and how the character may be written that must follow. */
  readonly #pieces: readonly (readonly [piece: string, next: RegExp])[];

  constructor(anchors: readonly string[]) {
    this.#pieces = anchors.flatMap((anchor) =>
      [...anchor.slice(PIECE)].flatMap((next, index) =>
        ['\\', '&'].map((lead) => [anchor.slice(index, index + PIECE) + lead, spellingsOf(next)] as const),
      ),
    );
  }

  isAt(bytes: Buffer, hit: number): boolean {
    const text = bytes.toString('latin1', hit, hit + GLANCE_BYTES);
    for (const [piece, next] of this.#pieces)
      if (text.startsWith(piece)) return !next.test(text.slice(piece.length, piece.length + ESCAPE_BYTES));
    return ROWS.some(([mark, row]) => mark.test(text) && !row.test(text));
  }
}

/** The character itself, which may stand behind an escape of nothing (a line that goes on), its numbers, and any name. */
function spellingsOf(character: string): RegExp {
  const code = character.charCodeAt(0);
  const numbers = [code.toString(16), code.toString(8), `${code}`];
  const name = /[a-z0-9]/i.test(character) ? [] : ['[a-z]{3,};'];
  const literal = character.replace(/[^a-z0-9]/i, '\\$&');
  return new RegExp([literal, ...numbers, ...name].join('|'), 'i');
}
