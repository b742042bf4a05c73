/**
 * The user's own secret, with which kept results are signed: what lies in a scanned repository may come from anyone.
 * Made when it is first asked for.
 */

import { randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fsPath } from '../core/path-text.ts';

const SECRET_BYTES = 32;
const PRIVATE_FILE = 0o600;
const PRIVATE_DIRECTORY = 0o700;

/** `undefined` where it can neither be read nor made: nothing is kept then. */
export function cacheSecret(file: string): Uint8Array | undefined {
  try {
    return read(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return undefined;
  }
  try {
    mkdirSync(fsPath(dirname(file)), { recursive: true, mode: PRIVATE_DIRECTORY });
    const secret = randomBytes(SECRET_BYTES);
    writeFileSync(fsPath(file), secret, { mode: PRIVATE_FILE, flag: 'wx' });
    return secret;
  } catch {
    // Another scan may be making it just now: the next one will find it.
    return undefined;
  }
}

/** What others may write is no secret. */
function read(file: string): Uint8Array | undefined {
  const fd = openSync(fsPath(file), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(fd);
    const isOwn = stats.isFile() && stats.size === SECRET_BYTES && (stats.mode & 0o022) === 0;
    const secret = Buffer.alloc(SECRET_BYTES);
    return isOwn && readSync(fd, secret, 0, SECRET_BYTES, 0) === SECRET_BYTES ? secret : undefined;
  } finally {
    closeSync(fd);
  }
}
