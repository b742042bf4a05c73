/** What the readers of containers are given and what they give. */

import { Unreadable } from './budget.ts';

const READ_BYTES = 256 * 1024;

/** In order, once; each window is its receiver's to keep. Throws Unreadable where the bytes end too early. */
export type Windows = AsyncIterable<Buffer>;

/** Bytes that can be read at any place, as those of a file can. */
export interface RandomBytes {
  readonly size: number;
  /** Shorter at the end. */
  read(at: number, length: number): Buffer;
}

export type Member =
  | {
      readonly kind: 'content';
      /** Path text; undefined where the format names none. */
      readonly path: string | undefined;
      /** Need not be read to its end. */
      readonly windows: Windows;
      /** All of it at once, if it is small and as its directory says; to be asked for instead of the windows. */
      readonly whole?: () => Buffer | undefined;
    }
  /** A member, or all that follows where it has no path. */
  | { readonly kind: 'unread'; readonly path: string | undefined; readonly reason: string };

export async function* windowsOf(...windows: readonly Buffer[]): AsyncGenerator<Buffer, void> {
  yield* windows;
}

/** Throws Unreadable where there are fewer bytes. */
export async function* runOf(
  bytes: RandomBytes,
  start: number,
  length: number,
): AsyncGenerator<Buffer, void> {
  const end = start + length;
  for (let at = start; at < end; at += READ_BYTES) {
    const wanted = Math.min(READ_BYTES, end - at);
    const window = bytes.read(at, wanted);
    if (window.length > 0) yield window;
    if (window.length < wanted) throw new Unreadable('ends before its end: cut short');
  }
}

export class HeldBytes implements RandomBytes {
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get size(): number {
    return this.#bytes.length;
  }

  read(at: number, length: number): Buffer {
    return this.#bytes.subarray(at, at + length);
  }
}
