/**
 * The index of a pack, version 2 (gitformat-pack): ids in order, and where in the pack each object begins.
 * Entries are numbered here as the pack holds them, by offset. Nothing in the file is trusted: its size, its fan-out
 * and every offset are checked before they are used.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { type IdTable, rankOf, sharedWords, wordsIn, wordsOf } from './id-table.ts';
import { PackDamage } from './pack-damage.ts';
import { wasm } from './pack-index.wat';
import { CRC_BYTES, FAN_OUT_AT, FAN_OUT_BYTES, PackTables } from './pack-tables.ts';

const MAGIC = 0xff744f63;
const VERSION = 2;
/** Room for some fifty million objects. */
const MAX_INDEX_BYTES = 0x7fffffff;

export type IdBytes = 20 | 32;

export class PackIndex {
  readonly count: number;
  readonly idBytes: IdBytes;
  /** Ids in order: the place of one there is its rank. */
  readonly ids: IdTable;
  /** As the pack itself ends with it. */
  readonly packChecksum: Buffer;
  readonly tables: PackTables;
  readonly #idText: Buffer;
  readonly #module: IndexModule;
  readonly #end: number;
  #places: Places | undefined;

  constructor(bytes: Buffer, idBytes: IdBytes, packBytes: number) {
    this.idBytes = idBytes;
    this.count = checkedCount(bytes, idBytes);
    this.packChecksum = packChecksum(bytes, idBytes);
    this.#end = packBytes - idBytes;
    const { count } = this;
    this.tables = new PackTables(bytes, { count, idBytes, end: this.#end });
    compiled ??= new WebAssembly.Module(Buffer.from(wasm, 'base64'));
    this.#module = this.tables.instantiate(compiled) as IndexModule;
    if (this.#module.checkIds() === 0) throw new PackDamage('ids out of order');
    const { layout } = this.tables;
    const ids = this.tables.bytes(layout.ids, count * idBytes);
    const starts = this.tables.numbers(layout.starts, (1 << layout.bits) + 1);
    this.ids = { idBytes, count, ids, words: sharedWords(ids), starts, bits: layout.bits };
    this.#idText = Buffer.from(ids.buffer, ids.byteOffset, ids.length);
  }

  /** Where each entry begins, ascending; one more for the end of the last. Throws PackDamage. */
  get offsets(): Float64Array<SharedArrayBuffer> {
    return this.#located.offsets;
  }

  /** Where in the order of ids each entry stands. Throws PackDamage. */
  get ranks(): Uint32Array<SharedArrayBuffer> {
    return this.#located.ranks;
  }

  /** Not needed for a pack that is not read. */
  get #located(): Places {
    this.#places ??= this.#locate();
    return this.#places;
  }

  #locate(): Places {
    const { tables, count } = this;
    const problem = PROBLEMS[this.#module.locate(this.#end)];
    if (problem !== undefined) throw new PackDamage(problem);
    const { offsets, ranks, entries } = tables.layout;
    return {
      offsets: tables.doubles(offsets, count + 1),
      ranks: tables.numbers(ranks, count),
      entries: tables.numbers(entries, count),
    };
  }

  idOf(entry: number): string {
    return this.idAt(this.ranks[entry]!);
  }

  idAt(rank: number): string {
    const at = rank * this.idBytes;
    return this.#idText.toString('hex', at, at + this.idBytes);
  }

  /** The entry with this id, or -1. */
  find(id: Uint8Array): number {
    const rank = rankOf(this.ids, wordsOf(id), 0);
    return rank === -1 ? -1 : this.#located.entries[rank]!;
  }

  /** Sets a flag for each entry whose object `other` holds too. */
  markThoseIn(other: PackIndex, flags: Uint8Array): void {
    const { ids, count, idBytes } = this;
    const ranks = new Uint8Array(count);
    for (let rank = 0; rank < count; rank++)
      ranks[rank] = rankOf(other.ids, ids.words, rank * wordsIn(idBytes)) === -1 ? 0 : 1;
    if (!ranks.includes(1)) return;
    for (let entry = 0; entry < count; entry++) if (ranks[this.ranks[entry]!] === 1) flags[entry] = 1;
  }
}

/** All threads share them. */
interface Places {
  readonly offsets: Float64Array<SharedArrayBuffer>;
  readonly ranks: Uint32Array<SharedArrayBuffer>;
  /** Entries by rank. */
  readonly entries: Uint32Array<SharedArrayBuffer>;
}

interface IndexModule {
  checkIds(): number;
  locate(end: number): number;
}

let compiled: WebAssembly.Module | undefined;
/** By what `locate` gives. */
const PROBLEMS = [
  undefined,
  'no such 64-bit offset',
  'two entries in one place, or none',
  'an entry behind the end of the pack',
];

/** What an index says of the pack that it belongs to. Of bytes that are no index, it says anything. */
export function packChecksum(index: Buffer, idBytes: IdBytes): Buffer {
  return Buffer.from(index.subarray(Math.max(0, index.length - 2 * idBytes), index.length - idBytes));
}

/** Throws PackDamage for a file that is too large, and errors of `node:fs`. */
export function readIndexFile(path: string | Buffer): Buffer {
  const fd = openSync(path, 'r');
  try {
    const { size } = fstatSync(fd);
    if (size > MAX_INDEX_BYTES) throw new PackDamage('the index is too large');
    const bytes = Buffer.allocUnsafeSlow(size);
    for (let at = 0; at < size; ) {
      const read = readSync(fd, bytes, at, size - at, at);
      if (read === 0) throw new PackDamage('the index shrinks');
      at += read;
    }
    return bytes;
  } finally {
    closeSync(fd);
  }
}

function checkedCount(bytes: Buffer, idBytes: number): number {
  const fixed = FAN_OUT_AT + FAN_OUT_BYTES + 2 * idBytes;
  if (bytes.length < fixed) throw new PackDamage('the index is too small');
  if (bytes.readUInt32BE(0) !== MAGIC || bytes.readUInt32BE(4) !== VERSION)
    throw new PackDamage('an index of another version');
  let count = 0;
  for (let byte = 0; byte < 256; byte++) {
    const upTo = bytes.readUInt32BE(FAN_OUT_AT + byte * 4);
    if (upTo < count) throw new PackDamage('the fan-out descends');
    count = upTo;
  }
  const least = fixed + count * (idBytes + CRC_BYTES + 4);
  const most = least + Math.max(0, count - 1) * 8;
  if (bytes.length < least || bytes.length > most || (bytes.length - least) % 8 !== 0)
    throw new PackDamage('the index has another size than its entries');
  return count;
}
