/** gzip (RFC 1952), one member or several behind each other. The name in its header counts for nothing. */
import { createGunzip } from 'node:zlib';
import type { FileBudget } from './budget.ts';
import type { Windows } from './member.ts';
import { CHUNK_BYTES, through } from './zlib-stream.ts';

export function gunzip(source: Windows, budget: FileBudget): Windows {
  return through(createGunzip({ chunkSize: CHUNK_BYTES }), source, budget);
}
