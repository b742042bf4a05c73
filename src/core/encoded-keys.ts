/**
 * Masks what keys look like when they are encoded, in text that is printed. Wider than what decoders read: the prefix of
 * keys in some encoding, and then whatever could go on with it. Four characters of it remain, which is not more than the
 * prefix that all keys have.
 */
import { base64Alignments } from './base64-alignments.ts';

const PREFIX = 'tt1.';
const SHOWN_CHARACTERS = 4;

/** How a character can be escaped; the leads of escapes may be escaped again. */
function escapesOf(character: string): string {
  const code = character.charCodeAt(0);
  const hex = code.toString(16);
  const plain = character.replace('.', '\\.');
  return [
    `(?:${plain}`,
    `%(?:25){0,4}${hex}`,
    `\\\\{1,32}(?:x${hex}|u00${hex}|u\\{0{0,4}${hex}\\}|U000000${hex}|0?${code.toString(8)})`,
    `&(?:amp;){0,4}(?:#0{0,4}${code};?|#x0{0,4}${hex};?${character === '.' ? '|period;' : ''})`,
    `=${hex})`,
  ].join('|');
}

const ANY_ESCAPE =
  '(?:%(?:25){0,4}[0-9a-f]{2}|\\\\{1,32}(?:x[0-9a-f]{2}|u[0-9a-f]{4}|u\\{[0-9a-f]{1,6}\\}|U[0-9a-f]{8}|[0-7]{2,3})|&(?:amp;){0,4}#x?[0-9a-f]{2,7};?|=[0-9a-f]{2}|=\\r?\\n)';

let encodedKeys: readonly RegExp[] | undefined;

/** Made when there is something to mask: all that may fail loads this. */
function patterns(): readonly RegExp[] {
  const once = base64Alignments(PREFIX).map(({ digits }) => digits);
  const twice = once.flatMap((digits) => base64Alignments(digits).map((aligned) => aligned.digits));
  const wide = base64Alignments([...PREFIX].join('\0')).map(({ digits }) => digits);
  return [
    // Escapes, of all characters or of some.
    new RegExp(`${[...PREFIX].map(escapesOf).join('')}(?:[0-9a-z]|${ANY_ESCAPE}){16,}`, 'gi'),
    // Base64, once and twice, and of UTF-16; line breaks may be escaped. Case is told apart.
    new RegExp(`(?:${[...once, ...twice, ...wide].join('|')})(?:[0-9A-Za-z+/_-]|\\\\{1,8}[nr]){16,}=*`, 'g'),
    // Hex, with and without something between the pairs.
    /74[ :,-]{0,2}(?:0x)?74[ :,-]{0,2}(?:0x)?31[ :,-]{0,2}(?:0x)?2e(?:[ :,-]{0,2}(?:0x)?[0-9a-f]{2}){8,}/gi,
  ];
}

export function maskEncodedKeysIn(text: string): string {
  let masked = text;
  encodedKeys ??= patterns();
  for (const pattern of encodedKeys) {
    masked = masked.replace(pattern, (run) => `${[...run].slice(0, SHOWN_CHARACTERS).join('')}…`);
  }
  return masked;
}
