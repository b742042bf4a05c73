/** Reads records and runs of bytes from windows of any size. */
import { Unreadable } from './budget.ts';
import type { Windows } from './member.ts';

export class WindowReader {
  readonly #windows: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);
  #hasEnded = false;
  /** Thrown where the bytes that came before it are read. */
  #failure: unknown;

  constructor(windows: Windows) {
    this.#windows = windows[Symbol.asyncIterator]();
  }

  /** The next bytes, which stay to be read; fewer at the end, and before a failure. */
  async peek(length: number): Promise<Buffer> {
    if (this.#held.length < length) await this.#fill(length);
    return this.#held.subarray(0, length);
  }

  /** Fewer bytes at the end. */
  async take(length: number): Promise<Buffer> {
    const bytes = await this.peek(length);
    if (bytes.length < length && this.#failure !== undefined) throw this.#failure;
    this.#held = this.#held.subarray(bytes.length);
    return bytes;
  }

  /** So many bytes, as they come. Throws where there are fewer. */
  async *pieces(length: number): AsyncGenerator<Buffer, void> {
    for (let left = length; left > 0; ) {
      const piece = await this.#next(left);
      if (piece === undefined) throw new Unreadable('ends before its end: cut short');
      left -= piece.length;
      yield piece;
    }
  }

  async *rest(): AsyncGenerator<Buffer, void> {
    for (let piece = await this.#next(Infinity); piece !== undefined; piece = await this.#next(Infinity)) {
      yield piece;
    }
  }

  async close(): Promise<void> {
    await this.#windows.return?.();
  }

  async #next(most: number): Promise<Buffer | undefined> {
    if (this.#held.length === 0) await this.#fill(1);
    if (this.#held.length === 0) {
      if (this.#failure !== undefined) throw this.#failure;
      return undefined;
    }
    const piece = this.#held.subarray(0, most);
    this.#held = this.#held.subarray(piece.length);
    return piece;
  }

  async #fill(length: number): Promise<void> {
    const pieces = this.#held.length > 0 ? [this.#held] : [];
    let bytes = this.#held.length;
    try {
      while (bytes < length && !this.#hasEnded) {
        const next = await this.#windows.next();
        if (next.done) this.#hasEnded = true;
        else {
          pieces.push(next.value);
          bytes += next.value.length;
        }
      }
    } catch (error) {
      this.#hasEnded = true;
      this.#failure = error;
    }
    this.#held = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  }
}
