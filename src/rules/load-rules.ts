/**
 * The rules in force: the shipped ones and, behind them, those of files that the user names. Everything that reads and
 * proves rule files is imported only where there are any.
 */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { reasonOf } from '../core/errors.ts';
import { fsPath } from '../core/path-text.ts';
import type { Rule } from '../core/rule.ts';
import { configError, readSmallFile } from '../settings/read-small-file.ts';
import { ruleOf } from './rule-data.ts';
import type { CompiledRule } from './rule-file.ts';
import { shippedRules } from './shipped-rules.ts';

const SHIPPED = 'the rules that ship';
const MAX_RULE_FILES = 1000;

/** Each path is a rule file or a directory of them, at any depth. */
export async function loadRules(paths: readonly string[]): Promise<Rule[]> {
  const rules = shippedRules();
  if (paths.length === 0) return rules;
  const compiled = await readRuleFiles(paths);
  refuseRepeats([...rules.map(({ id }) => ({ id, file: SHIPPED })), ...placesOf(compiled)]);
  return [...rules, ...compiled.map(({ data }) => ruleOf(data))];
}

/** Rules with their examples, in the order of the paths; a directory's files by name. Repeats among them throw. */
export async function readRuleFiles(paths: readonly string[]): Promise<CompiledRule[]> {
  const { compileRuleFile } = await import('./rule-file.ts');
  const files: string[] = [];
  for (const path of paths) files.push(...(isDirectory(path) ? await ruleFilesIn(path) : [path]));
  const distinct = [...new Map(files.map((file) => [resolve(file), file])).values()];
  const compiled = distinct.flatMap((file) => compileRuleFile(readSmallFile(file), file));
  refuseRepeats(placesOf(compiled));
  return compiled;
}

function isDirectory(path: string): boolean {
  try {
    return statSync(fsPath(path)).isDirectory();
  } catch (error) {
    throw configError(path, `cannot be read: ${reasonOf(error)}`, 'check the path of the rules', error);
  }
}

async function ruleFilesIn(directory: string): Promise<string[]> {
  const { default: glob } = await import('fast-glob');
  // Links to files are listed, links to directories are not followed: the reader judges what a name stands for.
  const names = await glob('**/*.{yml,yaml}', {
    cwd: directory,
    dot: true,
    ignore: ['**/.git/**', '**/node_modules/**'],
    onlyFiles: false,
    followSymbolicLinks: false,
  });
  if (names.length === 0)
    throw configError(directory, 'holds no rule file', 'name files that end in .yml or .yaml');
  if (names.length > MAX_RULE_FILES) {
    throw configError(directory, `holds ${names.length} YAML files`, 'name the directory of the rules');
  }
  return names.sort().map((name) => `${directory.replace(/[\\/]+$/, '')}/${name}`);
}

interface Place {
  readonly id: string;
  readonly file: string;
}

function placesOf(compiled: readonly CompiledRule[]): Place[] {
  return compiled.map(({ data, file }) => ({ id: data.id, file }));
}

function refuseRepeats(places: readonly Place[]): void {
  const files = new Map<string, string>();
  for (const { id, file } of places) {
    const first = files.get(id);
    if (first !== undefined)
      throw configError(file, `rule "${id}" is also in ${first}`, 'give it another id');
    files.set(id, file);
  }
}
