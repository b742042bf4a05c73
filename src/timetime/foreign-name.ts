/**
 * Names that a server sends (of organisations, roles, keys) on their way to a person. A server may echo the key in
 * them, whole or encoded, so what could be one is masked whatever its form.
 */
import { maskKeysIn } from '../core/key-mask.ts';
import type { Secret } from '../core/secret.ts';

const MAX_CHARACTERS = 60;
/** Nothing that is read is longer. */
const MAX_READ_CHARACTERS = 1000;
/** No word of a name is that long and has digits; a key in hex, base64, percent or backslash escapes is. */
const LONG_RUN = /(?=[A-Za-z]*[0-9+/=%\\&#;])[0-9A-Za-z+/=%\\&#;]{20,}/g;
const SHOWN_CHARACTERS = 4;
/** So many characters in a row that a name and a key share are no accident. */
const ECHO_CHARACTERS = 12;
const WITHHELD = '(withheld: it holds the key)';

/** Empty where it is no text. */
export function foreignName(value: unknown, secret: Secret): string {
  if (typeof value !== 'string') return '';
  const text = value.slice(0, MAX_READ_CHARACTERS);
  if (echoes(text, secret)) return WITHHELD;
  const masked = maskKeysIn(text)
    .replace(LONG_RUN, (run) => `${run.slice(0, SHOWN_CHARACTERS)}…`)
    .trim();
  return masked.length <= MAX_CHARACTERS ? masked : `${masked.slice(0, MAX_CHARACTERS - 1)}…`;
}

/** `a***@example.com`: enough for the owner, little for anybody else. */
export function maskedEmail(email: string, secret: Secret): string {
  if (echoes(email, secret)) return WITHHELD;
  const domain = email.slice(email.lastIndexOf('@') + 1);
  const isPlain = /^(?:[a-z0-9-]{1,40}\.)*[a-z0-9-]{1,40}$/i.test(domain);
  return `${email.slice(0, 1)}***@${isPlain ? domain : foreignName(domain, secret)}`;
}

/** Whether a piece of the key stands in the text, forwards or backwards, whatever stands between its characters. */
export function echoes(text: string, secret: Secret): boolean {
  const plain = lettersOf(text);
  const reversed = [...plain].reverse().join('');
  const key = Buffer.from(secret.reveal());
  return [key.toString(), key.toString('hex'), key.toString('base64')].some((form) => {
    const letters = lettersOf(form);
    for (let at = 0; at + ECHO_CHARACTERS <= letters.length; at++) {
      const piece = letters.slice(at, at + ECHO_CHARACTERS);
      if (plain.includes(piece) || reversed.includes(piece)) return true;
    }
    return false;
  });
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^0-9a-z]/g, '');
}
