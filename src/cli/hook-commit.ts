/**
 * `ttleaks hook pre-commit` and `pre-merge-commit`: what the commit would add. Where a search finds nothing that is worth
 * a closer look, that is all; else the scan is loaded and goes on with what the search found.
 */
import { TtleaksError } from '../core/errors.ts';
import { stagedDiff } from '../git/index-state.ts';
import { contextAt, type Repository, repositoryOf } from '../git/repository.ts';
import type { GitResult } from '../git/run.ts';
import { isClean, type StagedSearch, searchStaged } from '../scan/staged-search.ts';
import { type HookSettings, hookSettings, isSilent } from './hook-settings.ts';

const BLOCKED = `
The commit is blocked. Take the key out, stage the file again, and commit.
    git restore --staged FILE    takes a file out of the commit
    ttleaks:allow REASON         in a comment on the key's own line lets it pass
`;

export async function runCommitHook(name: string): Promise<number> {
  const cwd = process.cwd();
  const context = contextAt(cwd, 'inherit');
  // Two runs of git at once: the second one fails where there is no repository, and nobody asks why.
  const diff = context && stagedDiff(context);
  diff?.catch(() => {});
  const repository = context && (await repositoryOf(context));
  if (repository?.workTree === undefined)
    throw new TtleaksError('INCOMPLETE', `hook ${name}: not in a work tree of git.`);
  const settings = await hookSettings(repository.workTree);
  const search = await searchIfPossible(repository, settings, diff);
  if (search !== undefined && isClean(search, settings.options.rules) && isSilent(settings)) return 0;
  const [{ scan }, { writeHookReport }] = await Promise.all([
    import('../scan/scan.ts'),
    import('./hook-report.ts'),
  ]);
  const target = { mode: 'staged', directory: '.', repository, search } as const;
  const report = await scan({ ...settings.options, target, cwd });
  return await writeHookReport(report, settings.failOn, BLOCKED);
}

/** What goes wrong goes wrong in the scan once more, which reports it. */
async function searchIfPossible(
  repository: Repository,
  { options }: HookSettings,
  diff: Promise<GitResult> | undefined,
): Promise<StagedSearch | undefined> {
  try {
    return await searchStaged(repository, options.rules, undefined, diff);
  } catch (error) {
    if (error instanceof TtleaksError) return undefined;
    throw error;
  }
}
