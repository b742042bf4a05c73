/** What of a stream is still at hand when it has ended: all of it, unless that was too much to hold. */

const MAX_KEPT_BYTES = 32 * 1024 * 1024;

export class KeptBytes {
  #windows: Buffer[] | undefined = [];
  #length = 0;

  /** The window is kept as it is. */
  push(window: Buffer): void {
    this.#length += window.length;
    if (this.#length > MAX_KEPT_BYTES) this.#windows = undefined;
    this.#windows?.push(window);
  }

  get bytes(): Buffer | undefined {
    return this.#windows && Buffer.concat(this.#windows);
  }
}
