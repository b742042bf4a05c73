/** A body as the browser sees it, unpacked by what `Content-Encoding` says, within the bounds of all that is packed. */
import { createInflate, createInflateRaw } from 'node:zlib';
import { type FileBudget, Unreadable } from '../../containers/budget.ts';
import type { StreamFormat } from '../../containers/format.ts';
import type { Windows } from '../../containers/member.ts';
import { unpack } from '../../containers/unpack.ts';
import { WindowReader } from '../../containers/window-reader.ts';
import { CHUNK_BYTES, through } from '../../containers/zlib-stream.ts';

const FORMATS: Readonly<Record<string, StreamFormat>> = {
  gzip: 'gzip',
  'x-gzip': 'gzip',
  br: 'brotli',
  zstd: 'zstd',
};
const MAX_LAYERS = 3;
/** The low half of the first byte of a zlib stream: its method. */
const ZLIB_METHOD = 8;

export function decodedBody(body: Windows, contentEncoding: string | undefined, budget: FileBudget): Windows {
  const encodings = (contentEncoding ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity');
  if (encodings.length > MAX_LAYERS) throw new Unreadable('packed too many times over');
  // The last one was put on last.
  return encodings.reduceRight<Windows>(
    (windows, name) => decoded(windows, name, budget),
    metered(body, budget),
  );
}

function decoded(windows: Windows, name: string, budget: FileBudget): Windows {
  const format = FORMATS[name];
  if (format !== undefined) return unpack(format, windows, budget);
  if (name === 'deflate') return inflated(windows, budget);
  throw new Unreadable('its content encoding is not supported');
}

/** Of two kinds, by a misunderstanding as old as HTTP/1.1: with and without zlib's wrapping. */
async function* inflated(windows: Windows, budget: FileBudget): AsyncGenerator<Buffer, void> {
  const reader = new WindowReader(windows);
  const [first = 0] = await reader.peek(1);
  const isWrapped = (first & 0x0f) === ZLIB_METHOD;
  const engine = isWrapped
    ? createInflate({ chunkSize: CHUNK_BYTES })
    : createInflateRaw({ chunkSize: CHUNK_BYTES });
  yield* through(engine, reader.rest(), budget);
}

async function* metered(body: Windows, budget: FileBudget): AsyncGenerator<Buffer, void> {
  for await (const window of body) {
    budget.read(window.length);
    yield window;
  }
}
