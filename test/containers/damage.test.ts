import { createCipheriv, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { keyOf } from '../core/key-maker.ts';
import {
  asar,
  asarHeader,
  brotli,
  bzip2,
  gzip,
  TAR_END,
  tar,
  tarMember,
  tgz,
  xz,
  type ZipMember,
  zip,
  zipByHand,
  zstdStored,
} from './archives.ts';
import { at, fileWith, lookInside } from './look-inside.ts';

const KEY = keyOf('damage');
const FILE = fileWith(KEY);
const LAST: ZipMember = { name: 'last.js', content: FILE };

/** The same bytes each time: of random ones, some now and then begin what is parsed or decoded. */
function noise(length: number): Buffer {
  return createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16)).update(Buffer.alloc(length));
}

describe('a container that is cut short', () => {
  const containers: readonly (readonly [string, Buffer])[] = [
    ['a.zip', zip({ 'a.txt': 'nothing', 'k.js': FILE })],
    ['a.tgz', tgz({ 'a.txt': 'nothing', 'k.js': FILE })],
    ['k.js.gz', gzip(FILE)],
    ['k.js.bz2', bzip2(FILE)],
    ['k.js.xz', xz(FILE)],
    ['k.js.zst', zstdStored(FILE)],
    ['a.asar', asar({ 'a.txt': 'nothing', 'k.js': FILE })],
    ['a.zip', zipByHand([{ name: 'in.tgz', content: tgz({ 'k.js': FILE }) }])],
  ];

  it.each(containers)('after any byte is named as unread, or no container: %s', async (path, bytes) => {
    // As many bytes as tell what it is.
    const magicBytes = path.endsWith('.bz2')
      ? 10
      : path.endsWith('.asar')
        ? 25
        : path.endsWith('.xz')
          ? 6
          : 4;
    for (let length = 1; length < bytes.length; length++) {
      const { unread } = await lookInside(bytes.subarray(0, length), path);
      if (length >= magicBytes) expect(unread, `${length} bytes of ${path}`).not.toEqual([]);
    }
  });

  it('shows the keys that stand before the cut', async () => {
    const rest = noise(300_000);
    const whole = zip({ 'k.js': FILE, rest });
    expect((await lookInside(whole.subarray(0, -2000), 'a.zip')).found).toEqual([at('a.zip!k.js', KEY)]);
    const packed = tgz({ 'k.js': FILE, rest });
    expect((await lookInside(packed.subarray(0, -2000), 'a.tgz')).found).toEqual([at('a.tgz!k.js', KEY)]);
    for (const [ending, pack] of Object.entries({ gz: gzip, xz, zst: zstdStored, br: brotli })) {
      const stream = pack(Buffer.concat([Buffer.from(FILE), rest]));
      const { found, unread } = await lookInside(stream.subarray(0, -2000), `k.js.${ending}`);
      expect(found, ending).toEqual([at(`k.js.${ending}!k.js`, KEY)]);
      expect(unread, ending).toHaveLength(1);
    }
  });

  it('of tar says so where a member ends too early, and is whole where only its end is missing', async () => {
    const member = tarMember('k.js', FILE);
    expect(await lookInside(member, 'a.tar')).toEqual({ found: [at('a.tar!k.js', KEY)], unread: [] });
    const { unread } = await lookInside(member.subarray(0, 530), 'a.tar');
    expect(unread).toEqual(['a.tar!k.js: ends before its end: cut short']);
  });
});

describe('a container that lies', () => {
  it.each<[string, ZipMember, string]>([
    ['encrypted', { name: 'x', content: 'secret', flags: 1 }, 'encrypted'],
    ['strongly encrypted', { name: 'x', content: 'secret', flags: 0x41 }, 'encrypted'],
    [
      'packed by LZMA',
      { name: 'x', content: 'x', method: 14 },
      'packed by a method that is not supported (14)',
    ],
    [
      'of a wrong checksum',
      { name: 'x', content: 'x', lies: { checksum: 5 } },
      'damaged: its checksum is wrong',
    ],
    [
      'longer than it says',
      { name: 'x', content: 'xx', lies: { size: 1 } },
      'damaged: it is not as long as it says',
    ],
    [
      'shorter than it says',
      { name: 'x', content: 'x', lies: { size: 9e8 } },
      'damaged: it is not as long as it says',
    ],
    [
      'longer than its archive',
      { name: 'x', content: 'x', lies: { packedBytes: 9e8 } },
      'ends before its end: cut short',
    ],
    [
      'not where it should be',
      { name: 'x', content: 'x', lies: { at: 7 } },
      'damaged: it is not where the directory says',
    ],
    [
      'far behind the end',
      { name: 'x', content: 'x', lies: { at: 4e9 } },
      'damaged: it is not where the directory says',
    ],
  ])('about a member is read on behind it: %s', async (_, member, reason) => {
    const { found, unread } = await lookInside(zipByHand([member, LAST]), 'a.zip');
    expect(found).toEqual([at('a.zip!last.js', KEY)]);
    expect(unread).toEqual([`a.zip!x: ${reason}`]);
  });

  it('about its size shows the key that stands behind that size', async () => {
    const lies = { size: 3 };
    const { found } = await lookInside(zipByHand([{ ...LAST, lies }]), 'a.zip');
    expect(found).toEqual([at('a.zip!last.js', KEY)]);
  });

  it('about how many members it has hides none', async () => {
    const bytes = zipByHand([{ name: 'a', content: 'a' }, LAST]);
    bytes.writeUInt16LE(1, bytes.length - 12);
    bytes.writeUInt16LE(1, bytes.length - 14);
    expect((await lookInside(bytes, 'a.zip')).found).toEqual([at('a.zip!last.js', KEY)]);
  });

  it('about its directory is read from its start', async () => {
    const bytes = zipByHand([{ name: 'a', content: 'a' }, LAST]);
    bytes.writeUInt32LE(0xffffff, bytes.length - 6);
    bytes.writeUInt32LE(0xffffff, bytes.length - 10);
    const { found, unread } = await lookInside(bytes, 'a.zip');
    expect(found).toEqual([at('a.zip!last.js', KEY)]);
    expect(unread).toEqual(['a.zip: damaged: the directory at its end is missing or broken']);
  });

  it('for want of some bytes shows what stands before and behind them', async () => {
    const ballast = { name: 'ballast', content: randomBytes(5000) };
    const whole = zipByHand([{ name: 'first.js', content: FILE }, ballast, LAST]);
    const bytes = Buffer.concat([whole.subarray(0, 1000), whole.subarray(1041)]);
    const { found, unread } = await lookInside(bytes, 'a.zip');
    expect(found).toEqual([at('a.zip!first.js', KEY), at('a.zip!last.js', KEY)]);
    expect(unread).toEqual([expect.stringMatching(/^a\.zip!ballast: damaged/)]);
  });

  it('with a header of tar that is broken is read on behind it', async () => {
    const broken = tarMember('a', 'a'.repeat(2000));
    broken[0] = 1;
    const bytes = Buffer.concat([tarMember('first', 'x'), broken, tarMember('k.js', FILE), TAR_END]);
    expect(await lookInside(bytes, 'a.tar')).toEqual({
      found: [at('a.tar!k.js', KEY)],
      unread: ['a.tar: damaged: a header is broken'],
    });
  });

  it.each(['z', '99999999999', '\x80\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff'])(
    'about the size of a member of tar ends, and says so: %j',
    async (size) => {
      const bytes = Buffer.concat([
        tarMember('a', 'a'),
        tarMember('x', 'x', { size }),
        tarMember('k', FILE),
        TAR_END,
      ]);
      expect((await lookInside(bytes, 'a.tar')).unread).not.toEqual([]);
    },
  );

  it.each([
    ['no JSON', asarHeader('{"files":{')],
    ['no tree', asarHeader('{"files":7}')],
    ['a tree of wrong things', asarHeader('{"files":{"a":null,"b":3,"c":[],"d":{"size":-1,"offset":"0"}}}')],
    [
      'members behind its end',
      asarHeader('{"files":{"a":{"size":999,"offset":"0"},"b":{"size":1,"offset":"9e99"}}}'),
    ],
    [
      'a tree as deep as it is long',
      asarHeader(`${'{"files":{"a":'.repeat(100_000)}1${'}}'.repeat(100_000)}`),
    ],
  ])('as that of Electron ends: %s', async (_, bytes) => {
    const { found } = await lookInside(bytes, 'a.asar');
    expect(found).toEqual([]);
  });

  it('by thousands of members is told of in a hundred lines', async () => {
    const members = Array.from({ length: 500 }, (_, index) => ({ name: `${index}`, content: '', flags: 1 }));
    const { unread } = await lookInside(zipByHand(members), 'a.zip');
    expect(unread).toHaveLength(101);
    expect(unread.at(-1)).toBe('a.zip: 400 more members');
  });
});

describe('a container of a kind that is not read', () => {
  it.each([
    ['7z', '7z\xbc\xaf\x27\x1c\0\x04'],
    ['rar', 'Rar!\x1a\x07\x01\0'],
  ])('is named: %s', async (format, magic) => {
    const bytes = Buffer.from(magic.padEnd(100, '\x99'), 'latin1');
    expect((await lookInside(bytes, 'a')).unread).toEqual([`a: ${format} archives are not supported`]);
    const { found, unread } = await lookInside(tgz({ a: bytes, 'k.js': FILE }), 'a.tgz');
    expect(found).toEqual([at('a.tgz!k.js', KEY)]);
    expect(unread).toEqual([`a.tgz!a: ${format} archives are not supported`]);
  });
});

describe('random damage', () => {
  const containers = {
    'a.zip': zip({ 'a.txt': 'nothing at all\n'.repeat(99), 'k.js': FILE, 'in.tgz': tgz({ 'k.js': FILE }) }),
    'a.tar': tar({ 'a.txt': 'nothing', 'k.js': FILE }),
    'a.tgz': tgz({ 'a.txt': 'nothing', 'k.js': FILE }),
    'a.bz2': bzip2(`${FILE}${'and so on '.repeat(99)}`),
    'a.xz': xz(`${FILE}${'and so on '.repeat(99)}`),
    'a.zst': zstdStored(FILE),
    'a.br': brotli(FILE),
    'a.asar': asar({ 'a.txt': 'nothing', 'k.js': FILE }),
  };

  it.each(Object.entries(containers))('neither throws nor hangs: %s', async (path, bytes) => {
    for (let round = 0; round < 150; round++) {
      const damaged = Buffer.from(bytes);
      for (let count = 1 + (round % 4); count > 0; count--) {
        const [where = 0, what = 0] = [randomBytes(4).readUInt32LE(0) % damaged.length, randomBytes(1)[0]];
        damaged[where] = what;
      }
      await lookInside(damaged, path);
    }
  });

  it('of nothing but a magic and noise is named', async () => {
    for (const magic of ['PK\x03\x04', '\x1f\x8b\x08', '\xfd7zXZ\0', '\x28\xb5\x2f\xfd', 'BZh91AY&SY']) {
      for (let round = 0; round < 30; round++) {
        const bytes = Buffer.concat([Buffer.from(magic, 'latin1'), randomBytes(2000)]);
        expect((await lookInside(bytes, 'a')).unread, JSON.stringify(magic)).not.toEqual([]);
      }
    }
  });
});
