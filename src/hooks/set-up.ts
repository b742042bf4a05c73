/** Sets hooks up with what a project has, and takes them out again: what would change, and what is left to do. */
import { TtleaksError } from '../core/errors.ts';
import type { FileChange } from './file-change.ts';
import { addToGitHook, takeFromGitHook } from './git-hooks.ts';
import { HOOK_NAMES } from './hook-script.ts';
import { addToHusky, takeFromHusky } from './husky.ts';
import { addToLefthook, takeFromLefthook } from './lefthook.ts';
import { addToPreCommit, takeFromPreCommit } from './pre-commit.ts';
import { type ManagerName, managersOf, type Project } from './project.ts';
import { addToSimpleGitHooks, takeFromSimpleGitHooks } from './simple-git-hooks.ts';

interface Manager {
  add(project: Project): FileChange[];
  take(project: Project): FileChange[];
  /** What makes git run what stands in the files. */
  readonly activate?: string;
  /** git's hooks hold the commands themselves, until `activate` has written them anew. */
  readonly isCopied?: true;
}

const MANAGERS: Readonly<Record<ManagerName, Manager>> = {
  husky: { add: addToHusky, take: takeFromHusky, activate: 'npx husky' },
  lefthook: { add: addToLefthook, take: takeFromLefthook, activate: 'npx lefthook install' },
  'pre-commit': {
    add: addToPreCommit,
    take: takeFromPreCommit,
    activate: 'pre-commit install -t pre-commit -t pre-merge-commit -t pre-push',
  },
  'simple-git-hooks': {
    add: addToSimpleGitHooks,
    take: takeFromSimpleGitHooks,
    activate: 'npx simple-git-hooks',
    isCopied: true,
  },
  git: {
    add: ({ hooksPath, program }) =>
      HOOK_NAMES.flatMap((name) => addToGitHook(hooksPath.folder, name, program)),
    take: ({ hooksPath }) => HOOK_NAMES.flatMap((name) => takeFromGitHook(hooksPath.folder, name)),
  },
};

export interface SetUp {
  readonly manager: ManagerName;
  readonly changes: readonly FileChange[];
  readonly activate?: string;
}

/** With the manager that is named, else with the first that the project has. */
export function planInstall(project: Project, named: ManagerName | undefined): SetUp {
  const found = managersOf(project);
  const manager = named ?? found[0] ?? 'git';
  if (!found.includes(manager))
    throw new TtleaksError(
      'USAGE',
      `--${manager}: the project has no settings of ${manager}; set it up first.`,
    );
  const { add, activate } = MANAGERS[manager];
  return { manager, changes: add(project), ...(activate === undefined ? {} : { activate }) };
}

/** From everything that has it. `activate` is there where git runs what was until then. */
export function planUninstall(project: Project): SetUp[] {
  const plans = managersOf(project).map((manager): SetUp => {
    const { take, activate, isCopied } = MANAGERS[manager];
    return { manager, changes: take(project), ...(isCopied && activate ? { activate } : {}) };
  });
  return plans.filter(({ changes }) => changes.length > 0);
}
