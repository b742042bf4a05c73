/** A file that can be read at any place, for containers whose directory stands at their end. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { fsPath } from '../core/path-text.ts';
import { OPEN_FLAGS, WINDOW_BYTES } from './file-search.ts';

const FIRST_BYTES = 4096;

export class FileBytes {
  readonly size: number;
  readonly #descriptor: number;
  /** What was read last: never written to again, since pieces of it are handed out. */
  #window: Buffer = Buffer.alloc(0);
  #windowAt = 0;
  #ahead = FIRST_BYTES;

  constructor(path: string) {
    this.#descriptor = openSync(fsPath(path), OPEN_FLAGS);
    const stats = fstatSync(this.#descriptor);
    if (!stats.isFile()) {
      this.close();
      throw new Error('is no regular file');
    }
    this.size = stats.size;
  }

  /**
   * Shorter at the end. Of short pieces one behind the other, as members of archives are, many are read at once: twice as
   * much each time, lest pieces all over the file cost more than they are.
   */
  read(at: number, length: number): Buffer {
    const wanted = Math.max(0, Math.min(length, this.size - at));
    if (wanted === 0 || wanted > WINDOW_BYTES / 2) return this.#readNow(at, wanted);
    const from = at - this.#windowAt;
    if (from >= 0 && from + wanted <= this.#window.length) return this.#window.subarray(from, from + wanted);
    const isNext = from >= 0 && from <= this.#window.length + this.#ahead;
    this.#ahead = isNext ? Math.min(WINDOW_BYTES, 2 * this.#ahead) : FIRST_BYTES;
    this.#window = this.#readNow(at, Math.min(Math.max(wanted, this.#ahead), this.size - at));
    this.#windowAt = at;
    return this.#window.subarray(0, wanted);
  }

  #readNow(at: number, wanted: number): Buffer {
    const bytes = Buffer.allocUnsafe(wanted);
    let filled = 0;
    while (filled < wanted) {
      const count = readSync(this.#descriptor, bytes, filled, wanted - filled, at + filled);
      if (count === 0) break;
      filled += count;
    }
    return bytes.subarray(0, filled);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
