/** The pre-commit framework, and prek: a local hook in its configuration. One hook for all stages. */
import { type FileChange, textOf } from './file-change.ts';
import { insertLines, removeLines } from './inserted-lines.ts';
import { type Project, sharedCommand } from './project.ts';
import { lineStart, placeIn, unusable } from './yaml-place.ts';

const OURS =
  / *- repo: local\n +hooks:\n +- id: ttleaks\n +name: ttleaks\n +entry: \S*ttleaks hook\n(?: +(?:language|pass_filenames|always_run|require_serial|stages):[^\n]*\n)* +stages:[^\n]*/;

export function addToPreCommit(project: Project): FileChange[] {
  const { preCommit: path = '' } = project;
  const text = textOf(path) ?? '';
  if (/\bid: *ttleaks\b/.test(text)) return [];
  const repos = placeIn(path, text, ['repos']);
  const at = repos === undefined ? 0 : lineStart(text, repos.start);
  const indent = text.slice(at, repos?.start);
  if (repos?.kind !== 'list' || repos.isFlow || !/^ *$/.test(indent)) {
    throw unusable(path, 'has no list of repos to add to, a line each; write one: repos:');
  }
  return [{ kind: 'write', path, text: insertLines(text, at, linesFor(indent, sharedCommand(project))) }];
}

export function takeFromPreCommit({ preCommit: path = '' }: Project): FileChange[] {
  const text = removeLines(textOf(path) ?? '', OURS);
  return text === undefined ? [] : [{ kind: 'write', path, text }];
}

function linesFor(indent: string, command: string): string {
  const settings = [
    'name: ttleaks',
    `entry: ${command} hook`,
    'language: system',
    'pass_filenames: false',
    'always_run: true',
    'require_serial: true',
    'stages: [pre-commit, pre-merge-commit, pre-push]',
  ];
  const lines = [
    '- repo: local',
    '  hooks:',
    '    - id: ttleaks',
    ...settings.map((line) => `      ${line}`),
  ];
  return lines.map((line) => `${indent}${line}\n`).join('');
}
