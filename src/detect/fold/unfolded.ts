/** Keeps a source until its end is seen, and tells whether it is worth while to parse it. */
import { type FoldHints, type Hint, KeyDigits, MAX_FOLDED_BYTES } from './hint.ts';

export class Unfolded {
  readonly #hints: FoldHints;
  #windows: Buffer[] | undefined = [];
  #bytes = 0;
  #hint: Hint | undefined;

  constructor(hints: FoldHints) {
    this.#hints = hints;
  }

  push(window: Uint8Array): void {
    this.#bytes += window.length;
    if (this.#bytes > MAX_FOLDED_BYTES) this.#windows = undefined;
    this.#windows?.push(Buffer.from(window));
  }

  /** A hit of the search at which no key was found. */
  note(bytes: Buffer, hit: number): void {
    if (this.#windows === undefined || this.#hint === 'strong') return;
    this.#hint = this.#hints.at(bytes, hit) ?? this.#hint;
  }

  /** Undefined where there is no reason to parse it, or it is too long. */
  whole(): Buffer | undefined {
    if (this.#windows === undefined || this.#hint === undefined) return undefined;
    const whole = Buffer.concat(this.#windows);
    return this.#hint === 'strong' || new KeyDigits(whole).areBetween(0, whole.length) ? whole : undefined;
  }
}
