/** What a key is printed as, and the guard of all text that comes from outside. Whatever may fail loads this. */
import { maskEncodedKeysIn } from './encoded-keys.ts';

const SHOWN_CHARACTERS = 4;

/** `tt1.` + the first four characters + `…` + the last four; a value too short for that shows its prefix alone. */
export function maskKey(value: string): string {
  const dot = value.search(/\.|(?<=%2)e/i);
  const prefix = value.slice(0, dot + 1);
  const body = value.slice(dot + 1);
  if (body.length < 4 * SHOWN_CHARACTERS) return `${prefix}…`;
  return `${prefix}${body.slice(0, SHOWN_CHARACTERS)}…${body.slice(-SHOWN_CHARACTERS)}`;
}

/** Whatever might be a key, of any rule: wider than every pattern, since it guards what is printed. */
const KEY_SHAPED = /tt1(?:\.|%2e)(?:(?!tt1\.)[0-9A-Za-z]){16,}/gi;

/** Masks everything key-shaped in text that comes from outside (paths, messages of git, subjects, snippets). */
export function maskKeysIn(text: string): string {
  return text === '' ? '' : maskEncodedKeysIn(text.replace(KEY_SHAPED, maskKey));
}
