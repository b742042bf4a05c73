/**
 * The environment in which git runs. The scanned repository is hostile: nothing that it configures may run, nothing
 * may be fetched, asked or written, grafts and replace refs must not hide history, and no password is at hand.
 * The user's own configuration stays: `safe.directory` and `core.excludesFile` live there.
 */
import { delimiter, resolve } from 'node:path';
import { encodePath } from '../core/path-text.ts';

/**
 * `inherit`: the target is the repository that the environment names, as in a hook (GIT_INDEX_FILE counts).
 * `strip`: it is another one, which the variables of this one must not reach.
 */
export type EnvironmentUse = 'inherit' | 'strip';

/** Whatever else begins with GIT_ is dropped: tracing, pagers, external diffs, author names and the like. */
const KEPT =
  /^GIT_(?:CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM|COUNT|PARAMETERS|(?:KEY|VALUE)_\d+)|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM|EXEC_PATH|TEST_ASSUME_DIFFERENT_OWNER)$/;

/** Paths that git takes relative to its current directory, which is not ours. */
const REPOSITORY_PATHS = [
  'GIT_DIR',
  'GIT_COMMON_DIR',
  'GIT_WORK_TREE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_QUARANTINE_PATH',
];
/** GIT_INDEX_FILE is relative to the top of the work tree, so it can stay as it is. */
const REPOSITORY_NAMES = ['GIT_INDEX_FILE', 'GIT_NAMESPACE', 'GIT_SHALLOW_FILE'];
const ALTERNATES = 'GIT_ALTERNATE_OBJECT_DIRECTORIES';

const FORCED = {
  LC_ALL: 'C',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_NO_LAZY_FETCH: '1',
  // Names no protocol that exists, and beats every `protocol.*.allow` of the repository.
  GIT_ALLOW_PROTOCOL: 'none',
  // Not /dev/null itself: git prints advice whenever a graft file can be opened.
  GIT_GRAFT_FILE: '/dev/null/none',
} as const;

/** What a job of GitHub Actions hands its steps, and what TimeTime is asked with: no git needs it. */
const OF_OTHERS = /^(?:INPUT_|ACTIONS_|TIMETIME_)/i;
/** What a program takes for a password. A git that only reads needs none. */
const CREDENTIAL =
  /TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|(?:API|ACCESS|PRIVATE|SIGNING|ENCRYPTION)_?KEY/i;

export function gitEnvironment(use: EnvironmentUse, directory: string): NodeJS.ProcessEnv {
  const env = variablesForGit({ areCredentials: false });
  if (use === 'inherit') Object.assign(env, repositoryVariables(directory));
  return Object.assign(env, FORCED);
}

function variablesForGit({ areCredentials }: { readonly areCredentials: boolean }): NodeJS.ProcessEnv {
  const given = Object.entries(keptVariables()).filter(([name]) => !OF_OTHERS.test(name));
  return Object.fromEntries(given.filter(([name]) => CREDENTIAL.test(name) === areCredentials));
}

function keptVariables(): NodeJS.ProcessEnv {
  const given = Object.entries(process.env);
  return Object.fromEntries(given.filter(([name]) => !name.startsWith('GIT_') || KEPT.test(name)));
}

/** For a repository of our own, in which hooks run as they do for the user: all is the user's but the repository. */
export function trialEnvironment(): NodeJS.ProcessEnv {
  const env = keptVariables();
  const person = { NAME: 'ttleaks doctor', EMAIL: 'doctor@ttleaks.invalid' };
  for (const [fact, value] of Object.entries(person)) {
    env[`GIT_AUTHOR_${fact}`] = value;
    env[`GIT_COMMITTER_${fact}`] = value;
  }
  return { ...env, GIT_TERMINAL_PROMPT: '0', GIT_EDITOR: 'true', LC_ALL: 'C' };
}

/** A token for one origin, such as `https://github.com`. */
export interface GitCredential {
  readonly origin: string;
  /** Without control characters. */
  readonly token: string;
}

/** What a git that talks to a server is told of it. */
export interface RemoteAccess {
  readonly url: string;
  readonly credential?: GitCredential | undefined;
}

/** For a git that talks to a server: only these protocols, and nobody is asked for anything. */
export function remoteEnvironment(protocols: readonly string[], access: RemoteAccess): NodeJS.ProcessEnv {
  const { GIT_SSH_COMMAND: ssh = 'ssh -o BatchMode=yes', GIT_SSL_CAINFO: authorities } = process.env;
  const env = {
    ...gitEnvironment('strip', '/'),
    // Without a token of ours for this address, the user's own helpers are asked, such as that of `gh`, which reads one.
    ...(access.credential === undefined ? variablesForGit({ areCredentials: true }) : {}),
    GIT_ALLOW_PROTOCOL: protocols.join(':'),
    // Empty rather than absent: then neither core.askPass nor SSH_ASKPASS is tried.
    GIT_ASKPASS: '',
    GCM_INTERACTIVE: 'never',
    GIT_SSH_COMMAND: ssh,
    ...(authorities === undefined ? {} : { GIT_SSL_CAINFO: authorities }),
  };
  return { ...env, ...credentialVariables(access, env) };
}

const HELPER = `!f() { test "$1" = get && printf 'username=x-access-token\\npassword=%s\\n' "$TTLEAKS_GIT_TOKEN"; }; f`;

/**
 * A token is handed over by a credential helper that reads it from the environment, so that git gives it to its own
 * origin and to no redirect. The empty helper drops those of the user, which would be told to store the token; the empty
 * header that of a checkout in GitHub Actions, since GitHub refuses a request with two credentials.
 */
function credentialVariables(
  { url, credential }: RemoteAccess,
  { GIT_CONFIG_COUNT: given = '0' }: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  if (credential === undefined) return {};
  const { origin, token } = credential;
  const settings = [
    [`credential.${origin}.helper`, ''],
    [`credential.${origin}.helper`, HELPER],
    [`http.${url}.extraHeader`, ''],
  ];
  const first = Number.parseInt(given, 10) || 0;
  const variables = settings.flatMap(([name, value], index) => [
    [`GIT_CONFIG_KEY_${first + index}`, name],
    [`GIT_CONFIG_VALUE_${first + index}`, value],
  ]);
  return {
    ...Object.fromEntries(variables),
    GIT_CONFIG_COUNT: String(first + settings.length),
    TTLEAKS_GIT_TOKEN: token,
  };
}

/** For a git that writes files of a hostile repository: no settings but its own, so that no filter is known. */
export function checkoutEnvironment(directory: string): NodeJS.ProcessEnv {
  const { GIT_CONFIG_COUNT: _, GIT_CONFIG_PARAMETERS: __, ...env } = gitEnvironment('strip', directory);
  return { ...env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
}

function repositoryVariables(directory: string): NodeJS.ProcessEnv {
  const found: NodeJS.ProcessEnv = {};
  for (const name of REPOSITORY_NAMES) if (process.env[name]) found[name] = process.env[name];
  for (const name of REPOSITORY_PATHS) {
    const value = process.env[name];
    if (value) found[name] = resolve(directory, value);
  }
  const alternates = process.env[ALTERNATES];
  // A quoted list is one that git wrote itself, with absolute paths.
  if (alternates?.startsWith('"')) found[ALTERNATES] = alternates;
  else if (alternates) found[ALTERNATES] = absoluteList(alternates, directory);
  return found;
}

function absoluteList(list: string, directory: string): string {
  return list
    .split(delimiter)
    .map((path) => (path === '' ? path : resolve(directory, path)))
    .join(delimiter);
}

/** `TTLEAKS_GIT_READER=stream`: git reads every object, as it does what our own reader does not know. */
export function isReaderOff(): boolean {
  const { TTLEAKS_GIT_READER: reader } = process.env;
  return reader === 'stream';
}

/** Settings that a repository could turn against who reads it; given before the command. */
export const ISOLATION = [
  '--no-pager',
  ...[
    'core.fsmonitor=false',
    'core.hooksPath=/dev/null',
    'core.attributesFile=/dev/null',
    'core.alternateRefsCommand=true',
    // Caches beside the objects, which nothing checks against the objects: a forged one could hide history.
    'core.commitGraph=false',
    'core.multiPackIndex=false',
    'core.quotePath=false',
    'log.showSignature=false',
    'submodule.recurse=false',
    'protocol.allow=never',
  ].flatMap((setting) => ['-c', setting]),
] as const;

/** True where `path` has bytes that Node.js cannot hand to a child as its current directory. */
export function isUnspeakable(path: string): boolean {
  return !path.isWellFormed() && !encodePath(path).equals(Buffer.from(path, 'utf8'));
}
