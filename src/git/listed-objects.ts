/** The objects that `git rev-list --objects` lists. */
import { TtleaksError } from '../core/errors.ts';
import type { Selection } from './history-scope.ts';
import { linesOf } from './lines.ts';
import type { Repository } from './repository.ts';
import { lastLineOf, streamGit } from './run.ts';

/** Each id once, but those of `known`, which it fills. One that is missing is among them, so that the search reports it. */
export async function* listedObjects(
  repository: Repository,
  { args, input }: Selection,
  known: Set<string>,
  signal?: AbortSignal,
): AsyncGenerator<string, void> {
  const listing = ['rev-list', '--objects', '--no-object-names', '--missing=print', ...args];
  const stream = streamGit(repository.context, listing, { input, signal });
  for await (const lines of linesOf(stream)) {
    for (const line of lines) {
      const id = line.replace('?', '');
      if (known.has(id)) continue;
      known.add(id);
      yield id;
    }
  }
  const { code, stderr } = await stream.exit;
  if (code === 0) return;
  throw new TtleaksError('INCOMPLETE', `git rev-list failed: ${lastLineOf(stderr, 'no reason given')}`);
}
