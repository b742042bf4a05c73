/**
 * Whether git's variables (GIT_DIR, GIT_INDEX_FILE) speak of the target. A hook's do: it runs from the repository that
 * is committed to. Named from elsewhere, a repository is another one, whose index they must not replace.
 */
import { resolve } from 'node:path';
import type { EnvironmentUse } from '../git/environment.ts';

export function environmentUse(directory: string, cwd: string): EnvironmentUse {
  return resolve(cwd, directory) === resolve(cwd) ? 'inherit' : 'strip';
}
