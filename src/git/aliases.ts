/** The user's own commands of git that ask no hook. */
import { decodePath } from '../core/path-text.ts';
import type { Repository } from './repository.ts';
import { runGit } from './run.ts';

export interface Alias {
  readonly name: string;
  readonly command: string;
}

/** `-n` means it too, to `commit` alone. */
const PAST_HOOKS = /\s--no-verify\b|\bcommit\b.*\s-[a-z]*n[a-z]*(?:\s|$)/s;

export async function aliasesPastHooks(repository: Repository, signal?: AbortSignal): Promise<Alias[]> {
  const args = ['config', '-z', '--get-regexp', '^alias\\.'];
  const { stdout } = await runGit(repository.context, args, { signal });
  // name LF value NUL
  return decodePath(stdout)
    .split('\0')
    .flatMap((record) => {
      const [, name, command = ''] = /^alias\.(.*?)\n(.*)$/s.exec(record) ?? [];
      return name !== undefined && PAST_HOOKS.test(command) ? [{ name, command }] : [];
    });
}
