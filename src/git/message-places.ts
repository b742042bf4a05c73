/** Who can see a commit or tag object whose own text holds a key. */

import type { ObjectType } from './batch-search.ts';
import { ancestorsAmong } from './commit-walk.ts';
import { linesOf } from './lines.ts';
import type { Tips } from './refs.ts';
import type { Repository } from './repository.ts';
import { streamGit } from './run.ts';

export interface MessageObject {
  readonly id: string;
  readonly type: ObjectType;
}

export interface MessagePlace {
  /** Full names, sorted: refs whose tip is the commit, or that name the tag object. */
  readonly refs: readonly string[];
  readonly inHead: boolean;
  /** From a ref, HEAD or a reflog. */
  readonly isReachable: boolean;
}

export async function messagePlaces(
  repository: Repository,
  objects: readonly MessageObject[],
  tips: Tips,
  signal?: AbortSignal,
): Promise<Map<string, MessagePlace>> {
  const commits = new Set(objects.filter(({ type }) => type === 'commit').map(({ id }) => id));
  const head = tips.head?.commit;
  const inHead = await ancestorsAmong(repository, head === undefined ? [] : [head], commits, signal);
  const reachable = await reachableAmong(repository, objects, tips, signal);
  const places = new Map<string, MessagePlace>();
  for (const { id } of objects) {
    const refs = tips.refs
      .filter(({ object, commit }) => object === id || commit === id)
      .map(({ name }) => name);
    places.set(id, { refs: refs.sort(), inHead: inHead.has(id), isReachable: reachable.has(id) });
  }
  return places;
}

/** A tag that no ref names may be reached through another tag: then all objects are walked. */
async function reachableAmong(
  repository: Repository,
  objects: readonly MessageObject[],
  { refs, heads }: Tips,
  signal: AbortSignal | undefined,
): Promise<Set<string>> {
  const ids = new Set(objects.map(({ id }) => id));
  const tagIds = objects.filter(({ type }) => type === 'tag').map(({ id }) => id);
  const found = new Set(refs.map(({ object }) => object).filter((object) => ids.has(object)));
  if (ids.size === 0) return found;
  const input = [...new Set([...refs.map(({ object }) => object), ...heads])].map((id) => `${id}\n`);
  const hasInnerTag = tagIds.some((id) => !found.has(id));
  const args = [
    'rev-list',
    '--reflog',
    ...(hasInnerTag ? ['--objects', '--no-object-names'] : []),
    '--stdin',
  ];
  for await (const lines of linesOf(streamGit(repository.context, args, { input, signal }))) {
    for (const line of lines) if (ids.has(line)) found.add(line);
  }
  return found;
}
