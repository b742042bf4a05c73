/** `ttleaks hook pre-push [REMOTE] [URL]`: every object and message that the push would bring to the remote. */
import { TtleaksError } from '../core/errors.ts';
import { knownToRemote } from '../git/known-objects.ts';
import { parseRefUpdates, type RefUpdate } from '../git/ref-updates.ts';
import { openRepository, type Repository } from '../git/repository.ts';
import { isCleanPush, searchPushed } from '../scan/pushed-search.ts';
import { scanForHook, unlessIncomplete } from './hook-scan.ts';
import { hookSettings, isSilent } from './hook-settings.ts';
import { preCommitUpdate } from './pre-commit-updates.ts';
import { refUpdatesFromStdin } from './ref-updates-from-stdin.ts';

const BLOCKED = `
The push is blocked. Nothing has been sent. Take the key out of the commits that bring it in, and push again.
    git commit --amend           changes the last commit, when the file is staged again without the key
    git rebase -i COMMIT~        stops at an older one, marked there with \`edit\`
    ttleaks:allow REASON         in a comment on the key's own line lets it pass
`;

export async function runPushHook(args: readonly string[]): Promise<number> {
  const cwd = process.cwd();
  const repository = await openRepository(cwd, { environment: 'inherit' });
  if (repository === undefined)
    throw new TtleaksError('INCOMPLETE', 'hook pre-push: not in a repository of git.');
  const updates = await pushedRefs(repository);
  const tips = updates.flatMap(({ ref, after }) =>
    after === undefined ? [] : [{ name: ref, object: after }],
  );
  if (tips.length === 0) {
    if (updates.length > 0) {
      const { writeTo } = await import('./output.ts');
      await writeTo(process.stderr, ['ttleaks: the push only deletes: nothing to look at.\n']);
    }
    return 0;
  }
  const settings = await hookSettings(repository.workTree);
  const known = await knownToRemote(repository, remoteOf(args), updates);
  const scope = { kind: 'added', tips, known } as const;
  const { rules } = settings.options;
  const search = await searchPushed(repository, scope, rules).catch(unlessIncomplete);
  if (search !== undefined && isCleanPush(search, scope, rules) && isSilent(settings)) return 0;
  const target = { mode: 'history', directory: '.', repository, scope, search } as const;
  return await scanForHook(target, settings, BLOCKED);
}

/** What pre-commit says counts first: it leaves nothing on standard input. */
async function pushedRefs(repository: Repository): Promise<readonly RefUpdate[]> {
  const update = await preCommitUpdate(repository);
  if (update !== undefined) return [update];
  return parseRefUpdates(await refUpdatesFromStdin('pre-push'), 'pre-push', repository);
}

/** Its name, or its address where it has none. */
function remoteOf([named]: readonly string[]): string | undefined {
  const { PRE_COMMIT_REMOTE_NAME: remote } = process.env;
  return named ?? remote;
}
