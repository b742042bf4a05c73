import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NeedleSearch } from '../../../src/core/needle-search.ts';
import type { ObjectSearch } from '../../../src/git/object-search.ts';
import { searchObjects } from '../../../src/git/object-stream.ts';
import type { StoreFindings } from '../../../src/git/pack/store-findings.ts';
import { searchStore } from '../../../src/git/pack/store-search.ts';
import type { Repository } from '../../../src/git/repository.ts';
import { KEY_NEEDLE, keyOf, ScratchRepository, temporaryDirectory } from '../scratch-repository.ts';
import { buildPack } from './pack-builder.ts';

const SWITCH = 'TTLEAKS_GIT_READER';
const quiet = { onProgress: () => {} };

function read(repository: Repository, search = KEY_NEEDLE): Promise<StoreFindings | undefined> {
  return searchStore(repository, search, quiet);
}

/** As the whole program does without its own reader. */
async function streamed(repository: Repository, search = KEY_NEEDLE): Promise<ObjectSearch> {
  Object.assign(process.env, { [SWITCH]: 'stream' });
  try {
    return await searchObjects(repository, search);
  } finally {
    delete process.env[SWITCH];
  }
}

function summary({
  hits,
  commitIds,
  objects,
  bytes,
}: Pick<ObjectSearch, 'hits' | 'commitIds' | 'objects' | 'bytes'>) {
  const lines = hits.map(({ id, type, size }) => `${id} ${type} ${size}`);
  return { hits: lines.sort(), commitIds: [...commitIds()].sort(), objects, bytes };
}

async function expectSame(repository: Repository, search = KEY_NEEDLE): Promise<StoreFindings> {
  const found = await read(repository, search);
  if (found === undefined) throw new Error('the reader gave up');
  expect(found.unreadIds).toEqual([]);
  expect(summary(found)).toEqual(summary(await streamed(repository, search)));
  expectContents(found);
  return found;
}

/** What is kept of blobs is what they are, and of no other object. */
function expectContents({ hits, contents }: StoreFindings): void {
  const blobs = new Set(hits.filter(({ type }) => type === 'blob').map(({ id }) => id));
  for (const [id, content] of contents) {
    expect(blobs).toContain(id);
    const hash = createHash(id.length === 64 ? 'sha256' : 'sha1');
    expect(hash.update(`blob ${content.length}\0`).update(content).digest('hex')).toBe(id);
  }
}

function packDirectory(scratch: ScratchRepository): string {
  return join(scratch.path, '.git/objects/pack');
}

function packFile(scratch: ScratchRepository, ending = '.pack'): string {
  const name = readdirSync(packDirectory(scratch)).find((one) => one.endsWith(ending));
  if (name === undefined) throw new Error('no pack');
  const path = join(packDirectory(scratch), name);
  chmodSync(path, 0o644);
  return path;
}

/** Files that grow, shrink and move, so that a repack finds deltas. */
function withHistory(args: readonly string[] = []): ScratchRepository {
  const scratch = new ScratchRepository({ args });
  const lines = Array.from(
    { length: 400 },
    (_, line) => `line ${line} ${createHash('md5').update(`${line}`).digest('hex')}`,
  );
  const data: string[] = [];
  for (let number = 0; number < 24; number++) {
    if (number % 5 === 0) lines.splice((number * 37) % lines.length, 0, `key = ${keyOf(number)}`);
    if (number % 7 === 3) lines.splice(3, 40);
    if (number % 6 === 2) lines.push(...lines.splice((number * 11) % 100, 20));
    lines.splice(number * 3, 1, `changed ${number}`);
    const text = `${lines.join('\n')}\n`;
    const name = number % 8 === 7 ? keyOf(`name ${number}`) : `file${number % 3}`;
    data.push(
      `commit refs/heads/main\ncommitter A <a@example.invalid> ${1_700_000_000 + number} +0000\n`,
      `data 9\nmessage ${number % 10}\nM 100644 inline ${name}\ndata ${text.length}\n${text}\n`,
    );
  }
  scratch.gitBytes(['fast-import', '--quiet'], data.join(''));
  return scratch;
}

describe('searchStore finds what git finds', () => {
  it.each([
    ['as it is', []],
    ['with short chains', ['--depth=1', '--window=10']],
    ['with long chains', ['--depth=4000', '--window=50']],
    ['without deltas', ['--depth=0', '--window=0']],
  ])('in one pack, %s', async (_, args) => {
    const scratch = withHistory();
    scratch.git('repack', '-adfq', ...args);
    const { hits } = await expectSame(await scratch.open());
    expect(new Set(hits.map(({ type }) => type))).toEqual(new Set(['blob', 'tree']));
  });

  it('with deltas that name their base by its id', async () => {
    const scratch = withHistory();
    scratch.git('config', 'repack.useDeltaBaseOffset', 'false');
    scratch.git('repack', '-adfq', '--depth=50');
    await expectSame(await scratch.open());
  });

  it('with ids of SHA-256', async () => {
    const scratch = withHistory(['--object-format=sha256']);
    scratch.git('repack', '-adfq', '--depth=50');
    scratch.hash(`loose ${keyOf('loose')}`);
    const { hits } = await expectSame(await scratch.open());
    expect(hits[0]?.id).toHaveLength(64);
  });

  it('with an index that keeps all offsets in its 64-bit table', async () => {
    const scratch = withHistory();
    scratch.git('-c', 'pack.indexVersion=2', 'repack', '-adfq');
    const pack = packFile(scratch);
    scratch.git('index-pack', '--index-version=2,0x40', '-o', join(scratch.path, 'new.idx'), pack);
    renameSync(join(scratch.path, 'new.idx'), packFile(scratch, '.idx'));
    await expectSame(await scratch.open());
  });

  it('in loose objects, several packs, and what is in more than one of them, once', async () => {
    const scratch = withHistory();
    scratch.git('repack', '-adfq');
    scratch.write('x.env', keyOf('x')).commit('two');
    scratch.git('repack', '-dq');
    // A second copy of everything, and loose ones of some.
    const pack = readFileSync(packFile(scratch));
    const other = new ScratchRepository();
    other.gitBytes(['unpack-objects', '-q'], pack);
    cpSync(join(other.path, '.git/objects'), join(scratch.path, '.git/objects'), { recursive: true });
    const others = scratch
      .git('rev-list', '--objects', '--all')
      .split('\n')
      .map((line) => line.slice(0, 40));
    scratch.gitBytes(
      ['pack-objects', '-q', join(packDirectory(scratch), 'pack')],
      others.slice(0, 20).join('\n'),
    );
    writeFileSync(scratch.objectFile(others[0]!).replace(/.{38}$/, 'tmp_obj_x'), 'left over');
    scratch.git('tag', '-a', 'v1', '-m', keyOf('tag'));
    scratch.hash('');
    expect(readdirSync(packDirectory(scratch)).filter((name) => name.endsWith('.pack'))).toHaveLength(3);
    await expectSame(await scratch.open());
  });

  it('in alternates of alternates, relative, quoted or from the environment', async () => {
    const far = withHistory();
    far.git('repack', '-adfq');
    const middle = new ScratchRepository();
    middle.write('m.env', keyOf('middle')).commit();
    const near = new ScratchRepository();
    near.write('n.env', keyOf('near')).commit();
    const info = (scratch: ScratchRepository) => join(scratch.path, '.git/objects/info/alternates');
    writeFileSync(info(middle), `# comment\n\n${join(far.path, '.git/objects')}\n`);
    writeFileSync(info(near), `"${join(middle.path, '.git/objects')}"\n`);
    const repository = await near.open();
    expect((await expectSame(repository)).objects).toBeGreaterThan(50);
    const fromHere = join('../../../..', middle.path.split('/').slice(-2).join('/'), '.git/objects');
    writeFileSync(info(near), `${fromHere}\n`);
    expect((await expectSame(repository)).objects).toBeGreaterThan(50);
    unlinkSync(info(near));
    const env = {
      ...repository.context.env,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: join(middle.path, '.git/objects'),
    };
    expect(
      (await expectSame({ ...repository, context: { ...repository.context, env } })).objects,
    ).toBeGreaterThan(50);
  });

  it('in the quarantine of a push', async () => {
    const scratch = withHistory();
    const quarantine = join(temporaryDirectory(), 'quarantine');
    mkdirSync(join(quarantine, 'pack'), { recursive: true });
    const repository = await scratch.open();
    const objects = join(scratch.path, '.git/objects');
    const env = {
      ...repository.context.env,
      GIT_OBJECT_DIRECTORY: quarantine,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: objects,
    };
    const { pack, index } = buildPack([{ type: 'blob', content: Buffer.from(keyOf('pushed')) }]);
    writeFileSync(join(quarantine, 'pack/pack-1.pack'), pack);
    writeFileSync(join(quarantine, 'pack/pack-1.idx'), index);
    const found = await expectSame({ ...repository, context: { ...repository.context, env } });
    expect(found.hits.some(({ size }) => size === 68)).toBe(true);
  });

  it.each(['dist', 'action'])('with several threads, in the same order: those of %s', async (folder) => {
    const workerUrl = new URL(`../../../${folder}/pack-worker.cjs`, import.meta.url);
    const scratch = withHistory();
    scratch.git('repack', '-adfq');
    const repository = await scratch.open();
    const alone = await read(repository);
    const many = await searchStore(repository, KEY_NEEDLE, {
      ...quiet,
      workerUrl,
      workersFromBytes: 1,
      jobs: 3,
    });
    expect(many?.hits).toEqual(alone?.hits);
    expect(many?.contents).toEqual(alone?.contents);
    expect(many?.contents.size).toBeGreaterThan(0);
    expect(many?.commitIds()).toEqual(alone?.commitIds());
    expect([many?.unreadIds, many?.objects, many?.bytes]).toEqual([
      alone?.unreadIds,
      alone?.objects,
      alone?.bytes,
    ]);
  });

  it('and keeps the contents of blobs that were hit, as many as there is room for', async () => {
    const scratch = new ScratchRepository();
    const noise = () => randomBytes(3_000_000).toString('base64');
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) scratch.write(name, keyOf(name) + noise());
    scratch.write('clean', noise()).commit();
    scratch.git('repack', '-adfq');
    const { hits, contents } = await expectSame(await scratch.open());
    expect(hits).toHaveLength(6);
    expect(contents.size).toBe(4);
    // However many packs there are.
    for (const name of ['g', 'h']) {
      scratch.write(name, keyOf(name) + noise()).commit();
      scratch.git('repack', '-dq');
    }
    const more = await expectSame(await scratch.open());
    expect(more.hits).toHaveLength(8);
    expect(more.contents.size).toBe(4);
  });

  it('and keeps no content of what was not asked for', async () => {
    const scratch = withHistory();
    scratch.git('repack', '-adfq', '--depth=50');
    const repository = await scratch.open();
    const all = await read(repository);
    const [first = '', second = ''] = [...(all?.contents.keys() ?? [])];
    const some = await searchStore(repository, KEY_NEEDLE, { ...quiet, onlyIds: [second, first] });
    const kept = [...(some?.contents.keys() ?? [])];
    // Of a hit that came along with a delta there is none at hand.
    expect(kept.length).toBeGreaterThan(0);
    expect([first, second]).toEqual(expect.arrayContaining(kept));
  });

  it('and leaves all to git where a thread ends before it has answered', async () => {
    const scratch = withHistory();
    scratch.git('repack', '-adfq');
    const repository = await scratch.open();
    const idle = join(temporaryDirectory(), 'idle.cjs');
    writeFileSync(idle, '');
    const options = { ...quiet, workerUrl: pathToFileURL(idle), workersFromBytes: 1, jobs: 2 };
    expect(await searchStore(repository, KEY_NEEDLE, options)).toBeUndefined();
  });

  it('in some of the objects, wherever they stand in their chains', async () => {
    const scratch = withHistory();
    scratch.git('repack', '-adfq', '--depth=50');
    scratch.write('loose.env', keyOf('loose')).commit();
    const repository = await scratch.open();
    const all = summary((await read(repository))!);
    const ids = scratch.git('cat-file', '--batch-all-objects', '--batch-check=%(objectname)').split('\n');
    const some = fc.subarray(ids, { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(some, async (onlyIds) => {
        const missing = 'f'.repeat(40);
        const found = await searchStore(repository, KEY_NEEDLE, { ...quiet, onlyIds: [...onlyIds, missing] });
        expect(found?.unreadIds).toEqual([missing]);
        const { hits, commitIds, objects } = summary(found!);
        expect(hits).toEqual(all.hits.filter((hit) => onlyIds.includes(hit.split(' ')[0]!)));
        expect(commitIds).toEqual(all.commitIds.filter((id) => onlyIds.includes(id)));
        expect(objects).toBe(onlyIds.length);
      }),
      { numRuns: 25 },
    );
  });

  it('in random histories, packed at random', async () => {
    const words = [
      'nee',
      'needle',
      'dle',
      'n',
      'e',
      'd',
      'l',
      'le.nd',
      'n\0e\0e\0',
      'd\0',
      'other words that fill a line',
      '\n',
    ];
    const search = new NeedleSearch(
      ['needle', 'le.nd', 'n\0e\0e\0d\0'].map((text) => ({
        bytes: Buffer.from(text, 'latin1'),
        skipsTrees: text.includes('\0'),
      })),
    );
    const edit = fc.record({
      at: fc.nat(400),
      remove: fc.nat(30),
      words: fc.array(fc.constantFrom(...words), { maxLength: 12 }),
    });
    const history = fc.record({
      start: fc.array(fc.constantFrom(...words), { minLength: 60, maxLength: 300 }),
      edits: fc.array(edit, { minLength: 3, maxLength: 30 }),
      depth: fc.constantFrom(1, 3, 50, 500),
      window: fc.constantFrom(2, 10, 100),
      byOffset: fc.boolean(),
      level: fc.constantFrom(0, 1, 9),
    });
    await fc.assert(
      fc.asyncProperty(history, async ({ start, edits, depth, window, byOffset, level }) => {
        const scratch = new ScratchRepository();
        let now = start;
        const versions = edits.map(({ at, remove, words: added }) => {
          const from = at % (now.length + 1);
          now = [...now.slice(0, from), ...added, ...now.slice(from + remove)];
          return Buffer.from(now.join(''), 'latin1');
        });
        const stream = versions.flatMap((text, mark) => [
          Buffer.from(`blob\nmark :${mark + 1}\ndata ${text.length}\n`),
          text,
          Buffer.from('\n'),
        ]);
        scratch.gitBytes(['-c', 'fastimport.unpackLimit=0', 'fast-import', '--quiet'], Buffer.concat(stream));
        const ids = scratch
          .git('cat-file', '--batch-all-objects', '--batch-check=%(objectname) name')
          .concat('\n');
        scratch.gitBytes(
          [
            '-c',
            `pack.compression=${level}`,
            'pack-objects',
            '-q',
            '--no-reuse-delta',
            `--depth=${depth}`,
            `--window=${window}`,
            ...(byOffset ? ['--delta-base-offset'] : []),
            join(packDirectory(scratch), 'pack'),
          ],
          ids,
        );
        await expectSame(await scratch.open(), search);
      }),
      { numRuns: 15 },
    );
  });
});

describe('searchObjects on a store that is damaged', () => {
  function damagedPack(): ScratchRepository {
    const scratch = withHistory();
    scratch.git('repack', '-adfq', '--depth=5');
    return scratch;
  }

  it('says the same with its own reader and without, whatever is damaged', async () => {
    const scratch = damagedPack();
    const repository = await scratch.open();
    const pack = packFile(scratch);
    const index = packFile(scratch, '.idx');
    const good = { pack: readFileSync(pack), index: readFileSync(index) };
    const damage = fc.record({
      inIndex: fc.boolean(),
      at: fc.nat(1_000_000),
      byte: fc.nat(255),
      cut: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ inIndex, at, byte, cut }) => {
        // Here, since a run that fails leaves its damage behind.
        writeFileSync(pack, good.pack);
        writeFileSync(index, good.index);
        const path = inIndex ? index : pack;
        const bytes = Buffer.from(inIndex ? good.index : good.pack);
        const place = at % bytes.length;
        if (!cut) bytes[place] = byte;
        writeFileSync(path, cut ? bytes.subarray(0, place) : bytes);
        const own = await searchObjects(repository, KEY_NEEDLE);
        const git = await streamed(repository);
        const ids = (one: ObjectSearch) => one.hits.map(({ id }) => id).sort();
        expect(ids(own)).toEqual(ids(git));
        expect(own.objects).toBe(git.objects);
        expect(own.skipped.length > 0).toBe(git.skipped.length > 0);
      }),
      { numRuns: 25 },
    );
  });

  it('reads another copy of what is damaged in one pack', async () => {
    const scratch = damagedPack();
    const pack = packFile(scratch);
    const whole = readFileSync(pack);
    const before = summary(await streamed(await scratch.open()));
    const ids = scratch.git('cat-file', '--batch-all-objects', '--batch-check=%(objectname)').concat('\n');
    const options = ['--window=0', '--no-reuse-delta'];
    scratch.gitBytes(['pack-objects', '-q', ...options, join(packDirectory(scratch), 'pack')], ids);
    whole.fill(0xff, 500, 900);
    writeFileSync(pack, whole);
    const { skipped, ...found } = await searchObjects(await scratch.open(), KEY_NEEDLE);
    expect(skipped).toEqual([]);
    expect(summary(found)).toEqual(before);
  });

  it('passes over a pack without an index, as git does, and gives up on what it does not know', async () => {
    const scratch = damagedPack();
    const index = packFile(scratch, '.idx');
    const kept = readFileSync(index);
    unlinkSync(index);
    expect((await read(await scratch.open()))?.objects).toBe(0);
    writeFileSync(index, kept.subarray(8));
    expect(await read(await scratch.open())).toBeUndefined();
    writeFileSync(index, kept);
    appendFileSync(packFile(scratch), 'more');
    expect(await read(await scratch.open())).toBeUndefined();
    truncateSync(packFile(scratch), 10);
    expect(await read(await scratch.open())).toBeUndefined();
  });

  it('names a pipe in the place of an object, and waits for it no more than git is let to', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a.env', keyOf('a')).commit();
    const id = 'ab'.repeat(20);
    mkdirSync(dirname(scratch.objectFile(id)), { recursive: true });
    execFileSync('mkfifo', [scratch.objectFile(id)]);
    const { hits, skipped } = await searchObjects(await scratch.open(), KEY_NEEDLE);
    expect(hits).toHaveLength(1);
    expect(skipped).toMatchObject([{ path: id, kind: 'unread' }]);
  });

  it('gives up on an alternate that is not there, and on alternates in a circle only once', async () => {
    const scratch = damagedPack();
    const alternates = join(scratch.path, '.git/objects/info/alternates');
    mkdirSync(join(scratch.path, '.git/objects/info'), { recursive: true });
    writeFileSync(alternates, `${scratch.path}/nowhere\n`);
    expect(await read(await scratch.open())).toBeUndefined();
    writeFileSync(alternates, `${scratch.path}/.git/objects\n`);
    await expectSame(await scratch.open());
  });

  it('goes on where the pack it reads is deleted', async () => {
    const scratch = damagedPack();
    const repository = await scratch.open();
    const before = summary(await streamed(repository));
    const found = await searchStore(repository, KEY_NEEDLE, {
      onProgress: () => {
        for (const name of readdirSync(packDirectory(scratch))) {
          chmodSync(join(packDirectory(scratch), name), 0o644);
          unlinkSync(join(packDirectory(scratch), name));
        }
      },
    });
    expect(found && summary(found)).toEqual(before);
  });
});
