/** Character references of HTML and XML: decimal, hex, and the names of ASCII characters. A `;` may be missing after a number. */
import { countDigits, digitsAt, type Escape, type EscapeSyntax, utf8Of } from './transcriber.ts';

const AMPERSAND = 0x26;
const HASH = 0x23;
const SEMICOLON = 0x3b;
const MAX_DIGITS = 8;
const MAX_NAME = 8;

/** https://html.spec.whatwg.org/multipage/named-characters.html: those of ASCII. */
const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Tab: '\t',
    NewLine: '\n',
    excl: '!',
    quot: '"',
    QUOT: '"',
    num: '#',
    dollar: '$',
    percnt: '%',
    amp: '&',
    AMP: '&',
    apos: "'",
    lpar: '(',
    rpar: ')',
    ast: '*',
    midast: '*',
    plus: '+',
    comma: ',',
    period: '.',
    sol: '/',
    colon: ':',
    semi: ';',
    lt: '<',
    LT: '<',
    equals: '=',
    gt: '>',
    GT: '>',
    quest: '?',
    commat: '@',
    lsqb: '[',
    lbrack: '[',
    bsol: '\\',
    rsqb: ']',
    rbrack: ']',
    Hat: '^',
    lowbar: '_',
    UnderBar: '_',
    grave: '`',
    lcub: '{',
    lbrace: '{',
    verbar: '|',
    vert: '|',
    rcub: '}',
    rbrace: '}',
  }),
);

export const htmlEntities: EscapeSyntax = { step: 'html', lead: AMPERSAND, read };

function read(bytes: Buffer, at: number): Escape | undefined {
  if (bytes[at + 1] !== HASH) return named(bytes, at);
  const isHex = ((bytes[at + 2] ?? 0) | 0x20) === 0x78;
  const base = isHex ? 16 : 10;
  const from = at + (isHex ? 3 : 2);
  const count = countDigits(bytes, from, MAX_DIGITS, base);
  if (count === 0) return undefined;
  const end = from + count;
  const length = end - at + (bytes[end] === SEMICOLON ? 1 : 0);
  return { length, value: utf8Of(digitsAt(bytes, from, count, base)), isDecisive: true };
}

function named(bytes: Buffer, at: number): Escape | undefined {
  const end = bytes.subarray(at, at + MAX_NAME + 2).indexOf(SEMICOLON);
  if (end < 2) return undefined;
  const value = NAMES.get(bytes.toString('latin1', at + 1, at + end));
  return value === undefined ? undefined : { length: end + 1, value: value.charCodeAt(0), isDecisive: true };
}
