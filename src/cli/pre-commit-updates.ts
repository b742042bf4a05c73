/**
 * A push as the pre-commit framework tells it: in variables, with nothing left on standard input, and only the first
 * of its refs. Where the remote has nothing of the history yet, even the commit is missing: the branch is asked.
 */
import { TtleaksError } from '../core/errors.ts';
import type { RefUpdate } from '../git/ref-updates.ts';
import type { Repository } from '../git/repository.ts';
import { runGit } from '../git/run.ts';

/** Undefined where it is not pre-commit that runs this. */
export async function preCommitUpdate(repository: Repository): Promise<RefUpdate | undefined> {
  const {
    PRE_COMMIT,
    PRE_COMMIT_FROM_REF: from,
    PRE_COMMIT_TO_REF: to,
    PRE_COMMIT_LOCAL_BRANCH: branch,
    PRE_COMMIT_REMOTE_BRANCH: ref,
  } = process.env;
  if (PRE_COMMIT !== '1') return undefined;
  const after = await commitOf(repository, to ?? branch ?? 'HEAD');
  const before = from === undefined ? undefined : await commitOf(repository, from);
  return { ref: ref ?? 'refs/heads/HEAD', after, ...(before === undefined ? {} : { before }) };
}

async function commitOf(repository: Repository, name: string): Promise<string> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{object}`];
  const { stdout } = await runGit(repository.context, args);
  const id = /^[0-9a-f]{40,64}$/m.exec(stdout.toString('latin1'))?.[0];
  if (id !== undefined) return id;
  throw new TtleaksError(
    'INCOMPLETE',
    'hook pre-push: what pre-commit says is pushed is not in this repository.',
  );
}
