/**
 * The bytes of a pack, through blocks that are read when they are needed and forgotten when others are: a pack may be
 * larger than memory. All reads name their position, so that threads can share a descriptor.
 */
import { read, readSync } from 'node:fs';
import { promisify } from 'node:util';
import { PackDamage } from './pack-damage.ts';
import type { PackIndex } from './pack-index.ts';

const SIGNATURE = 0x5041434b;
const HEADER_BYTES = 12;
/** Small: a delta and its base stand far apart, and what lies between them is another's. */
const BLOCK_BYTES = 16 * 1024;
/** A block is read with what follows it, so that an entry of this size that begins in it is in one piece. */
const OVERLAP_BYTES = 4 * 1024;
const SLOT_BYTES = BLOCK_BYTES + OVERLAP_BYTES;
/** 10 MB in all. Fresh memory costs more than reading a file again that the system has in its cache. */
const SLOTS = 512;
/** A pack up to this size is read once, for all threads. */
const MAX_WHOLE_BYTES = 64 * 1024 * 1024;
const LEAST_SCRATCH_BYTES = 256 * 1024;
const NO_SLOT = -1;
const readAsync = promisify(read);
/** Fresh memory takes longer than the reading itself. */
const READS_AT_ONCE = 2;

/** Throws PackDamage where the pack does not fit its index. */
export function checkPack(fd: number, size: number, index: PackIndex): void {
  const header = Buffer.alloc(HEADER_BYTES);
  if (!readFully(fd, header, 0, HEADER_BYTES, 0)) throw new PackDamage('the pack is too small');
  const version = header.readUInt32BE(4);
  if (header.readUInt32BE(0) !== SIGNATURE || (version !== 2 && version !== 3))
    throw new PackDamage('a pack of another version');
  if (header.readUInt32BE(8) !== index.count) throw new PackDamage('the index has another count');
  const checksum = Buffer.alloc(index.idBytes);
  if (
    !readFully(fd, checksum, 0, index.idBytes, size - index.idBytes) ||
    !checksum.equals(index.packChecksum)
  )
    throw new PackDamage('the index belongs to another pack');
}

/**
 * Small packs whole, in shared memory: blocks would be read again and again, by each thread. Not in this thread, which
 * has an index to read meanwhile.
 */
export async function readSmallPack(
  fd: number,
  size: number,
): Promise<Buffer<SharedArrayBuffer> | undefined> {
  if (size > MAX_WHOLE_BYTES) return undefined;
  const bytes = Buffer.from(new SharedArrayBuffer(size));
  const parts = Array.from({ length: READS_AT_ONCE }, (_, part) => Math.floor((part * size) / READS_AT_ONCE));
  await Promise.all(parts.map((from, part) => readPart(fd, bytes, from, parts[part + 1] ?? size)));
  return bytes;
}

async function readPart(fd: number, bytes: Buffer, from: number, end: number): Promise<void> {
  for (let at = from; at < end; ) {
    const { bytesRead } = await readAsync(fd, bytes, at, end - at, at);
    if (bytesRead === 0) throw new PackDamage('the pack shrinks');
    at += bytesRead;
  }
}

export interface PackSource {
  readonly fd: number;
  readonly size: number;
  /** All of it, where that is at hand. */
  readonly whole?: Uint8Array | undefined;
}

/** Fills `target` with what stands at `offset`, as far as there is any. Throws PackDamage where it has become less. */
export function readRange({ fd, size, whole }: PackSource, target: Buffer, offset: number): number {
  const wanted = Math.min(target.length, size - offset);
  if (whole) target.set(whole.subarray(offset, offset + wanted));
  else if (!readFully(fd, target, 0, wanted, offset)) throw new PackDamage('the pack shrinks');
  return wanted;
}

export class PackBlocks {
  /** Where the last `seek` led to. */
  bytes: Buffer;
  at = 0;
  end = 0;
  readonly #fd: number;
  readonly #size: number;
  readonly #slots: Buffer;
  readonly #slotOfBlock: Int16Array;
  readonly #blockInSlot = new Int32Array(SLOTS).fill(-1);
  readonly #isUsed = new Uint8Array(SLOTS);
  #hand = 0;
  /** For what is larger than a slot. */
  #scratch: Buffer = Buffer.alloc(0);

  readonly #isWhole: boolean;

  /** With the bytes of the whole pack where they are at hand. */
  constructor(fd: number, size: number, whole?: Buffer) {
    this.#fd = fd;
    this.#size = size;
    this.#isWhole = whole !== undefined;
    const count = whole === undefined ? Math.ceil(size / BLOCK_BYTES) : 0;
    this.#slots = Buffer.from(new ArrayBuffer(Math.min(count, SLOTS) * SLOT_BYTES));
    this.#slotOfBlock = new Int16Array(count).fill(NO_SLOT);
    this.bytes = whole ?? this.#slots;
    this.end = size;
  }

  /**
   * Sets `bytes`, `at` and `end` so that all of `[offset, offset + length)` that the file has lies between them, and
   * no more: what inflates it copies it first.
   * Throws PackDamage where the file has become shorter.
   */
  seek(offset: number, length: number): void {
    if (this.#isWhole) {
      this.at = offset;
      this.end = Math.min(offset + length, this.#size);
      return;
    }
    const block = Math.floor(offset / BLOCK_BYTES);
    const from = block * BLOCK_BYTES;
    if (offset - from + length > SLOT_BYTES) {
      this.#readScratch(offset, length);
      return;
    }
    let slot = this.#slotOfBlock[block]!;
    if (slot === NO_SLOT) slot = this.#load(block);
    this.#isUsed[slot] = 1;
    this.bytes = this.#slots;
    this.at = slot * SLOT_BYTES + offset - from;
    this.end = this.at + Math.min(length, this.#size - offset);
  }

  #readScratch(offset: number, length: number): void {
    const wanted = Math.min(length, this.#size - offset);
    if (this.#scratch.length < wanted)
      this.#scratch = Buffer.allocUnsafeSlow(Math.max(LEAST_SCRATCH_BYTES, wanted));
    this.#read(this.#scratch, { at: 0, wanted, from: offset });
    this.bytes = this.#scratch;
    this.at = 0;
    this.end = wanted;
  }

  #load(block: number): number {
    const slot = this.#freeSlot();
    const from = block * BLOCK_BYTES;
    const wanted = Math.min(SLOT_BYTES, this.#size - from);
    this.#read(this.#slots, { at: slot * SLOT_BYTES, wanted, from });
    this.#blockInSlot[slot] = block;
    this.#slotOfBlock[block] = slot;
    return slot;
  }

  /** The next one round the clock that was not used since the hand was there last. */
  #freeSlot(): number {
    const count = Math.min(SLOTS, this.#slotOfBlock.length);
    for (;;) {
      const slot = this.#hand;
      this.#hand = (slot + 1) % count;
      if (this.#isUsed[slot] === 1) this.#isUsed[slot] = 0;
      else {
        const old = this.#blockInSlot[slot]!;
        if (old !== -1) this.#slotOfBlock[old] = NO_SLOT;
        this.#blockInSlot[slot] = -1;
        return slot;
      }
    }
  }

  #read(bytes: Buffer, { at, wanted, from }: { at: number; wanted: number; from: number }): void {
    if (!readFully(this.#fd, bytes, at, wanted, from)) throw new PackDamage('the pack shrinks');
  }
}

function readFully(fd: number, bytes: Buffer, at: number, wanted: number, from: number): boolean {
  if (from < 0) return false;
  for (let done = 0; done < wanted; ) {
    const read = readSync(fd, bytes, at + done, wanted - done, from + done);
    if (read === 0) return false;
    done += read;
  }
  return true;
}
