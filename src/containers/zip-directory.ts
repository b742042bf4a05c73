/**
 * The directory of a zip archive: where it stands, and what it says of each member. Written here since it must do what
 * libraries do not: go on behind an entry that lies, keep names byte for byte, and read archives that something stands
 * before (self-extracting programs, browser extensions), whose offsets are then off.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
import type { RandomBytes } from './member.ts';

const LOCAL_SIGNATURE = 0x04034b50;
const ENTRY_SIGNATURE = 0x02014b50;
const WIDE_END_SIGNATURE = 0x06064b50;
const WIDE_LOCATOR_SIGNATURE = 0x07064b50;

const LOCAL_BYTES = 30;
const ENTRY_BYTES = 46;
const END_BYTES = 22;
const WIDE_END_BYTES = 56;
const WIDE_LOCATOR_BYTES = 20;
const MAX_COMMENT_BYTES = 0xffff;
const READ_BYTES = 256 * 1024;
/** Stands where the number is in the extra field. */
const ELSEWHERE = 0xffffffff;
const WIDE_EXTRA_ID = 1;

export interface ZipEntry {
  readonly name: Buffer;
  readonly flags: number;
  readonly method: number;
  readonly checksum: number;
  readonly packedBytes: number;
  readonly bytes: number;
  /** Where its local header should stand; where bytes are missing or too many, the second may be right. */
  readonly places: readonly number[];
}

export interface ZipDirectory {
  readonly at: number;
  readonly end: number;
  /** What offsets must be moved by. */
  readonly shift: number;
}

/** Undefined where there is none that holds together. */
export function findDirectory(bytes: RandomBytes): ZipDirectory | undefined {
  const length = Math.min(bytes.size, END_BYTES + MAX_COMMENT_BYTES);
  const tail = bytes.read(bytes.size - length, length);
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    at = tail.lastIndexOf('PK\x05\x06', at, 'latin1');
    if (at === -1) return undefined;
    const found = directoryBefore(bytes, bytes.size - tail.length + at, tail.subarray(at));
    if (found !== undefined) return found;
  }
  return undefined;
}

function directoryBefore(bytes: RandomBytes, endAt: number, end: Buffer): ZipDirectory | undefined {
  const commentBytes = end.readUInt16LE(20);
  if (END_BYTES + commentBytes > end.length) return undefined;
  const wide = wideEnd(bytes, endAt);
  const size = wide?.size ?? end.readUInt32LE(12);
  const offset = wide?.offset ?? end.readUInt32LE(16);
  const directoryEnd = wide?.at ?? endAt;
  const at = directoryEnd - size;
  if (size === 0) return { at: directoryEnd, end: directoryEnd, shift: 0 };
  if (at >= 0 && isEntry(bytes, at)) return { at, end: directoryEnd, shift: at - offset };
  // Its size is wrong: its place may be right.
  if (offset < directoryEnd && isEntry(bytes, offset)) return { at: offset, end: directoryEnd, shift: 0 };
  return undefined;
}

function wideEnd(
  bytes: RandomBytes,
  endAt: number,
): { at: number; size: number; offset: number } | undefined {
  const locatorAt = endAt - WIDE_LOCATOR_BYTES;
  if (locatorAt < 0) return undefined;
  const locator = bytes.read(locatorAt, WIDE_LOCATOR_BYTES);
  if (locator.readUInt32LE(0) !== WIDE_LOCATOR_SIGNATURE) return undefined;
  // Where something stands before the archive, the offset is off; mostly the record stands right before the locator.
  for (const at of [wideNumber(locator, 8), locatorAt - WIDE_END_BYTES]) {
    if (at < 0 || at + WIDE_END_BYTES > bytes.size) continue;
    const record = bytes.read(at, WIDE_END_BYTES);
    if (record.readUInt32LE(0) !== WIDE_END_SIGNATURE) continue;
    return { at, size: wideNumber(record, 40), offset: wideNumber(record, 48) };
  }
  return undefined;
}

function isEntry(bytes: RandomBytes, at: number): boolean {
  const start = bytes.read(at, 4);
  return start.length === 4 && start.readUInt32LE(0) === ENTRY_SIGNATURE;
}

/** Returns whether the directory was read to its end. */
export function* zipEntries(bytes: RandomBytes, directory: ZipDirectory): Generator<ZipEntry, boolean> {
  const { end, shift } = directory;
  let window: Buffer = Buffer.alloc(0);
  let windowAt = directory.at;
  for (let at = directory.at; at < end; ) {
    const held = window.length - (at - windowAt);
    if (held < ENTRY_BYTES + 3 * 0xffff && windowAt + window.length < end) {
      windowAt = at;
      window = bytes.read(at, Math.min(READ_BYTES, end - at));
    }
    const record = window.subarray(at - windowAt);
    if (record.length < ENTRY_BYTES || record.readUInt32LE(0) !== ENTRY_SIGNATURE) return false;
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((place) => record.readUInt16LE(place)) as [
      number,
      number,
      number,
    ];
    const extraAt = ENTRY_BYTES + nameBytes;
    const entry = {
      name: Buffer.from(record.subarray(ENTRY_BYTES, extraAt)),
      flags: record.readUInt16LE(8),
      method: record.readUInt16LE(10),
      checksum: record.readUInt32LE(16),
      ...numbersOf(record, record.subarray(extraAt, extraAt + extraBytes)),
    };
    const { at: told, ...facts } = entry;
    yield { ...facts, places: shift === 0 ? [told] : [told + shift, told] };
    at += extraAt + extraBytes + commentBytes;
  }
  return true;
}

/** Sizes and offset; those that need more than 32 bits stand in the extra field, in this order. */
function numbersOf(record: Buffer, extra: Buffer): { bytes: number; packedBytes: number; at: number } {
  const wide = wideExtra(extra);
  let used = 0;
  const numberAt = (place: number): number => {
    const value = record.readUInt32LE(place);
    if (value !== ELSEWHERE || wide === undefined || used + 8 > wide.length) return value;
    used += 8;
    return wideNumber(wide, used - 8);
  };
  const bytes = numberAt(24);
  const packedBytes = numberAt(20);
  return { bytes, packedBytes, at: numberAt(42) };
}

function wideExtra(extra: Buffer): Buffer | undefined {
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === WIDE_EXTRA_ID) return extra.subarray(at + 4, at + 4 + length);
    at += 4 + length;
  }
  return undefined;
}

/** Where the bytes of a member begin; undefined where its local header stands in no place. */
export function dataStart(bytes: RandomBytes, places: readonly number[]): number | undefined {
  for (const at of places) {
    const start = behindHeader(bytes, at);
    if (start !== undefined) return start;
  }
  return undefined;
}

function behindHeader(bytes: RandomBytes, at: number): number | undefined {
  if (!(at >= 0 && at + LOCAL_BYTES <= bytes.size)) return undefined;
  const header = bytes.read(at, LOCAL_BYTES);
  if (header.length < LOCAL_BYTES || header.readUInt32LE(0) !== LOCAL_SIGNATURE) return undefined;
  return at + LOCAL_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
}

/** Members one behind the other from the start of the file, as far as their headers tell where they end. */
export function* localEntries(bytes: RandomBytes, from: number): Generator<ZipEntry, void> {
  for (let at = from; ; ) {
    const start = behindHeader(bytes, at);
    if (start === undefined) return;
    const header = bytes.read(at, start - at);
    if (header.length < start - at) return;
    const nameEnd = LOCAL_BYTES + header.readUInt16LE(26);
    const packedBytes = header.readUInt32LE(18);
    const flags = header.readUInt16LE(6);
    const entry = {
      name: Buffer.from(header.subarray(LOCAL_BYTES, nameEnd)),
      flags,
      method: header.readUInt16LE(8),
      checksum: header.readUInt32LE(14),
      packedBytes,
      bytes: header.readUInt32LE(22),
      places: [at],
    };
    // Its size stands behind it: what is left of the file may all be its own.
    const isOpen = packedBytes === 0 && (flags & 8) !== 0;
    yield isOpen ? { ...entry, packedBytes: bytes.size - start } : entry;
    if (isOpen) return;
    at = start + packedBytes;
  }
}

/** Past 2^53 it is wrong, and past every file anyway. */
function wideNumber(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at) + 0x1_0000_0000 * bytes.readUInt32LE(at + 4);
}
