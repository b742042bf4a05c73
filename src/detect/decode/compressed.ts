/**
 * gzip and zlib, where they were put into text: in a decoded layer, never in a blob of its own. What comes out belongs to
 * the whole of the compressed bytes: no byte of it has a place of its own.
 */
import { constants, gunzipSync, inflateSync } from 'node:zlib';
import type { Decoded, Layer } from './layer.ts';

export const MAX_INFLATED_BYTES = 32 * 1024 * 1024;
const GZIP_MAGIC = Buffer.from([0x1f, 0x8b, 0x08]);
/** What looks like the begin of gzip, in one layer. */
const MAX_STREAMS = 4;
const ZLIB_DEFLATE = 0x78;
/** Random bytes are seldom a header, and then seldom inflate to this much. */
const MIN_INFLATED_BYTES = 8;

export type Inflated =
  | { readonly kind: 'text'; readonly decoded: Decoded }
  /** The bytes at hand end before the stream does. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'too-large' };

/** The streams in a layer. `isAllAtHand` takes what there is of one that is cut. */
export function* inflatedIn(layer: Layer, isAllAtHand: boolean): Generator<Inflated, void> {
  const { bytes } = layer;
  if (isZlibHeader(bytes)) {
    const inflated = inflate(layer, 0, 'zlib', isAllAtHand);
    if (inflated) yield inflated;
  }
  let at = bytes.indexOf(GZIP_MAGIC);
  for (let count = 0; at !== -1 && count < MAX_STREAMS; count++) {
    const inflated = inflate(layer, at, 'gzip', isAllAtHand);
    if (inflated) yield inflated;
    at = bytes.indexOf(GZIP_MAGIC, at + 1);
  }
}

/** RFC 1950: method and window size, and a check of both bytes. */
function isZlibHeader(bytes: Buffer): boolean {
  return bytes[0] === ZLIB_DEFLATE && bytes.length > 8 && bytes.readUInt16BE(0) % 31 === 0;
}

function inflate(layer: Layer, at: number, step: 'gzip' | 'zlib', isAllAtHand: boolean): Inflated | undefined {
  const stream = layer.bytes.subarray(at);
  const run = step === 'gzip' ? gunzipSync : inflateSync;
  const whole = tried(() => run(stream, { maxOutputLength: MAX_INFLATED_BYTES }));
  if (whole === 'too-large') return { kind: 'too-large' };
  const bytes =
    whole ??
    tried(() => run(stream, { maxOutputLength: MAX_INFLATED_BYTES, finishFlush: constants.Z_SYNC_FLUSH }));
  if (bytes === 'too-large') return { kind: 'too-large' };
  if (bytes === undefined || bytes.length < MIN_INFLATED_BYTES) return undefined;
  if (whole === undefined && layer.isCut && !isAllAtHand) return { kind: 'cut' };
  const span = { start: at, end: layer.bytes.length };
  return {
    kind: 'text',
    decoded: { step, bytes, run: span, isCut: whole === undefined, endsWithLayer: false, spanOf: () => span },
  };
}

function tried(inflateAll: () => Buffer): Buffer | 'too-large' | undefined {
  try {
    return inflateAll();
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : undefined;
  }
}
