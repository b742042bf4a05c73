/** lefthook: a job, or a command where the hook has commands, for each hook in its YAML file. */
import { type FileChange, textOf } from './file-change.ts';
import { HOOK_NAMES, type HookName } from './hook-script.ts';
import { insertLines, removeLines } from './inserted-lines.ts';
import { type Project, sharedCommand } from './project.ts';
import { lineStart, placeIn, unusable } from './yaml-place.ts';

export function addToLefthook(project: Project): FileChange[] {
  const { lefthook: path = '' } = project;
  const command = sharedCommand(project);
  const before = textOf(path) ?? '';
  let text = before;
  for (const name of HOOK_NAMES) if (!OURS(name).test(text)) text = withHook(path, text, name, command);
  return text === before ? [] : [{ kind: 'write', path, text }];
}

export function takeFromLefthook({ lefthook: path = '' }: Project): FileChange[] {
  const before = textOf(path) ?? '';
  let text = before;
  for (const name of HOOK_NAMES) {
    text = removeLines(text, WHOLE(name)) ?? removeLines(text, OURS(name)) ?? text;
  }
  return text === before ? [] : [{ kind: 'write', path, text }];
}

/** git says what is pushed on standard input, which lefthook hands on where it is told to. */
function bodyFor(name: HookName, command: string): readonly string[] {
  if (name === 'pre-push') return [`run: ${command} hook pre-push {1} {2}`, 'use_stdin: true'];
  return [`run: ${command} hook ${name}`];
}

function withHook(file: string, text: string, name: HookName, command: string): string {
  if (!/\.ya?ml$/.test(file)) throw byHand(file, name, command);
  const body = bodyFor(name, command);
  const job = (indent: string) =>
    [`${indent}- name: ttleaks`, ...body.map((line) => `${indent}  ${line}`)].join('\n');
  const hook = placeIn(file, text, [name]);
  if (hook === undefined) {
    if (new RegExp(`^${name}\\s*:`, 'm').test(text)) throw byHand(file, name, command);
    return insertLines(text, text.length, `${name}:\n  jobs:\n${job('    ')}\n`);
  }
  const jobs = placeIn(file, text, [name, 'jobs']);
  const commands = placeIn(file, text, [name, 'commands']);
  const place = jobs ?? commands ?? hook;
  const at = lineStart(text, place.start);
  const indent = text.slice(at, place.start);
  if (place.isFlow || !/^ *$/.test(indent)) throw byHand(file, name, command);
  if (jobs?.kind === 'list') return insertLines(text, at, `${job(indent)}\n`);
  if (commands?.kind === 'map') {
    const lines = [`${indent}ttleaks:`, ...body.map((line) => `${indent}  ${line}`)];
    return insertLines(text, at, `${lines.join('\n')}\n`);
  }
  if (hook.kind !== 'map') throw byHand(file, name, command);
  return insertLines(text, at, `${indent}jobs:\n${job(`${indent}  `)}\n`);
}

function byHand(file: string, name: HookName, command: string) {
  const words = bodyFor(name, command).join(', ');
  return unusable(
    file,
    `cannot be added to as it is written; add to ${name} a job named ttleaks (${words}).`,
  );
}

/** A job or a command of ours. */
function OURS(name: HookName): RegExp {
  const body = `run: \\S*ttleaks hook ${name}\\b[^\\n]*(?:\\n +use_stdin: true)?`;
  return new RegExp(` *(?:- name: ttleaks|ttleaks:)\\n +${body}`);
}

/** A hook, or a list of jobs, that has nothing else: what follows is not further in than `jobs`. */
function WHOLE(name: HookName): RegExp {
  const job = `\\1  - name: ttleaks\\n\\1    run: \\S*ttleaks hook ${name}\\b[^\\n]*(?:\\n\\1    use_stdin: true)?`;
  const end = '(?:\\n|(?![^]))';
  const alone = `(?=  jobs:\\n {4}- name: ttleaks\\n {6}run: [^\\n]*${end}(?: {6}use_stdin: true${end})?(?! ))`;
  return new RegExp(`(?:${name}:\\n${alone})?( *)jobs:\\n${job}(?!\\n\\1 +\\S)`);
}
