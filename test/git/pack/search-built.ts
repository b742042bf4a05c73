/** Searches a pack that was built in memory, without a repository around it. */
import type { HitCheck } from '../../../src/core/hit-trial.ts';
import type { Needle, Sought } from '../../../src/core/needle-search.ts';
import { lostEntries, readForest } from '../../../src/git/pack/forest.ts';
import { PackIndex } from '../../../src/git/pack/pack-index.ts';
import { PieceWork, shared } from '../../../src/git/pack/pack-pieces.ts';
import { NeedleSeams, Workbench } from '../../../src/git/pack/workbench.ts';
import type { BuiltPack } from './pack-builder.ts';

const benches = { 20: new Workbench(20), 32: new Workbench(32) };

export interface BuiltFindings {
  readonly hitIds: readonly string[];
  readonly unreadIds: readonly string[];
  readonly objects: number;
  readonly bytes: number;
}

export function needlesOf(...texts: readonly string[]): Needle[] {
  return texts.map((text) => ({ bytes: Buffer.from(text, 'latin1'), skipsTrees: text.includes('\0') }));
}

interface SearchChoices {
  readonly fd?: number;
  readonly idBytes?: 20 | 32;
  readonly turns?: readonly number[];
  readonly check?: HitCheck;
}

/** From memory, or through a descriptor, in blocks; by several who take the pieces in turns, as threads would. */
export function searchBuilt(
  { pack, index: indexBytes }: Pick<BuiltPack, 'pack' | 'index'>,
  needles: readonly Needle[] | Sought,
  { fd, idBytes = 20, turns = [0], check }: SearchChoices = {},
): BuiltFindings {
  const index = new PackIndex(indexBytes, idBytes, pack.length);
  const whole = fd === undefined ? Buffer.from(new SharedArrayBuffer(pack.length)) : undefined;
  whole?.set(pack);
  const bytes = { fd: fd ?? -1, size: pack.length, whole };
  const forest = readForest(index, bytes);
  const isElsewhere = new Uint8Array(index.count);
  const task = shared({ ...bytes, forest, isElsewhere, ids: index.ids, ranks: index.ranks });
  // Threads have memory of their own: nothing in that of one may matter to the next.
  const works = [...new Set(turns)].map((_, place) => {
    const bench = place === 0 ? benches[idBytes] : new Workbench(idBytes);
    const sought = 'hasEncodedText' in needles ? needles : { needles, hasEncodedText: false };
    return new PieceWork(task, bench, new NeedleSeams(bench, sought, check));
  });
  for (let turn = 0; works[turns[turn % turns.length]!]!.doNext(); turn++);
  const found = works.map((work) => work.found);
  const unread = [...found.flatMap((one) => one.unread), ...lostEntries(forest)];
  return {
    hitIds: found.flatMap(({ hits }) => hits.map(({ entry }) => index.idOf(entry))).sort(),
    unreadIds: unread.map((entry) => index.idOf(entry)).sort(),
    objects: found.reduce((sum, { objects }) => sum + objects, 0),
    bytes: found.reduce((sum, one) => sum + one.bytes, 0),
  };
}

/** The same by the book: every object is looked through whole. */
export function plainSearch({ objects }: BuiltPack, needles: readonly Needle[]): string[] {
  return objects
    .filter(({ type, content }) =>
      needles.some(
        ({ bytes, skipsTrees }) => !(skipsTrees && type === 'tree') && content.includes(Buffer.from(bytes)),
      ),
    )
    .map(({ id }) => id)
    .sort();
}
