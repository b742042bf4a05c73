import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TtleaksError } from '../../src/core/errors.ts';
import { expandTemplates } from '../../src/rules/templates.ts';
import {
  MAX_SMALL_FILE_BYTES,
  readSmallFile,
  readSmallFileIfAny,
} from '../../src/settings/read-small-file.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const isPosix = process.platform !== 'win32';

describe('a small file', () => {
  it('is read as text without its byte order mark', () => {
    const directory = temporaryDirectory({ 'a.yml': '\ufeffrules: é\n' });
    expect(readSmallFile(join(directory, 'a.yml'))).toBe('rules: é\n');
  });

  it('may be empty, or exactly as large as allowed', () => {
    const directory = temporaryDirectory({ empty: '', full: 'a'.repeat(MAX_SMALL_FILE_BYTES) });
    expect(readSmallFile(join(directory, 'empty'))).toBe('');
    expect(readSmallFile(join(directory, 'full'))).toHaveLength(MAX_SMALL_FILE_BYTES);
  });

  it('may be reached by a symbolic link', () => {
    const directory = temporaryDirectory({ a: 'text' });
    symlinkSync('a', join(directory, 'link'));
    expect(readSmallFile(join(directory, 'link'))).toBe('text');
  });

  it('that is missing is an error only where it is needed', () => {
    const directory = temporaryDirectory({ a: '' });
    expect(readSmallFileIfAny(join(directory, 'b'))).toBeUndefined();
    expect(readSmallFileIfAny(join(directory, 'a/b'))).toBeUndefined();
    expect(() => readSmallFile(join(directory, 'b'))).toThrow(/b: no such file — check the path$/);
  });

  it.each([
    ['larger than 1 MiB', 'a'.repeat(2 * MAX_SMALL_FILE_BYTES), /is larger than 1 MiB — /],
    ['not UTF-8', Buffer.from([0x61, 0xff, 0x62]), /is not valid UTF-8 — /],
    ['UTF-16', Buffer.from('rules: []', 'utf16le'), /holds a NUL byte/],
    ['binary', 'a\0b', /holds a NUL byte/],
  ])('that is %s is refused', (_, content, message) => {
    const directory = temporaryDirectory({ a: content });
    expect(() => readSmallFile(join(directory, 'a'))).toThrow(message);
  });

  it('is never a directory', () => {
    expect(() => readSmallFile(temporaryDirectory())).toThrow(/is a directory — name a regular file$/);
  });

  it.runIf(isPosix)('is never a device, not even at the end of a link', () => {
    const directory = temporaryDirectory();
    symlinkSync('/dev/zero', join(directory, 'link'));
    expect(() => readSmallFile(join(directory, 'link'))).toThrow(/is a device or a pipe/);
  });

  it.runIf(isPosix)('is never a FIFO, and nothing waits for its writer', () => {
    const fifo = join(temporaryDirectory(), 'fifo');
    execFileSync('mkfifo', [fifo]);
    expect(() => readSmallFile(fifo)).toThrow(/is a device or a pipe/);
  });

  it.runIf(isPosix)('is never a socket', async () => {
    const socket = join(temporaryDirectory(), 'socket');
    const server = createServer();
    await new Promise<void>((done) => server.listen(socket, done));
    try {
      expect(() => readSmallFile(socket)).toThrow(/is a socket or a device/);
    } finally {
      server.close();
    }
  });

  it.runIf(isPosix)('of a circle of links is refused', () => {
    const directory = temporaryDirectory();
    symlinkSync('b', join(directory, 'a'));
    symlinkSync('a', join(directory, 'b'));
    expect(() => readSmallFile(join(directory, 'a'))).toThrow(/cannot be read: too many symbolic links/);
  });

  it('does not show a key that its name holds', () => {
    const name = expandTemplates('tt1.{{hex 64}}', 'name');
    const error = errorOf(() => readSmallFile(join(temporaryDirectory(), name)));
    expect(error.code).toBe('CONFIG');
    expect(error.message).not.toContain(name);
  });
});

function errorOf(action: () => unknown): TtleaksError {
  try {
    action();
  } catch (error) {
    if (error instanceof TtleaksError) return error;
  }
  throw new Error('no TtleaksError was thrown');
}
