/** Finds the repository of a directory, with one run of git. Hooks load this: node builtins only. */
import { lstatSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { TtleaksError } from '../core/errors.ts';
import { maskKeysIn } from '../core/key-mask.ts';
import { decodePath, fsPath, showPath } from '../core/path-text.ts';
import { type EnvironmentUse, gitEnvironment } from './environment.ts';
import { type GitContext, type GitResult, lastLineOf, runGit } from './run.ts';

/** All paths are path text, absolute, without symbolic links. */
export interface Repository {
  /** Run git with this. */
  readonly context: GitContext;
  /** Absent for a bare repository, and within a `.git` directory. */
  readonly workTree?: string;
  /** Path of the directory asked about within the work tree: `` or ending in `/`. */
  readonly prefix: string;
  readonly gitDir: string;
  /** Where objects and refs are; another one than `gitDir` in a linked work tree. */
  readonly commonDir: string;
  readonly isBare: boolean;
  readonly isShallow: boolean;
  readonly objectFormat: 'sha1' | 'sha256';
  /** What HEAD names, whether or not that commit exists; absent before the first commit. */
  readonly headCommit?: string;
}

const SHORT_ANSWERS = [
  '--is-bare-repository',
  '--is-inside-work-tree',
  '--is-shallow-repository',
  '--show-object-format',
];
/** Paths may hold line feeds, but no two slashes in a row. An option that it does not know is repeated by rev-parse. */
const SEPARATOR = '--//';
const PATH_ANSWERS = ['--absolute-git-dir', '--git-common-dir', '--show-cdup', '--show-prefix'];

/**
 * `undefined` where `directory` is in no repository. Throws where there is one that git will not read:
 * one that another user owns, a `.git` file that leads nowhere.
 */
export async function openRepository(
  directory: string,
  { environment, signal }: { environment: EnvironmentUse; signal?: AbortSignal },
): Promise<Repository | undefined> {
  const context = contextAt(directory, environment);
  return context && (await repositoryOf(context, signal));
}

/** `undefined` where `directory` is certainly in no repository. What git says there may be asked before it is opened. */
export function contextAt(directory: string, environment: EnvironmentUse): GitContext | undefined {
  const real = realDirectory(directory);
  const context: GitContext = { directory: real, env: gitEnvironment(environment, real) };
  const { GIT_DIR: named } = context.env;
  return named === undefined && !mayHaveRepository(real) ? undefined : context;
}

/** As `openRepository`. */
export async function repositoryOf(
  context: GitContext,
  signal?: AbortSignal,
): Promise<Repository | undefined> {
  const args = [
    '--path-format=absolute',
    ...SHORT_ANSWERS,
    ...PATH_ANSWERS.flatMap((ask) => [SEPARATOR, ask]),
  ];
  const result = await runGit(context, ['rev-parse', ...args, SEPARATOR, 'HEAD'], { signal });
  const answers = decodePath(result.stdout).split(`${SEPARATOR}\n`);
  if (answers.length <= PATH_ANSWERS.length + 1) return refused(result, context.directory);
  return repositoryFrom(answers, context);
}

/** Without a `.git` in it, a folder is a repository only if it has a `HEAD`. A run of git costs thousands of these. */
function mayHaveRepository(directory: string): boolean {
  const parent = dirname(directory);
  if (mayBeThere(`${directory}/.git`) || mayBeThere(`${directory}/HEAD`)) return true;
  return parent !== directory && mayHaveRepository(parent);
}

function mayBeThere(path: string): boolean {
  try {
    return lstatSync(fsPath(path), { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

function realDirectory(directory: string): string {
  try {
    return decodePath(realpathSync.native(fsPath(directory), { encoding: 'buffer' }));
  } catch (error) {
    const shown = maskKeysIn(showPath(directory));
    throw new TtleaksError('INCOMPLETE', `${shown}: no such directory`, { cause: error });
  }
}

function repositoryFrom(answers: readonly string[], context: GitContext): Repository {
  const [short = '', gitDir = '', commonDir = '', cdup = '', prefix = '', head = ''] = answers;
  const [isBare, isInside, isShallow, objectFormat] = short.split('\n');
  if (isBare?.startsWith('--'))
    throw new TtleaksError('INCOMPLETE', 'git is too old: install git 2.31 or newer.');
  const workTree =
    isInside === 'true'
      ? workTreeOf(context.directory, withoutLineFeed(cdup), withoutLineFeed(prefix))
      : undefined;
  const headCommit = /^[0-9a-f]{40,64}$/.exec(withoutLineFeed(head))?.[0];
  const git = withoutLineFeed(gitDir);
  return {
    // From the top, so that no answer is cut to a sub-directory.
    context: { ...context, directory: workTree ?? git },
    ...(workTree === undefined ? {} : { workTree }),
    prefix: withoutLineFeed(prefix),
    gitDir: git,
    commonDir: withoutLineFeed(commonDir),
    isBare: isBare === 'true',
    isShallow: isShallow === 'true',
    objectFormat: objectFormat === 'sha256' ? 'sha256' : 'sha1',
    ...(headCommit === undefined ? {} : { headCommit }),
  };
}

/**
 * Only where the directory is within it: `core.worktree` can name any place, and from there git would not find back.
 * `cdup` is a chain of `../`, empty at the top.
 */
function workTreeOf(directory: string, cdup: string, prefix: string): string | undefined {
  if (!/^(?:\.\.\/)*$/.test(cdup)) return undefined;
  if (prefix === '') return cdup === '' ? directory : undefined;
  return directory.endsWith(`/${prefix.slice(0, -1)}`)
    ? directory.slice(0, -prefix.length) || '/'
    : undefined;
}

function withoutLineFeed(answer: string): string {
  return answer.endsWith('\n') ? answer.slice(0, -1) : answer;
}

const NOT_THERE = /not a git repository \(or any/;
const OTHER_OWNER = /dubious ownership|unsafe repository/;

function refused({ stderr, stdout }: GitResult, directory: string): undefined {
  if (NOT_THERE.test(stderr)) return undefined;
  const shown = maskKeysIn(showPath(directory));
  if (OTHER_OWNER.test(stderr)) {
    const path = /repository (?:at |\()'(.*?)'/s.exec(stderr)?.[1] ?? shown;
    throw new TtleaksError(
      'INCOMPLETE',
      `${path} belongs to another user, and git does not read it. To trust it: git config --global --add safe.directory '${path}'`,
    );
  }
  if (stdout.includes('--path-format'))
    throw new TtleaksError('INCOMPLETE', 'git is too old: install git 2.31 or newer.');
  throw new TtleaksError(
    'INCOMPLETE',
    `${shown}: git cannot read this repository: ${lastLineOf(stderr, 'no reason given')}`,
  );
}
