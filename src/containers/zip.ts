/** Members of a zip archive: jar, apk, ipa, vsix, xpi, crx, docx, nupkg, whl, egg are all of this kind. */
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib';
import { decodePath } from '../core/path-text.ts';
import { type FileBudget, Unreadable } from './budget.ts';
import { type Member, type RandomBytes, runOf, type Windows } from './member.ts';
import { unpack } from './unpack.ts';
import { dataStart, findDirectory, localEntries, type ZipEntry, zipEntries } from './zip-directory.ts';
import { CHUNK_BYTES, through } from './zlib-stream.ts';

const ENCRYPTED = 0x2041;
const STORED = 0;
const DEFLATED = 8;
/** Methods that are formats of their own. */
const METHODS: Readonly<Record<number, 'bzip2' | 'zstd' | 'xz'>> = {
  12: 'bzip2',
  20: 'zstd',
  93: 'zstd',
  95: 'xz',
};
const DESCRIBED_LATER = 8;

/** Smaller members are unpacked at once: a stream costs more than they do. */
const SMALL_BYTES = 1024 * 1024;
/** Of what zlib gives at once. */
const MIN_CHUNK_BYTES = 64;
const SMALL_EXPANDED_BYTES = 8 * 1024 * 1024;
const NO_DIRECTORY = 'damaged: the directory at its end is missing or broken';

export function* zipMembers(bytes: RandomBytes, budget: FileBudget): Generator<Member, void> {
  const directory = findDirectory(bytes);
  if (directory === undefined) {
    // What merely ends as an archive does is none.
    if (!isStart(bytes.read(0, 4))) return;
    yield { kind: 'unread', path: undefined, reason: NO_DIRECTORY };
    for (const entry of localEntries(bytes, 0)) yield memberOf(bytes, entry, budget);
    return;
  }
  const entries = zipEntries(bytes, directory);
  for (let next = entries.next(); ; next = entries.next()) {
    if (!next.done) yield memberOf(bytes, next.value, budget);
    else {
      if (!next.value) yield { kind: 'unread', path: undefined, reason: 'damaged: its directory is broken' };
      return;
    }
  }
}

function isStart(start: Buffer): boolean {
  return start.toString('latin1', 0, 2) === 'PK' || start.toString('latin1') === 'Cr24';
}

function memberOf(bytes: RandomBytes, entry: ZipEntry, budget: FileBudget): Member {
  const path = decodePath(entry.name);
  const { flags, method } = entry;
  const unread = (reason: string): Member => ({ kind: 'unread', path, reason });
  if ((flags & ENCRYPTED) !== 0) return unread('encrypted');
  const start = dataStart(bytes, entry.places);
  if (start === undefined) return unread('damaged: it is not where the directory says');
  if (method !== STORED && method !== DEFLATED && METHODS[method] === undefined) {
    return unread(`packed by a method that is not supported (${method})`);
  }
  return {
    kind: 'content',
    path,
    windows: checked(() => content(bytes, start, entry, budget), entry),
    whole: () => wholeOf(bytes, start, entry, budget),
  };
}

function content(bytes: RandomBytes, start: number, entry: ZipEntry, budget: FileBudget): Windows {
  const packed = runOf(bytes, start, entry.packedBytes);
  if (entry.method === STORED) return budget.metered(packed, () => entry.packedBytes);
  const format = METHODS[entry.method];
  if (format !== undefined) return unpack(format, packed, budget);
  return through(createInflateRaw({ chunkSize: CHUNK_BYTES }), packed, budget);
}

/** What its windows know better what to do with, as lies and damage, is left to them. */
function wholeOf(bytes: RandomBytes, start: number, entry: ZipEntry, budget: FileBudget): Buffer | undefined {
  const { method, packedBytes, bytes: length } = entry;
  if (packedBytes > SMALL_BYTES || length > SMALL_EXPANDED_BYTES) return undefined;
  if (method !== STORED && method !== DEFLATED) return undefined;
  const packed = bytes.read(start, packedBytes);
  if (packed.length !== packedBytes) return undefined;
  const whole = method === STORED ? packed : inflated(packed, length);
  if (whole === undefined || damageOf(entry, whole.length, crc32(whole)) !== undefined) return undefined;
  budget.expanded(whole.length);
  return whole;
}

function inflated(packed: Buffer, most: number): Buffer | undefined {
  try {
    // Else sixteen kilobytes are set aside for each, however small.
    const chunkSize = Math.min(CHUNK_BYTES, Math.max(MIN_CHUNK_BYTES, most + 1));
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, most), chunkSize });
  } catch {
    return undefined;
  }
}

/**
 * What was promised is held against what came; all of it has been looked at by then. Unpacked once it is asked for: most
 * members are not, and have been taken whole.
 */
async function* checked(unpacked: () => Windows, entry: ZipEntry): AsyncGenerator<Buffer, void> {
  let length = 0;
  let checksum = 0;
  for await (const window of unpacked()) {
    length += window.length;
    checksum = crc32(window, checksum);
    yield window;
  }
  const damage = damageOf(entry, length, checksum);
  if (damage !== undefined) throw new Unreadable(`damaged: ${damage}`);
}

function damageOf({ flags, checksum: told, bytes }: ZipEntry, length: number, checksum: number) {
  const isUntold = (flags & DESCRIBED_LATER) !== 0 && told === 0;
  if (!isUntold && checksum !== told) return 'its checksum is wrong';
  if (!isUntold && length !== bytes) return 'it is not as long as it says';
  return undefined;
}
