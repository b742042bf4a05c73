/** lefthook: a job, or a command where the hook has commands, for each hook in its YAML file. */
import { relative } from 'node:path';
import { type FileChange, textOf } from './file-change.ts';
import { HOOK_NAMES, type HookName } from './hook-script.ts';
import { insertLines, removeLines } from './inserted-lines.ts';
import { type Project, sharedCommand } from './project.ts';
import { lineStart, placeIn, unusable } from './yaml-place.ts';

export function addToLefthook(project: Project): FileChange[] {
  const { lefthook: file = '' } = project;
  const command = sharedCommand(project);
  const before = textOf(file) ?? '';
  const missing = HOOK_NAMES.filter((name) => !isIn(file, before, name));
  const place = { file, command, missing, shown: relative(project.root, file).replaceAll('\\', '/') };
  let text = before;
  for (const name of missing) text = withHook(place, text, name);
  return text === before ? [] : [{ kind: 'write', path: file, text }];
}

export function takeFromLefthook({ lefthook: path = '' }: Project): FileChange[] {
  const before = textOf(path) ?? '';
  if (!isYaml(path) && HOOK_NAMES.some((name) => isIn(path, before, name)))
    throw unusable(path, 'is changed by hand alone: take the jobs named ttleaks out.');
  let text = before;
  for (const name of HOOK_NAMES) {
    text = removeLines(text, WHOLE(name)) ?? removeLines(text, OURS(name)) ?? text;
  }
  return text === before ? [] : [{ kind: 'write', path, text }];
}

interface LefthookFile {
  readonly file: string;
  /** From the root. */
  readonly shown: string;
  readonly command: string;
  readonly missing: readonly HookName[];
}

function isYaml(file: string): boolean {
  return /\.ya?ml$/.test(file);
}

/** JSON and TOML are written by hand, in whatever way. */
function isIn(file: string, text: string, name: HookName): boolean {
  return isYaml(file) ? OURS(name).test(text) : text.includes(`ttleaks hook ${name}`);
}

/**
 * lefthook passes over a job where it finds no files for it: of a push it knows those of HEAD alone, of a commit none
 * that became a link. A file that is always there is named, and goes for nothing. git says what is pushed on standard
 * input, which lefthook hands on where it is told to.
 */
function bodyFor(name: HookName, { command, shown }: LefthookFile): readonly string[] {
  const remote = name === 'pre-push' ? " '{1}'" : '';
  const body = [`run: ${command} hook ${name}${remote} {files}`, `files: echo ${shown}`];
  return name === 'pre-push' ? [...body, 'use_stdin: true'] : body;
}

function withHook(place: LefthookFile, text: string, name: HookName): string {
  const { file } = place;
  if (!isYaml(file)) throw byHand(place);
  const body = bodyFor(name, place);
  const job = (indent: string) =>
    [`${indent}- name: ttleaks`, ...body.map((line) => `${indent}  ${line}`)].join('\n');
  const hook = placeIn(file, text, [name]);
  if (hook === undefined) {
    if (new RegExp(`^${name}\\s*:`, 'm').test(text)) throw byHand(place);
    return insertLines(text, text.length, `${name}:\n  jobs:\n${job('    ')}\n`);
  }
  const jobs = placeIn(file, text, [name, 'jobs']);
  const commands = placeIn(file, text, [name, 'commands']);
  const first = jobs ?? commands ?? hook;
  const at = lineStart(text, first.start);
  const indent = text.slice(at, first.start);
  if (first.isFlow || !/^ *$/.test(indent)) throw byHand(place);
  if (jobs?.kind === 'list') return insertLines(text, at, `${job(indent)}\n`);
  if (commands?.kind === 'map') {
    const lines = [`${indent}ttleaks:`, ...body.map((line) => `${indent}  ${line}`)];
    return insertLines(text, at, `${lines.join('\n')}\n`);
  }
  if (hook.kind !== 'map') throw byHand(place);
  return insertLines(text, at, `${indent}jobs:\n${job(`${indent}  `)}\n`);
}

function byHand(place: LefthookFile) {
  const jobs = place.missing.map((name) => `${name} (${bodyFor(name, place).join(', ')})`);
  return unusable(
    place.file,
    `cannot be added to as it is written; add a job named ttleaks to each of ${jobs.join('; ')}. Then run this again.`,
  );
}

/** A job or a command of ours. */
function OURS(name: HookName): RegExp {
  return new RegExp(`( *)(?:- name: ttleaks|ttleaks:)\\n${bodyPattern(name, '\\1 +')}`);
}

/** A hook, or a list of jobs, that has nothing else: what follows is not further in than `jobs`. */
function WHOLE(name: HookName): RegExp {
  const job = `\\1  - name: ttleaks\\n${bodyPattern(name, '\\1    ')}`;
  const alone = `(?=  jobs:\\n {4}- name: ttleaks\\n${bodyPattern(name, ' {6}')}(?!\\n +\\S))`;
  return new RegExp(`(?:${name}:\\n${alone})?( *)jobs:\\n${job}(?!\\n\\1 +\\S)`);
}

function bodyPattern(name: HookName, indent: string): string {
  return `${indent}run: \\S*ttleaks hook ${name}\\b[^\\n]*(?:\\n${indent}(?:files|use_stdin): [^\\n]*)*(?=\\n|$)`;
}
