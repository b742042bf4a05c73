/**
 * Zstandard (RFC 8878), a frame at a time, since the library keeps neither memory nor time within bounds: it takes what
 * a frame's header asks for, and moves all of that for each block. So frames are told apart here, and blocks are
 * handed over one by one.
 */
import { Decompress } from 'fzstd';
import { type FileBudget, Unreadable } from './budget.ts';
import type { Windows } from './member.ts';
import { WindowReader } from './window-reader.ts';

const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;
/** As much as the program itself takes without being told to. */
const MAX_WINDOW_BYTES = 128 * 1024 * 1024;
const MAX_HEADER_BYTES = 18;
const REPEATED = 1;

export function unzstd(source: Windows, budget: FileBudget): Windows {
  const frames = new Frames(new WindowReader(source));
  return budget.metered(frames.windows(), () => frames.bytes);
}

class Frames {
  readonly #reader: WindowReader;
  bytes = 0;

  constructor(reader: WindowReader) {
    this.#reader = reader;
  }

  async *windows(): AsyncGenerator<Buffer, void> {
    try {
      for (let start = await this.#reader.peek(4); start.length > 0; start = await this.#reader.peek(4)) {
        if (start.length < 4) throw cut();
        const magic = start.readUInt32LE(0);
        if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE) await this.#skip();
        else if (magic === MAGIC) yield* this.#frame();
        else throw new Unreadable('damaged: what follows its end is no part of it');
      }
    } finally {
      await this.#reader.close();
    }
  }

  async #skip(): Promise<void> {
    const header = await this.#take(8);
    for await (const piece of this.#reader.pieces(header.readUInt32LE(4))) this.bytes += piece.length;
  }

  async *#frame(): AsyncGenerator<Buffer, void> {
    const { headerBytes, hasChecksum } = frameOf(await this.#reader.peek(MAX_HEADER_BYTES));
    const output: Buffer[] = [];
    const decoder = new Decompress((bytes) => {
      if (bytes.length > 0) output.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    });
    let header = await this.#take(headerBytes);
    for (let isLast = false; !isLast; ) {
      const start = await this.#take(3);
      const word = start.readUIntLE(0, 3);
      isLast = (word & 1) === 1;
      const content = await this.#take(((word >>> 1) & 3) === REPEATED ? 1 : word >>> 3);
      const checksum = isLast && hasChecksum ? await this.#take(4) : Buffer.alloc(0);
      push(decoder, Buffer.concat([header, start, content, checksum]), isLast);
      header = Buffer.alloc(0);
      // What comes out may be the library's own memory, which it uses again.
      yield* output.splice(0).map((bytes) => Buffer.from(bytes));
    }
  }

  async #take(length: number): Promise<Buffer> {
    const bytes = await this.#reader.take(length);
    if (bytes.length < length) throw cut();
    this.bytes += length;
    return bytes;
  }
}

function push(decoder: Decompress, bytes: Buffer, isLast: boolean): void {
  try {
    decoder.push(bytes, isLast);
  } catch (error) {
    throw new Unreadable('damaged: its packed data makes no sense', { cause: error });
  }
}

function frameOf(start: Buffer): { headerBytes: number; hasChecksum: boolean } {
  const flags = start[4] ?? 0;
  const isSingle = (flags & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][flags & 3]!;
  const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][flags >>> 6]!;
  const sizeAt = 5 + (isSingle ? 0 : 1) + dictionaryBytes;
  const headerBytes = sizeAt + sizeBytes;
  if (start.length < headerBytes) throw cut();
  if (dictionaryBytes > 0 && start.readUIntLE(sizeAt - dictionaryBytes, dictionaryBytes) !== 0) {
    throw new Unreadable('packed with a dictionary that is not in it');
  }
  if (windowBytes(start, isSingle, sizeAt, sizeBytes) > MAX_WINDOW_BYTES) {
    throw new Unreadable('takes more memory to unpack than is allowed');
  }
  return { headerBytes, hasChecksum: (flags & 4) !== 0 };
}

function windowBytes(start: Buffer, isSingle: boolean, sizeAt: number, sizeBytes: number): number {
  if (!isSingle) {
    const base = 2 ** (10 + (start[5]! >>> 3));
    return base + (base / 8) * (start[5]! & 7);
  }
  if (sizeBytes === 8) return start.readUInt32LE(sizeAt) + 2 ** 32 * start.readUInt32LE(sizeAt + 4);
  return start.readUIntLE(sizeAt, sizeBytes) + (sizeBytes === 2 ? 256 : 0);
}

function cut(): Unreadable {
  return new Unreadable('ends before its end: cut short');
}
