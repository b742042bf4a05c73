/**
 * tar: old, ustar, pax and GNU. Written here since it must do what libraries do not: keep names byte for byte, go on
 * behind a damaged header, and give the text of links, which can hold a key like any other.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html,
 * https://www.gnu.org/software/tar/manual/html_node/Standard.html
 */
import { decodePath } from '../core/path-text.ts';
import { Unreadable } from './budget.ts';
import { type Member, type Windows, windowsOf } from './member.ts';
import { BLOCK_BYTES, type Field, isTarHeader, numberAt } from './tar-header.ts';
import { WindowReader } from './window-reader.ts';

/** Long names and pax records; they are small. */
const MAX_RECORD_BYTES = 1024 * 1024;

const NAME = { at: 0, length: 100 };
const SIZE = { at: 124, length: 12 };
const TYPE_AT = 156;
const LINK_NAME = { at: 157, length: 100 };
const MAGIC_AT = 257;
const PREFIX = { at: 345, length: 155 };
/** GNU's sparse files: set where more blocks of their map follow the header, and at the end of each of those. */
const HAS_MAP_AT = 482;
const HAS_MORE_MAP_AT = 504;

const HARD_LINK = '1';
const SYMBOLIC_LINK = '2';
const LONG_LINK_NAME = 'K';
const LONG_NAME = 'L';
const OLD_LONG_NAME = 'N';
const GNU_SPARSE = 'S';
const PAX = 'x';
const SOLARIS_PAX = 'X';
const GLOBAL_PAX = 'g';
/** They say something of the member behind them. */
const RECORDS = LONG_LINK_NAME + LONG_NAME + OLD_LONG_NAME + PAX + SOLARIS_PAX + GLOBAL_PAX;

/** What records before a header say of it. */
interface Said {
  path?: Buffer;
  linkPath?: Buffer;
  size?: number;
}

export async function* tarMembers(source: Windows): AsyncGenerator<Member, void> {
  const reader = new WindowReader(source);
  try {
    yield* members(reader);
  } finally {
    await reader.close();
  }
}

async function* members(reader: WindowReader): AsyncGenerator<Member, void> {
  let said: Said = {};
  let isLost = false;
  for (;;) {
    const block = await reader.take(BLOCK_BYTES);
    if (block.length === 0) return;
    if (block.every((byte) => byte === 0)) continue;
    if (!isTarHeader(block)) {
      if (!isLost) yield { kind: 'unread', path: undefined, reason: 'damaged: a header is broken' };
      isLost = true;
      continue;
    }
    isLost = false;
    const type = String.fromCharCode(block[TYPE_AT]!);
    const size = sizeOf(block, type, said);
    if (size === undefined) {
      yield {
        kind: 'unread',
        path: decodePath(pathOf(block, said)),
        reason: 'damaged: its size is no number',
      };
      isLost = true;
      continue;
    }
    if (isRecord(type)) {
      said = { ...said, ...(await recordOf(reader, type, size)) };
      continue;
    }
    if (type === GNU_SPARSE) await passMap(reader, block);
    yield* member(reader, block, { type, size, said });
    said = {};
  }
}

interface Header {
  readonly type: string;
  readonly size: number;
  readonly said: Said;
}

async function* member(
  reader: WindowReader,
  block: Buffer,
  { type, size, said }: Header,
): AsyncGenerator<Member, void> {
  const path = decodePath(pathOf(block, said));
  const content = new Content(reader, size);
  if (type === HARD_LINK || type === SYMBOLIC_LINK) {
    yield { kind: 'content', path, windows: windowsOf(said.linkPath ?? textAt(block, LINK_NAME)) };
  } else yield { kind: 'content', path, windows: content };
  await content.passOver();
}

/** What a member holds, and the rest of its last block. It may be read once, and left half-way. */
class Content implements AsyncIterable<Buffer> {
  readonly #reader: WindowReader;
  #left: number;
  readonly #paddingBytes: number;

  constructor(reader: WindowReader, size: number) {
    this.#reader = reader;
    this.#left = size;
    this.#paddingBytes = (BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer, void> {
    for await (const piece of this.#reader.pieces(this.#left)) {
      this.#left -= piece.length;
      yield piece;
    }
  }

  async passOver(): Promise<void> {
    try {
      for await (const _ of this.#reader.pieces(this.#left + this.#paddingBytes));
    } catch (error) {
      // Whoever read the member knows already; what is missing of the padding is no loss.
      if (!(error instanceof Unreadable)) throw error;
    }
  }
}

function isRecord(type: string): boolean {
  return RECORDS.includes(type);
}

async function recordOf(reader: WindowReader, type: string, size: number): Promise<Said> {
  const content = new Content(reader, size);
  if (size > MAX_RECORD_BYTES) {
    await content.passOver();
    return {};
  }
  const pieces: Buffer[] = [];
  for await (const piece of content) pieces.push(piece);
  await content.passOver();
  const bytes = Buffer.concat(pieces);
  if (type === LONG_NAME || type === OLD_LONG_NAME) return { path: untilNul(bytes) };
  if (type === LONG_LINK_NAME) return { linkPath: untilNul(bytes) };
  return type === GLOBAL_PAX ? {} : paxRecords(bytes);
}

/** `<length> <key>=<value>\n`, each. */
function paxRecords(bytes: Buffer): Said {
  const said: { path?: Buffer; linkPath?: Buffer; size?: number } = {};
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(0x20, at);
    const length = Number(bytes.toString('latin1', at, Math.min(blank, at + 20)));
    const equals = bytes.indexOf(0x3d, blank);
    if (blank === -1 || !(length > 0) || equals === -1 || equals >= at + length) break;
    const value = bytes.subarray(equals + 1, at + length - 1);
    const key = bytes.toString('latin1', blank + 1, equals);
    if (key === 'path' || key === 'GNU.sparse.name') said.path = value;
    else if (key === 'linkpath') said.linkPath = value;
    else if (key === 'size') said.size = Number(value.toString('latin1'));
    at += length;
  }
  return said;
}

/** The map of a sparse file; its content follows without the holes. */
async function passMap(reader: WindowReader, header: Buffer): Promise<void> {
  let hasMore = header[HAS_MAP_AT] !== 0;
  while (hasMore) hasMore = ((await reader.take(BLOCK_BYTES))[HAS_MORE_MAP_AT] ?? 0) !== 0;
}

function sizeOf(block: Buffer, type: string, said: Said): number | undefined {
  // Whatever stands there: the content is that of the name that it links to.
  if (type === HARD_LINK) return 0;
  const size = isRecord(type) ? numberAt(block, SIZE) : (said.size ?? numberAt(block, SIZE));
  return size !== undefined && Number.isSafeInteger(size) && size >= 0 ? size : undefined;
}

function pathOf(block: Buffer, said: Said): Buffer {
  if (said.path !== undefined) return said.path;
  const name = textAt(block, NAME);
  const isPosix = block.toString('latin1', MAGIC_AT, MAGIC_AT + 6) === 'ustar\0';
  const prefix = isPosix ? textAt(block, PREFIX) : Buffer.alloc(0);
  return prefix.length === 0 ? name : Buffer.concat([prefix, Buffer.from('/'), name]);
}

function textAt(block: Buffer, { at, length }: Field): Buffer {
  return untilNul(block.subarray(at, at + length));
}

function untilNul(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0);
  return end === -1 ? bytes : bytes.subarray(0, end);
}
