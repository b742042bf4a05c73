import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { BatchClaims, DEPTH } from '../../src/sources/batch-claims.ts';
import type { FileWorkerData } from '../../src/sources/file-pool.ts';
import { FileSearch, readWindows, WINDOW_BYTES } from '../../src/sources/file-search.ts';
import { searchBatch } from '../../src/sources/search-batch.ts';
import { keyOf } from '../core/key-maker.ts';
import { shippedDetector } from '../detect/shipped-detector.ts';
import { encode } from '../detect/text-bytes.ts';
import { temporaryDirectory } from '../settings/temporary-directory.ts';

const search = new FileSearch(shippedDetector().prefilter, undefined);

it.each(['dist', 'action'])(
  'a thread of %s searches as the main one does, but not what was taken back',
  async (folder) => {
    const directory = temporaryDirectory({ clean: 'x', key: keyOf('in a thread') });
    const batch = ['clean', 'key', 'missing'].map((name) => join(directory, name));
    const { needles, hasEncodedText } = shippedDetector().prefilter;
    const claims = new BatchClaims();
    const data: FileWorkerData = {
      sought: { needles, hasEncodedText },
      maxBytes: undefined,
      claims: claims.shared,
    };
    const worker = new Worker(new URL(`../../${folder}/file-worker.cjs`, import.meta.url), {
      workerData: data,
    });
    const answer = async (paths: readonly string[]) => {
      worker.postMessage(paths);
      return (await once(worker, 'message'))[0];
    };
    try {
      for (let count = 0; count < 2 * DEPTH; count++) {
        claims.open(count);
        if (count % 3 === 1) {
          expect(claims.take(count)).toBe(true);
          expect(await answer(batch)).toBeUndefined();
        } else expect(await answer(batch)).toEqual(searchBatch(search, batch));
        expect(claims.take(count)).toBe(false);
      }
    } finally {
      await worker.terminate();
    }
  },
);

describe('the search of a file', () => {
  it.each(['utf8', 'utf16le', 'utf16be', 'utf32le', 'utf32be'] as const)(
    'hits a key of %s wherever the border of a window falls in its anchor',
    (encoding) => {
      const file = join(temporaryDirectory(), 'large');
      const key = encode(`'${keyOf('border')}'`, encoding);
      for (let into = 0; into <= 24; into++) {
        writeFileSync(
          file,
          Buffer.concat([Buffer.alloc(WINDOW_BYTES - into, 'x'), key, Buffer.alloc(100, 'x')]),
        );
        expect(search.search(file).kind, `${into} bytes before the border`).toBe('hit');
      }
    },
  );

  it('counts the bytes of a clean file, also of an empty one and one of exactly a window', () => {
    const file = join(temporaryDirectory(), 'file');
    for (const size of [0, 1, WINDOW_BYTES - 1, WINDOW_BYTES, WINDOW_BYTES + 1, 3 * WINDOW_BYTES + 7]) {
      writeFileSync(file, Buffer.alloc(size, 'x'));
      expect(search.search(file)).toEqual({ kind: 'clean', bytes: size });
    }
  });

  it('carries nothing over from one file to the next', () => {
    const directory = temporaryDirectory({ one: 'ends with tt', two: `1.${keyOf('cut').slice(4)}` });
    expect(search.search(join(directory, 'one')).kind).toBe('clean');
    expect(search.search(join(directory, 'two')).kind).toBe('clean');
  });

  it('skips what is larger than the limit, and nothing else', () => {
    const limited = new FileSearch(shippedDetector().prefilter, 10);
    const directory = temporaryDirectory({ fits: '0123456789', large: '0123456789a' });
    expect(limited.search(join(directory, 'fits')).kind).toBe('clean');
    expect(limited.search(join(directory, 'large'))).toMatchObject({ kind: 'too-large' });
  });

  it('follows no link, waits for no FIFO and gives the reason where it cannot read', () => {
    const directory = temporaryDirectory({ target: keyOf('linked') });
    symlinkSync('target', join(directory, 'link'));
    execFileSync('mkfifo', [join(directory, 'fifo')]);
    expect(search.search(join(directory, 'link'))).toEqual({
      kind: 'unread',
      reason: 'too many symbolic links',
    });
    expect(search.search(join(directory, 'missing'))).toEqual({
      kind: 'unread',
      reason: 'no such file or directory',
    });
    expect(search.search(directory).kind).toBe('unread');
    expect(search.search(join(directory, 'fifo')).kind).not.toBe('hit');
  });

  it('stops where a device has no end', () => {
    expect(search.search('/dev/zero')).toMatchObject({ kind: 'unread' });
  });
});

describe('the windows of a file', () => {
  it('are its content, whole', () => {
    const content = Buffer.from(Array.from({ length: 2 * WINDOW_BYTES + 5 }, (_, index) => index % 251));
    const directory = temporaryDirectory({ file: content, empty: '' });
    const windows = [...readWindows(join(directory, 'file'))].map((window) => window.length);
    expect(windows.reduce((sum, length) => sum + length, 0)).toBe(content.length);
    const copies: Buffer[] = [];
    for (const window of readWindows(join(directory, 'file'))) copies.push(Buffer.from(window));
    expect(Buffer.concat(copies).equals(content)).toBe(true);
    expect([...readWindows(join(directory, 'empty'))]).toEqual([]);
  });
});
