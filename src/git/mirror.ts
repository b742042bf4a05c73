/**
 * A bare copy of a remote repository, all refs under their own names: made once, then brought up to date. No hooks, no
 * submodules, no template of the user.
 */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { TtleaksError } from '../core/errors.ts';
import { checkoutEnvironment, type RemoteAccess } from './environment.ts';
import { FETCH, notCloned, type RemoteState, readRemote, remoteContext } from './remote.ts';
import { type GitContext, lastLineOf, runGit } from './run.ts';

export interface MirrorOptions extends RemoteAccess {
  /** Take the refs along under which GitHub keeps pull requests. */
  readonly pullRequests: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** False where there is no such repository. Throws INCOMPLETE where the server does not give it whole. */
export async function updateMirror(directory: string, options: MirrorOptions): Promise<boolean> {
  const { pullRequests, signal } = options;
  await mkdir(directory, { recursive: true });
  const state = await readRemote(options, directory, signal);
  if (state === undefined) return false;
  const local: GitContext = { directory, env: checkoutEnvironment(directory) };
  // HEAD is the last thing that git makes.
  if (!existsSync(join(directory, 'HEAD'))) {
    const format = state.isSha256 ? 'sha256' : 'sha1';
    await run(local, ['init', '--quiet', '--bare', '--template=', `--object-format=${format}`], signal);
  }
  const refs = ['+refs/*:refs/*', ...(pullRequests ? [] : ['^refs/pull/*'])];
  const fetch = [...FETCH, '--prune', '--force', '--', options.url, ...refs];
  const { code, stderr } = await runGit(remoteContext(options, directory), fetch, { signal, isRemote: true });
  if (code !== 0) throw notCloned(stderr);
  await setHead(local, state, signal);
  return true;
}

/** What a checkout, and what `inHead` means. Without it, the server's HEAD leads nowhere. */
async function setHead(
  local: GitContext,
  { head }: RemoteState,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (head === undefined) return;
  const words = head.startsWith('refs/')
    ? ['symbolic-ref', 'HEAD', head]
    : ['update-ref', '--no-deref', 'HEAD', head];
  await run(local, words, signal);
}

/**
 * The files of HEAD in `directory`, as git stores them: links as files that hold their target, nothing smudged, no
 * submodule. False where there is no commit to check out.
 */
export async function checkOutHead(
  mirror: string,
  directory: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const context: GitContext = { directory: mirror, env: checkoutEnvironment(mirror) };
  // Of an earlier run that was killed.
  await run(context, ['worktree', 'prune'], signal);
  const { code } = await runGit(context, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], { signal });
  if (code !== 0) return false;
  await run(
    context,
    ['-c', 'core.symlinks=false', 'worktree', 'add', '--quiet', '--force', '--detach', directory, 'HEAD'],
    signal,
  );
  return true;
}

async function run(
  context: GitContext,
  args: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const { code, stderr } = await runGit(context, args, { signal });
  if (code === 0) return;
  throw new TtleaksError(
    'INCOMPLETE',
    `git ${args.find((word) => /^[a-z-]{4,}$/.test(word))} failed: ${lastLineOf(stderr, 'no reason given')}`,
  );
}
