/** What the other side of a push has for certain, so that only what it lacks is searched. */
import { decodePath } from '../core/path-text.ts';
import type { RefUpdate } from './ref-updates.ts';
import { peelTips, readTipNames, type TipNames } from './refs.ts';
import type { Repository } from './repository.ts';
import { runGit } from './run.ts';

/**
 * What the remote says of the refs at hand, and what was last heard of its others. A remote-tracking ref of a ref that
 * is pushed counts for nothing: the remote has just said what it really has there, which may be less. Ids that are
 * not in this repository are left out. `remote` is a name, or an address.
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
  const names = ADDRESS.test(remote) ? await namesOf(repository, remote, signal) : [remote];
  const heard = names.length === 0 ? [] : (await readTipNames(repository, signal)).refs;
  const tracking = names.flatMap((name) => {
    const tracked = `refs/remotes/${name}/`;
    const outdated = new Set(updates.map(({ ref }) => ref.replace(/^refs\/heads\//, tracked)));
    return heard.filter(({ name: ref }) => ref.startsWith(tracked) && !outdated.has(ref));
  });
  return await existing(repository, [...said, ...tracking], signal);
}

const ADDRESS = /[/\\:]/;

/** Of the remotes with this address. A name may hold slashes as well: it is its own. */
async function namesOf(
  repository: Repository,
  address: string,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const args = ['config', '-z', '--get-regexp', '^remote\\..*\\.(push)?url$'];
  const { stdout } = await runGit(repository.context, args, { signal });
  const named = decodePath(stdout)
    .split('\0')
    .flatMap((record) => {
      const [, name, url] = /^remote\.(.*)\.(?:push)?url\n(.*)$/s.exec(record) ?? [];
      return name !== undefined && (name === address || url === address) ? [name] : [];
    });
  return [...new Set(named)];
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
