/** Percent-encoding, of a whole text or of a few of its characters, and what `escape()` of JavaScript makes: `%u0074`. */
import { digitsAt, type EscapeSyntax, utf8Of } from './transcriber.ts';

const PERCENT = 0x25;
const SMALL_U = 0x75;

export const percent: EscapeSyntax = {
  step: 'percent',
  lead: PERCENT,
  read(bytes, at) {
    if (bytes[at + 1] === SMALL_U) {
      const unit = digitsAt(bytes, at + 2, 4, 16);
      return unit < 0 ? undefined : { length: 6, value: utf8Of(unit), isDecisive: true };
    }
    const value = digitsAt(bytes, at + 1, 2, 16);
    return value < 0 ? undefined : { length: 3, value, isDecisive: true };
  },
};
