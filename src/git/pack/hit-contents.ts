/**
 * Contents of blobs that were hit, kept while they are at hand: for git to make one again takes longer than to look into
 * it. What finds no room is git's to read.
 */

/** In each thread. */
const ROOM_BYTES = 16 * 1024 * 1024;

export type HitContents = ReadonlyMap<number, Uint8Array<ArrayBuffer>>;

export class ContentKeeper {
  readonly #memory: Uint8Array;
  readonly #kept = new Map<number, Uint8Array<ArrayBuffer>>();
  #room = ROOM_BYTES;

  constructor(memory: Uint8Array) {
    this.#memory = memory;
  }

  /** By entry. */
  get contents(): HitContents {
    return this.#kept;
  }

  keep(entry: number, at: number, size: number): void {
    if (size > this.#room || this.#kept.has(entry)) return;
    this.#kept.set(entry, new Uint8Array(this.#memory.subarray(at, at + size)));
    this.#room -= size;
  }
}
