/** The answer does not depend on how many threads look for it, or on which of them takes which piece. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { searchObjects } from '../../../src/git/object-stream.ts';
import { searchStore } from '../../../src/git/pack/store-search.ts';
import type { Repository } from '../../../src/git/repository.ts';
import { watModules } from '../../../wat-module-plugin.ts';
import { temporaryDirectory } from '../scratch-repository.ts';
import { KEYS, PREFILTER, WHOLE_KEYS } from './needle-sets.ts';
import { buildPack } from './pack-builder.ts';
import { fastImportStream, historyPlan } from './random-history.ts';
import { packEntries, packPlan, shapeOf } from './random-pack.ts';
import { PackedStore, packingOf } from './random-packing.ts';
import { plainSearch, searchBuilt } from './search-built.ts';
import { Seeded } from './seeded.ts';

const started = vi.hoisted(() => ({ workers: 0 }));

vi.mock(import('node:worker_threads'), async (load) => {
  const real = await load();
  class CountedWorker extends real.Worker {
    constructor(...args: ConstructorParameters<typeof real.Worker>) {
      super(...args);
      started.workers++;
    }
  }
  return { ...real, Worker: CountedWorker };
});

let bundle: string;

/** From the sources as they are, not from what was built some time ago. */
beforeAll(async () => {
  bundle = realpathSync(mkdtempSync(join(tmpdir(), 'ttleaks-worker-')));
  await build({
    input: fileURLToPath(new URL('../../../src/scan/pack-worker.ts', import.meta.url)),
    platform: 'node',
    plugins: [watModules()],
    logLevel: 'silent',
    output: { file: join(bundle, 'pack-worker.mjs'), format: 'esm' },
  });
});

afterAll(() => rmSync(bundle, { recursive: true, force: true }));

async function searchedBy(threads: number, repository: Repository, search = PREFILTER) {
  started.workers = 0;
  const found = await searchStore(repository, search, {
    onProgress: () => {},
    jobs: threads + 1,
    workersFromBytes: 1,
    workerUrl: pathToFileURL(join(bundle, 'pack-worker.mjs')),
  });
  expect(started.workers).toBe(threads);
  if (found === undefined) throw new Error('the reader gave up');
  const { commitIds, links: _, contents, ...rest } = found;
  return { ...rest, commitIds: commitIds(), contents: [...contents.keys()].sort() };
}

/** Beside the history: noise with keys in it, so that a pack has many pieces of work, and versions of each. */
function largeBlobs(random: Seeded): Buffer {
  const parts: Buffer[] = [];
  const add = (content: Buffer) =>
    parts.push(Buffer.from(`blob\ndata ${content.length}\n`), content, Buffer.from('\n'));
  for (let number = 0; number < 7; number++) {
    let content = random.bytes(200_000);
    for (let version = 0; version < 5; version++) {
      add(content);
      const at = random.below(content.length);
      const key = Buffer.from(random.pick(KEYS)).subarray(0, random.oneIn(2) ? undefined : -1);
      content = Buffer.concat([content.subarray(0, at), key, content.subarray(at + 1000)]);
    }
  }
  return Buffer.concat(parts);
}

describe('with any number of threads, the answer is the same', () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7])('in a repository of many pieces: %i', async (number) => {
    const packing = {
      ...packingOf(number * 7),
      kind: number % 2 === 0 ? 'repacked, unreachable kept' : 'several packs',
    } as const;
    const store = new PackedStore(temporaryDirectory(), packing);
    store.import(Buffer.concat([fastImportStream(historyPlan(number)), largeBlobs(new Seeded(number))]));
    const repository = await store.open();
    for (const search of [PREFILTER, WHOLE_KEYS]) {
      const alone = await searchedBy(0, repository, search);
      expect(alone.hits.length).toBeGreaterThan(10);
      // In the same order too.
      expect(await searchedBy(1, repository, search)).toEqual(alone);
      expect(await searchedBy(3, repository, search)).toEqual(alone);
      const { hits, objects, bytes } = await searchObjects(repository, search);
      expect({ hits, objects, bytes }).toEqual({
        hits: alone.hits,
        objects: alone.objects,
        bytes: alone.bytes,
      });
    }
  });

  const numbers = Array.from({ length: 1200 }, (_, number) => number);
  const inPieces = numbers.filter((number) => shapeOf(number) === 'pieces for several threads').slice(0, 10);

  it.each(inPieces)('whoever of them takes which piece of pack %i', (number) => {
    const { hash, needles, ...plan } = packPlan(number);
    const built = buildPack(packEntries({ hash, ...plan }), { hash });
    const idBytes = hash === 'sha256' ? 32 : 20;
    const random = new Seeded(number);
    for (const threads of [2, 4]) {
      const turns = [...Array(threads).keys(), ...random.list(20, () => random.below(threads))];
      expect(searchBuilt(built, needles, { idBytes, turns })).toEqual(
        searchBuilt(built, needles, { idBytes }),
      );
    }
    expect(searchBuilt(built, needles, { idBytes }).hitIds).toEqual(plainSearch(built, needles));
  });
});
