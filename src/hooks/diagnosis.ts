/** Why hooks that should check do not, as far as files tell, and what to do: the first reason that holds. */
import { existsSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { isNoFolder } from './git-hooks.ts';
import type { HookName } from './hook-script.ts';
import { managersOf, type Project } from './project.ts';

const ACTIVATE = {
  husky: 'npx husky',
  lefthook: 'npx lefthook install',
  'pre-commit': 'pre-commit install -t pre-commit -t pre-merge-commit -t pre-push',
  'simple-git-hooks': 'npx simple-git-hooks',
  git: 'ttleaks install',
} as const;

export function whyUnchecked(project: Project, name: HookName): string {
  const { folder, scope, written } = project.hooksPath;
  const manager = managersOf(project)[0] ?? 'git';
  const run = ACTIVATE[manager];
  if (scope !== undefined && isNoFolder(folder)) {
    return `core.hooksPath (${scope}) is ${written}, which is no folder: git runs no hook. Run: git config --${scope} --unset core.hooksPath, then: ${run}`;
  }
  if (!existsSync(folder) && scope !== undefined) {
    return `core.hooksPath (${scope}) is ${written}, and that is not there: a new clone or work tree does not have it. Run: ${run}`;
  }
  const path = join(folder, name);
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    const why =
      manager === 'git' ? 'there is none' : `${manager} has settings here, but git does not run it yet`;
    return `git looks for ${path}, and ${why}. Run: ${run}`;
  }
  if (stats.isFile() && (stats.mode & 0o111) === 0)
    return `${path} may not be executed, so git passes over it. Run: chmod +x ${path}`;
  const more = manager === 'git' ? '' : `, then: ${run}`;
  return `${path} runs, and does not come to ttleaks (HUSKY=0, LEFTHOOK=0 and SKIP turn it off, too). Run: ttleaks install${more}`;
}

/** Two that want the same hooks: one hides the other. */
export function rivals(project: Project): readonly string[] {
  const managers = managersOf(project).filter((manager) => manager !== 'git');
  return managers.length > 1 ? managers : [];
}
