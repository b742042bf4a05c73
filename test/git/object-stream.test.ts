import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { NeedleSearch } from '../../src/core/needle-search.ts';
import { BatchSearch } from '../../src/git/batch-search.ts';
import { ObjectReader } from '../../src/git/object-reader.ts';
import { searchObjects } from '../../src/git/object-stream.ts';
import {
  KEY_NEEDLE,
  keyOf,
  ScratchRepository,
  scanHistory,
  temporaryDirectory,
} from './scratch-repository.ts';

/** Does not compress. */
const NOISE = createHash('shake256', { outputLength: 300_000 }).update('noise').digest();
const NEEDLE = new NeedleSearch([{ bytes: Buffer.from('needle'), skipsTrees: false }]);

async function* each(ids: readonly string[]): AsyncGenerator<string, void> {
  yield* ids;
}

function batchOutput(objects: readonly { type: string; content: Buffer }[]): Buffer {
  const pieces = objects.flatMap(({ type, content }, index) => {
    const id = index.toString(16).padStart(40, '0');
    return [Buffer.from(`${id} ${type} ${content.length}\n`), content, Buffer.from('\n')];
  });
  return Buffer.concat(pieces);
}

describe('BatchSearch', () => {
  const content = fc
    .array(fc.constantFrom('needle', 'need', 'le', 'n', '\n', ' blob 3\n', 'x'), { maxLength: 12 })
    .map((parts) => Buffer.from(parts.join('')));
  const object = fc.record({ type: fc.constantFrom('blob', 'tree', 'commit', 'tag'), content });

  it('finds the objects that hold a needle whole, however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(object, { maxLength: 8 }), fc.integer({ min: 1, max: 40 }), (objects, step) => {
        const bytes = batchOutput(objects);
        const batch = new BatchSearch(NEEDLE, 40);
        for (let at = 0; at < bytes.length; at += step) batch.push(bytes.subarray(at, at + step));
        const hits = objects.flatMap(({ content: text }, index) => (text.includes('needle') ? [index] : []));
        expect(batch.hits.map(({ id }) => Number.parseInt(id, 16))).toEqual(hits);
        expect(batch.objects).toBe(objects.length);
        expect(batch.commitIds).toHaveLength(objects.filter(({ type }) => type === 'commit').length);
      }),
    );
  });

  it('takes a missing object for an answer', () => {
    const batch = new BatchSearch(NEEDLE, 40);
    const id = 'a'.repeat(40);
    batch.push(
      Buffer.concat([
        Buffer.from(`${id} missing\n`),
        batchOutput([{ type: 'blob', content: Buffer.from('needle') }]),
      ]),
    );
    expect(batch.missingIds).toEqual([id]);
    expect(batch.hits).toHaveLength(1);
    expect(batch.answered).toBe(2);
  });
});

describe('searchObjects', () => {
  it('finds keys in blobs, trees, commits and tags, reachable or not', async () => {
    const scratch = new ScratchRepository();
    scratch.write(keyOf('name'), 'x').commit(`message ${keyOf('commit')}`);
    scratch.git('tag', '-a', 'v1', '-m', keyOf('tag'));
    const loose = scratch.hash(keyOf('loose'));
    const { hits, objects, skipped } = await searchObjects(await scratch.open(), KEY_NEEDLE);
    expect(hits.map(({ type }) => type).sort()).toEqual(['blob', 'commit', 'tag', 'tree']);
    expect(hits.find(({ type }) => type === 'blob')?.id).toBe(loose);
    expect(objects).toBe(5);
    expect(skipped).toEqual([]);
  });

  it('finds a key at the end of a blob that is larger than any chunk', async () => {
    const scratch = new ScratchRepository();
    const filler = Buffer.alloc(9 * 1024 * 1024 + 7, 'filler ');
    const id = scratch.hash(Buffer.concat([filler, Buffer.from(keyOf(1))]));
    scratch.hash(filler);
    const { hits, bytes } = await searchObjects(await scratch.open(), KEY_NEEDLE);
    expect(hits).toEqual([{ id, type: 'blob', size: filler.length + 68 }]);
    expect(bytes).toBe(2 * filler.length + 68);
  });

  it('finds nothing in an empty repository', async () => {
    const { objects, hits, skipped } = await searchObjects(await new ScratchRepository().open(), KEY_NEEDLE);
    expect({ objects, hits, skipped }).toEqual({ objects: 0, hits: [], skipped: [] });
  });

  it('searches tens of thousands of objects with both lanes, each once', async () => {
    const scratch = new ScratchRepository();
    const stream = Array.from({ length: 20_000 }, (_, index) => {
      const text = index % 5000 === 0 ? keyOf(index) : `text ${index}`;
      return `blob\ndata ${text.length}\n${text}\n`;
    });
    scratch.gitBytes(['-c', 'fastimport.unpackLimit=0', 'fast-import', '--quiet'], stream.join(''));
    const progress: number[] = [];
    const { objects, hits } = await searchObjects(await scratch.open(), KEY_NEEDLE, {
      onProgress: (now) => progress.push(now.objects),
    });
    expect(objects).toBe(20_000);
    expect(new Set(hits.map(({ id }) => id)).size).toBe(4);
  });

  it('searches only the ids that it is given, at the pace of their source', async () => {
    const scratch = new ScratchRepository();
    const wanted = scratch.hash(`wanted ${keyOf(1)}`);
    scratch.hash(`other ${keyOf(2)}`);
    const absent = 'f'.repeat(40);
    async function* ids() {
      yield wanted;
      yield absent;
    }
    const { hits, skipped, objects } = await searchObjects(await scratch.open(), KEY_NEEDLE, {
      onlyIds: ids(),
    });
    expect(hits.map(({ id }) => id)).toEqual([wanted]);
    expect(objects).toBe(1);
    expect(skipped).toEqual([{ path: absent, reason: 'missing or damaged', kind: 'unread' }]);
  });

  it('passes on what its source of ids throws', async () => {
    const scratch = new ScratchRepository();
    // biome-ignore lint/correctness/useYield: it fails before.
    async function* ids(): AsyncGenerator<string> {
      throw new Error('no such range');
    }
    await expect(searchObjects(await scratch.open(), KEY_NEEDLE, { onlyIds: ids() })).rejects.toThrow(
      'no such range',
    );
  });

  it.each(['', 'stream'])('ends with what it has when it is aborted (reader: %s)', async (reader) => {
    const scratch = new ScratchRepository();
    for (let number = 0; number < 30; number++) scratch.write(`noise-${number}`, randomBytes(200_000));
    scratch.commit(`see ${keyOf('message')}`);
    scratch.git('repack', '-adfq');
    const repository = await scratch.open();
    vi.stubEnv('TTLEAKS_GIT_READER', reader);
    const controller = new AbortController();
    const onProgress = () => controller.abort(new Error('enough'));
    const { objects, hits } = await searchObjects(repository, KEY_NEEDLE, {
      signal: controller.signal,
      onProgress,
      jobs: 1,
    });
    vi.unstubAllEnvs();
    expect(objects).toBeGreaterThan(0);
    expect(objects).toBeLessThan(32);
    // Commits come first in a pack.
    expect(hits.map(({ type }) => type)).toEqual(['commit']);
  });

  it('reads objects of alternates, and names an alternate that is not there', async () => {
    const origin = new ScratchRepository();
    origin.write('x.env', keyOf(1)).commit();
    const clone = join(temporaryDirectory(), 'clone');
    origin.git('clone', '-q', '--shared', origin.path, clone);
    expect((await searchObjects(await origin.open(clone), KEY_NEEDLE)).hits).toHaveLength(1);
    writeFileSync(join(clone, '.git/objects/info/alternates'), '/nowhere/objects\n');
    const { hits, skipped } = await searchObjects(await origin.open(clone), KEY_NEEDLE);
    expect(hits).toEqual([]);
    expect(skipped).toMatchObject([{ path: '(object store)', kind: 'unread' }]);
    expect(skipped[0]?.reason).toContain('/nowhere/objects');
  });
});

describe('a damaged store', () => {
  it.each([
    ['more', 'blob 5\0', 3_000_000],
    ['less', 'blob 2000\0', 40],
  ])(
    'names a loose object that holds %s than it declares, and takes nothing behind it for a part of it',
    async (_, header, size) => {
      const scratch = new ScratchRepository();
      const texts = Array.from({ length: 400 }, (_, number) => `${keyOf(number)}\n`);
      const stream = texts.map((text) => `blob\ndata ${text.length}\n${text}\n`).join('');
      scratch.gitBytes(['-c', 'fastimport.unpackLimit=10000', 'fast-import', '--quiet'], stream);
      const id = '80'.repeat(20);
      scratch.write(`.git/objects/80/${id.slice(2)}`, deflateSync(Buffer.from(header + 'x'.repeat(size))));
      const ids = scratch.git('cat-file', '--batch-all-objects', '--batch-check=%(objectname)').split('\n');
      for (const onlyIds of [ids, [...ids].reverse(), [id]]) {
        const { hits, skipped } = await searchObjects(await scratch.open(), KEY_NEEDLE, {
          onlyIds: each(onlyIds),
        });
        expect(hits).toHaveLength(onlyIds.length - 1);
        expect(skipped).toMatchObject([{ path: id, kind: 'unread' }]);
      }
    },
  );

  function packed(): { scratch: ScratchRepository; pack: string } {
    const scratch = new ScratchRepository();
    for (const seed of [1, 2, 3]) scratch.write(`k${seed}.env`, `${keyOf(seed)}\n`).commit();
    scratch.git('gc', '-q');
    const directory = join(scratch.path, '.git/objects/pack');
    const pack = join(directory, readdirSync(directory).find((name) => name.endsWith('.pack'))!);
    chmodSync(pack, 0o644);
    return { scratch, pack };
  }

  it('lists a damaged loose object and searches the rest', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a.env', keyOf(1)).write('b.env', keyOf(2)).commit();
    const damaged = scratch.git('rev-parse', 'HEAD:b.env');
    const file = scratch.objectFile(damaged);
    chmodSync(file, 0o644);
    writeFileSync(file, 'not a zlib stream');
    const { hits, skipped } = await searchObjects(await scratch.open(), KEY_NEEDLE);
    expect(hits.map(({ id }) => id)).toEqual([scratch.git('rev-parse', 'HEAD:a.env')]);
    expect(skipped.map(({ path, kind }) => [path, kind])).toEqual([[damaged, 'unread']]);
  });

  it('lists an object whose content breaks off half-way, and searches the rest', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a.env', keyOf(1)).commit();
    const large = scratch.hash(NOISE);
    const file = scratch.objectFile(large);
    chmodSync(file, 0o644);
    truncateSync(file, 5_000);
    const { hits, skipped } = await searchObjects(await scratch.open(), KEY_NEEDLE);
    expect(hits).toHaveLength(1);
    expect(skipped.map(({ path }) => path)).toContain(large);
  });

  it('lists a damaged object in a pack, and searches those behind it', async () => {
    const { scratch, pack } = packed();
    const bytes = readFileSync(pack);
    const blob = scratch.git('rev-parse', 'HEAD:k2.env');
    const listing = scratch.git('verify-pack', '-v', pack.replace(/pack$/, 'idx'));
    const offset = Number(new RegExp(`^${blob} blob +\\d+ \\d+ (\\d+)`, 'm').exec(listing)?.[1]);
    bytes.fill(0xff, offset + 6, offset + 20);
    writeFileSync(pack, bytes);
    const { search, skipped } = await scanHistory(await scratch.open());
    expect(search.hits).toHaveLength(2);
    expect(skipped.map(({ path }) => path)).toContain(blob);
  });

  it('goes on behind many damaged objects, in both lanes', async () => {
    const scratch = new ScratchRepository();
    const texts = Array.from({ length: 18_000 }, (_, index) =>
      index % 1000 === 0 ? keyOf(index) : `text ${index}`,
    );
    const stream = texts.map((text) => `blob\ndata ${text.length}\n${text}\n`).join('');
    scratch.gitBytes(['-c', 'fastimport.unpackLimit=0', 'fast-import', '--quiet'], stream);
    const directory = join(scratch.path, '.git/objects/pack');
    const pack = join(directory, readdirSync(directory).find((name) => name.endsWith('.pack'))!);
    chmodSync(pack, 0o644);
    const listing = scratch.git('verify-pack', '-v', pack.replace(/pack$/, 'idx'));
    const entries = [...listing.matchAll(/^(\w+) blob +\d+ \d+ (\d+)$/gm)];
    const damaged = [3, 5, 8191, 8192, 9001, 17_998, 17_999].map((index) => entries[index]!);
    const bytes = readFileSync(pack);
    for (const [, , offset] of damaged) bytes.fill(0xff, Number(offset) + 3, Number(offset) + 9);
    writeFileSync(pack, bytes);
    const { objects, hits, skipped } = await searchObjects(await scratch.open(), KEY_NEEDLE);
    expect(objects).toBe(18_000 - damaged.length);
    expect(skipped.map(({ path }) => path).sort()).toEqual(damaged.map(([, id]) => id).sort());
    expect(hits).toHaveLength(18);
  });

  it('names a pack that is cut short', async () => {
    const { scratch, pack } = packed();
    truncateSync(pack, 60);
    const { skipped } = await searchObjects(await scratch.open(), KEY_NEEDLE);
    expect(skipped.some(({ path, reason }) => path === '(object store)' && reason.includes('.pack'))).toBe(
      true,
    );
    expect(skipped.every(({ kind }) => kind === 'unread')).toBe(true);
  });

  it('names an index of a pack that is damaged, and what is missing for it', async () => {
    const { scratch, pack } = packed();
    const index = pack.replace(/pack$/, 'idx');
    chmodSync(index, 0o644);
    truncateSync(index, 100);
    const { skipped } = await scanHistory(await scratch.open());
    expect(skipped.some(({ reason }) => reason.includes('.idx is too small'))).toBe(true);
    expect(skipped.some(({ path }) => path === 'refs/heads/main')).toBe(true);
  });

  it('keeps the findings where a blob is gone, and lists the blob', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a.env', keyOf(1)).commit();
    scratch.write('g.env', keyOf(2)).commit();
    const gone = scratch.git('rev-parse', 'HEAD:g.env');
    scratch.write('g.env', 'x').commit();
    unlinkSync(scratch.objectFile(gone));
    const history = await scanHistory(await scratch.open());
    expect(history.at('a.env')?.inHead).toBe(true);
    expect(history.skipped).toEqual([{ path: gone, reason: 'the object is missing', kind: 'unread' }]);
  });

  it('still places keys where a commit in the middle is gone', async () => {
    const scratch = new ScratchRepository();
    const first = scratch.write('a.env', keyOf(1)).commit();
    const middle = scratch.write('b.env', keyOf(2)).commit();
    const after = scratch.write('c.env', keyOf(3)).commit();
    const last = scratch.write('d.env', keyOf(4)).commit();
    unlinkSync(scratch.objectFile(middle));
    const history = await scanHistory(await scratch.open());
    expect(history.skipped.length).toBeGreaterThan(0);
    expect(history.at('a.env')).toMatchObject({ introducedBy: first, inHead: true });
    expect(history.at('d.env')).toMatchObject({ introducedBy: last, inHead: true });
    // Brought by the commit that is gone, or by one that cannot be compared with it.
    for (const path of ['b.env', 'c.env']) {
      expect(history.at(path)).toMatchObject({ inHead: true, refs: ['refs/heads/main'], isReachable: true });
      expect(history.at(path)?.introducedBy).toBeUndefined();
    }
    expect(after).not.toBe(last);
  });

  it('lists a ref whose object is missing, and goes on with the others', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a.env', keyOf(1)).commit();
    scratch.write('.git/refs/heads/gone', `${'1'.repeat(40)}\n`);
    const history = await scanHistory(await scratch.open());
    expect(history.skipped).toMatchObject([{ path: 'refs/heads/gone', kind: 'unread' }]);
    expect(history.at('a.env')?.refs).toEqual(['refs/heads/main']);
  });

  it('says that a shallow history is cut', async () => {
    const origin = new ScratchRepository();
    origin.write('a.env', keyOf(1)).commit();
    origin.write('b', 'b').commit();
    const clone = join(temporaryDirectory(), 'clone');
    origin.git('clone', '-q', '--depth', '1', `file://${origin.path}`, clone);
    const history = await scanHistory(await origin.open(clone));
    expect(history.skipped).toMatchObject([{ path: '(shallow history)', kind: 'unread' }]);
    expect(history.at('a.env')?.introducedBy).toBe(origin.git('rev-parse', 'HEAD'));
  });

  it('counts what a partial clone has not fetched', async () => {
    const origin = new ScratchRepository();
    origin.git('config', 'uploadpack.allowFilter', 'true');
    origin.write('a.env', keyOf(1)).commit();
    origin.write('a.env', keyOf(2)).commit();
    const clone = join(temporaryDirectory(), 'clone');
    origin.git('clone', '-q', '--filter=blob:none', `file://${origin.path}`, clone);
    const { skipped, search } = await scanHistory(await origin.open(clone));
    expect(search.hits).toHaveLength(1);
    expect(skipped).toMatchObject([{ path: '(partial clone)', kind: 'unread' }]);
    expect(skipped[0]?.reason).toMatch(/^1 objects /);
  });
});

describe('ObjectReader', () => {
  it('reads one object after another, also behind one that was left half-way', async () => {
    const scratch = new ScratchRepository();
    const large = scratch.hash(Buffer.alloc(5_000_000, 'large '));
    const small = scratch.hash('small');
    const empty = scratch.hash('');
    const reader = new ObjectReader(await scratch.open());
    for await (const piece of reader.read(large)) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
    expect((await reader.readWhole(small)).bytes.toString()).toBe('small');
    expect(await reader.readWhole(empty)).toEqual({ type: 'blob', bytes: Buffer.alloc(0) });
    expect((await reader.readWhole(large)).bytes).toHaveLength(5_000_000);
    reader.close();
  });

  it('throws for what is missing, damaged or no id, and reads on', async () => {
    const scratch = new ScratchRepository();
    const good = scratch.hash('good');
    const bad = scratch.hash(NOISE);
    chmodSync(scratch.objectFile(bad), 0o644);
    truncateSync(scratch.objectFile(bad), 5_000);
    const reader = new ObjectReader(await scratch.open());
    for (const id of ['f'.repeat(40), bad, 'HEAD\n--evil']) {
      await expect(reader.readWhole(id)).rejects.toMatchObject({ code: 'INCOMPLETE' });
      expect((await reader.readWhole(good)).bytes.toString()).toBe('good');
    }
    reader.close();
  });
});
