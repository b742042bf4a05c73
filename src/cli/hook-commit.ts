/** `ttleaks hook pre-commit` and `pre-merge-commit`: what the commit would add. */
import { TtleaksError } from '../core/errors.ts';
import { openRepository } from '../git/repository.ts';
import { scan } from '../scan/scan.ts';
import { writeHookReport } from './hook-report.ts';
import { hookSettings } from './hook-settings.ts';

const BLOCKED = `
The commit is blocked. Take the key out, stage the file again, and commit.
    git restore --staged FILE    takes a file out of the commit
    ttleaks:allow REASON         in a comment on the key's own line lets it pass
`;

export async function runCommitHook(name: string): Promise<number> {
  const cwd = process.cwd();
  const repository = await openRepository(cwd, { environment: 'inherit' });
  if (repository?.workTree === undefined)
    throw new TtleaksError('INCOMPLETE', `hook ${name}: not in a work tree of git.`);
  const { failOn, options } = await hookSettings(repository.workTree);
  const report = await scan({ ...options, target: { mode: 'staged', directory: '.', repository }, cwd });
  return await writeHookReport(report, failOn, BLOCKED);
}
