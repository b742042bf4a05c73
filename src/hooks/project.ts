/** What a folder says of how its hooks are kept. */
import { existsSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { TtleaksError } from '../core/errors.ts';
import { type HooksPath, hooksPathOf } from '../git/hooks-path.ts';
import type { Repository } from '../git/repository.ts';
import { textOf } from './file-change.ts';
import type { Program } from './hook-script.ts';

export type ManagerName = 'husky' | 'lefthook' | 'pre-commit' | 'simple-git-hooks' | 'git';

export interface Project {
  /** The top of the work tree, where git runs hooks. */
  readonly root: string;
  readonly hooksPath: HooksPath;
  readonly program: Program;
  /** From the root, with a `/` at its end, to the nearest folder that has ttleaks installed; absent where none has. */
  readonly installedIn?: string;
  /** Absolute; the folder of husky's scripts. */
  readonly husky?: string;
  /** Absolute files. */
  readonly lefthook?: string;
  readonly preCommit?: string;
  readonly simpleGitHooks?: string;
}

const LEFTHOOK_FILES = ['lefthook', '.lefthook', '.config/lefthook'].flatMap((name) =>
  ['yml', 'yaml', 'json', 'toml'].map((ending) => `${name}.${ending}`),
);
const SIMPLE_GIT_HOOKS_FILES = ['.simple-git-hooks', 'simple-git-hooks'].flatMap((name) =>
  ['cjs', 'js', 'mjs', 'json'].map((ending) => `${name}.${ending}`),
);
const HUSKY_FOLDER = '.husky';
/** The folder that husky 9 tells git of: `_` in its own. */
const HUSKY_INNER = '_';

/** `cwd`: within the work tree. */
export async function projectAt(repository: Repository, cwd: string, program: Program): Promise<Project> {
  const { workTree: root } = repository;
  if (root === undefined)
    throw new TtleaksError('USAGE', 'not in a work tree of git: go to one, or use --global.');
  const folders = foldersUpTo(root, cwd);
  const hooksPath = await hooksPathOf(repository);
  const husky = huskyFolder(hooksPath, folders);
  // husky may be that of a package, which has the programs as well.
  const places = husky === undefined ? folders : [...folders, dirname(husky)];
  const installedIn = places.find((folder) => existsSync(join(folder, 'node_modules/.bin/ttleaks')));
  const lefthook = firstFile(folders, LEFTHOOK_FILES);
  const preCommit = firstFile([root], ['.pre-commit-config.yaml']);
  const simpleGitHooks = firstFile(folders, SIMPLE_GIT_HOOKS_FILES) ?? packageWithHooks(folders);
  return {
    root,
    hooksPath,
    program,
    ...(installedIn === undefined ? {} : { installedIn: folderBelow(root, installedIn) }),
    ...(husky === undefined ? {} : { husky }),
    ...(lefthook === undefined ? {} : { lefthook }),
    ...(preCommit === undefined ? {} : { preCommit }),
    ...(simpleGitHooks === undefined ? {} : { simpleGitHooks }),
  };
}

/** All that are there, in the order in which the hooks of one hide those of the next. */
export function managersOf(project: Project): ManagerName[] {
  const { husky, lefthook, preCommit, simpleGitHooks } = project;
  return [
    ...(husky === undefined ? [] : (['husky'] as const)),
    ...(lefthook === undefined ? [] : (['lefthook'] as const)),
    ...(preCommit === undefined ? [] : (['pre-commit'] as const)),
    ...(simpleGitHooks === undefined ? [] : (['simple-git-hooks'] as const)),
    'git',
  ];
}

/** What files that are shared call: found from the root, in any clone. Throws where it is not installed there. */
export function sharedCommand({ installedIn }: Project): string {
  if (installedIn !== undefined) return `${installedIn}node_modules/.bin/ttleaks`;
  throw new TtleaksError(
    'USAGE',
    'ttleaks is not installed in this project, so a clone of it would not have it: npm install --save-dev ttleaks; then install again. For this clone alone: ttleaks install --git',
  );
}

/** The innermost first. */
function foldersUpTo(root: string, cwd: string): string[] {
  const folders = [cwd];
  for (let folder = cwd; folder !== root && folder !== dirname(folder); ) {
    folder = dirname(folder);
    folders.push(folder);
  }
  return folders.at(-1) === root ? folders : [root];
}

function folderBelow(root: string, folder: string): string {
  const path = relative(root, folder).replaceAll('\\', '/');
  return path === '' ? '' : `${path}/`;
}

function huskyFolder({ folder, scope }: HooksPath, folders: readonly string[]): string | undefined {
  if (scope !== undefined && basename(folder) === HUSKY_INNER) return dirname(folder);
  const owner = folders.find(
    (candidate) => existsSync(join(candidate, HUSKY_FOLDER)) || dependsOnHusky(candidate),
  );
  return owner === undefined ? undefined : join(owner, HUSKY_FOLDER);
}

function dependsOnHusky(folder: string): boolean {
  return /"husky"\s*:\s*"/.test(textOf(join(folder, 'package.json')) ?? '');
}

function firstFile(folders: readonly string[], names: readonly string[]): string | undefined {
  return folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((file) => existsSync(file));
}

function packageWithHooks(folders: readonly string[]): string | undefined {
  return folders
    .map((folder) => join(folder, 'package.json'))
    .find((file) => /"simple-git-hooks"\s*:\s*\{/.test(textOf(file) ?? ''));
}
