/** `ttleaks hook NAME`: what git's hooks run, without the command-line parser. Only what a commit needs is loaded at once. */
import { TtleaksError } from '../core/errors.ts';
import { runCommitHook } from './hook-commit.ts';

const HOOKS = 'pre-commit, pre-merge-commit, pre-push, pre-receive';

/** `args`: the hook's name, and what git gives that hook. */
export async function runHook([named, ...rest]: readonly string[]): Promise<number> {
  const name = named ?? stageOfPreCommit();
  switch (name) {
    case 'pre-commit':
    case 'pre-merge-commit':
      return await runCommitHook(name);
    case 'pre-push':
      return (await import('./hook-push.ts')).runPushHook(rest);
    case 'pre-receive':
      return (await import('./hook-receive.ts')).runReceiveHook(rest);
    default:
      throw new TtleaksError('USAGE', `hook${name === undefined ? '' : ` ${name}`}: name one of ${HOOKS}.`);
  }
}

/** The pre-commit framework runs one command in all stages. Only where something is pushed does it name a remote. */
function stageOfPreCommit(): string | undefined {
  const { PRE_COMMIT, PRE_COMMIT_REMOTE_URL } = process.env;
  if (PRE_COMMIT !== '1') return undefined;
  return PRE_COMMIT_REMOTE_URL === undefined ? 'pre-commit' : 'pre-push';
}
