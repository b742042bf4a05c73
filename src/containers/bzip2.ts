/**
 * bzip2: blocks that stand at any bit, each decoded whole. Written here since the libraries on the registry are not kept
 * up. There is no specification but the program: https://sourceware.org/bzip2/,
 * https://github.com/dsnet/compress/blob/master/doc/bzip2-format.pdf
 */
import { type FileBudget, Unreadable } from './budget.ts';
import type { Windows } from './member.ts';
import { WindowReader } from './window-reader.ts';

const BLOCK_MAGIC = [0x314159, 0x265359] as const;
const END_MAGIC = [0x177245, 0x385090] as const;
const LEVEL_BYTES = 100_000;
/** No block takes more: 900,000 symbols of 20 bits, and its tables. */
const MAX_BLOCK_BYTES = 2_500_000;
const GROUP_SYMBOLS = 50;
const MAX_CODE_BITS = 20;
const MAX_SYMBOLS = 258;

export function bunzip2(source: Windows, budget: FileBudget): Windows {
  const reader = new WindowReader(source);
  const bits = new Bits();
  return budget.metered(streams(reader, bits), () => bits.takenBytes);
}

/** The bits of what is held; more is fetched between blocks only. */
class Bits {
  takenBytes = 0;
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #bit = 0;

  /** Makes sure that a block is at hand, or all that is left. */
  async fill(reader: WindowReader): Promise<void> {
    const held = this.#bytes.length - this.#at;
    if (held >= MAX_BLOCK_BYTES) return;
    const more = await reader.take(2 * MAX_BLOCK_BYTES - held);
    this.#bytes = Buffer.concat([this.#bytes.subarray(this.#at), more]);
    this.takenBytes += more.length;
    this.#at = 0;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  take(count: number): number {
    let value = 0;
    for (let left = count; left > 0; ) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw new Unreadable('ends before its end: cut short');
      const taken = Math.min(left, 8 - this.#bit);
      value = value * 2 ** taken + ((byte >>> (8 - this.#bit - taken)) & ((1 << taken) - 1));
      this.#bit += taken;
      left -= taken;
      if (this.#bit === 8) {
        this.#bit = 0;
        this.#at++;
      }
    }
    return value;
  }

  toByte(): void {
    if (this.#bit > 0) this.take(8 - this.#bit);
  }
}

async function* streams(reader: WindowReader, bits: Bits): AsyncGenerator<Buffer, void> {
  try {
    await bits.fill(reader);
    for (let isFirst = true; isFirst || !bits.isAtEnd; isFirst = false) yield* stream(reader, bits, isFirst);
  } finally {
    await reader.close();
  }
}

async function* stream(reader: WindowReader, bits: Bits, isFirst: boolean): AsyncGenerator<Buffer, void> {
  const level = bits.take(24) === 0x425a68 ? bits.take(8) - 0x30 : 0;
  if (level < 1 || level > 9) {
    throw new Unreadable(
      isFirst ? 'damaged: its header is broken' : 'damaged: what follows its end is no part of it',
    );
  }
  for (;;) {
    await bits.fill(reader);
    const magic = [bits.take(24), bits.take(24)];
    const checksum = bits.take(32);
    if (magic[0] === END_MAGIC[0] && magic[1] === END_MAGIC[1]) return bits.toByte();
    if (magic[0] !== BLOCK_MAGIC[0] || magic[1] !== BLOCK_MAGIC[1]) throw damaged();
    const bytes = block(bits, level * LEVEL_BYTES);
    yield bytes;
    if (checksumOf(bytes) !== checksum) throw new Unreadable('damaged: its checksum is wrong');
  }
}

function block(bits: Bits, size: number): Buffer {
  const isRandomized = bits.take(1) === 1;
  if (isRandomized) throw new Unreadable('packed by a bzip2 of before 1997');
  const origin = bits.take(24);
  const used = usedBytes(bits);
  const symbolCount = used.length + 2;
  const tableCount = bits.take(3);
  const selectorCount = bits.take(15);
  if (used.length === 0 || tableCount < 2 || tableCount > 6 || selectorCount === 0) throw damaged();
  const selectors = selectorsOf(bits, tableCount, selectorCount);
  const codes = Array.from({ length: tableCount }, () => new HuffmanCode(bits, symbolCount));
  const counts = new Uint32Array(256);
  const links = new Uint32Array(size);
  const length = symbols({ bits, selectors, codes, used, links, counts });
  if (origin >= length) throw damaged();
  return withoutRuns(transformed(links, length, counts, origin));
}

/** Two layers of a bitmap. */
function usedBytes(bits: Bits): number[] {
  const used: number[] = [];
  const ranges = bits.take(16);
  for (let range = 0; range < 16; range++) {
    if ((ranges & (0x8000 >>> range)) === 0) continue;
    const map = bits.take(16);
    for (let place = 0; place < 16; place++)
      if ((map & (0x8000 >>> place)) !== 0) used.push(16 * range + place);
  }
  return used;
}

function selectorsOf(bits: Bits, tables: number, count: number): Uint8Array {
  const order = Array.from({ length: tables }, (_, table) => table);
  const selectors = new Uint8Array(count);
  for (let index = 0; index < count; index++) {
    let place = 0;
    while (bits.take(1) === 1) if (++place >= tables) throw damaged();
    const [table] = order.splice(place, 1);
    order.unshift(table!);
    selectors[index] = table!;
  }
  return selectors;
}

/** Canonical codes: for each length, where its codes end and where its symbols begin. */
class HuffmanCode {
  readonly #limits = new Int32Array(MAX_CODE_BITS + 2).fill(-1);
  readonly #starts = new Int32Array(MAX_CODE_BITS + 2);
  readonly #symbols = new Uint16Array(MAX_SYMBOLS);

  constructor(bits: Bits, symbolCount: number) {
    const lengths = new Uint8Array(symbolCount);
    let length = bits.take(5);
    for (let symbol = 0; symbol < symbolCount; symbol++) {
      for (;;) {
        if (length < 1 || length > MAX_CODE_BITS) throw damaged();
        if (bits.take(1) === 0) break;
        length += bits.take(1) === 0 ? 1 : -1;
      }
      lengths[symbol] = length;
    }
    let code = 0;
    let placed = 0;
    for (let width = 1; width <= MAX_CODE_BITS; width++) {
      this.#starts[width] = placed - code;
      for (let symbol = 0; symbol < symbolCount; symbol++) {
        if (lengths[symbol] !== width) continue;
        this.#symbols[placed++] = symbol;
        code++;
      }
      this.#limits[width] = code - 1;
      code <<= 1;
    }
  }

  next(bits: Bits): number {
    let code = 0;
    for (let width = 1; width <= MAX_CODE_BITS; width++) {
      code = (code << 1) | bits.take(1);
      if (code > this.#limits[width]!) continue;
      const symbol = this.#symbols[this.#starts[width]! + code];
      if (symbol === undefined) throw damaged();
      return symbol;
    }
    throw damaged();
  }
}

interface Coded {
  readonly bits: Bits;
  readonly selectors: Uint8Array;
  readonly codes: readonly HuffmanCode[];
  readonly used: readonly number[];
  readonly links: Uint32Array;
  readonly counts: Uint32Array;
}

/** Runs and places in a list of bytes that moves each to its front. Returns how many bytes there are. */
function symbols({ bits, selectors, codes, used, links, counts }: Coded): number {
  const front = [...used];
  const endOfBlock = used.length + 1;
  let length = 0;
  let run = 0;
  let weight = 1;
  for (let index = 0; ; index++) {
    const selector = selectors[Math.floor(index / GROUP_SYMBOLS)];
    if (selector === undefined) throw damaged();
    const symbol = codes[selector]!.next(bits);
    if (symbol <= 1) {
      run += weight << symbol;
      weight <<= 1;
      if (run > links.length) throw damaged();
      continue;
    }
    if (run > 0) {
      if (length + run > links.length) throw damaged();
      links.fill(front[0]!, length, length + run);
      counts[front[0]!]! += run;
      length += run;
      run = 0;
      weight = 1;
    }
    if (symbol === endOfBlock) return length;
    const [byte] = front.splice(symbol - 1, 1);
    if (byte === undefined || length >= links.length) throw damaged();
    front.unshift(byte);
    links[length++] = byte;
    counts[byte]!++;
  }
}

/** Undoes the Burrows-Wheeler transform: the lower eight bits are the byte, the others its successor. */
function transformed(links: Uint32Array, length: number, counts: Uint32Array, origin: number): Buffer {
  let sum = 0;
  for (let byte = 0; byte < counts.length; byte++) {
    const count = counts[byte]!;
    counts[byte] = sum;
    sum += count;
  }
  for (let at = 0; at < length; at++) {
    const target = counts[links[at]! & 0xff]!++;
    links[target]! |= at << 8;
  }
  const bytes = Buffer.allocUnsafe(length);
  let link = links[origin]! >>> 8;
  for (let at = 0; at < length; at++) {
    const next = links[link]!;
    bytes[at] = next & 0xff;
    link = next >>> 8;
  }
  return bytes;
}

/** Four equal bytes are followed by how many more there are. */
function withoutRuns(bytes: Buffer): Buffer {
  let output = Buffer.allocUnsafe(2 * bytes.length + 256);
  let length = 0;
  let equal = 0;
  let last = -1;
  for (const byte of bytes) {
    if (length + 256 > output.length) output = Buffer.concat([output, Buffer.allocUnsafe(output.length)]);
    if (equal === 4) {
      output.fill(last, length, length + byte);
      length += byte;
      equal = 0;
      last = -1;
      continue;
    }
    equal = byte === last ? equal + 1 : 1;
    last = byte;
    output[length++] = byte;
  }
  return output.subarray(0, length);
}

const CHECKSUM_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit++) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value;
});

/** The CRC of zlib with its bits the other way round. */
function checksumOf(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (sum << 8) ^ CHECKSUM_TABLE[(sum >>> 24) ^ byte]!;
  return ~sum >>> 0;
}

function damaged(): Unreadable {
  return new Unreadable('damaged: its packed data makes no sense');
}
