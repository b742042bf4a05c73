/**
 * xz: streams of blocks of LZMA2 chunks. Filters for machine code are not undone: what they change are addresses in
 * programs, and text between them stays as it is. https://tukaani.org/xz/xz-file-format.txt
 */
import { crc32 } from 'node:zlib';
import { type FileBudget, Unreadable } from './budget.ts';
import { LzmaDecoder } from './lzma.ts';
import type { Windows } from './member.ts';
import { WindowReader } from './window-reader.ts';

const MAGIC = Buffer.from('\xfd7zXZ\0', 'latin1');
const HEADER_BYTES = 12;
const LZMA2 = 0x21;
/** Delta and those for the machine code of a processor. */
const OTHER_FILTERS = { from: 3, to: 11 };
/** What `xz -9` takes is half of it. */
const MAX_DICTIONARY_BYTES = 128 * 1024 * 1024;
/** By the lower four bits of the stream's flags. */
const CHECK_BYTES = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];
const CRC32_CHECK = 1;

const END_OF_CHUNKS = 0;
const COPIED_WITH_NEW_DICTIONARY = 1;
const COPIED = 2;
const IS_PACKED = 0x80;
const PACKED_WITH_NEW_DICTIONARY = 0xe0;

export function unxz(source: Windows, budget: FileBudget): Windows {
  const reader = new ByteCounter(new WindowReader(source));
  return budget.metered(streams(reader), () => reader.bytes);
}

/** A reader that knows how far it is. */
class ByteCounter {
  readonly #reader: WindowReader;
  bytes = 0;

  constructor(reader: WindowReader) {
    this.#reader = reader;
  }

  async peek(length: number): Promise<Buffer> {
    return await this.#reader.peek(length);
  }

  async take(length: number): Promise<Buffer> {
    const bytes = await this.#reader.take(length);
    if (bytes.length < length) throw new Unreadable('ends before its end: cut short');
    this.bytes += length;
    return bytes;
  }

  async close(): Promise<void> {
    await this.#reader.close();
  }
}

async function* streams(reader: ByteCounter): AsyncGenerator<Buffer, void> {
  try {
    for (;;) {
      yield* stream(reader);
      // Streams follow each other, with zeros in between by fours.
      for (let next = await reader.peek(4); next.length > 0 && next.every((byte) => byte === 0); ) {
        await reader.take(next.length);
        next = await reader.peek(4);
      }
      const next = await reader.peek(MAGIC.length);
      if (next.length === 0) return;
      if (!next.equals(MAGIC)) throw new Unreadable('damaged: what follows its end is no part of it');
    }
  } finally {
    await reader.close();
  }
}

async function* stream(reader: ByteCounter): AsyncGenerator<Buffer, void> {
  const header = await reader.take(HEADER_BYTES);
  if (!header.subarray(0, MAGIC.length).equals(MAGIC)) throw new Unreadable('damaged: its header is broken');
  const check = header[7]! & 0x0f;
  for (;;) {
    const size = await byte(reader);
    if (size === 0) return await passIndex(reader);
    yield* block(reader, 4 * (size + 1) - 1, check);
  }
}

async function* block(reader: ByteCounter, headerBytes: number, check: number): AsyncGenerator<Buffer, void> {
  const decoder = new LzmaDecoder(dictionaryOf(await reader.take(headerBytes)));
  const start = reader.bytes;
  let sum = 0;
  for await (const window of chunks(reader, decoder)) {
    if (check === CRC32_CHECK) sum = crc32(window, sum);
    yield window;
  }
  await reader.take((4 - ((reader.bytes - start) % 4)) % 4);
  const stored = await reader.take(CHECK_BYTES[check]!);
  if (check === CRC32_CHECK && stored.readUInt32LE(0) !== sum)
    throw new Unreadable('damaged: its checksum is wrong');
}

/** By the header of a block: flags, sizes that may be there, filters with properties. */
function dictionaryOf(header: Buffer): number {
  const flags = header[0]!;
  const cursor = { at: 1 };
  if ((flags & 0x40) !== 0) integer(header, cursor);
  if ((flags & 0x80) !== 0) integer(header, cursor);
  for (let left = (flags & 3) + 1; left > 0; left--) {
    const id = integer(header, cursor);
    const length = integer(header, cursor);
    if (id === LZMA2) return dictionaryBytes(header[cursor.at] ?? 0xff);
    if (id < OTHER_FILTERS.from || id > OTHER_FILTERS.to) break;
    cursor.at += length;
  }
  throw new Unreadable('packed with a filter that is not supported');
}

function dictionaryBytes(code: number): number {
  const bytes = (2 | (code & 1)) * 2 ** (11 + (code >>> 1));
  if (bytes > MAX_DICTIONARY_BYTES) throw new Unreadable('takes more memory to unpack than is allowed');
  return bytes;
}

/** Seven bits a byte, the lowest first. */
function integer(bytes: Buffer, cursor: { at: number }): number {
  let value = 0;
  for (let scale = 1; scale <= 2 ** 56; scale *= 0x80) {
    const byte = bytes[cursor.at++] ?? 0;
    value += (byte & 0x7f) * scale;
    if ((byte & 0x80) === 0) return value;
  }
  throw new Unreadable('damaged: its header is broken');
}

async function* chunks(reader: ByteCounter, decoder: LzmaDecoder): AsyncGenerator<Buffer, void> {
  let hasDictionary = false;
  let hasProperties = false;
  for (let control = await byte(reader); control !== END_OF_CHUNKS; control = await byte(reader)) {
    const isPacked = (control & IS_PACKED) !== 0;
    if (control > COPIED && !isPacked) throw new Unreadable('damaged: a chunk is of no kind');
    const reset = (control >>> 5) & 3;
    if (control === COPIED_WITH_NEW_DICTIONARY || control >= PACKED_WITH_NEW_DICTIONARY) {
      decoder.resetDictionary();
      hasDictionary = true;
    }
    if (!isPacked) yield decoder.copy(await reader.take((await reader.take(2)).readUInt16BE(0) + 1));
    else {
      const [size, packedBytes] = sizesOf(control, await reader.take(4));
      if (reset >= 2) hasProperties = decoder.setProperties(await byte(reader));
      if (reset >= 1) decoder.resetState();
      if (!hasProperties) throw new Unreadable('damaged: a chunk builds on what is not there');
      yield decoder.decode(await reader.take(packedBytes), size);
    }
    if (!hasDictionary) throw new Unreadable('damaged: a chunk builds on what is not there');
  }
}

async function byte(reader: ByteCounter): Promise<number> {
  return (await reader.take(1))[0]!;
}

function sizesOf(control: number, sizes: Buffer): [number, number] {
  return [((control & 0x1f) << 16) + sizes.readUInt16BE(0) + 1, sizes.readUInt16BE(2) + 1];
}

/** The index repeats what the blocks have said; then the footer. */
async function passIndex(reader: ByteCounter): Promise<void> {
  const start = reader.bytes - 1;
  const records = await longInteger(reader);
  for (let record = 0; record < 2 * records; record++) await longInteger(reader);
  await reader.take((4 - ((reader.bytes - start) % 4)) % 4);
  const end = await reader.take(4 + HEADER_BYTES);
  if (end.toString('latin1', end.length - 2) !== 'YZ') throw new Unreadable('damaged: its end is broken');
}

async function longInteger(reader: ByteCounter): Promise<number> {
  const bytes: number[] = [];
  do bytes.push(await byte(reader));
  while (bytes.length < 9 && (bytes.at(-1)! & 0x80) !== 0);
  return integer(Buffer.from(bytes), { at: 0 });
}
