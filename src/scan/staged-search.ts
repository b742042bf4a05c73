/**
 * The first look at what a commit would add: which blobs the needles hit. Nearly all commits are done with it, so it
 * loads nothing that tells keys, and makes no report.
 */
import { isContainerByName } from '../containers/format.ts';
import type { Rule } from '../core/rule.ts';
import { anchorsOf } from '../detect/arranged-needles.ts';
import { type StagedChange, type StagedEntry, stagedChange } from '../git/index-state.ts';
import { totalOf } from '../git/object-search.ts';
import type { Repository } from '../git/repository.ts';
import type { GitResult } from '../git/run.ts';
import { searchAtOnce, type UnreadObject } from '../git/search-lane.ts';
import { allNeedlesSearch } from './needles-at-hand.ts';

export interface StagedSearch {
  readonly change: StagedChange;
  /** Ids of blobs that hold a needle. */
  readonly hits: ReadonlySet<string>;
  readonly unread: readonly UnreadObject[];
  readonly objects: number;
  readonly bytes: number;
}

/** Throws INCOMPLETE where git does not tell what is staged. `diff` is that of `stagedDiff`, if it was asked already. */
export async function searchStaged(
  repository: Repository,
  rules: readonly Rule[],
  signal?: AbortSignal,
  diff?: Promise<GitResult>,
): Promise<StagedSearch> {
  const search = await allNeedlesSearch(rules);
  const change = await stagedChange(repository, signal, await diff);
  const ids = new Set(change.entries.map(({ object }) => object));
  const lanes = await searchAtOnce([...ids], { repository, search, signal });
  return {
    change,
    hits: new Set(lanes.flatMap(({ batch }) => batch.hits.map(({ id }) => id))),
    unread: lanes.flatMap(({ unread }) => unread),
    ...totalOf(lanes),
  };
}

/** Whether a scan would find nothing, and have nothing to say: whoever is not sure runs it. */
export function isClean({ change, hits, unread }: StagedSearch, rules: readonly Rule[]): boolean {
  if (hits.size > 0 || unread.length > 0) return false;
  const anchors = anchorsOf(rules);
  return !change.entries.some((entry) => isContainerByName(entry.path) || mayNameKey(entry, anchors));
}

/** A name that HEAD has already blocks nothing. */
function mayNameKey({ path, headObject }: StagedEntry, anchors: readonly string[]): boolean {
  return headObject === undefined && anchors.some((anchor) => path.includes(anchor));
}
