/** What the other side of a push has for certain, so that only what it lacks is searched. */
import type { RefUpdate } from './ref-updates.ts';
import { peelTips, readTipNames, type TipNames } from './refs.ts';
import type { Repository } from './repository.ts';

/**
 * What the remote says of the refs at hand, and what was last heard of its others. A remote-tracking ref of a ref that
 * is pushed counts for nothing: the remote has just said what it really has there, which may be less. Ids that are
 * not in this repository are left out.
 */
export async function knownToRemote(
  repository: Repository,
  remote: string | undefined,
  updates: readonly RefUpdate[],
  signal?: AbortSignal,
): Promise<string[]> {
  const said = updates.flatMap(({ ref, before }) =>
    before === undefined ? [] : [{ name: ref, object: before }],
  );
  if (remote === undefined) return await existing(repository, said, signal);
  const tracked = `refs/remotes/${remote}/`;
  const outdated = new Set(updates.map(({ ref }) => ref.replace(/^refs\/heads\//, tracked)));
  const { refs } = await readTipNames(repository, signal);
  const heard = refs.filter(({ name }) => name.startsWith(tracked) && !outdated.has(name));
  return await existing(repository, [...said, ...heard], signal);
}

/** In a hook of the server: whatever its refs lead to. */
export async function knownToServer(repository: Repository, signal?: AbortSignal): Promise<string[]> {
  const { refs } = await readTipNames(repository, signal);
  return await existing(repository, refs, signal);
}

async function existing(
  repository: Repository,
  names: TipNames['refs'],
  signal: AbortSignal | undefined,
): Promise<string[]> {
  if (names.length === 0) return [];
  const { refs } = await peelTips(repository, { refs: names, heads: [] }, signal);
  return [...new Set(refs.map(({ object }) => object))];
}
