/** The objects that a part of history adds, for the search: each id once. */
import { TtleaksError } from '../core/errors.ts';
import { walkCommits } from './commit-walk.ts';
import { type HistoryScope, selectionOf } from './history-scope.ts';
import { linesOf } from './lines.ts';
import { rawDiffs } from './raw-diff.ts';
import type { Tips } from './refs.ts';
import type { Repository } from './repository.ts';
import { lastLineOf, streamGit } from './run.ts';

/**
 * What `git rev-list --objects` lists, and the blobs that its commits bring to a path though they are older: a copy
 * of an old file is a new place. An object that is missing is among them, so that the search reports it.
 */
export async function* objectIdsOf(
  repository: Repository,
  scope: HistoryScope,
  tips: Tips,
  signal?: AbortSignal,
): AsyncGenerator<string, void> {
  const { args, input } = selectionOf(scope, tips);
  const listing = ['rev-list', '--objects', '--no-object-names', '--missing=print', ...args];
  const stream = streamGit(repository.context, listing, { input, signal });
  const known = new Set<string>();
  for await (const lines of linesOf(stream)) {
    for (const line of lines) {
      const id = line.replace('?', '');
      if (known.has(id)) continue;
      known.add(id);
      yield id;
    }
  }
  const { code, stderr } = await stream.exit;
  if (code !== 0) {
    throw new TtleaksError('INCOMPLETE', `git rev-list failed: ${lastLineOf(stderr, 'no reason given')}`);
  }
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
