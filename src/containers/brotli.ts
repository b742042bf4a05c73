/** Brotli (RFC 7932), which has no magic bytes: only what is named `.br` comes here. */
import { createBrotliDecompress } from 'node:zlib';
import type { FileBudget } from './budget.ts';
import type { Windows } from './member.ts';
import { CHUNK_BYTES, through } from './zlib-stream.ts';

export function unbrotli(source: Windows, budget: FileBudget): Windows {
  return through(createBrotliDecompress({ chunkSize: CHUNK_BYTES }), source, budget);
}
