/**
 * The reader against git on repositories that git made and packed: 800 of the 2,000 of the differential test. The
 * others are packs that no git writes, in `differential-packs.test.ts`. Each has a history of its own.
 * The reader names objects; where in them is what a search of what git prints for each says, as in a scan. That must
 * be the same places that a plain search of everything from `cat-file --batch-all-objects` gives.
 *
 * One repository alone: `TTLEAKS_DIFFERENTIAL=137 npx vitest run test/git/pack/differential-repositories.test.ts`.
 */
import { describe, expect, it, vi } from 'vitest';
import type { NeedleSearch } from '../../../src/core/needle-search.ts';
import { ObjectReader } from '../../../src/git/object-reader.ts';
import { searchObjects } from '../../../src/git/object-stream.ts';
import type { Repository } from '../../../src/git/repository.ts';
import { temporaryDirectory } from '../scratch-repository.ts';
import { isOneAlone, numbersToRun } from './differential-numbers.ts';
import { type KeySeam, keySeams } from './key-seams.ts';
import {
  idsOf,
  KEYS,
  objectsIn,
  type PlainObject,
  PREFILTER,
  plainPlaces,
  WHOLE_KEYS,
} from './needle-sets.ts';
import { fastImportStream, type HistoryPlan, historyPlan } from './random-history.ts';
import { PACKINGS, PackedStore, packingOf } from './random-packing.ts';
import { smallest } from './smallest.ts';

const REPOSITORIES = 800;
const REPOSITORIES_A_TEST = 25;

/** What git was run with. The reader must not have left all to the stream, which is what it falls back to. */
const runs = vi.hoisted(() => [] as (readonly string[])[]);

vi.mock(import('../../../src/git/run.ts'), async (load) => {
  const real = await load();
  return {
    ...real,
    streamGit: (context, args, options) => {
      runs.push(args);
      return real.streamGit(context, args, options);
    },
  };
});

/** Of all repositories that were tried. */
const seams: KeySeam[] = [];

interface Answer {
  readonly places: readonly string[];
  readonly hits: readonly string[];
  readonly commitIds: readonly string[];
  readonly objects: number;
  readonly bytes: number;
  readonly skipped: readonly unknown[];
}

async function byReader(repository: Repository, search: NeedleSearch, reader: ObjectReader): Promise<Answer> {
  runs.length = 0;
  const { hits, commitIds, objects, bytes, skipped } = await searchObjects(repository, search);
  if (runs.some((args) => args[0] === 'cat-file')) throw new Error('the reader gave up');
  const places: string[] = [];
  for (const { id } of hits) {
    const { bytes: content } = await reader.readWhole(id);
    places.push(...search.hits(content).map((at) => `${id}:${at}`));
  }
  return {
    places: places.sort(),
    hits: hits.map(({ id, type, size }) => `${id} ${type} ${size}`).sort(),
    commitIds: [...commitIds()].sort(),
    objects,
    bytes,
    skipped,
  };
}

function byTheBook(objects: readonly PlainObject[], search: NeedleSearch): Answer {
  const places = plainPlaces(objects, search.needles);
  const ids = new Set(idsOf(places));
  return {
    places,
    hits: objects
      .filter(({ id }) => ids.has(id))
      .map(({ id, type, content }) => `${id} ${type} ${content.length}`)
      .sort(),
    commitIds: objects.flatMap(({ id, type }) => (type === 'commit' ? [id] : [])).sort(),
    objects: objects.length,
    bytes: objects.reduce((sum, { content }) => sum + content.length, 0),
    skipped: [],
  };
}

/** What differs, or nothing. */
async function difference(plan: HistoryPlan, directory: string): Promise<string | undefined> {
  const store = new PackedStore(directory, packingOf(plan.number));
  try {
    store.import(fastImportStream(plan));
    const objects = objectsIn(store.print());
    seams.push(...keySeams(store, objects));
    const repository = await store.open();
    const reader = new ObjectReader(repository);
    try {
      for (const search of [PREFILTER, WHOLE_KEYS]) {
        const found = JSON.stringify(await byReader(repository, search, reader));
        const expected = JSON.stringify(byTheBook(objects, search));
        if (found !== expected) return `found    ${found}\nexpected ${expected}`;
      }
      return undefined;
    } finally {
      reader.close();
    }
  } finally {
    store.remove();
  }
}

async function explain(plan: HistoryPlan, directory: string, first: string): Promise<Error> {
  const fails = async (steps: HistoryPlan['steps']) =>
    (await difference({ ...plan, steps }, directory).catch(() => undefined)) !== undefined;
  const steps = await smallest(plan.steps, fails);
  const stream = fastImportStream({ ...plan, steps }).toString('latin1');
  return new Error(
    `repository ${plan.number} (TTLEAKS_DIFFERENTIAL=${plan.number}), ${JSON.stringify(packingOf(plan.number))}:\n` +
      `${first}\nsmallest: ${await difference({ ...plan, steps }, directory)}\nof ${stream.slice(0, 8000)}`,
  );
}

describe('repositories with histories made at random', () => {
  it('are packed in every way equally often', () => {
    const counts = new Map<string, number>();
    for (let number = 0; number < REPOSITORIES; number++) {
      const { kind } = packingOf(number);
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    expect(Object.fromEntries(counts)).toEqual(
      Object.fromEntries(PACKINGS.map((kind) => [kind, REPOSITORIES / PACKINGS.length])),
    );
  });

  it.each(numbersToRun(REPOSITORIES, REPOSITORIES_A_TEST))(
    'hit where git, and a plain search of what it prints, say: $first to $last',
    async ({ numbers }) => {
      const directory = temporaryDirectory();
      for (const number of numbers) {
        const plan = historyPlan(number);
        const found = await difference(plan, directory);
        if (found !== undefined) throw await explain(plan, directory, found);
      }
    },
    120_000,
  );

  it('had deltas of git that cut keys behind every byte, at every kind of seam', (context) => {
    if (isOneAlone()) context.skip();
    const cuts = new Set(seams.map(({ cut }) => cut));
    expect(cuts.size).toBe(KEYS[0]!.length - 1);
    const kinds = new Map<string, number>();
    for (const { kind } of seams) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    expect([...kinds.keys()].sort()).toEqual(['copy|copy', 'copy|insert', 'insert|copy', 'insert|insert']);
    // Of several thousand: another git may choose other deltas.
    expect(seams.length).toBeGreaterThan(2000);
    expect(Math.min(...kinds.values())).toBeGreaterThan(20);
  });
});
