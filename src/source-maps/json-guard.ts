/** What a text would cost as JSON, told before it is parsed: a few megabytes of brackets become gigabytes of objects. */
import { UnusableMap } from './unusable-map.ts';

/** Sources, contents and names of the largest bundles are a tenth of this. */
const MAX_VALUES = 4_000_000;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENING = new Set(['['.charCodeAt(0), '{'.charCodeAt(0)]);

/** Throws UnusableMap where there are too many values. Strings are passed over: they cost what they are long. */
export function guardValues(bytes: Buffer): void {
  let values = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === QUOTE) at = closingQuote(bytes, at + 1);
    else if (byte === COMMA || OPENING.has(byte)) values++;
    if (values > MAX_VALUES) throw new UnusableMap(`it has more than ${MAX_VALUES} values`);
  }
}

/** Where the string that `at` is in ends; the end of the bytes where it does not. */
export function closingQuote(bytes: Buffer, at: number): number {
  for (let quote = bytes.indexOf(QUOTE, at); quote !== -1; quote = bytes.indexOf(QUOTE, quote + 1)) {
    if (!isEscaped(bytes, quote)) return quote;
  }
  return bytes.length;
}

/** Where the string that `at` is in begins; -1 where it does not. */
export function openingQuote(bytes: Buffer, at: number): number {
  let quote = at === 0 ? -1 : bytes.lastIndexOf(QUOTE, at - 1);
  while (quote > 0 && isEscaped(bytes, quote)) quote = bytes.lastIndexOf(QUOTE, quote - 1);
  return quote;
}

function isEscaped(bytes: Buffer, at: number): boolean {
  let from = at;
  while (from > 0 && bytes[from - 1] === BACKSLASH) from--;
  return (at - from) % 2 === 1;
}
