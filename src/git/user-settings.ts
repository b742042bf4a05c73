/** The one setting of the user's own configuration that is written: where git looks for hooks in all repositories. */
import { TtleaksError } from '../core/errors.ts';
import { decodePath } from '../core/path-text.ts';
import { gitEnvironment } from './environment.ts';
import { type GitContext, lastLineOf, runGit } from './run.ts';

const NAME = 'core.hooksPath';
const NOT_SET = 1;

/** Absolute or as written; undefined where it is not set. */
export async function userHooksPath(directory: string): Promise<string | undefined> {
  const args = ['config', '--global', '--type=path', '-z', '--get', NAME];
  const { code, stdout } = await runGit(contextOf(directory), args);
  return code === NOT_SET ? undefined : decodePath(stdout).replace(/\0$/, '') || undefined;
}

/** `undefined` takes it out. */
export async function setUserHooksPath(directory: string, folder: string | undefined): Promise<void> {
  const args = folder === undefined ? ['--unset', NAME] : [NAME, folder];
  const { code, stderr } = await runGit(contextOf(directory), ['config', '--global', ...args]);
  if (code === 0) return;
  const reason = lastLineOf(stderr, 'no reason given');
  throw new TtleaksError('USAGE', `git config --global ${NAME} cannot be changed: ${reason}.`);
}

function contextOf(directory: string): GitContext {
  return { directory, env: gitEnvironment('strip', directory) };
}
