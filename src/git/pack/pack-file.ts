/**
 * The bytes of a pack, through blocks that are read when they are needed and forgotten when others are: a pack may be
 * larger than memory. All reads name their position, so that threads can share a descriptor.
 */
import { readSync } from 'node:fs';
import { PackDamage } from './pack-damage.ts';
import type { PackIndex } from './pack-index.ts';

const SIGNATURE = 0x5041434b;
const HEADER_BYTES = 12;
const BLOCK_BYTES = 256 * 1024;
/** A block is read with what follows it, so that an entry of this size that begins in it is in one piece. */
const OVERLAP_BYTES = 32 * 1024;
/** A delta and its base stand far apart at times: a pack of 50 MB is read once, larger ones in part again. */
const MAX_BLOCKS = 192;

/** Throws PackDamage where the pack does not fit its index. */
export function checkPack(fd: number, size: number, index: PackIndex): void {
  const header = Buffer.alloc(HEADER_BYTES);
  if (!readFully(fd, header, HEADER_BYTES, 0)) throw new PackDamage('the pack is too small');
  const version = header.readUInt32BE(4);
  if (header.readUInt32BE(0) !== SIGNATURE || (version !== 2 && version !== 3))
    throw new PackDamage('a pack of another version');
  if (header.readUInt32BE(8) !== index.count) throw new PackDamage('the index has another count');
  const checksum = Buffer.alloc(index.idBytes);
  if (!readFully(fd, checksum, index.idBytes, size - index.idBytes) || !checksum.equals(index.packChecksum))
    throw new PackDamage('the index belongs to another pack');
}

export class PackBlocks {
  /** Where the last `seek` led to. */
  bytes: Buffer = Buffer.alloc(0);
  at = 0;
  end = 0;
  readonly #fd: number;
  readonly #size: number;
  readonly #blocks = new Map<number, Buffer>();
  #current = -1;

  constructor(fd: number, size: number) {
    this.#fd = fd;
    this.#size = size;
  }

  /**
   * Sets `bytes`, `at` and `end` so that all of `[offset, offset + length)` that the file has lies between them.
   * Throws PackDamage where the file has become shorter.
   */
  seek(offset: number, length: number): void {
    const block = Math.floor(offset / BLOCK_BYTES);
    const inBlock = offset - block * BLOCK_BYTES;
    if (inBlock + length > BLOCK_BYTES + OVERLAP_BYTES) {
      this.#current = -1;
      const wanted = Math.min(length, this.#size - offset);
      this.bytes = Buffer.allocUnsafeSlow(wanted);
      this.#read(this.bytes, wanted, offset);
      this.at = 0;
      this.end = wanted;
      return;
    }
    this.at = inBlock;
    if (block === this.#current) return;
    this.bytes = this.#block(block);
    this.end = Math.min(BLOCK_BYTES + OVERLAP_BYTES, this.#size - block * BLOCK_BYTES);
    this.#current = block;
  }

  #block(block: number): Buffer {
    const known = this.#blocks.get(block);
    if (known !== undefined) {
      // Last in the order of the map: used last.
      this.#blocks.delete(block);
      this.#blocks.set(block, known);
      return known;
    }
    const from = block * BLOCK_BYTES;
    const wanted = Math.min(BLOCK_BYTES + OVERLAP_BYTES, this.#size - from);
    const bytes = this.#blocks.size < MAX_BLOCKS ? this.#fresh() : this.#oldest();
    this.#read(bytes, wanted, from);
    this.#blocks.set(block, bytes);
    return bytes;
  }

  #fresh(): Buffer {
    return Buffer.allocUnsafeSlow(Math.min(BLOCK_BYTES + OVERLAP_BYTES, this.#size));
  }

  #oldest(): Buffer {
    const [oldest] = this.#blocks as unknown as Iterable<[number, Buffer]>;
    this.#blocks.delete(oldest![0]);
    return oldest![1];
  }

  #read(bytes: Buffer, wanted: number, from: number): void {
    if (!readFully(this.#fd, bytes, wanted, from)) throw new PackDamage('the pack shrinks');
  }
}

function readFully(fd: number, bytes: Buffer, wanted: number, from: number): boolean {
  if (from < 0) return false;
  for (let done = 0; done < wanted; ) {
    const read = readSync(fd, bytes, done, wanted - done, from + done);
    if (read === 0) return false;
    done += read;
  }
  return true;
}
