/** Tells stash entries from merges: their third parent, a root of its own, holds the untracked files. */
import { ObjectReader } from './object-reader.ts';
import type { Repository } from './repository.ts';

const PARENT = /^parent ([0-9a-f]+)$/gm;
const UNTRACKED_PARENT = 2;

/** A stash entry does not take away what its third parent holds. */
export async function stashesAmong(
  repository: Repository,
  commitIds: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<Set<string>> {
  const stashes = new Set<string>();
  if (commitIds.size === 0) return stashes;
  const reader = new ObjectReader(repository, signal);
  try {
    for (const id of commitIds) if (await isStash(id, reader)) stashes.add(id);
  } finally {
    reader.close();
  }
  return stashes;
}

async function isStash(commitId: string, reader: ObjectReader): Promise<boolean> {
  const untracked = (await headerAndBody(commitId, reader)).parents[UNTRACKED_PARENT];
  if (untracked === undefined) return false;
  const { parents, body } = await headerAndBody(untracked, reader);
  return parents.length === 0 && body.startsWith('untracked files on ');
}

async function headerAndBody(
  commitId: string,
  reader: ObjectReader,
): Promise<{ parents: string[]; body: string }> {
  const text = await reader.readWhole(commitId).then(
    ({ bytes }) => bytes.toString('latin1'),
    // That it cannot be read is told by the search of the objects.
    () => '',
  );
  const end = text.indexOf('\n\n');
  const header = end === -1 ? text : text.slice(0, end);
  return {
    parents: [...header.matchAll(PARENT)].map(([, id]) => id ?? ''),
    body: end === -1 ? '' : text.slice(end + 2),
  };
}
