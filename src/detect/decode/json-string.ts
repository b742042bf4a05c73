/**
 * A string within a string, as JSON within JSON: quotes and backslashes are escaped once more. Takes away one such
 * level and nothing else; the escapes that come to light by it (`\\u0074` is `\u0074` now) are those of
 * backslash-escapes.ts.
 */
import { BACKSLASH } from './backslash-escapes.ts';
import type { EscapeSyntax } from './transcriber.ts';

const QUOTE = 0x22;
const SLASH = 0x2f;

export const jsonString: EscapeSyntax = {
  step: 'json',
  lead: BACKSLASH,
  read(bytes, at) {
    const value = bytes[at + 1];
    if (value === BACKSLASH || value === QUOTE) return { length: 2, value, isDecisive: true };
    if (value === SLASH) return { length: 2, value, isDecisive: false };
    // Copied as it stands: its second character is no beginning of another escape.
    return value === undefined ? undefined : { length: 2, value: [BACKSLASH, value], isDecisive: false };
  },
};
