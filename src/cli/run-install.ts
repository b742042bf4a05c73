/** `ttleaks install` and `uninstall`. */
import { existsSync, realpathSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reasonOf, TtleaksError } from '../core/errors.ts';
import { openRepository, type Repository } from '../git/repository.ts';
import { setUserHooksPath, userHooksPath } from '../git/user-settings.ts';
import { applyChange, type FileChange, removeEmptyFolders } from '../hooks/file-change.ts';
import {
  addToGlobalFolder,
  emptyGlobalFolder,
  fillGlobalFolder,
  takeFromGlobalFolder,
} from '../hooks/global-hooks.ts';
import type { Program } from '../hooks/hook-script.ts';
import { type ManagerName, type Project, projectAt } from '../hooks/project.ts';
import { planInstall, planUninstall } from '../hooks/set-up.ts';
import { writeTo } from './output.ts';
import { configFile } from './user-directories.ts';

export interface InstallArguments {
  /** The one that is named. */
  readonly manager: ManagerName | undefined;
  /** For all repositories of the user. */
  readonly isGlobal: boolean;
}

export async function runInstall({ manager: named, isGlobal }: InstallArguments): Promise<number> {
  if (isGlobal) return await installForUser();
  const project = await projectHere();
  const { manager, changes, activate } = planInstall(project, named);
  apply(changes);
  if (changes.length === 0) await say(`ttleaks is set up with ${manager} already.`);
  else await say(`ttleaks is set up with ${manager}:`, ...changes.map((change) => wordsFor(change, project)));
  if (activate !== undefined) await say(`If git does not run ${manager} yet: ${activate}`);
  if (manager === 'git' && isInWorkTree(project))
    await say('They name paths of this machine: where they are committed, each clone runs ttleaks install.');
  await say('To see whether commits and pushes are checked: ttleaks doctor');
  return 0;
}

/** Where others get the hooks as well. */
function isInWorkTree({ root, hooksPath: { folder, scope } }: Project): boolean {
  return scope !== undefined && !relative(root, folder).startsWith('..');
}

async function installForUser(): Promise<number> {
  const [cwd, own] = [process.cwd(), configFile('hooks')];
  const folder = (await userHooksPath(cwd)) ?? own;
  apply(folder === own ? fillGlobalFolder(own, thisProgram()) : addToGlobalFolder(folder, thisProgram()));
  if (folder === own) await setUserHooksPath(cwd, own);
  await say(
    `ttleaks checks the commits and pushes of all your repositories, by ${folder} (core.hooksPath).`,
    'A repository with a core.hooksPath of its own (husky) goes by that one: install there, too.',
  );
  return 0;
}

async function uninstallForUser(): Promise<number> {
  const [cwd, own] = [process.cwd(), configFile('hooks')];
  const folder = await userHooksPath(cwd);
  if (folder === own) await setUserHooksPath(cwd, undefined);
  apply(emptyGlobalFolder(own));
  removeEmptyFolders(own, dirname(own));
  if (folder !== undefined && folder !== own) apply(takeFromGlobalFolder(folder));
  await say('ttleaks is taken out of the hooks of all your repositories.');
  return 0;
}

export async function runUninstall({ isGlobal }: Pick<InstallArguments, 'isGlobal'>): Promise<number> {
  if (isGlobal) return await uninstallForUser();
  const project = await projectHere();
  const plans = planUninstall(project);
  if (plans.length === 0) await say('ttleaks is not set up here: nothing to take out.');
  for (const { manager, changes, activate } of plans) {
    apply(changes);
    await say(`ttleaks is taken out of ${manager}:`, ...changes.map((change) => wordsFor(change, project)));
    if (activate !== undefined) await say(`The hooks of git still call it, until you run: ${activate}`);
  }
  return 0;
}

/** Throws USAGE where there is none. */
export async function projectHere(): Promise<Project & { readonly repository: Repository }> {
  const cwd = realpathSync(process.cwd());
  const repository = await openRepository(cwd, { environment: 'strip' });
  if (repository === undefined)
    throw new TtleaksError('USAGE', 'not in a repository of git: git init, or go to one.');
  return { ...(await projectAt(repository, cwd, thisProgram())), repository };
}

/** The one that runs now, by paths that hold when nothing is on the PATH. */
export function thisProgram(): Program {
  const built = fileURLToPath(new URL('../bin/ttleaks.js', import.meta.url));
  const beside = fileURLToPath(new URL('../../bin/ttleaks.js', import.meta.url));
  return { node: process.execPath, script: existsSync(built) ? built : beside };
}

function apply(changes: readonly FileChange[]): void {
  for (const change of changes) {
    try {
      applyChange(change);
    } catch (error) {
      throw new TtleaksError(
        'USAGE',
        `${change.path}: ${reasonOf(error)}; make it writable, then run this again.`,
        {
          cause: error,
        },
      );
    }
  }
}

function wordsFor(change: FileChange, { root }: Project): string {
  const shown = (path: string) => relative(root, path) || path;
  if (change.kind === 'move') return `    ${shown(change.path)} is now ${shown(change.to)}`;
  return `    ${shown(change.path)}${change.kind === 'remove' ? ' (removed)' : ''}`;
}

export async function say(...lines: readonly string[]): Promise<void> {
  await writeTo(
    process.stderr,
    lines.map((line) => `${line}\n`),
  );
}
