/**
 * Escapes of string literals: `\x74`, `\u0074`, `\u{74}`, `\U00000074`, octal `\164`. The others that stand beside
 * them (`\n`, `\"`, `\\`, a line that goes on) are read too, but are no reason to decode: see json-string.ts.
 */
import { countDigits, digitsAt, type Escape, type EscapeSyntax, utf8Of } from './transcriber.ts';

export const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const LF = 0x0a;
const CR = 0x0d;

export const CONTROLS: ReadonlyMap<number, number> = new Map(
  [...'abfnrtve'].map((letter, index) => [letter.charCodeAt(0), [7, 8, 12, 10, 13, 9, 11, 27][index]!]),
);

export const backslashEscapes: EscapeSyntax = { step: 'escape', lead: BACKSLASH, read };

function read(bytes: Buffer, at: number): Escape | undefined {
  const letter = bytes[at + 1];
  switch (letter) {
    case undefined:
      return undefined;
    case 0x78:
      return ofDigits(4, digitsAt(bytes, at + 2, 2, 16), (value) => value);
    case 0x75:
      return bytes[at + 2] === OPEN_BRACE
        ? inBraces(bytes, at)
        : ofDigits(6, digitsAt(bytes, at + 2, 4, 16), utf8Of);
    case 0x55:
      return ofDigits(10, digitsAt(bytes, at + 2, 8, 16), utf8Of);
    case LF:
      return { length: 2, value: [], isDecisive: false };
    case CR:
      return { length: bytes[at + 2] === LF ? 3 : 2, value: [], isDecisive: false };
    default:
      return octal(bytes, at) ?? { length: 2, value: CONTROLS.get(letter) ?? letter, isDecisive: false };
  }
}

function ofDigits(
  length: number,
  digits: number,
  toValue: (digits: number) => Escape['value'],
): Escape | undefined {
  return digits < 0 ? undefined : { length, value: toValue(digits), isDecisive: true };
}

function inBraces(bytes: Buffer, at: number): Escape | undefined {
  const count = countDigits(bytes, at + 3, 6, 16);
  if (count === 0 || bytes[at + 3 + count] !== CLOSE_BRACE) return undefined;
  return ofDigits(count + 4, digitsAt(bytes, at + 3, count, 16), utf8Of);
}

function octal(bytes: Buffer, at: number): Escape | undefined {
  let count = countDigits(bytes, at + 1, 3, 8);
  if (count === 3 && bytes[at + 1]! > 0x33) count = 2;
  return count === 0 ? undefined : ofDigits(count + 1, digitsAt(bytes, at + 1, count, 8), (value) => value);
}
