/**
 * What is a container, told from its first bytes: cheap enough to be asked of every file, and strict enough for text
 * never to be taken for one. Of one without magic bytes the name must tell (Brotli).
 */
import { isAsarStart } from './asar-start.ts';
import { isTarHeader } from './tar-header.ts';

/** One packed stream without a name of its own. */
export type StreamFormat = 'gzip' | 'brotli' | 'zstd' | 'xz' | 'bzip2';
/** `7z`, `rar`: known, and not read. */
export type Format = StreamFormat | 'tar' | 'zip' | 'asar' | '7z' | 'rar';

/** So many bytes tell, or all that there are. */
export const START_BYTES = 512;

const AT_START: readonly (readonly [Format, string])[] = [
  ['zip', 'PK\x03\x04'],
  // Without members.
  ['zip', 'PK\x05\x06'],
  // The mark of several volumes, before the first member.
  ['zip', 'PK\x07\x08PK\x03\x04'],
  // An extension of Chrome: a header of its own, then a zip archive.
  ['zip', 'Cr24'],
  ['gzip', '\x1f\x8b\x08'],
  ['zstd', '\x28\xb5\x2f\xfd'],
  ['xz', '\xfd7zXZ\0'],
  ['7z', '7z\xbc\xaf\x27\x1c'],
  ['rar', 'Rar!\x1a\x07'],
];
const MAGICS = AT_START.map(([format, text]) => ({ format, bytes: Buffer.from(text, 'latin1') }));
const BZIP2 = /^BZh[1-9]1AY&SY/;
const BZIP2_FIRST_BYTE = 0x42;
const BZIP2_SECOND_BYTE = 0x5a;
const ASAR_FIRST_BYTE = 4;
const TAR_MAGIC_AT = 257;
const TAR_MAGIC_FIRST_BYTE = 0x75;

/** The second byte by the first one: no two formats begin with the same byte. */
const SECOND_BYTES = new Int16Array(256).fill(-1);
for (const { bytes } of MAGICS) SECOND_BYTES[bytes[0]!] = bytes[1]!;
SECOND_BYTES[BZIP2_FIRST_BYTE] = BZIP2_SECOND_BYTE;
SECOND_BYTES[ASAR_FIRST_BYTE] = 0;
const PROGRAMS = ['#!', 'MZ', '\x7fELF'].map((text) => Buffer.from(text, 'latin1'));
const ZIP_END = Buffer.from('PK\x05\x06', 'latin1');
export const ZIP_END_BYTES = 22;

/** For the hot path: whether `formatOf` is worth asking, told from three bytes and the name. */
export function mayBeContainer(start: Buffer, length: number, path: string): boolean {
  if (length === 0) return false;
  const isTar = length >= START_BYTES && start[TAR_MAGIC_AT] === TAR_MAGIC_FIRST_BYTE;
  return SECOND_BYTES[start[0]!] === start[1] || isTar || isContainerByName(path);
}

export function formatOf(start: Buffer, path = ''): Format | undefined {
  const first = start[0];
  if (first === undefined) return undefined;
  if (SECOND_BYTES[first] === start[1]) {
    const found = MAGICS.find(({ bytes }) => startsWith(start, bytes));
    if (found) return found.format;
  }
  if (first === BZIP2_FIRST_BYTE && BZIP2.test(start.toString('latin1', 0, 10))) return 'bzip2';
  if (first === ASAR_FIRST_BYTE && isAsarStart(start)) return 'asar';
  if (start[TAR_MAGIC_AT] === TAR_MAGIC_FIRST_BYTE && isTarStart(start)) return 'tar';
  return isContainerByName(path) && !isText(start) ? 'brotli' : undefined;
}

/** Programs and scripts, which unpack themselves where an archive stands behind them. */
export function mayPrecedeZip(start: Buffer): boolean {
  return PROGRAMS.some((program) => startsWith(start, program));
}

/** Whether `length` bytes end as a zip archive without a comment does, whatever stands before that. */
export function endsAsZip(bytes: Buffer, length = bytes.length): boolean {
  const at = length - ZIP_END_BYTES;
  return at >= 0 && bytes[at] === ZIP_END[0] && bytes.compare(ZIP_END, 0, 4, at, at + 4) === 0;
}

/** Of what has no magic bytes. The content may still say otherwise. */
export function isContainerByName(path: string): boolean {
  return path.endsWith('.br');
}

function startsWith(bytes: Buffer, start: Buffer): boolean {
  return bytes.length >= start.length && bytes.compare(start, 0, start.length, 0, start.length) === 0;
}

function isTarStart(start: Buffer): boolean {
  return (
    start.toString('latin1', TAR_MAGIC_AT, TAR_MAGIC_AT + 5) === 'ustar' &&
    isTarHeader(start.subarray(0, START_BYTES))
  );
}

/** What is packed never reads as UTF-8 for long; a text named `.br`, in Breton say, does. */
function isText(start: Buffer): boolean {
  try {
    // The last character may be cut.
    new TextDecoder('utf-8', { fatal: true }).decode(start.subarray(0, START_BYTES), { stream: true });
    return true;
  } catch {
    return false;
  }
}
