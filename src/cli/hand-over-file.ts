/**
 * Hands a new key over in a file of environment variables, which nobody else may read and git ignores. All that can go
 * wrong is looked at before the key is made.
 */
import {
  appendFileSync,
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  openSync,
  realpathSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { reasonOf, TtleaksError } from '../core/errors.ts';
import type { Secret } from '../core/secret.ts';
import { trackedState } from '../git/index-state.ts';
import { openRepository, type Repository } from '../git/repository.ts';
import { readSmallFileIfAny } from '../settings/read-small-file.ts';
import type { HandOver } from '../timetime/rotation.ts';

const PRIVATE_FILE = 0o600;
const OPEN_FLAGS = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW;

export async function handOverToFile(path: string, variable: string): Promise<HandOver> {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable)) {
    throw new TtleaksError(
      'USAGE',
      '--to-env-name: letters, digits and underscores, as in TIMETIME_API_KEY.',
    );
  }
  const file = fileOf(path);
  const repository = await openRepository(dirname(file), { environment: 'strip' });
  const ignoring = repository === undefined ? undefined : await ignoringOf(file, path, repository);
  return {
    prepare: async () => {
      if (repository !== undefined && ignoring === 'to-be-added') await ignore(file, path, repository);
      writePrivately(file, path, readSmallFileIfAny(file) ?? '');
    },
    deliver: async (replacement) => {
      writePrivately(file, path, withVariable(readSmallFileIfAny(file) ?? '', variable, replacement));
    },
  };
}

/** Absolute, its folder without symbolic links, so that git knows it by the same name. */
function fileOf(path: string): string {
  try {
    const file = join(realpathSync(dirname(resolve(path))), basename(path));
    const stats = lstatSync(file, { throwIfNoEntry: false });
    if (stats === undefined || stats.isFile()) return file;
  } catch (error) {
    throw unusable(path, `${reasonOf(error)}; make its folder first`, error);
  }
  throw unusable(path, 'is no regular file; name another');
}

async function ignoringOf(
  file: string,
  path: string,
  repository: Repository,
): Promise<'ignored' | 'to-be-added'> {
  const { workTree } = repository;
  if (workTree === undefined) throw unusable(path, 'is in a git directory; name a file elsewhere');
  const name = pathWithin(workTree, file);
  const state = (await trackedState(repository, [name])).get(name);
  if (state?.kind === 'ignored') return 'ignored';
  if (state?.kind === 'untracked') return 'to-be-added';
  throw unusable(
    path,
    'is tracked by git, so the new key would leak like the old one; name a file that is not',
  );
}

/** Adds the file to `.gitignore`, and asks git whether that was enough. */
async function ignore(file: string, path: string, repository: Repository): Promise<void> {
  const { workTree = '' } = repository;
  const list = join(workTree, '.gitignore');
  const name = pathWithin(workTree, file);
  const written = readSmallFileIfAny(list) ?? '';
  if (lstatSync(list, { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw unusable(path, 'is not ignored by git, and .gitignore is a symbolic link; ignore it first');
  }
  const separator = written === '' || written.endsWith('\n') ? '' : '\n';
  // What means something in a pattern is escaped; so is a space at the end.
  const pattern = `/${name.replace(/[\\*?[\]!# ]/g, '\\$&')}`;
  appendFileSync(list, `${separator}${pattern}\n`);
  if ((await trackedState(repository, [name])).get(name)?.kind === 'ignored') return;
  throw unusable(path, 'is not ignored by git, whatever .gitignore says; ignore it first');
}

function pathWithin(workTree: string, file: string): string {
  return relative(workTree, file).replaceAll('\\', '/');
}

/** The variable's line replaced where there is one. */
function withVariable(text: string, variable: string, replacement: Secret): string {
  const line = `${variable}=${replacement.reveal()}`;
  const old = new RegExp(`^([ \\t]*(?:export[ \\t]+)?)${variable}[ \\t]*=.*$`, 'gm');
  if (text.search(old) !== -1) return text.replace(old, (_, before: string) => `${before}${line}`);
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${line}\n`;
}

/** In place: a temporary file beside it would be one that git does not ignore. */
function writePrivately(file: string, path: string, text: string): void {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, OPEN_FLAGS, PRIVATE_FILE);
    fchmodSync(descriptor, PRIVATE_FILE);
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at, bytes.length - at, at);
    ftruncateSync(descriptor, bytes.length);
    fsyncSync(descriptor);
  } catch (error) {
    throw unusable(path, `cannot be written: ${reasonOf(error)}`, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function unusable(path: string, what: string, cause?: unknown): TtleaksError {
  return new TtleaksError('USAGE', `--to-env-file ${path} ${what}.`, cause === undefined ? {} : { cause });
}
