/** Rule files by their paths, and those of folders. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { reasonOf } from '../core/errors.ts';
import { fsPath } from '../core/path-text.ts';
import type { Rule } from '../core/rule.ts';
import { configError, readSmallFile } from '../settings/read-small-file.ts';
import { type CompiledRule, compileRuleFile } from './rule-file.ts';

const SHIPPED = 'the rules that ship';
const MAX_RULE_FILES = 1000;

/** Rules with their examples, in the order of the paths; a directory's files by name. Repeats among them throw. */
export async function readRuleFiles(paths: readonly string[]): Promise<CompiledRule[]> {
  const files: string[] = [];
  for (const path of paths) files.push(...(isDirectory(path) ? await ruleFilesIn(path) : [path]));
  const distinct = [...new Map(files.map((file) => [resolve(file), file])).values()];
  const compiled = distinct.flatMap((file) => compileRuleFile(readSmallFile(file), file));
  refuseRepeats(compiled);
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

/** Of rules with one id, the second throws; `shipped` come before all. */
export function refuseRepeats(compiled: readonly CompiledRule[], shipped: readonly Rule[] = []): void {
  const files = new Map(shipped.map(({ id }) => [id, SHIPPED]));
  for (const { data, file } of compiled) {
    const first = files.get(data.id);
    if (first !== undefined)
      throw configError(file, `rule "${data.id}" is also in ${first}`, 'give it another id');
    files.set(data.id, file);
  }
}
