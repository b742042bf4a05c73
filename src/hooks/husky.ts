/** husky 9: a script for each hook, run by `sh -e` with the PATH of node_modules. */
import { join } from 'node:path';
import { type FileChange, textOf } from './file-change.ts';
import { HOOK_NAMES, type HookName } from './hook-script.ts';
import { insertLines, removeLines } from './inserted-lines.ts';
import { type Project, sharedCommand } from './project.ts';

/**
 * First, as what follows may end the script. Where more follows that may read what git says of a push, it is put back
 * on standard input.
 */
export function addToHusky(project: Project): FileChange[] {
  const { husky = '' } = project;
  const command = sharedCommand(project);
  // husky has node_modules/.bin of the root on the PATH.
  const program = project.installedIn === '' ? 'ttleaks' : command;
  return HOOK_NAMES.flatMap((name): FileChange[] => {
    const path = join(husky, name);
    const text = textOf(path) ?? '';
    if (OURS(name).test(text)) return [];
    return [{ kind: 'write', path, text: insertLines(text, 0, linesFor(name, program, text !== '')) }];
  });
}

export function takeFromHusky({ husky = '' }: Project): FileChange[] {
  return HOOK_NAMES.flatMap((name): FileChange[] => {
    const path = join(husky, name);
    const text = textOf(path);
    const rest = text === undefined ? undefined : removeLines(text, OURS(name));
    if (rest === undefined) return [];
    return rest === '' ? [{ kind: 'remove', path }] : [{ kind: 'write', path, text: rest }];
  });
}

function linesFor(name: HookName, program: string, hasMore: boolean): string {
  if (name !== 'pre-push') return `${program} hook ${name}\n`;
  if (!hasMore) return `${program} hook pre-push "$@"\n`;
  return `refs=$(cat); printf '%s\\n' "$refs" | ${program} hook pre-push "$@"; exec <<REFS\n$refs\nREFS\n`;
}

function OURS(name: HookName): RegExp {
  return new RegExp(
    `(?:refs=\\$\\(cat\\); printf [^\\n]*)?(?:\\S*/)?ttleaks hook ${name}(?: "\\$@")?(?:; exec <<REFS\\n\\$refs\\nREFS)?`,
  );
}
