/**
 * Files of the scanned folder that another file of it names: its source map, its sources. The tree is hostile: nothing
 * outside the folder is opened, no link is followed on the way, and what is no regular file is not read.
 */
import { closeSync, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { decodePath, fsPath } from '../core/path-text.ts';
import { OPEN_FLAGS } from './file-search.ts';

/** `path` is relative to `root`, normalized. Undefined where there is no file that can be read. */
export function readNeighbour(
  root: string,
  path: string,
  maxBytes: number,
): Buffer | 'too-large' | undefined {
  const absolute = `${root}/${path}`;
  let descriptor: number;
  try {
    if (!isWithoutLinks(dirname(absolute))) return undefined;
    descriptor = openSync(fsPath(absolute), OPEN_FLAGS);
  } catch {
    return undefined;
  }
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return undefined;
    return stats.size > maxBytes ? 'too-large' : readUpTo(descriptor, stats.size);
  } catch {
    return undefined;
  } finally {
    closeSync(descriptor);
  }
}

/** The root itself has none. */
function isWithoutLinks(folder: string): boolean {
  return decodePath(realpathSync(fsPath(folder), { encoding: 'buffer' })) === folder;
}

function readUpTo(descriptor: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  let length = 0;
  while (length < size) {
    const count = readSync(descriptor, bytes, length, size - length, null);
    if (count === 0) break;
    length += count;
  }
  return bytes.subarray(0, length);
}
