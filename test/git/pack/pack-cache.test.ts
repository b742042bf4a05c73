import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NeedleSearch } from '../../../src/core/needle-search.ts';
import { gapsInStore, readBesides } from '../../../src/git/completeness.ts';
import type { ObjectSearch } from '../../../src/git/object-search.ts';
import { searchObjects } from '../../../src/git/object-stream.ts';
import { readTipNames, readTips } from '../../../src/git/refs.ts';
import type { Repository } from '../../../src/git/repository.ts';
import { KEY_NEEDLE, keyOf, ScratchRepository, temporaryDirectory } from '../scratch-repository.ts';

const SECRET = randomBytes(32);

function search(
  repository: Repository,
  cacheSecret: Uint8Array = SECRET,
  needles = KEY_NEEDLE,
): Promise<ObjectSearch> {
  return searchObjects(repository, needles, { cacheSecret });
}

/** Large enough to be kept: what does not shrink fills it. */
function packed(): ScratchRepository {
  const scratch = new ScratchRepository();
  for (let number = 0; number < 4; number++) {
    scratch
      .write(`noise-${number}`, randomBytes(40_000))
      .write('a.env', `x = ${keyOf(number)}\n`)
      .commit();
  }
  scratch.git('repack', '-adfq');
  return scratch;
}

function directoryOf(scratch: ScratchRepository): string {
  return join(scratch.path, '.git/ttleaks');
}

function filesOf(scratch: ScratchRepository): string[] {
  return existsSync(directoryOf(scratch)) ? readdirSync(directoryOf(scratch)) : [];
}

function outcome({ hits, commits, commitIds, objects, bytes, skipped }: ObjectSearch) {
  return { hits, commits, commitIds: commitIds(), objects, bytes, skipped };
}

describe('what the search of a pack gave', () => {
  it('is used by the next search, which reads nothing of the pack and says the same', async () => {
    const scratch = packed();
    const repository = await scratch.open();
    const first = await search(repository);
    const second = await search(repository);
    expect(first.counts.storedBytes).toBeGreaterThan(100_000);
    expect(second.counts.storedBytes).toBe(0);
    expect(second.counts.cachedBytes).toBeGreaterThan(100_000);
    expect(outcome(second)).toEqual(outcome(first));
    expect(first.hits).not.toEqual([]);
  });

  it('is told apart by what is sought', async () => {
    const scratch = packed();
    const repository = await scratch.open();
    await search(repository);
    const other = new NeedleSearch([{ bytes: Buffer.from('x = '), skipsTrees: false }]);
    const found = await search(repository, SECRET, other);
    expect(found.counts.cachedBytes).toBe(0);
    expect(found.hits).toHaveLength(4);
  });

  it('is joined with what has been added since', async () => {
    const scratch = packed();
    await search(await scratch.open());
    scratch.write('new.env', keyOf('new')).commit();
    const repository = await scratch.open();
    const found = await search(repository);
    expect(found.counts.cachedBytes).toBeGreaterThan(100_000);
    expect(found.counts.storedBytes).toBeLessThan(2_000);
    expect(found.hits).toHaveLength(5);
    scratch.git('repack', '-dq');
    expect(outcome(await search(await scratch.open())).hits).toHaveLength(5);
  });

  it('tells what is missing as the search itself does', async () => {
    const scratch = packed();
    scratch.git('repack', '-adfq');
    const lost = scratch.git('rev-parse', 'HEAD~2:noise-1');
    const ids = scratch.git('cat-file', '--batch-all-objects', '--batch-check=%(objectname)').split('\n');
    const directory = join(scratch.path, '.git/objects/pack');
    const old = readdirSync(directory);
    scratch.gitBytes(
      ['pack-objects', '-q', join(directory, 'pack')],
      ids.filter((id) => id !== lost).join('\n'),
    );
    for (const name of old) rmSync(join(directory, name), { force: true });
    scratch.git('update-index', '--force-remove', 'noise-1');
    const repository = await scratch.open();
    const tips = await readTips(repository);
    for (let turn = 0; turn < 2; turn++) {
      const { links, counts } = await search(repository);
      expect(counts.cachedBytes > 0).toBe(turn === 1);
      expect(links?.missingFrom(links.numbersOf(tips.heads))).toEqual([lost]);
      const besides = await readBesides(repository);
      const names = await readTipNames(repository);
      const gaps = await gapsInStore({ repository, names, links, besides });
      expect(gaps?.map(({ path }) => path)).toEqual([lost]);
    }
  });

  it('is forgotten with its pack', async () => {
    const scratch = packed();
    await search(await scratch.open());
    const [before] = filesOf(scratch);
    scratch.write('more', randomBytes(90_000)).commit();
    scratch.git('repack', '-adfq');
    await search(await scratch.open());
    expect(filesOf(scratch)).toHaveLength(1);
    expect(filesOf(scratch)[0]).not.toBe(before);
  });

  it('is forgotten when it was for something else, and that is long ago', async () => {
    const scratch = packed();
    const repository = await scratch.open();
    const other = new NeedleSearch([{ bytes: Buffer.from('x = '), skipsTrees: false }]);
    await search(repository, SECRET, other);
    const [old = ''] = filesOf(scratch);
    await search(repository);
    expect(filesOf(scratch)).toHaveLength(2);
    const longAgo = new Date(Date.now() - 40 * 24 * 60 * 60 * 1000);
    for (const name of filesOf(scratch)) utimesSync(join(directoryOf(scratch), name), longAgo, longAgo);
    await search(repository);
    expect(filesOf(scratch)).toHaveLength(1);
    expect(filesOf(scratch)).not.toContain(old);
  });

  it('holds no byte of a key', async () => {
    const scratch = packed();
    await search(await scratch.open());
    for (const name of filesOf(scratch)) {
      const bytes = readFileSync(join(directoryOf(scratch), name));
      for (let number = 0; number < 4; number++)
        expect(bytes.includes(keyOf(number).slice(4, 16))).toBe(false);
    }
  });
});

describe('what lies in the repository', () => {
  it('is not believed when it is damaged, and that is said', async () => {
    const scratch = packed();
    const repository = await scratch.open();
    const first = await search(repository);
    const file = join(directoryOf(scratch), filesOf(scratch)[0]!);
    const good = readFileSync(file);
    for (const bad of [
      good.subarray(0, 40),
      Buffer.alloc(0),
      Buffer.alloc(good.length),
      Buffer.from(good).fill(0xff, 40, 44),
    ]) {
      writeFileSync(file, bad);
      const found = await search(repository);
      expect(outcome(found)).toEqual(outcome(first));
      expect(found.warnings.join()).toMatch(/is damaged, and was not used/);
      // And mended.
      expect((await search(repository)).warnings).toEqual([]);
    }
  });

  it('is not believed when another has signed it', async () => {
    const scratch = packed();
    const repository = await scratch.open();
    await search(repository, randomBytes(32));
    const found = await search(repository);
    expect(found.counts.cachedBytes).toBe(0);
    expect(found.warnings).toEqual([]);
  });

  it('of one pack is not that of another', async () => {
    const [one, two] = [packed(), packed()];
    await search(await one.open());
    await search(await two.open());
    const [from, to] = [one, two].map((scratch) => join(directoryOf(scratch), filesOf(scratch)[0]!));
    writeFileSync(to!, readFileSync(from!));
    const found = await search(await two.open());
    expect(found.counts.cachedBytes).toBe(0);
    expect(found.hits).toHaveLength(4);
  });

  it('is left alone where it is a link, and where nothing can be written', async () => {
    const elsewhere = temporaryDirectory();
    const linked = packed();
    symlinkSync(elsewhere, directoryOf(linked));
    expect((await search(await linked.open())).hits).toHaveLength(4);
    expect(readdirSync(elsewhere)).toEqual([]);
    const full = packed();
    mkdirSync(directoryOf(full));
    chmodSync(directoryOf(full), 0o500);
    expect((await search(await full.open())).hits).toHaveLength(4);
  });
});
