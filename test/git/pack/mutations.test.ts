/**
 * The differential tests, tested: with any single rule of the reader broken, they must fail. Each broken reader is
 * bundled from changed sources and run, in a thread of its own, on packs that every shape and every set of needles of
 * `differential-packs.test.ts` has a part in, or on those of `strict-packs.test.ts`.
 */
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build, type Plugin } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { watModules } from '../../../wat-module-plugin.ts';
import { CHANCE_MUTATIONS } from './chance-mutations.ts';
import type { Trial, Verdict } from './mutant.ts';
import { MUTATIONS, type Mutation } from './mutations.ts';
import { buildPack } from './pack-builder.ts';
import { packEntries, packPlan } from './random-pack.ts';
import { ROW_MUTATIONS } from './row-mutations.ts';
import { plainSearch } from './search-built.ts';
import { chanceTrial, rowTrial, type StrictTrial } from './strict-trials.ts';

const SOURCES = fileURLToPath(new URL('../../../src/git/pack/', import.meta.url));
/** All sets of needles in all small shapes, and some of each large one. */
const NUMBERS = [...Array(140).keys(), 147, 187, 407];
const CHANCE_PACKS = 1200;
const ROW_PACKS = 900;

let directory: string;
const trials: Trial[] = [];
const chanceTrials: Trial[] = [];
const rowTrials: Trial[] = [];

beforeAll(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'ttleaks-mutations-')));
  for (const number of NUMBERS) {
    const plan = packPlan(number);
    const built = buildPack(packEntries(plan), { hash: plan.hash });
    trials.push({
      kind: 'needles',
      number,
      // In shared memory: it is handed to each of the threads.
      pack: sharedCopy(built.pack),
      index: sharedCopy(built.index),
      needles: plan.needles,
      idBytes: plan.hash === 'sha256' ? 32 : 20,
      expected: {
        hitIds: plainSearch(built, plan.needles),
        unreadIds: [],
        objects: built.objects.length,
        bytes: built.objects.reduce((sum, { content }) => sum + content.length, 0),
      },
    });
  }
  for (let number = 0; number < CHANCE_PACKS; number++)
    chanceTrials.push(inSharedMemory(chanceTrial(number), number));
  for (let number = 0; number < ROW_PACKS; number++) rowTrials.push(inSharedMemory(rowTrial(number), number));
}, 120_000);

afterAll(() => rmSync(directory, { recursive: true, force: true }));

function inSharedMemory(trial: StrictTrial, number: number): Trial {
  return { ...trial, number, pack: sharedCopy(trial.pack), index: sharedCopy(trial.index) };
}

function sharedCopy(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

/** Throws where the snippet does not stand once in its file: the sources have changed, and the mutation must too. */
function mutated({ name, file, from, to }: Mutation): string {
  const parts = readFileSync(join(SOURCES, file), 'utf8').split(from);
  if (parts.length !== 2) throw new Error(`${name}: ${parts.length - 1} times in ${file}: ${from}`);
  return parts.join(to);
}

function mutatingPlugin(mutation: Mutation): Plugin {
  const text = mutated(mutation);
  return {
    name: 'mutation',
    async load(id) {
      if (id !== join(SOURCES, mutation.file)) return undefined;
      if (!id.endsWith('.wat')) return { code: text, moduleType: 'ts' };
      const copy = join(directory, 'mutated.wat');
      writeFileSync(copy, text);
      return await watModules().load(copy);
    },
  };
}

async function bundled(mutation: Mutation | undefined): Promise<string> {
  const file = join(directory, 'mutant.mjs');
  await build({
    input: fileURLToPath(new URL('mutant.ts', import.meta.url)),
    platform: 'node',
    plugins: [...(mutation ? [mutatingPlugin(mutation)] : []), watModules()],
    logLevel: 'silent',
    output: { file, format: 'esm' },
  });
  return file;
}

async function verdictOn(workerData: readonly Trial[], mutation?: Mutation): Promise<Verdict> {
  const worker = new Worker(await bundled(mutation), { workerData });
  try {
    return await new Promise<Verdict>((resolve, reject) =>
      worker.once('message', resolve).once('error', reject),
    );
  } finally {
    await worker.terminate();
  }
}

const GROUPS = [
  { of: 'needles', trials, mutations: MUTATIONS },
  { of: 'hits that are judged', trials: chanceTrials, mutations: CHANCE_MUTATIONS },
  { of: 'what comes together from pieces', trials: rowTrials, mutations: ROW_MUTATIONS },
];

describe.each(GROUPS)('the differential test of $of', ({ trials: packs, mutations }) => {
  it('finds nothing wrong with the reader as it is', async () => {
    expect(await verdictOn(packs)).toBeUndefined();
  }, 60_000);

  it.each(mutations.map((mutation) => [mutation.name, mutation] as const))(
    'finds out when %s',
    async (_, mutation) => {
      expect(await verdictOn(packs, mutation)).toBeTypeOf('number');
    },
    60_000,
  );
});
