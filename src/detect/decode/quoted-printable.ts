/** Quoted-printable of mails: `=74`, and lines that go on after a `=` at their end. RFC 2045, 6.7. */
import { digitsAt, type EscapeSyntax } from './transcriber.ts';

const EQUALS = 0x3d;
const SPACE = 0x20;
const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
/** Blanks that a mail server may have put between the `=` and the end of the line. */
const MAX_BLANKS = 8;
/** A mail within JSON has line breaks of that kind. */
const ESCAPED_BREAK = /^(?:\\{1,8}r)?\\{1,8}n/;
const MAX_ESCAPED_BREAK = 18;

export const quotedPrintable: EscapeSyntax = {
  step: 'quoted-printable',
  lead: EQUALS,
  read(bytes, at) {
    const value = digitsAt(bytes, at + 1, 2, 16);
    if (value >= 0) return { length: 3, value, isDecisive: true };
    let end = at + 1;
    const escaped = ESCAPED_BREAK.exec(bytes.toString('latin1', end, end + MAX_ESCAPED_BREAK));
    if (escaped !== null) return { length: escaped[0].length + 1, value: [], isDecisive: true };
    while (end - at <= MAX_BLANKS && (bytes[end] === SPACE || bytes[end] === TAB)) end++;
    if (bytes[end] === CR) end++;
    else if (bytes[end] !== LF) return undefined;
    if (bytes[end] === LF) end++;
    return { length: end - at, value: [], isDecisive: true };
  },
};
