/**
 * Tells at a glance hits at escapes that belong to nothing that is sought, as most do: what decodes is spared them.
 *
 * - A piece of an anchor before an escape (`tt\`, `tt&`): the escape must stand for the character that follows.
 * - An escape of one of its first characters (`\x74`): the next one must follow, plainly or in another escape.
 * - A line of quoted-printable that ends within an anchor: the next one must go on with it.
 * - Two escapes in a row, of characters that may be any (`7\x6`, `;&#x3`, `u006`): all of a text must be escaped that way.
 */
import { anyOf, goesOnWith, literally, MAX_CHARACTERS } from '../continuation.ts';

/** So many escapes in a row at least; a text that holds a key has many more. */
const ROW = 8;
/** Numbers of characters that text is made of, and of the NUL bytes in wide text, in each way to write them. */
const TEXT_HEX = '(?:[2-7][0-9a-f]|0[09ad])';
const TEXT_IN_BRACES = '0*(?:[2-7][0-9a-f]|[09ad])';
const TEXT_OCTAL = '(?:1[0-7]{2}|0?[4-7][0-7]|0?1[125]|0{1,3})';
const TEXT_DECIMAL = '0*(?:3[2-9]|[4-9][0-9]|1[01][0-9]|12[0-6]|9|10|13|0)';
const UNIT = `u(?:00${TEXT_HEX}|\\{${TEXT_IN_BRACES}\\})`;
const BACKSLASH_ROW = `[0-9a-f\\\\](?:\\\\+(?:x${TEXT_HEX}|${UNIT}|${TEXT_OCTAL})){${ROW}}`;
const UNICODE_ROW = `${UNIT}(?:[^0-9a-z]+(?:[0-9]*5C)?${UNIT}){${ROW - 1}}`;
const ENTITY_ROW = `[0-9a-f;](?:&(?:amp;)*#(?:x${TEXT_IN_BRACES}|${TEXT_DECIMAL});?){${ROW}}`;
/** What is a mark of either kind. */
const ANY_BACKSLASH = '[0-9a-f\\\\]\\\\(?:x36|x37|x6|06|67|14|15)';
const ANY_UNICODE = 'u(?:00(?:36|37|6)|\\{(?:0*(?:36|37|6)|0+[1-9a-f][0-9a-f]{2}))';
const ANY_ENTITY = '[0-9a-f;]&#(?:4|5|10|11|x3|x6)';
const PIECE = 2;
/** Of an escape, or nothing where there is none. */
const END = '(?:[;}]|%(?:25)*(?:7D|3B)|(?![;}]|%(?:25)*(?:7D|3B)))';
/** An escape of one character, however often its lead is escaped again. */
const ESCAPE_BYTES = 32;
/** Leads of escapes, quotes, and what else may stand between two characters: each may be escaped itself. */
const TURNS = Buffer.from('\\%&="\'`\0\r\n');

/** What it matches at a hit is alone: none of the anchors goes on behind it. */
export function loneEscapes(anchors: readonly string[]): RegExp {
  // What is a mark of any text may be an escape of what is sought itself.
  const own = anyOf(anchors.flatMap((anchor) => [...anchor.slice(0, PIECE)].map(hexOf)));
  return new RegExp(
    `^${anyOf([
      ...beforeEscapes(anchors),
      ...behindEscapes(anchors),
      ...inFront(anchors),
      ...inTwoLines(anchors),
      `(?=${ANY_BACKSLASH})(?!${BACKSLASH_ROW})`,
      `(?=${ANY_UNICODE})(?!u(?:00|\\{0*)${own}|${UNICODE_ROW})`,
      `(?=${ANY_ENTITY})(?!${ENTITY_ROW})`,
    ])}`,
    'i',
  );
}

function hexOf(character: string): string {
  return character.charCodeAt(0).toString(16);
}

function beforeEscapes(anchors: readonly string[]): string[] {
  const pairs = grouped(anchors, PIECE, (anchor, index) => literally(anchor.slice(index - PIECE, index)));
  return [...pairs].flatMap(([pair, rests]) => {
    const spelled = anyOf([...rests].map((rest) => spellingsOf(rest.charAt(0))));
    return ['\\\\', '&'].map((lead) => `${pair}${lead}(?![^]{0,${ESCAPE_BYTES}}${spelled})`);
  });
}

/** The character itself, which may stand behind an escape of nothing (a line that goes on), its numbers, and any name. */
function spellingsOf(character: string): string {
  const code = character.charCodeAt(0);
  const numbers = [code.toString(16), code.toString(8), `${code}`];
  const name = /[a-z0-9]/i.test(character) ? [] : ['[a-z]{3,};'];
  return anyOf([literally(character), ...numbers, ...name]);
}

/** Of the first two characters. */
function behindEscapes(anchors: readonly string[]): string[] {
  const firsts = grouped(anchors, 1, (anchor, index) =>
    index <= PIECE ? anchor.charAt(index - 1) : undefined,
  );
  return [...firsts].map(([character, rests]) => {
    const next = new Set([...TURNS, ...[...rests].map((rest) => rest.charCodeAt(0))]);
    return `${escapesOf(character.charCodeAt(0))}${END}(?!$|(?!${escapesOfOthers([...next])})${anyGoesOn(rests)})`;
  });
}

/** Percent-encoding and quoted-printable behind a character that stands as it is. */
function inFront(anchors: readonly string[]): string[] {
  const pairs = grouped(anchors, PIECE, (anchor, index) => {
    const [before = '', character = ''] = anchor.slice(index - PIECE, index);
    return `${literally(before)}[%=]${hexOf(character)}`;
  });
  return [...pairs].map(([pair, rests]) => `${pair}${END}(?!$|${anyGoesOn(rests)})`);
}

function inTwoLines(anchors: readonly string[]): string[] {
  const lines = grouped(anchors, PIECE, (anchor, index) => {
    const before = anchor.slice(Math.max(0, index - 1 - PIECE), index - 1);
    return `${literally(before)}=\\r?\\n${literally(anchor.charAt(index - 1))}`;
  });
  return [...lines].map(([line, rests]) => `${line}(?!${anyGoesOn(rests)})`);
}

/**
 * For each place in each anchor but its end, from one on, a pattern of what stands before; by pattern, all that may follow
 * it in any of them.
 */
function grouped(
  anchors: readonly string[],
  from: number,
  patternOf: (anchor: string, index: number) => string | undefined,
): Map<string, Set<string>> {
  const rests = new Map<string, Set<string>>();
  for (const anchor of anchors) {
    for (let index = from; index < anchor.length; index++) {
      const pattern = patternOf(anchor, index);
      if (pattern === undefined) continue;
      rests.set(pattern, (rests.get(pattern) ?? new Set()).add(anchor.slice(index, index + MAX_CHARACTERS)));
    }
  }
  return rests;
}

function anyGoesOn(rests: Iterable<string>): string {
  return anyOf([...rests].map((rest) => goesOnWith(rest)));
}

/** As spellings.ts writes them. */
function escapesOf(code: number): string {
  const hex = code.toString(16);
  const octal = code.toString(8);
  return anyOf([
    `\\\\(?:x${hex}|0?${octal})`,
    `u(?:00|\\{0*)${hex}`,
    `#(?:${code};|x0*${hex})`,
    `%(?:25)*${hex}`,
    `=${hex}`,
    `(?:%|25)5C0?${octal}`,
    `5Cx${hex}`,
    `525${hex}`,
    `7B0*${hex}`,
    `23(?:${code}|x0*${hex})`,
  ]);
}

/** One of a character that is none of `codes`, whose number is written out. */
function escapesOfOthers(codes: readonly number[]): string {
  const hex = anyOf(codes.map((code) => code.toString(16).padStart(2, '0')));
  const octal = anyOf(codes.map((code) => code.toString(8).padStart(3, '0')));
  const short = anyOf(codes.map((code) => code.toString(16)));
  return anyOf([
    `\\\\+(?:(?:x|u00)(?!${hex})[0-9a-f]{2}|u\\{(?!0*${short}\\})[0-9a-f]+\\}|(?!${octal})[0-3][0-7]{2})`,
    `[%=](?!${hex})[0-9a-f]{2}`,
    `&#(?:x(?!0*${short}(?![0-9a-f]))[0-9a-f]+|(?!0*${anyOf(codes.map(String))}(?![0-9]))[0-9]+)`,
  ]);
}
