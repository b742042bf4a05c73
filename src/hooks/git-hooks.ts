/** Hooks in a folder of git: `.git/hooks`, or where `core.hooksPath` leads. What stands there runs after ours. */
import { lstatSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TtleaksError } from '../core/errors.ts';
import { asBytes, type FileChange, textOf } from './file-change.ts';
import { type HookName, type Program, SCRIPT_LINES, scriptLines } from './hook-script.ts';
import { behindFirstLine, insertLines, removeLines } from './inserted-lines.ts';

/** Tells a script of our own from one that has nothing but its first line. */
const HEAD = '#!/bin/sh\n# Set up by `ttleaks install`.\n';
/** Of these our lines can be a part. */
const SHELL = /^#! *\/(?:usr\/)?bin\/(?:env +)?(?:sh|bash|dash|ksh|zsh)\b/;
const MOVED = '.before-ttleaks';

/** Nothing to do where ours is there already, and calls the same program. */
export function addToGitHook(folder: string, name: HookName, program: Program): FileChange[] {
  if (isNoFolder(folder)) {
    throw new TtleaksError(
      'USAGE',
      `${folder}, where core.hooksPath leads, is no folder, so git runs no hook: unset core.hooksPath, then install again.`,
    );
  }
  const path = join(folder, name);
  const lines = asBytes(scriptLines(name, program));
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return [{ kind: 'write', path, text: HEAD + lines, isProgram: true }];
  const text = textOf(path) ?? '';
  const written = SCRIPT_LINES.exec(text);
  if (written !== null) {
    const renewed = text.replace(written[0], () => lines.trimEnd());
    return renewed === text ? [] : [{ kind: 'write', path, text: renewed }];
  }
  if (stats.isFile() && (stats.mode & 0o111) === 0) {
    throw new TtleaksError(
      'USAGE',
      `${path} may not be executed, so git does not run it: chmod +x it, or move it away; then install again.`,
    );
  }
  if (stats.isFile() && SHELL.test(text))
    return [{ kind: 'write', path, text: insertLines(text, behindFirstLine(text), lines) }];
  return besideAnother(path, name, lines);
}

/** Something else stands there, such as `/dev/null`, by which hooks are turned off. */
export function isNoFolder(folder: string): boolean {
  try {
    return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false;
  } catch {
    return true;
  }
}

/** A program in another language, or a link: it keeps its place under another name. */
function besideAnother(path: string, name: HookName, lines: string): FileChange[] {
  const to = `${path}${MOVED}`;
  if (lstatSync(to, { throwIfNoEntry: false }) !== undefined)
    throw new TtleaksError('USAGE', `${to} is in the way: move it away; then install again.`);
  const rest = `exec "$(dirname "$0")/${name}${MOVED}" "$@"\n`;
  return [
    { kind: 'move', path, to },
    { kind: 'write', path, text: HEAD + lines + rest, isProgram: true },
  ];
}

export function takeFromGitHook(folder: string, name: HookName): FileChange[] {
  const path = join(folder, name);
  const text = textOf(path);
  const rest = text === undefined ? undefined : removeLines(text, SCRIPT_LINES);
  if (rest === undefined) return [];
  const moved = `${path}${MOVED}`;
  if (rest.startsWith(`${HEAD}exec `) && lstatSync(moved, { throwIfNoEntry: false }) !== undefined) {
    return [
      { kind: 'remove', path },
      { kind: 'move', path: moved, to: path },
    ];
  }
  return rest === HEAD ? [{ kind: 'remove', path }] : [{ kind: 'write', path, text: rest }];
}
