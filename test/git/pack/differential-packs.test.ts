/**
 * The reader against git on packs that no git writes but every git reads: 1,200 of the 2,000 repositories of the
 * differential test. The others, which git packs itself, are in `differential-repositories.test.ts`.
 * `index-pack` must accept each pack, and what `cat-file --batch` prints of it is searched by the book.
 *
 * One pack alone: `TTLEAKS_DIFFERENTIAL=137 npx vitest run test/git/pack/differential-packs.test.ts`.
 */
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Needle } from '../../../src/core/needle-search.ts';
import { ScratchRepository } from '../scratch-repository.ts';
import { numbersToRun } from './differential-numbers.ts';
import { idsOf, objectsIn, type PlainObject, plainPlaces } from './needle-sets.ts';
import { buildPack } from './pack-builder.ts';
import { PACK_SHAPES, type PackPlan, packEntries, packPlan, shapeOf } from './random-pack.ts';
import { type BuiltFindings, searchBuilt } from './search-built.ts';
import { smallest } from './smallest.ts';

const PACKS = 1200;
const PACKS_A_TEST = 25;

interface Stores {
  readonly sha1: ScratchRepository;
  readonly sha256: ScratchRepository;
}

/** As the reader would put it. */
function byTheBook(objects: readonly PlainObject[], needles: readonly Needle[]): BuiltFindings {
  return {
    hitIds: idsOf(plainPlaces(objects, needles)),
    unreadIds: [],
    objects: objects.length,
    bytes: objects.reduce((sum, { content }) => sum + content.length, 0),
  };
}

/** What differs, or nothing. */
function difference(plan: PackPlan, { [plan.hash]: store }: Stores): string | undefined {
  const entries = packEntries(plan);
  if (entries.length === 0) return undefined;
  const built = buildPack(entries, { hash: plan.hash });
  const answer = store.gitBytes(['index-pack', '--stdin', '--threads=1'], built.pack).toString('latin1');
  const path = join(store.path, `.git/objects/pack/pack-${answer.split('\t')[1]?.trim()}`);
  // Byte for byte: the builder's own index can be trusted wherever no git is asked.
  expect(built.index.equals(readFileSync(`${path}.idx`))).toBe(true);
  const ids = built.objects.map(({ id }) => `${id}\n`).join('');
  const objects = objectsIn(store.gitBytes(['cat-file', '--batch', '--buffer'], ids));
  const idBytes = plan.hash === 'sha256' ? 32 : 20;
  const fd = openSync(`${path}.pack`, 'r');
  try {
    // One needle by itself too: a hit must not hide that another is missed.
    const alone = [plan.needles[plan.number % plan.needles.length]!];
    for (const needles of [plan.needles, alone]) {
      const expected = JSON.stringify(byTheBook(objects, needles));
      const found = JSON.stringify(searchBuilt(built, needles, { idBytes }));
      if (found !== expected) return `found    ${found}\nexpected ${expected}`;
    }
    const inBlocks = JSON.stringify(searchBuilt(built, plan.needles, { idBytes, fd }));
    const expected = JSON.stringify(byTheBook(objects, plan.needles));
    return inBlocks === expected ? undefined : `in blocks: ${inBlocks}\nexpected   ${expected}`;
  } finally {
    closeSync(fd);
  }
}

async function explain(plan: PackPlan, stores: Stores, first: string): Promise<Error> {
  const fails = async (parts: PackPlan['parts']) => difference({ ...plan, parts }, stores) !== undefined;
  const parts = await smallest(plan.parts, fails);
  const entries = packEntries({ ...plan, parts });
  const shown = JSON.stringify(entries, (_, value) =>
    value?.type === 'Buffer' ? Buffer.from(value.data).toString('latin1') : value,
  );
  return new Error(
    `pack ${plan.number} (TTLEAKS_DIFFERENTIAL=${plan.number}), ${plan.shape}, ${plan.hash}:\n${first}\n` +
      `smallest: ${difference({ ...plan, parts }, stores)}\nof ${shown.slice(0, 4000)}`,
  );
}

describe('packs with deltas made at random', () => {
  it('come in every shape', () => {
    const counts = new Map<string, number>();
    for (let number = 0; number < PACKS; number++)
      counts.set(shapeOf(number), (counts.get(shapeOf(number)) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual({
      'few entries': 158,
      'long chain': 158,
      'many children': 158,
      'bases behind their deltas': 158,
      'trees, commits and tags': 158,
      'many needles in a base': 159,
      'copies of 64 KiB': 158,
      'more small entries than are logged at once': 30,
      'more bases than are held at once': 30,
      'pieces for several threads': 30,
      'copies from beyond 16 MiB': 3,
    });
    expect([...counts.keys()].sort()).toEqual([...PACK_SHAPES].sort());
  });

  it.each(numbersToRun(PACKS, PACKS_A_TEST))(
    'hit where git, and a plain search of what it rebuilds, say: $first to $last',
    async ({ numbers }) => {
      const stores = {
        sha1: new ScratchRepository(),
        sha256: new ScratchRepository({ args: ['--object-format=sha256'] }),
      };
      for (const number of numbers) {
        const plan = packPlan(number);
        const found = difference(plan, stores);
        if (found !== undefined) throw await explain(plan, stores, found);
      }
    },
    120_000,
  );
});
