/**
 * Reads single objects through one `git cat-file --batch` that stays open, and is started again where it died. Blobs that
 * are at hand need no git.
 */
import { TtleaksError } from '../core/errors.ts';
import { encodePath } from '../core/path-text.ts';
import type { ObjectType } from './batch-search.ts';
import type { Repository } from './repository.ts';
import { type GitStream, lastLineOf, streamGit } from './run.ts';

const LINE_FEED = 0x0a;
const HEADER = /^[0-9a-f]+ (blob|tree|commit|tag) (\d+)$/;

export interface ObjectContent {
  readonly type: ObjectType;
  readonly bytes: Buffer;
}

/** One object at a time: a second `read` begins when the first has ended or was left. */
export class ObjectReader {
  readonly #repository: Repository;
  readonly #signal: AbortSignal | undefined;
  #held: ReadonlyMap<string, Buffer> = new Map();
  #stream: GitStream | undefined;
  #chunks: AsyncIterator<Buffer> | undefined;
  #rest: Buffer = Buffer.alloc(0);

  constructor(repository: Repository, signal?: AbortSignal) {
    this.#repository = repository;
    this.#signal = signal;
  }

  /** Blobs that need not be asked for, by id. */
  hold(blobs: ReadonlyMap<string, Buffer>): void {
    this.#held = blobs;
  }

  /** The content, in pieces, in bounded memory; what is at hand, as it is. Throws INCOMPLETE where the object is missing or damaged. */
  async *read(objectId: string): AsyncGenerator<Buffer, void> {
    const held = this.#held.get(objectId);
    if (held !== undefined) yield held;
    else yield* this.#pieces(objectId, (await this.#ask(objectId)).size);
  }

  /** For trees, commits and tags, and blobs that are known to be small. */
  async readWhole(objectId: string): Promise<ObjectContent> {
    const { type, size } = await this.#ask(objectId);
    const pieces: Buffer[] = [];
    for await (const piece of this.#pieces(objectId, size)) pieces.push(piece);
    return { type, bytes: Buffer.concat(pieces) };
  }

  /** The first bytes of a file, in a commit or, where that is empty, in the index; undefined where it has none. */
  async readPath(commitId: string, path: string, maxBytes: number): Promise<Buffer | undefined> {
    if (path.includes('\n') || !/^[0-9a-f]*$/.test(commitId)) return undefined;
    const name = `${commitId || ':0'}:${path}`;
    try {
      const { type, size } = await this.#request(name, encodePath(`${name}\n`));
      const pieces: Buffer[] = [];
      let length = 0;
      for await (const piece of this.#pieces(name, size)) {
        pieces.push(piece);
        length += piece.length;
        if (length >= maxBytes) break;
      }
      return type === 'blob' ? Buffer.concat(pieces).subarray(0, maxBytes) : undefined;
    } catch (error) {
      this.#signal?.throwIfAborted();
      if (error instanceof TtleaksError) return undefined;
      throw error;
    }
  }

  close(): void {
    this.#stream?.kill();
    this.#stream = undefined;
    this.#chunks = undefined;
    this.#rest = Buffer.alloc(0);
  }

  async *#pieces(objectId: string, size: number): AsyncGenerator<Buffer, void> {
    let isWhole = false;
    try {
      for (let left = size; left > 0; ) {
        if (this.#rest.length === 0) await this.#refill(objectId);
        const piece = this.#rest.subarray(0, left);
        this.#rest = this.#rest.subarray(piece.length);
        left -= piece.length;
        yield piece;
      }
      if (this.#rest.length === 0) await this.#refill(objectId);
      this.#rest = this.#rest.subarray(1);
      isWhole = true;
    } finally {
      // Left half-way: the next object must not begin with the rest of this one.
      if (!isWhole) this.close();
    }
  }

  async #ask(objectId: string): Promise<{ type: ObjectType; size: number }> {
    if (!/^[0-9a-f]+$/.test(objectId)) throw unreadable(objectId, 'not an object id');
    return await this.#request(objectId, `${objectId}\n`);
  }

  async #request(objectId: string, line: string | Uint8Array): Promise<{ type: ObjectType; size: number }> {
    this.#stream ??= this.#start();
    this.#stream.write(line);
    let end = this.#rest.indexOf(LINE_FEED);
    while (end === -1) {
      await this.#refill(objectId);
      end = this.#rest.indexOf(LINE_FEED);
    }
    const [, type, size] = HEADER.exec(this.#rest.toString('latin1', 0, end)) ?? [];
    this.#rest = this.#rest.subarray(end + 1);
    if (size === undefined) throw unreadable(objectId, 'missing or damaged');
    return { type: type as ObjectType, size: Number(size) };
  }

  #start(): GitStream {
    const options = { isDialogue: true, signal: this.#signal };
    const stream = streamGit(this.#repository.context, ['cat-file', '--batch'], options);
    this.#chunks = stream[Symbol.asyncIterator]();
    return stream;
  }

  async #refill(objectId: string): Promise<void> {
    const next = await this.#chunks?.next();
    if (next === undefined || next.done) {
      const exit = await this.#stream?.exit;
      this.close();
      throw unreadable(objectId, lastLineOf(exit?.stderr ?? '', 'git cannot read it'));
    }
    this.#rest = this.#rest.length === 0 ? next.value : Buffer.concat([this.#rest, next.value]);
  }
}

function unreadable(objectId: string, reason: string): TtleaksError {
  return new TtleaksError('INCOMPLETE', `object ${objectId}: ${reason}`);
}
