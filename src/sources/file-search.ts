/**
 * Searches one file with as few system calls as can be: open, read until the end, close. The hot path of a scan of
 * files; runs in the main thread and in workers. A file is never followed through a link, and nothing that is not a
 * regular file is read: a FIFO or a device in its place can neither hang the scan nor feed it for ever.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { endsAsZip, formatOf, mayBeContainer, ZIP_END_BYTES } from '../containers/format.ts';
import { reasonOf } from '../core/errors.ts';
import type { NeedleSearch } from '../core/needle-search.ts';
import { fsPath } from '../core/path-text.ts';
import { type SearchMemory, searchMemory } from '../core/search-memory.ts';

/** Fits the cache of a processor: what was just read is searched there. */
export const WINDOW_BYTES = 256 * 1024;
export const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

export type FileOutcome =
  | { readonly kind: 'clean'; readonly bytes: number }
  /** The first hit begins there. */
  | { readonly kind: 'hit'; readonly at: number }
  /** For who unpacks it; not searched. */
  | { readonly kind: 'container' }
  | { readonly kind: 'unread' | 'too-large'; readonly reason: string };

export class FileSearch {
  /** Two neighbouring windows share so many bytes. */
  readonly #margin: number;
  readonly #maxBytes: number;
  readonly #memory: SearchMemory;

  constructor(search: NeedleSearch, maxBytes: number | undefined) {
    this.#margin = Math.max(search.margin, ZIP_END_BYTES);
    this.#maxBytes = maxBytes ?? Number.POSITIVE_INFINITY;
    this.#memory = searchMemory(search, WINDOW_BYTES + this.#margin);
  }

  search(path: string): FileOutcome {
    let descriptor: number;
    try {
      descriptor = openSync(fsPath(path), OPEN_FLAGS);
    } catch (error) {
      return { kind: 'unread', reason: reasonOf(error) };
    }
    try {
      return this.#searchOpen(descriptor, path);
    } catch (error) {
      return { kind: 'unread', reason: reasonOf(error) };
    } finally {
      closeSync(descriptor);
    }
  }

  #tooLarge(descriptor: number): number | undefined {
    if (this.#maxBytes === Number.POSITIVE_INFINITY) return undefined;
    const { size } = fstatSync(descriptor);
    return size > this.#maxBytes ? size : undefined;
  }

  #searchOpen(descriptor: number, path: string): FileOutcome {
    const size = this.#tooLarge(descriptor);
    if (size !== undefined) return { kind: 'too-large', reason: `larger than --max-size (${size} bytes)` };
    const memory = this.#memory;
    const window = memory.bytes;
    let bytes = 0;
    let kept = 0;
    let limit = Number.POSITIVE_INFINITY;
    for (;;) {
      const count = readSync(descriptor, window, kept, WINDOW_BYTES, null);
      const filled = kept + count;
      if (bytes === 0 && isContainer(window, filled, path)) return { kind: 'container' };
      bytes += count;
      const hit = memory.firstHit(0, filled, 'all');
      if (hit !== -1) return { kind: 'hit', at: bytes - filled + hit };
      // A regular file gives less than is asked for at its end alone: to be told so once more costs as much as the rest.
      if (count < WINDOW_BYTES)
        return endsAsZip(window, filled) ? { kind: 'container' } : { kind: 'clean', bytes };
      if (limit === Number.POSITIVE_INFINITY && bytes >= WINDOW_BYTES) {
        const stats = fstatSync(descriptor);
        if (!stats.isFile()) return { kind: 'unread', reason: 'is no regular file' };
        limit = stats.size + WINDOW_BYTES;
      }
      if (bytes > limit) return { kind: 'unread', reason: 'grew while it was read' };
      kept = Math.min(this.#margin, filled);
      window.copyWithin(0, filled - kept, filled);
    }
  }
}

function isContainer(window: Buffer, filled: number, path: string): boolean {
  return mayBeContainer(window, filled, path) && formatOf(window.subarray(0, filled), path) !== undefined;
}

/** The content of a file that was hit, for the detector. A window is valid until the next one. */
export function* readWindows(path: string): Generator<Buffer, void> {
  const descriptor = openSync(fsPath(path), OPEN_FLAGS);
  try {
    const limit = fstatSync(descriptor).size + WINDOW_BYTES;
    const window = Buffer.allocUnsafe(Math.min(limit, WINDOW_BYTES));
    for (let bytes = 0; bytes < limit; ) {
      const count = readSync(descriptor, window, 0, window.length, null);
      if (count === 0) return;
      bytes += count;
      yield window.subarray(0, count);
    }
  } finally {
    closeSync(descriptor);
  }
}

/** The first bytes of a file, for a look aside; undefined where there is none, or it cannot be read. */
export function firstBytes(path: string, maxBytes: number): Buffer | undefined {
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for (const window of readWindows(path)) {
      pieces.push(Buffer.from(window));
      length += window.length;
      if (length >= maxBytes) break;
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(pieces).subarray(0, maxBytes);
}
