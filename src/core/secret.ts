/**
 * A key's value, which cannot be printed by accident: every implicit way to a string gives the mask.
 * `reveal()` is the only way out; only verification, revocation and repair may call it.
 */
import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { maskKey } from './key-mask.ts';

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
