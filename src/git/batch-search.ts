/**
 * Reads what `git cat-file --batch` prints, in chunks of any size, and searches it on the way. The chunk is searched
 * at once, not each object: most chunks have no hit, and then only the headers are looked at.
 * A hit counts for an object only where the needle lies whole in its content. Memory is bounded by the chunk.
 */
import type { NeedleSearch } from '../core/needle-search.ts';

export type ObjectType = 'blob' | 'tree' | 'commit' | 'tag';

export interface ObjectHit {
  readonly id: string;
  readonly type: ObjectType;
  readonly size: number;
}

const LINE_FEED = 0x0a;
const MAX_HEADER_BYTES = 256;
const DIGIT_ZERO = 0x30;
const WRONG_SIZE = 'an object has another size than it declares';
const TYPE_BY_SECOND_LETTER: Readonly<Record<number, ObjectType>> = {
  108: 'blob',
  114: 'tree',
  111: 'commit',
  97: 'tag',
};

/** git printed more or less of an object than it said: what follows cannot be told apart. */
export class OutOfStep extends Error {
  override readonly name = 'OutOfStep';
}

export class BatchSearch {
  readonly hits: ObjectHit[] = [];
  readonly commitIds: string[] = [];
  /** What git answered `missing` to: not there, or damaged. */
  readonly missingIds: string[] = [];
  objects = 0;
  bytes = 0;

  readonly #search: NeedleSearch;
  readonly #idLength: number;
  readonly #nextId: (() => string | undefined) | undefined;
  #header: Buffer = Buffer.alloc(0);
  #inContent = false;
  #left = 0;
  #isHit = false;
  #id = '';
  #type: ObjectType = 'blob';
  #size = 0;
  /** The end of the current object's content so far: a needle may go on in the next chunk. */
  #tail: Buffer = Buffer.alloc(0);

  /** `nextId`: which object is to come next. */
  constructor(search: NeedleSearch, idLength: number, nextId?: () => string | undefined) {
    this.#search = search;
    this.#idLength = idLength;
    this.#nextId = nextId;
  }

  /** Answers that are complete: the objects asked for come back in order, so this many are done. */
  get answered(): number {
    return this.objects + this.missingIds.length;
  }

  /**
   * Throws OutOfStep. A loose object may declare another size than it has, and git then prints its content as it is:
   * taken as declared, it would swallow the objects behind it, or its rest would be taken for headers.
   */
  push(chunk: Buffer): void {
    const mayHit = this.#search.hasHit(chunk);
    let at = 0;
    while (at < chunk.length)
      at = this.#inContent ? this.#readContent(chunk, at, mayHit) : this.#readHeader(chunk, at);
  }

  /** Forgets an object whose content was cut: git died over it. */
  abandon(): void {
    this.#header = Buffer.alloc(0);
    this.#inContent = false;
  }

  #readHeader(chunk: Buffer, from: number): number {
    const end = chunk.indexOf(LINE_FEED, from);
    if (end === -1) {
      this.#header = Buffer.concat([this.#header, chunk.subarray(from)]);
      if (this.#header.length > MAX_HEADER_BYTES) throw new OutOfStep(WRONG_SIZE);
      return chunk.length;
    }
    if (this.#header.length === 0) this.#parseHeader(chunk, from, end);
    else {
      const whole = Buffer.concat([this.#header, chunk.subarray(from, end)]);
      this.#header = Buffer.alloc(0);
      this.#parseHeader(whole, 0, whole.length);
    }
    return end + 1;
  }

  /** `<id> SP <type> SP <size>`, or `<id> SP missing`. */
  #parseHeader(line: Buffer, from: number, end: number): void {
    const typeAt = from + this.#idLength + 1;
    const type = TYPE_BY_SECOND_LETTER[line[typeAt + 1] ?? 0];
    this.#id = line.toString('latin1', from, from + this.#idLength);
    if (this.#nextId && this.#id !== this.#nextId()) throw new OutOfStep(WRONG_SIZE);
    if (type === undefined) {
      this.missingIds.push(this.#id);
      return;
    }
    let size = 0;
    for (let at = typeAt + type.length + 1; at < end; at++) size = size * 10 + line[at]! - DIGIT_ZERO;
    this.#type = type;
    this.#size = size;
    this.#left = size;
    this.#isHit = false;
    this.#inContent = true;
    this.#tail = this.#tail.subarray(0, 0);
  }

  /** Ends behind the line feed that follows the content. */
  #readContent(chunk: Buffer, from: number, mayHit: boolean): number {
    const end = Math.min(chunk.length, from + this.#left);
    if (end > from) {
      if (!this.#isHit) this.#searchPiece(chunk, from, end, mayHit);
      this.#left -= end - from;
    }
    if (end === chunk.length) return end;
    if (chunk[end] !== LINE_FEED) throw new OutOfStep(WRONG_SIZE);
    this.#finish();
    return end + 1;
  }

  #searchPiece(chunk: Buffer, from: number, end: number, mayHit: boolean): void {
    const { margin } = this.#search;
    if (this.#tail.length > 0) {
      const seam = Buffer.concat([this.#tail, chunk.subarray(from, Math.min(end, from + margin))]);
      this.#isHit = this.#search.hasHit(seam);
    }
    if (!this.#isHit && mayHit) this.#isHit = this.#search.hasHit(chunk.subarray(from, end));
    if (end === chunk.length && this.#left > end - from && margin > 0)
      this.#keepTail(chunk.subarray(from, end));
  }

  #keepTail(piece: Buffer): void {
    const { margin } = this.#search;
    const joined = piece.length >= margin ? piece : Buffer.concat([this.#tail, piece]);
    // A copy: the chunk must not be held.
    this.#tail = Buffer.from(joined.subarray(-margin));
  }

  #finish(): void {
    this.#inContent = false;
    this.objects++;
    this.bytes += this.#size;
    if (this.#type === 'commit') this.commitIds.push(this.#id);
    if (this.#isHit) this.hits.push({ id: this.#id, type: this.#type, size: this.#size });
  }
}
