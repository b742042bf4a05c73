/**
 * Contents of blobs that were hit, kept while they are at hand: for git to make one again takes longer than to look into
 * it. What finds no room is git's to read.
 */

/** Of one thread, for all packs. */
export class ContentRoom {
  bytesLeft = 16 * 1024 * 1024;
}

export type HitContents = ReadonlyMap<number, Uint8Array<ArrayBuffer>>;

export class ContentKeeper {
  readonly #memory: Uint8Array;
  readonly #kept = new Map<number, Uint8Array<ArrayBuffer>>();
  readonly #room: ContentRoom;

  constructor(memory: Uint8Array, room: ContentRoom) {
    this.#memory = memory;
    this.#room = room;
  }

  /** By entry. */
  get contents(): HitContents {
    return this.#kept;
  }

  keep(entry: number, at: number, size: number): void {
    if (size > this.#room.bytesLeft || this.#kept.has(entry)) return;
    this.#kept.set(entry, new Uint8Array(this.#memory.subarray(at, at + size)));
    this.#room.bytesLeft -= size;
  }
}
