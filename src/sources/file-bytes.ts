/** A file that can be read at any place, for containers whose directory stands at their end. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { fsPath } from '../core/path-text.ts';
import { OPEN_FLAGS } from './file-search.ts';

export class FileBytes {
  readonly size: number;
  readonly #descriptor: number;

  constructor(path: string) {
    this.#descriptor = openSync(fsPath(path), OPEN_FLAGS);
    const stats = fstatSync(this.#descriptor);
    if (!stats.isFile()) {
      this.close();
      throw new Error('is no regular file');
    }
    this.size = stats.size;
  }

  /** Shorter at the end. */
  read(at: number, length: number): Buffer {
    const wanted = Math.max(0, Math.min(length, this.size - at));
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
