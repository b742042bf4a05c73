/** The objects that a part of history adds, for the search: each id once. */
import { walkCommits } from './commit-walk.ts';
import { type HistoryScope, selectionOf } from './history-scope.ts';
import { listedObjects } from './listed-objects.ts';
import { rawDiffs } from './raw-diff.ts';
import type { Tips } from './refs.ts';
import type { Repository } from './repository.ts';

/**
 * What git lists, and the blobs that its commits bring to a path though they are older: a copy of an old file is a new
 * place.
 */
export async function* objectIdsOf(
  repository: Repository,
  scope: HistoryScope,
  tips: Tips,
  signal?: AbortSignal,
): AsyncGenerator<string, void> {
  const known = new Set<string>();
  yield* listedObjects(repository, selectionOf(scope, tips), known, signal);
  // What the other side of a push has, it has at whatever path.
  if (scope.kind !== 'added') yield* revivedBlobs(repository, scope, { tips, known, signal });
}

async function* revivedBlobs(
  repository: Repository,
  scope: HistoryScope,
  { tips, known, signal }: { tips: Tips; known: Set<string>; signal: AbortSignal | undefined },
): AsyncGenerator<string, void> {
  const onDamage = () => {};
  const commits = walkCommits({ repository, scope, tips, commitIds: [], signal, onDamage });
  const isWanted = (_before: string | undefined, after: string | undefined) =>
    after !== undefined && !known.has(after);
  for await (const diffs of rawDiffs({ repository, commits, isWanted, signal, onDamage })) {
    for (const { after } of diffs.flatMap(({ changes }) => changes)) {
      if (after === undefined || known.has(after)) continue;
      known.add(after);
      yield after;
    }
  }
}
