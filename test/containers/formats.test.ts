import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keyOf, maskOf } from '../core/key-maker.ts';
import { temporaryDirectory } from '../settings/temporary-directory.ts';
import {
  asar,
  brotli,
  bzip2,
  gzip,
  TAR_END,
  tar,
  tarMember,
  tgz,
  xz,
  zip,
  zipByHand,
  zstdStored,
} from './archives.ts';
import { at, fileWith, lookInside } from './look-inside.ts';

const KEY = keyOf('container');
const FILE = fileWith(KEY);
/** Larger than a block or a window of any format. */
/** Without the begin of a key in base64, which stands in one of ten by chance: a script with it has to be parsed. */
const LONG_START = `${randomBytes(1_500_000).toString('base64').replaceAll('dHQx', 'dHQy')}\n`;
const LONG_FILE = `${LONG_START}${FILE}${'and so on\n'.repeat(100_000)}`;

const hasProgram = (name: string) => {
  try {
    execFileSync(name, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

describe('a key is found, at its line and column, in', () => {
  it.each([
    ['zip, deflated', 'a.zip', zip({ 'src/k.js': FILE })],
    ['zip, stored', 'a.zip', zip({ 'src/k.js': FILE }, { method: 'stored' })],
    ['zip, packed by bzip2', 'a.zip', zip({ 'src/k.js': FILE }, { method: 'bzip2' })],
    ['zip with sizes behind the members', 'a.zip', zip({ 'src/k.js': FILE }, { streamed: true })],
    ['zip with sizes of 64 bits', 'a.zip', zip({ 'src/k.js': FILE }, { wide: true })],
    ['zip of 64 bits, streamed', 'a.zip', zip({ 'src/k.js': FILE }, { wide: true, streamed: true })],
    ['zip with a comment', 'a.jar', zip({ 'src/k.js': FILE }, { comment: 'PK\x05\x06 is not its end' })],
    ['zip by any other name', 'picture.png', zip({ 'src/k.js': FILE })],
    ['tar of GNU', 'a.tar', tar({ 'src/k.js': FILE }, 'gnu')],
    ['tar of ustar', 'a.tar', tar({ 'src/k.js': FILE }, 'ustar')],
    ['tar of pax', 'a.tar', tar({ 'src/k.js': FILE }, 'pax')],
    ['tar, gzipped', 'a.tgz', tgz({ 'src/k.js': FILE })],
    ['tar, by Brotli', 'a.tar.br', brotli(tar({ 'src/k.js': FILE }))],
    ['tar, by bzip2', 'a.tar.bz2', bzip2(tar({ 'src/k.js': FILE }))],
    ['tar, by xz', 'a.tar.xz', xz(tar({ 'src/k.js': FILE }))],
    ['tar, by Zstandard', 'a.tar.zst', zstdStored(tar({ 'src/k.js': FILE }))],
    ['an archive of Electron', 'a.asar', asar({ 'x.txt': 'x', 'src/k.js': FILE })],
  ])('%s', async (_, path, bytes) => {
    expect(await lookInside(bytes, path)).toEqual({ found: [at(`${path}!src/k.js`, KEY)], unread: [] });
  });

  it.each([
    ['k.js.gz', 'k.js', gzip(FILE)],
    ['k.js.gz', 'k.js', Buffer.concat([gzip('// a line before\n'), gzip(FILE.slice(17))])],
    ['deep/k.js.br', 'k.js', brotli(FILE)],
    ['k.js.bz2', 'k.js', bzip2(FILE)],
    ['k.js.bz2', 'k.js', Buffer.concat([bzip2('// a line before\n', 1), bzip2(FILE.slice(17))])],
    ['k.js.xz', 'k.js', xz(FILE, { check: 'crc32' })],
    ['k.js.xz', 'k.js', xz(FILE, { check: 'none', level: 0 })],
    ['k.js.xz', 'k.js', xz(FILE, { check: 'sha256' })],
    ['k.js.xz', 'k.js', xz(FILE, { filtered: true })],
    ['k.js.xz', 'k.js', Buffer.concat([xz('// a line before\n'), Buffer.alloc(8), xz(FILE.slice(17))])],
    ['k.js.zst', 'k.js', zstdStored(FILE)],
    ['k.js.zst', 'k.js', Buffer.concat([zstdStored('// a line before\n'), zstdStored(FILE.slice(17))])],
    ['of-no-name', '(content)', gzip(FILE)],
  ])('one packed stream: %s, of %s', async (path, name, bytes) => {
    expect(await lookInside(bytes, path)).toEqual({ found: [at(`${path}!${name}`, KEY)], unread: [] });
  });

  it.each([
    ['a.zip', 'k.js', zip({ 'k.js': LONG_FILE })],
    ['a.tar', 'k.js', tar({ 'k.js': LONG_FILE })],
    ['a.tgz', 'k.js', tgz({ 'k.js': LONG_FILE })],
    ['k.js.br', 'k.js', brotli(LONG_FILE)],
    ['k.js.bz2', 'k.js', bzip2(LONG_FILE)],
    ['k.js.xz', 'k.js', xz(LONG_FILE)],
    ['k.js.zst', 'k.js', zstdStored(LONG_FILE)],
    ['a.asar', 'k.js', asar({ 'k.js': LONG_FILE })],
  ])('what is larger than any window: %s', async (path, name, bytes) => {
    const { found, unread } = await lookInside(bytes, path);
    expect(found).toEqual([`${path}!${name}:3:10 ${maskOf(KEY)}`]);
    expect(unread).toEqual([]);
  });

  it.each([1, 2, 3, 511, 512, 513, 100_000])('windows of %d bytes', async (windowBytes) => {
    const bytes = tgz({ 'a.zip': zip({ 'k.js': FILE }), 'k.js.xz': xz(FILE) });
    const { found } = await lookInside(bytes, 'a.tgz', { windowBytes });
    expect(found).toEqual([at('a.tgz!a.zip!k.js', KEY), at('a.tgz!k.js.xz!k.js', KEY)]);
  });

  it.each(['-1', '-19', '--long=27'])('what zstd %s packs', async (level) => {
    if (!hasProgram('zstd')) return;
    const file = join(temporaryDirectory(), 'k.js');
    writeFileSync(file, LONG_FILE);
    execFileSync('zstd', ['-q', level, '--check', file]);
    const { found, unread } = await lookInside(readFileSync(`${file}.zst`), 'k.js.zst');
    expect(found).toEqual([`k.js.zst!k.js:3:10 ${maskOf(KEY)}`]);
    expect(unread).toEqual([]);
  });
});

describe('containers within each other', () => {
  it('of every pair of formats are read', async () => {
    const wrap: Readonly<Record<string, (name: string, content: Buffer) => Buffer>> = {
      zip: (name, content) => zip({ [name]: content }),
      tar: (name, content) => tar({ [name]: content }),
      tgz: (name, content) => tgz({ [name]: content }),
      asar: (name, content) => asar({ [name]: content }),
    };
    for (const [outer, wrapOuter] of Object.entries(wrap)) {
      for (const [inner, wrapInner] of Object.entries(wrap)) {
        const bytes = wrapOuter(`in.${inner}`, wrapInner('k.js', Buffer.from(FILE)));
        expect(await lookInside(bytes, `out.${outer}`)).toEqual({
          found: [at(`out.${outer}!in.${inner}!k.js`, KEY)],
          unread: [],
        });
      }
      for (const [ending, pack] of Object.entries({
        gz: gzip,
        br: brotli,
        bz2: bzip2,
        xz,
        zst: zstdStored,
      })) {
        const bytes = wrapOuter(`k.js.${ending}`, pack(FILE));
        expect((await lookInside(bytes, 'out')).found, `${ending} in ${outer}`).toEqual([
          at(`out!k.js.${ending}!k.js`, KEY),
        ]);
      }
    }
  });

  it('are read to a depth, and what is deeper is named', async () => {
    let bytes: Buffer = Buffer.from(FILE);
    for (let depth = 1; depth <= 9; depth++) bytes = zipByHand([{ name: `${depth}.zip`, content: bytes }]);
    expect((await lookInside(bytes, 'a.zip')).found).toHaveLength(1);
    for (let depth = 10; depth <= 12; depth++) bytes = zipByHand([{ name: `${depth}.zip`, content: bytes }]);
    const { found, unread } = await lookInside(bytes, 'a.zip');
    expect(found).toEqual([]);
    expect(unread).toEqual([
      expect.stringMatching(/^a\.zip!12\.zip.*: in more than 10 containers within each other$/),
    ]);
  });

  it('that hold themselves end there too', async () => {
    // Two streams that each hold the other are as good as a quine, and can be made.
    let bytes: Buffer = gzip('x');
    for (let depth = 0; depth < 40; depth++) bytes = gzip(bytes);
    const { unread } = await lookInside(bytes, 'r.gz');
    expect(unread).toEqual(['r.gz: in more than 10 containers within each other']);
  });
});

describe('an archive', () => {
  it('behind a program, a script, or the header of a browser extension is read', async () => {
    for (const before of [
      '#!/bin/sh\nexec java -jar "$0"\n',
      'MZ\x90\0'.padEnd(4096, '\0'),
      '\x7fELF'.padEnd(999),
    ]) {
      const bytes = zipByHand([{ name: 'k.js', content: FILE }], Buffer.from(before, 'latin1'));
      expect(await lookInside(bytes, 'program')).toEqual({ found: [at('program!k.js', KEY)], unread: [] });
      expect((await lookInside(tgz({ program: bytes }), 'a.tgz')).found).toEqual([
        at('a.tgz!program!k.js', KEY),
      ]);
    }
    const crx = zipByHand(
      [{ name: 'k.js', content: FILE }],
      Buffer.from('Cr24\x03\0\0\0\x04\0\0\0abcd', 'latin1'),
    );
    expect((await lookInside(crx, 'a.crx')).found).toEqual([at('a.crx!k.js', KEY)]);
  });

  it('that is not packed shows its key once, in the member', async () => {
    for (const bytes of [zip({ 'k.js': FILE }, { method: 'stored' }), tar({ 'k.js': FILE })]) {
      expect((await lookInside(bytes, 'a')).found).toEqual([at('a!k.js', KEY)]);
    }
  });

  it('shows a key in its comment, or behind its end, as its own', async () => {
    const [comment, behind] = [keyOf('comment'), keyOf('behind')];
    const commented = zip({ 'k.js': FILE }, { comment });
    expect((await lookInside(commented, 'a.zip')).found).toEqual([
      at('a.zip!k.js', KEY),
      expect.stringContaining(maskOf(comment)),
    ]);
    expect((await lookInside(tgz({ 'in.zip': commented }), 'a.tgz')).found).toHaveLength(2);
    const { found } = await lookInside(Buffer.concat([tar({ 'k.js': FILE }), Buffer.from(behind)]), 'a.tar');
    expect(found.some((line) => line.endsWith(maskOf(behind)))).toBe(true);
  });

  it('keeps names byte for byte, however long, and follows no path', async () => {
    const names = [
      '../../../etc/k.js',
      '/abs/k.js',
      `${'long/'.repeat(60)}k.js`,
      'a!b.js',
      'C:\\k.js',
      '日本語.js',
    ];
    const entries = names.map((name) => [name, FILE] as const);
    for (const bytes of [tar(entries, 'gnu'), tar(entries, 'pax')]) {
      expect((await lookInside(bytes, 'a')).found).toEqual(names.map((name) => at(`a!${name}`, KEY)));
    }
    const latin = Buffer.from('caf\xe9.js', 'latin1');
    const expected = [at('a!caf\udce9.js', KEY)];
    const members = [{ name: latin, content: FILE }];
    expect((await lookInside(zipByHand(members), 'a')).found).toEqual(expected);
    expect((await lookInside(Buffer.concat([tarMember(latin, FILE), TAR_END]), 'a')).found).toEqual(expected);
  });

  it('has a key in a name once, though it is that of a folder', async () => {
    const key = keyOf('name');
    const { found } = await lookInside(tar({ [`${key}/a`]: 'x', [`${key}/b`]: 'x' }), 'a.tar');
    expect(found).toEqual([`name of a.tar!${key}:1:1 ${maskOf(key)}`]);
  });

  it('has links and special files as text or as nothing, and goes on behind them', async () => {
    const link = keyOf('link');
    const bytes = Buffer.concat([
      tarMember('out', '', { type: '2', link: '/etc/passwd' }),
      tarMember('hard', '', { type: '1', link: 'out', size: 4096 }),
      tarMember('keyed', '', { type: '2', link }),
      tarMember('device', '', { type: '3' }),
      tarMember('folder/', '', { type: '5' }),
      tarMember('fifo', '', { type: '6' }),
      tarMember('unknown', 'text', { type: 'Q' }),
      tarMember('k.js', FILE),
      TAR_END,
    ]);
    expect(await lookInside(bytes, 'a.tar')).toEqual({
      found: [`a.tar!keyed:1:1 ${maskOf(link)}`, at('a.tar!k.js', KEY)],
      unread: [],
    });
  });

  it('of Electron has links and what lies beside it as they are', async () => {
    const link = keyOf('asar link');
    const bytes = asar({ 'k.js': FILE }, { away: { size: 5, unpacked: true }, link: { link } });
    expect(await lookInside(bytes, 'app.asar')).toEqual({
      found: [at('app.asar!k.js', KEY), `app.asar!link:1:1 ${maskOf(link)}`],
      unread: [],
    });
  });

  it('of several tars behind each other is read to its end', async () => {
    const two = Buffer.concat([tar({ 'a.txt': 'nothing' }), tar({ 'k.js': FILE })]);
    expect((await lookInside(two, 'a.tar')).found).toEqual([at('a.tar!k.js', KEY)]);
  });
});

describe('an image of docker save', () => {
  it('shows the key of a layer though a later one deletes the file, and one in its settings', async () => {
    const env = keyOf('docker env');
    const layers = [tar({ 'app/.env': FILE }), tar({ 'app/.wh..env': '' })];
    const config = JSON.stringify({ config: { Env: [`TIMETIME_API_KEY=${env}`] } });
    const image = tar({
      'blobs/sha256/aa': layers[0] ?? '',
      'blobs/sha256/bb': gzip(layers[1] ?? ''),
      'blobs/sha256/cc': config,
      'manifest.json': '[]',
    });
    const { found, unread } = await lookInside(image, 'image.tar');
    expect(found).toEqual([
      at('image.tar!blobs/sha256/aa!app/.env', KEY),
      expect.stringMatching(/^image\.tar!blobs\/sha256\/cc:1:/),
    ]);
    expect(unread).toEqual([]);
  });
});

describe('what is no container', () => {
  it.each([
    ['text that speaks of one', 'a.txt', Buffer.from('PK is how a zip archive begins, ustar a tar\n')],
    ['text that is named like one', 'a.zip', Buffer.from('nothing to see here\n')],
    [
      'text with the magic of tar in its place',
      'a.c',
      Buffer.from(`${' '.repeat(257)}ustar${' '.repeat(999)}`),
    ],
    ['text that begins like bzip2', 'notes', Buffer.from('BZh9 is how bzip2 begins\n')],
    ['Breton', 'messages.br', Buffer.from('Demat d’an holl, mont a ra mat ganeoc’h?\n'.repeat(40))],
    ['JSON like that of Electron', 'a.json', Buffer.from('{"files":{"a":{}}}')],
    [
      'bytes that end as a zip archive does',
      'a.bin',
      Buffer.from(`#!x\nPK\x05\x06${'\x01'.repeat(16)}\0\0`, 'latin1'),
    ],
    ['an empty file', 'a.br', Buffer.alloc(0)],
    ['one byte', 'a.gz', Buffer.from([0x1f])],
  ])('is none: %s', async (_, path, bytes) => {
    expect(await lookInside(bytes, path)).toEqual({ found: [], unread: [] });
    expect(await lookInside(tar({ [path]: bytes }), 'a.tar')).toEqual({ found: [], unread: [] });
  });
});
