/** The repository that a scan of the index or of history is about. */
import { resolve } from 'node:path';
import { TtleaksError } from '../core/errors.ts';
import type { EnvironmentUse } from '../git/environment.ts';
import { openRepository, type Repository } from '../git/repository.ts';
import type { ScanOptions, ScanTarget } from './options.ts';

/**
 * Whether git's variables (GIT_DIR, GIT_INDEX_FILE) speak of the target. A hook's do: it runs from the repository that
 * is committed to. Named from elsewhere, a repository is another one, whose index they must not replace.
 */
export function environmentUse(directory: string, cwd: string): EnvironmentUse {
  return resolve(cwd, directory) === resolve(cwd) ? 'inherit' : 'strip';
}

export async function targetRepository(
  { mode, directory, repository }: Extract<ScanTarget, { mode: 'staged' | 'history' }>,
  { cwd, signal }: Pick<ScanOptions, 'cwd' | 'signal'>,
): Promise<Repository> {
  if (repository !== undefined) return repository;
  const opened = await openRepository(resolve(cwd, directory), {
    environment: environmentUse(directory, cwd),
    ...(signal ? { signal } : {}),
  });
  if (opened !== undefined) return opened;
  throw new TtleaksError('INCOMPLETE', `not a git repository; --${mode} needs one`);
}
