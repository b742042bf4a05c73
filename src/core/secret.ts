/**
 * A key's value, which cannot be printed by accident: every implicit way to a string gives the mask.
 * `reveal()` is the only way out; only verification, revocation and repair may call it.
 */
import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { maskEncodedKeysIn } from './encoded-keys.ts';

const SHOWN_CHARACTERS = 4;
const SECRET_ID_HEX_DIGITS = 32;

export class Secret {
  readonly #value: string | undefined;
  readonly masked: string;
  /** First 32 hex digits of SHA-256 over `ttleaks`, a NUL byte and the key. */
  readonly id: string;

  /** The key itself, or what a report says of one, which cannot be revealed. */
  constructor(value: string | { readonly id: string; readonly masked: string }) {
    if (typeof value !== 'string') {
      this.#value = undefined;
      this.masked = value.masked;
      this.id = value.id;
      return;
    }
    this.#value = value;
    this.masked = maskKey(value);
    this.id = createHash('sha256').update(`ttleaks\0${value}`).digest('hex').slice(0, SECRET_ID_HEX_DIGITS);
  }

  reveal(): string {
    if (this.#value === undefined) throw new TypeError(`${this.masked} is known by its mask alone`);
    return this.#value;
  }

  /** Whether `part` is a piece of the key, as a literal that it is put together from would be. */
  holds(part: string): boolean {
    return this.#value?.includes(part) ?? false;
  }

  toString(): string {
    return this.masked;
  }

  toJSON(): string {
    return this.masked;
  }

  [Symbol.toPrimitive](): string {
    return this.masked;
  }

  [inspect.custom](): string {
    return `Secret(${this.masked})`;
  }
}

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
  return maskEncodedKeysIn(text.replace(KEY_SHAPED, maskKey));
}
