/** simple-git-hooks: a command for each hook, in package.json or a file of its own. */
import { type FileChange, textOf } from './file-change.ts';
import { HOOK_NAMES, type HookName } from './hook-script.ts';
import { type Project, sharedCommand } from './project.ts';
import { lineStart, placeIn, unusable } from './yaml-place.ts';

/** The name of the remote: as JSON it needs no escapes. */
const ARGUMENTS: Readonly<Record<HookName, string>> = {
  'pre-commit': '',
  'pre-merge-commit': '',
  'pre-push': ' $1',
};

export function addToSimpleGitHooks(project: Project): FileChange[] {
  const { simpleGitHooks: path = '' } = project;
  const command = sharedCommand(project);
  const before = textOf(path) ?? '';
  const missing = HOOK_NAMES.filter((name) => !before.includes(`ttleaks hook ${name}`));
  if (missing.length > 0 && !path.endsWith('.json')) throw byHand(path, missing, command);
  let text = before;
  for (const name of missing) text = withHook(path, text, name, commandFor(name, command));
  return text === before ? [] : [{ kind: 'write', path, text }];
}

export function takeFromSimpleGitHooks({ simpleGitHooks: path = '' }: Project): FileChange[] {
  const before = textOf(path) ?? '';
  if (!path.endsWith('.json') && before.includes('ttleaks hook '))
    throw unusable(path, 'is a program, which is changed by hand alone: take the commands of ttleaks out.');
  let text = before;
  for (const name of HOOK_NAMES) {
    const command = `[^\\s"]*ttleaks hook ${name}(?: \\$1)?`;
    text = text
      .replace(new RegExp(`\\n[ \\t]*"${name}": "${command}",?(?=\\n)`), '')
      .replace(new RegExp(`${command} \\|\\| exit \\$\\?; `), '');
  }
  return text === before ? [] : [{ kind: 'write', path, text }];
}

function commandFor(name: HookName, command: string): string {
  return `${command} hook ${name}${ARGUMENTS[name]}`;
}

/** A program is not run to be understood. */
function byHand(file: string, missing: readonly HookName[], command: string) {
  const settings = missing.map((name) => `'${name}': '${commandFor(name, command)}'`);
  return unusable(
    file,
    `is a program, which is changed by hand alone; add ${settings.join(', ')}. Where a hook has a command already: ours || exit $?; theirs. Then run npx simple-git-hooks, and this again.`,
  );
}

/** Before what is there, and no part of it: `ours && theirs || true` would let everything through. */
function withHook(file: string, text: string, name: HookName, command: string): string {
  const hooks = file.endsWith('package.json') ? ['simple-git-hooks'] : [];
  const existing = placeIn(file, text, [...hooks, name]);
  if (existing?.kind === 'text') {
    const at = existing.start + 1;
    return `${text.slice(0, at)}${command} || exit $?; ${text.slice(at)}`;
  }
  const map = placeIn(file, text, hooks);
  const first = map === undefined ? undefined : /^\{\n([ \t]+)"/.exec(text.slice(map.start));
  if (existing !== undefined || map === undefined || first === undefined || first === null) {
    const at =
      map === undefined ? '' : ` (line ${text.slice(0, lineStart(text, map.start)).split('\n').length})`;
    throw unusable(file, `cannot be added to as it is written${at}; add "${name}": "${command}"`);
  }
  const at = map.start + 1;
  return `${text.slice(0, at)}\n${first[1]}"${name}": "${command}",${text.slice(at)}`;
}
