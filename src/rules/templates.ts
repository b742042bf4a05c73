/**
 * Examples hold templates in place of keys: `{{hex 64}}`. They expand to text that looks random and is the same in
 * every run, so that a rule file holds no key and a failing example fails for everyone.
 */
import { createHash } from 'node:crypto';

const DIGITS = '0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';

const ALPHABETS: Readonly<Record<string, string>> = {
  hex: `${DIGITS}abcdef`,
  HEX: `${DIGITS}ABCDEF`,
  alnum: `${DIGITS}${LOWER}${LOWER.toUpperCase()}`,
  digits: DIGITS,
};

export const MAX_TEMPLATE_CHARACTERS = 4096;
const TEMPLATE = /\{\{([^{}]*)\}\}/g;
const TEMPLATE_BODY = /^(\w{1,16}) ([1-9][0-9]{0,3})$/;

/** Two templates of one text give different values. */
export function expandTemplates(text: string, seed: string): string {
  let index = 0;
  return text.replace(TEMPLATE, (_, body: string) => {
    const [, kind = '', length = '0'] = TEMPLATE_BODY.exec(body) ?? [];
    const alphabet = ALPHABETS[kind];
    return alphabet === undefined ? '' : randomLooking(alphabet, Number(length), `${seed}\0${index++}`);
  });
}

/** The first template that cannot be expanded. */
export function brokenTemplate(text: string): string | undefined {
  for (const [template, body = ''] of text.matchAll(TEMPLATE)) {
    const [, kind = '', length = '0'] = TEMPLATE_BODY.exec(body) ?? [];
    if (!Object.hasOwn(ALPHABETS, kind) || Number(length) > MAX_TEMPLATE_CHARACTERS) return template;
  }
  return undefined;
}

function randomLooking(alphabet: string, length: number, seed: string): string {
  let text = '';
  for (let block = 0; text.length < length; block++) {
    for (const byte of createHash('sha256').update(`${seed}\0${block}`).digest()) {
      // Bytes past the last whole multiple would favour the first characters.
      if (byte < 256 - (256 % alphabet.length)) text += alphabet[byte % alphabet.length];
    }
  }
  return text.slice(0, length);
}
