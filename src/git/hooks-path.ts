/** Where git looks for hooks here. Our own runs of git have none, so what they are told must not be taken for it. */
import { join, resolve } from 'node:path';
import { decodePath } from '../core/path-text.ts';
import type { Repository } from './repository.ts';
import { runGit } from './run.ts';

export interface HooksPath {
  /** Absolute. */
  readonly folder: string;
  /** The scope of `core.hooksPath`: `local`, `worktree`, `global` or `system`; absent where it is not set. */
  readonly scope?: string;
  /** As it is written. */
  readonly written?: string;
}

export async function hooksPathOf(repository: Repository, signal?: AbortSignal): Promise<HooksPath> {
  const args = ['config', '-z', '--show-scope', '--type=path', '--get-all', 'core.hooksPath'];
  const { stdout } = await runGit(repository.context, args, { signal });
  // scope NUL value NUL, the last one wins; ours are of the scope `command`.
  const words = decodePath(stdout).split('\0');
  let last: { scope: string; written: string } | undefined;
  for (let at = 0; at + 1 < words.length; at += 2) {
    const [scope = '', written = ''] = words.slice(at, at + 2);
    if (scope !== 'command') last = { scope, written };
  }
  if (last === undefined) return { folder: join(repository.commonDir, 'hooks') };
  return { ...last, folder: resolve(repository.workTree ?? repository.gitDir, last.written) };
}
