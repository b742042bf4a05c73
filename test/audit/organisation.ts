/** A GitHub on this machine: its API and the repositories that it lists, and audits of it. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runJson } from '../cli/run-cli.ts';
import { ScratchRepository, temporaryDirectory } from '../cli/tree.ts';
import { keyOf } from '../core/key-maker.ts';
import { startGitServer } from '../git/git-server.ts';
import { gitHubApi, type HeldGitHub } from './github-api.ts';

export interface GitHub {
  readonly origin: string;
  readonly cwd: string;
  readonly requests: readonly string[];
}

interface GitOptions {
  /** What git gives out of what is listed; absent: all of it. */
  readonly given?: readonly string[];
  /** What git gives out beside what is listed. */
  readonly others?: readonly string[];
  /** Without a commit. */
  readonly empty?: readonly string[];
  readonly gitToken?: string;
}

/** Each repository holds a key of its own, its name the seed, at `key.js`. */
export async function startGitHub(
  held: Omit<HeldGitHub, 'owners'> & Partial<Pick<HeldGitHub, 'owners'>>,
  { others = [], empty = [], gitToken, given = held.repositories.map(({ name }) => name) }: GitOptions = {},
): Promise<GitHub> {
  const root = temporaryDirectory();
  for (const name of [...given, ...others]) leakInto(root, name);
  for (const name of empty) new ScratchRepository().git('init', '-q', '--bare', join(root, `${name}.git`));
  const api = gitHubApi({ owners: { acme: 'Organization', ana: 'User' }, ...held });
  const server = await startGitServer(root, { intercept: api, token: gitToken });
  return { origin: server.origin, requests: server.requests, cwd: temporaryDirectory() };
}

function leakInto(root: string, name: string): void {
  const scratch = new ScratchRepository();
  scratch.write('key.js', `'${keyOf(name)}'\n`).commit();
  mkdirSync(dirname(join(root, name)), { recursive: true });
  scratch.git('clone', '-q', '--mirror', scratch.path, join(root, `${name}.git`));
}

export async function audited({ origin, cwd }: GitHub, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const run = await runJson(['audit', '--github-url', origin, ...args], { cwd, env });
  return { ...run, names: run.report.findings.map(({ repository }) => repository) };
}
