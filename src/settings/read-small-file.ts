/**
 * Reads the files that steer a scan: configuration, rules, baseline, ignore files. They may stand in a hostile tree, so
 * the descriptor is opened without blocking and asked what it is before a byte is read: a FIFO, a device or a file
 * without end never hangs a run. A symbolic link is as good as the regular file at its end.
 */
import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { reasonOf, TtleaksError } from '../core/errors.ts';
import { maskKeysIn } from '../core/key-mask.ts';
import { fsPath, showPath } from '../core/path-text.ts';

export const MAX_SMALL_FILE_BYTES = 1_048_576;

/** Windows has no such flag, and no such files. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

const BYTE_ORDER_MARK = /^\ufeff/;

/** The text without its byte order mark. */
export function readSmallFile(path: string): string {
  const text = readSmallFileIfAny(path);
  if (text === undefined) throw configError(path, 'no such file', 'check the path');
  return text;
}

/** `undefined` where there is no such file; whatever else goes wrong throws. */
export function readSmallFileIfAny(path: string, maxBytes = MAX_SMALL_FILE_BYTES): string | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(fsPath(path), OPEN_FLAGS);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    if (code === 'ENXIO') throw notRegular(path, 'a socket or a device', error);
    throw configError(path, `cannot be read: ${reasonOf(error)}`, 'make it readable', error);
  }
  try {
    return textOf(path, readAll(path, descriptor, maxBytes));
  } finally {
    closeSync(descriptor);
  }
}

function readAll(path: string, descriptor: number, maxBytes: number): Buffer {
  const stats = fstatSync(descriptor);
  if (!stats.isFile()) throw notRegular(path, stats.isDirectory() ? 'a directory' : 'a device or a pipe');
  if (stats.size > maxBytes) throw tooLarge(path, maxBytes);
  // One byte more than allowed: the file may grow meanwhile, and those of /proc say that they are empty.
  const bytes = Buffer.allocUnsafe((stats.size || maxBytes) + 1);
  let length = 0;
  try {
    while (length < bytes.length) {
      const count = readSync(descriptor, bytes, length, bytes.length - length, null);
      if (count === 0) return bytes.subarray(0, length);
      length += count;
    }
  } catch (error) {
    throw configError(path, `cannot be read: ${reasonOf(error)}`, 'check the file', error);
  }
  if (length > maxBytes) throw tooLarge(path, maxBytes);
  throw configError(path, 'grows while it is read', 'run again when nothing writes to it');
}

function textOf(path: string, bytes: Buffer): string {
  if (!isUtf8(bytes)) throw configError(path, 'is not valid UTF-8', 'save it as UTF-8');
  if (bytes.includes(0)) throw configError(path, 'holds a NUL byte, so it is no text', 'save it as UTF-8');
  return bytes.toString('utf8').replace(BYTE_ORDER_MARK, '');
}

function notRegular(path: string, what: string, cause?: unknown): TtleaksError {
  return configError(path, `is ${what}`, 'name a regular file', cause);
}

function tooLarge(path: string, maxBytes: number): TtleaksError {
  return configError(
    path,
    `is larger than ${maxBytes / MAX_SMALL_FILE_BYTES} MiB`,
    'split it, or name the right file',
  );
}

/** One line: the file, what is wrong, the next step. */
export function configError(path: string, what: string, nextStep: string, cause?: unknown): TtleaksError {
  const options = cause === undefined ? {} : { cause };
  return new TtleaksError('CONFIG', maskKeysIn(`${showPath(path)}: ${what} — ${nextStep}`), options);
}
