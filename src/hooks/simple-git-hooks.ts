/** simple-git-hooks: a command for each hook, in package.json or a JSON file of its own. */
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
  let text = before;
  for (const name of HOOK_NAMES) {
    if (!text.includes(`ttleaks hook ${name}`))
      text = withHook(path, text, name, `${command} hook ${name}${ARGUMENTS[name]}`);
  }
  return text === before ? [] : [{ kind: 'write', path, text }];
}

export function takeFromSimpleGitHooks({ simpleGitHooks: path = '' }: Project): FileChange[] {
  const before = textOf(path) ?? '';
  let text = before;
  for (const name of HOOK_NAMES) {
    const command = `[^\\s"]*ttleaks hook ${name}(?: \\$1)?`;
    text = text
      .replace(new RegExp(`\\n[ \\t]*"${name}": "${command}",?(?=\\n)`), '')
      .replace(new RegExp(`${command} \\|\\| exit \\$\\?; `), '');
  }
  return text === before ? [] : [{ kind: 'write', path, text }];
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
