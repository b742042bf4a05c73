/**
 * Hooks for all repositories of a user, by a `core.hooksPath` of their own. It hides the folders of the repositories,
 * so each hook there calls on what the repository has.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { asBytes, type FileChange, textOf } from './file-change.ts';
import { addToGitHook, takeFromGitHook } from './git-hooks.ts';
import { HOOK_NAMES, type Program, scriptLines } from './hook-script.ts';

/**
 * `githooks(5)`, without those that change what git does by being there, or that it asks many times a command:
 * push-to-checkout, proc-receive, reference-transaction, post-index-change.
 */
const ALL_HOOKS: readonly string[] = [
  ...[
    'applypatch-msg',
    'pre-applypatch',
    'post-applypatch',
    'prepare-commit-msg',
    'commit-msg',
    'post-commit',
  ],
  ...['pre-rebase', 'post-checkout', 'post-merge', 'post-rewrite', 'pre-auto-gc', 'sendemail-validate'],
  ...['pre-receive', 'update', 'post-receive', 'post-update'],
  ...HOOK_NAMES,
];

/** For a folder of our own. */
export function fillGlobalFolder(folder: string, program: Program): FileChange[] {
  return ALL_HOOKS.flatMap((name): FileChange[] => {
    const ours = HOOK_NAMES.find((hook) => hook === name);
    const lines = ours === undefined ? '' : scriptLines(ours, program);
    const text = asBytes(`#!/bin/sh\n${lines}${callOn(name)}`);
    const path = join(folder, name);
    return textOf(path) === text ? [] : [{ kind: 'write', path, text, isProgram: true }];
  });
}

export function emptyGlobalFolder(folder: string): FileChange[] {
  return ALL_HOOKS.map((name) => join(folder, name))
    .filter((path) => existsSync(path))
    .map((path) => ({ kind: 'remove', path }));
}

/** For a folder that the user has already. */
export function addToGlobalFolder(folder: string, program: Program): FileChange[] {
  return HOOK_NAMES.flatMap((name) => addToGitHook(folder, name, program));
}

export function takeFromGlobalFolder(folder: string): FileChange[] {
  return HOOK_NAMES.flatMap((name) => takeFromGitHook(folder, name));
}

function callOn(name: string): string {
  return [
    `ttleaks_hook=$(git rev-parse --git-common-dir)/hooks/${name}`,
    '[ ! -x "$ttleaks_hook" ] || exec "$ttleaks_hook" "$@"\n',
  ].join('\n');
}
