/** A repository on a server, which is hostile: what its address may be, and what it says that it has. */
import { TtleaksError } from '../core/errors.ts';
import { maskKeysIn } from '../core/key-mask.ts';
import { decodePath } from '../core/path-text.ts';
import { type RemoteAccess, remoteEnvironment } from './environment.ts';
import { type GitContext, lastLineOf, runGit } from './run.ts';

export interface RemoteState {
  /** The full name of the branch that HEAD names, or the commit's id; absent where the server does not say. */
  readonly head?: string;
  readonly isSha256: boolean;
}

/** What may be reached by an address of each kind. `insteadOf` of the user may make ssh of https. */
const PROTOCOLS: Readonly<Record<string, readonly string[]>> = {
  https: ['https', 'ssh'],
  http: ['http', 'https'],
  ssh: ['ssh'],
  git: ['git'],
  file: ['file'],
};
const ADDRESS = /^(https?|ssh|git|file):\/\/(?!-)/i;
/** `git@example.com:web.git`. No host or user begins like an option. */
const SCP_ADDRESS = /^[A-Za-z0-9_][\w.-]*@[A-Za-z0-9_][\w.-]*:(?!\/\/)/;

export function isRemoteAddress(text: string): boolean {
  return ADDRESS.test(text) || SCP_ADDRESS.test(text);
}

export function remoteContext(remote: RemoteAccess, directory: string): GitContext {
  const scheme = ADDRESS.exec(remote.url)?.[1]?.toLowerCase() ?? 'ssh';
  return { directory, env: remoteEnvironment(PROTOCOLS[scheme] ?? [], remote) };
}

/** A server that sends nothing any more is left. */
const PATIENCE = ['-c', 'http.lowSpeedLimit=1', '-c', 'http.lowSpeedTime=60'] as const;

/** Takes what is asked for, and nothing that leads elsewhere. */
export const FETCH = [
  ...PATIENCE,
  'fetch',
  '--quiet',
  '--no-tags',
  '--no-recurse-submodules',
  '--no-write-fetch-head',
  '--no-auto-maintenance',
] as const;
export const LS_REMOTE = [...PATIENCE, 'ls-remote', '--quiet'] as const;

/**
 * One `git ls-remote`. Undefined where the server has no such repository, or none for us; throws INCOMPLETE where it
 * does not answer.
 */
export async function readRemote(
  remote: RemoteAccess,
  directory: string,
  signal: AbortSignal | undefined,
): Promise<RemoteState | undefined> {
  const args = [...LS_REMOTE, '--symref', '--', remote.url];
  const { code, stdout, stderr } = await runGit(remoteContext(remote, directory), args, {
    signal,
    isRemote: true,
  });
  if (code !== 0 && NOT_THERE.test(stderr)) return undefined;
  if (code !== 0) throw notCloned(stderr);
  const text = decodePath(stdout);
  const head =
    /^ref: (refs\/heads\/\S+)\tHEAD$/m.exec(text)?.[1] ?? /^([0-9a-f]{40,64})\tHEAD$/m.exec(text)?.[1];
  return { ...(head === undefined ? {} : { head }), isSha256: /^[0-9a-f]{64}\t/m.test(text) };
}

/** GitHub and its like say the same of what is not there and of what is not for us. */
const NOT_THERE =
  /could not read (?:Username|Password)|Authentication failed|Permission denied \(publickey|repository '.*' not found|does not appear to be a git repository/;

export function notCloned(stderr: string): TtleaksError {
  return new TtleaksError(
    'INCOMPLETE',
    maskKeysIn(`cannot be cloned: ${lastLineOf(stderr, 'git gave no reason')}`),
  );
}
