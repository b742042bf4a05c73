/**
 * `ttleaks hook pre-commit` and `pre-merge-commit`: what the commit would add. Where a search finds nothing that is worth
 * a closer look, that is all; else the scan is loaded and goes on with what the search found.
 */
import { TtleaksError } from '../core/errors.ts';
import { stagedDiff } from '../git/index-state.ts';
import { contextAt, repositoryOf } from '../git/repository.ts';
import { isClean, searchStaged } from '../scan/staged-search.ts';
import { scanForHook, unlessIncomplete } from './hook-scan.ts';
import { hookSettings, isSilent } from './hook-settings.ts';

const BLOCKED = `
The commit is blocked. Take the key out, stage the file again, and commit.
    git restore --staged FILE    takes a file out of the commit
    ttleaks:allow REASON         in a comment on the key's own line lets it pass
`;

export async function runCommitHook(name: string): Promise<number> {
  const context = contextAt(process.cwd(), 'inherit');
  // Two runs of git at once: the second one fails where there is no repository, and nobody asks why.
  const diff = context && stagedDiff(context);
  diff?.catch(() => {});
  const repository = context && (await repositoryOf(context));
  if (repository?.workTree === undefined)
    throw new TtleaksError('INCOMPLETE', `hook ${name}: not in a work tree of git.`);
  const settings = await hookSettings(repository.workTree);
  const { rules } = settings.options;
  const search = await searchStaged(repository, rules, undefined, diff).catch(unlessIncomplete);
  if (search !== undefined && isClean(search, rules) && isSilent(settings)) return 0;
  return await scanForHook({ mode: 'staged', directory: '.', repository, search }, settings, BLOCKED);
}
