/**
 * gzip and zlib, where they were put into text: in a decoded layer, never in a blob of its own. What comes out belongs to
 * the whole of the compressed bytes: no byte of it has a place of its own.
 */
import { constants, inflateRawSync } from 'node:zlib';
import type { Decoded, Layer } from './layer.ts';

export const MAX_INFLATED_BYTES = 32 * 1024 * 1024;
const GZIP_MAGIC = Buffer.from([0x1f, 0x8b, 0x08]);
/** What looks like the begin of gzip, in one layer. */
const MAX_STREAMS = 64;
const GZIP_HEADER_BYTES = 10;
const GZIP_HEADER_CHECK = 0x02;
const GZIP_EXTRA = 0x04;
const GZIP_NAME = 0x08;
const GZIP_COMMENT = 0x10;
const ZLIB_DEFLATE = 0x78;
const ZLIB_HEADER_BYTES = 2;
/** A preset dictionary is needed. */
const ZLIB_DICTIONARY = 0x20;
/** Random bytes are seldom a header, and then seldom inflate to this much. */
const MIN_INFLATED_BYTES = 8;

export type Inflated =
  | { readonly kind: 'text'; readonly decoded: Decoded }
  /** The bytes at hand end before the stream does. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'too-large' | 'too-many' };

/** The streams in a layer. `isAllAtHand` takes what there is of one that is cut. */
export function* inflatedIn(layer: Layer, isAllAtHand: boolean): Generator<Inflated, void> {
  const { bytes } = layer;
  if (isZlibHeader(bytes) && !isAsBefore(layer, 0, ZLIB_HEADER_BYTES)) {
    const inflated = inflate(layer, 0, 'zlib', isAllAtHand);
    if (inflated) yield inflated;
  }
  let count = 0;
  for (let at = bytes.indexOf(GZIP_MAGIC); at !== -1; at = bytes.indexOf(GZIP_MAGIC, at + 1)) {
    if (isAsBefore(layer, at, GZIP_MAGIC.length)) continue;
    if (count++ === MAX_STREAMS) {
      yield { kind: 'too-many' };
      return;
    }
    const inflated = inflate(layer, at, 'gzip', isAllAtHand);
    if (inflated) yield inflated;
  }
}

/**
 * Whether bytes stand in the layer above as they are: between escapes, what was no text stays what it was. It is that
 * layer's, and what is compressed in a blob of its own is a container's.
 */
function isAsBefore({ bytes, origin }: Layer, at: number, length: number): boolean {
  if (origin === undefined) return false;
  const { start, end } = origin.decoded.spanOf(at, at + length);
  return (
    end - start === length && origin.layer.bytes.subarray(start, end).equals(bytes.subarray(at, at + length))
  );
}

const GZIP_IN_BASE64 = Buffer.from('H4sI');

/** The header of gzip with the method that is always used, at the begin of base64. */
export function isGzipInBase64(bytes: Buffer, at: number): boolean {
  return bytes.subarray(at, at + GZIP_IN_BASE64.length).equals(GZIP_IN_BASE64);
}

/**
 * How base64 of something compressed begins. Of the header of zlib, each of its levels and the two bits behind: `eNo`
 * stands in `treeNode`, `eAE` and `eAG` in names as well: with the kind of block that follows, and few lengths in its
 * table, as texts with a key begin.
 */
export const COMPRESSED_IN_BASE64: readonly string[] = [
  'H4sI',
  ...['eJw', 'eJx', 'eJy', 'eJz', 'eF4', 'eF5', 'eF6', 'eF7', 'eNp', 'eNq', 'eNr', 'eAF', 'eAH'],
  ...['eNoF', 'eNoN', 'eNoV', 'eNo1', 'eNo9', 'eAEF', 'eAEN', 'eAEV', 'eAGl'],
];

/** How the header of gzip is escaped, or written in hex, as it is and in base64. */
export const COMPRESSED_IN_ESCAPES: readonly string[] = [
  ...['\\x1f\\x8b', '\\x1F\\x8B', '%48%34', '1f8b08', '1F8B08'],
];

/** Whether bytes are the begin of a zlib stream: that they inflate to something, as random ones seldom do. */
export function isZlibBegin(bytes: Buffer): boolean {
  if (!isZlibHeader(bytes)) return false;
  return Buffer.isBuffer(inflateBegin(bytes.subarray(ZLIB_HEADER_BYTES)));
}

/** Whether something compressed begins in a decoded layer. */
export function holdsCompressed(bytes: Buffer): boolean {
  return isZlibHeader(bytes) || bytes.includes(GZIP_MAGIC);
}

/**
 * RFC 1950: method and window size, and a check of both bytes. With a dictionary that only its readers have, it is none:
 * else any text that begins with `x = ` would be.
 */
function isZlibHeader(bytes: Buffer): boolean {
  if (bytes[0] !== ZLIB_DEFLATE || bytes.length <= ZLIB_HEADER_BYTES) return false;
  return bytes.readUInt16BE(0) % 31 === 0 && (bytes[1]! & ZLIB_DICTIONARY) === 0;
}

/** RFC 1952, 2.3: where the deflated bytes begin, behind the fields that may be there. */
function gzipContentAt(bytes: Buffer, at: number): number {
  const flags = bytes[at + 3] ?? 0;
  let content = at + GZIP_HEADER_BYTES;
  if (flags & GZIP_EXTRA) content += 2 + ((bytes[content] ?? 0) | ((bytes[content + 1] ?? 0) << 8));
  for (const flag of [GZIP_NAME, GZIP_COMMENT]) {
    if (flags & flag) content = bytes.indexOf(0, content) + 1 || bytes.length;
  }
  return flags & GZIP_HEADER_CHECK ? content + 2 : content;
}

/** What follows a stream is left alone: `gunzipSync` would take it for a second one, and refuse both. */
function inflate(
  layer: Layer,
  at: number,
  step: 'gzip' | 'zlib',
  isAllAtHand: boolean,
): Inflated | undefined {
  const from = step === 'gzip' ? gzipContentAt(layer.bytes, at) : at + ZLIB_HEADER_BYTES;
  const stream = layer.bytes.subarray(from);
  const whole = tried(() => inflateRawSync(stream, { maxOutputLength: MAX_INFLATED_BYTES }));
  if (whole === 'broken') return undefined;
  const bytes = whole === 'cut' ? inflateBegin(stream) : whole;
  if (bytes === 'too-large') return { kind: 'too-large' };
  if (!Buffer.isBuffer(bytes) || bytes.length < MIN_INFLATED_BYTES) return undefined;
  if (whole === 'cut' && layer.isCut && !isAllAtHand) return { kind: 'cut' };
  const span = { start: at, end: layer.bytes.length };
  return {
    kind: 'text',
    decoded: { step, bytes, run: span, isCut: whole === 'cut', endsWithLayer: false, spanOf: () => span },
  };
}

function inflateBegin(stream: Buffer): Tried {
  return tried(() =>
    inflateRawSync(stream, { maxOutputLength: MAX_INFLATED_BYTES, finishFlush: constants.Z_SYNC_FLUSH }),
  );
}

type Tried = Buffer | 'too-large' | 'cut' | 'broken';

const REASONS: Readonly<Record<string, Tried>> = { ERR_BUFFER_TOO_LARGE: 'too-large', Z_BUF_ERROR: 'cut' };

function tried(inflateAll: () => Buffer): Tried {
  try {
    return inflateAll();
  } catch (error) {
    return REASONS[(error as NodeJS.ErrnoException).code ?? ''] ?? 'broken';
  }
}
