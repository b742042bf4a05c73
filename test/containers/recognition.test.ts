import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endsAsZip, formatOf, mayBeContainer } from '../../src/containers/format.ts';
import { containerPath } from '../../src/containers/names.ts';
import { alsoForContainers } from '../../src/containers/needles.ts';
import { NeedleSearch } from '../../src/core/needle-search.ts';
import { BUCKETS, FINGERPRINT_BYTES } from '../../src/core/teddy-tables.ts';
import { FileSearch } from '../../src/sources/file-search.ts';
import { shippedDetector } from '../detect/shipped-detector.ts';
import { temporaryDirectory } from '../settings/temporary-directory.ts';
import { asar, brotli, bzip2, gzip, tar, xz, zip, zipByHand, zstdStored } from './archives.ts';

const PREFIXED = zipByHand([{ name: 'a', content: 'a' }], Buffer.from('#!/bin/sh\n'));
const CONTAINERS: readonly (readonly [string, string, Buffer])[] = [
  ['zip', 'a', zip({ a: 'a' })],
  ['zip', 'a', zip({})],
  ['zip', 'a', Buffer.from('PK\x07\x08PK\x03\x04', 'latin1')],
  ['zip', 'a', Buffer.from('Cr24\x03\0\0\0', 'latin1')],
  ['gzip', 'a', gzip('a')],
  ['brotli', 'a.br', brotli('a'.repeat(999))],
  ['bzip2', 'a', bzip2('a')],
  ['xz', 'a', xz('a')],
  ['zstd', 'a', zstdStored('a')],
  ['tar', 'a', tar({ a: 'a' }, 'ustar')],
  ['tar', 'a', tar({ a: 'a' }, 'gnu')],
  ['tar', 'a', tar({ a: 'a' }, 'pax')],
  ['asar', 'a', asar({ a: 'a' })],
  ['7z', 'a', Buffer.from('7z\xbc\xaf\x27\x1c\0\x04', 'latin1')],
  ['rar', 'a', Buffer.from('Rar!\x1a\x07\0', 'latin1')],
];

describe('a container', () => {
  it.each(CONTAINERS)('is known by its first bytes: %s', (format, path, bytes) => {
    expect(formatOf(bytes, path)).toBe(format);
    expect(mayBeContainer(bytes, bytes.length, path)).toBe(true);
  });

  it.each(CONTAINERS.filter(([format]) => format !== 'brotli'))(
    'holds something that a search of history stops at: %s',
    (format, _, bytes) => {
      const isAll = bytes.length > 20 || format === '7z' || format === 'rar';
      if (isAll) expect(alsoForContainers(new NeedleSearch([])).hasHit(bytes)).toBe(true);
    },
  );

  it('has its place in the tables of the search, so that no hook has to look for one', () => {
    const { needles } = alsoForContainers(new NeedleSearch([]));
    for (const { bytes, fingerprint } of needles) {
      expect(fingerprint?.bucket).toBeLessThan(BUCKETS);
      expect(fingerprint?.at).toBeLessThanOrEqual(bytes.length - FINGERPRINT_BYTES);
    }
  });

  it('is no business of the hot path where it says so', () => {
    const bytes = fc.uint8Array({ minLength: 0, maxLength: 600 });
    const property = fc.property(bytes, fc.constantFrom('a', 'a.br'), (content, path) => {
      const start = Buffer.from(content);
      if (formatOf(start, path) !== undefined) expect(mayBeContainer(start, start.length, path)).toBe(true);
    });
    fc.assert(property, { numRuns: 2000 });
  });

  it.each([...CONTAINERS, ['zip', 'a', PREFIXED] as const])(
    'is told by the search of files: %s',
    (_, path, bytes) => {
      const file = join(temporaryDirectory(), path);
      writeFileSync(file, bytes);
      const search = new FileSearch(shippedDetector().prefilter, undefined);
      expect(search.search(file)).toMatchObject({ kind: 'container' });
      writeFileSync(file, Buffer.concat([Buffer.alloc(600, 'x'), bytes, Buffer.from('x')]));
      expect(search.search(file).kind).toBe('clean');
    },
  );

  it('behind something else is told by its end, in a window of any size', () => {
    expect(endsAsZip(PREFIXED)).toBe(true);
    expect(endsAsZip(PREFIXED.subarray(1))).toBe(true);
    expect(endsAsZip(PREFIXED.subarray(0, -1))).toBe(false);
    expect(endsAsZip(Buffer.from('PK\x05\x06', 'latin1'))).toBe(false);
  });
});

describe('the name of what stands in a container', () => {
  it.each([
    ['a.tgz', ['package/a.js'], 'a.tgz!package/a.js'],
    ['b/a.env.gz', [''], 'b/a.env.gz!a.env'],
    ['a.zip', ['x/logo.svgz', ''], 'a.zip!x/logo.svgz!logo.svg'],
    ['a.TGZ', [''], 'a.TGZ!a.tar'],
    ['.gz', [''], '.gz!(content)'],
    ['(stdin)', [''], '(stdin)!(content)'],
    ['a.zip', [], 'a.zip'],
  ])('%s and %j: %s', (path, members, expected) => {
    expect(containerPath(path, members)).toBe(expected);
  });
});
