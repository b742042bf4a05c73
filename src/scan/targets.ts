/** The targets of a scan of files: where each begins, and what its paths are relative to. */
import { lstatSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reasonOf, TtleaksError } from '../core/errors.ts';
import { maskKeysIn } from '../core/key-mask.ts';
import { decodePath, fsPath, showPath } from '../core/path-text.ts';
import { openRepository, type Repository } from '../git/repository.ts';
import type { Collector } from './collector.ts';

export interface FileTarget {
  /** Absolute, without links. A directory, or the file itself. */
  readonly path: string;
  readonly isFile: boolean;
  /** What report paths begin with: `` or ending in `/`. */
  readonly prefix: string;
  readonly repository: Repository | undefined;
  /** Set where there may be a repository that git will not read. */
  readonly isRefused: boolean;
}

/** `path` is within the target: empty for a file that is the target itself. */
export function shownIn({ prefix }: FileTarget, path: string): string {
  return prefix + path;
}

export function absoluteIn(target: FileTarget, path: string): string {
  return target.isFile ? target.path : `${target.path}/${path}`;
}

export async function fileTargets(
  paths: readonly string[],
  cwd: string,
  collector: Collector,
  signal: AbortSignal | undefined,
): Promise<FileTarget[]> {
  const targets: FileTarget[] = [];
  for (const path of paths) targets.push(await fileTarget(path, cwd, paths.length > 1, collector, signal));
  return targets;
}

async function fileTarget(
  named: string,
  cwd: string,
  hasSiblings: boolean,
  collector: Collector,
  signal: AbortSignal | undefined,
): Promise<FileTarget> {
  const { path, isFile } = located(named, cwd);
  const directory = isFile ? dirname(path) : path;
  const { repository, isRefused } = await repositoryOf(directory, collector, signal);
  const workTree = repository?.workTree;
  const base = workTree ?? (hasSiblings ? realpathSync(cwd) : directory);
  const below = relative(base, path).replaceAll('\\', '/');
  const prefix = isFile ? below || basename(path) : below === '' ? '' : `${below}/`;
  return { path, isFile, prefix, repository: workTree === undefined ? undefined : repository, isRefused };
}

function located(named: string, cwd: string): { path: string; isFile: boolean } {
  const shown = maskKeysIn(showPath(named));
  try {
    const wanted = named.startsWith('file://') ? fileURLToPath(named) : resolve(cwd, named);
    const stats = statSync(wanted);
    if (!stats.isFile() && !stats.isDirectory()) {
      throw new TtleaksError(
        'USAGE',
        `${shown}: neither a file nor a directory; use --stdin to scan a stream.`,
      );
    }
    const path = decodePath(realpathSync(wanted, { encoding: 'buffer' }));
    return { path, isFile: lstatSync(fsPath(path)).isFile() };
  } catch (error) {
    if (error instanceof TtleaksError) throw error;
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file or directory' : reasonOf(error);
    throw new TtleaksError('USAGE', `${shown}: ${reason}; check the path.`, { cause: error });
  }
}

/** Files can be read without git; what git would say of them is then said to be missing. */
async function repositoryOf(
  directory: string,
  collector: Collector,
  signal: AbortSignal | undefined,
): Promise<{ repository: Repository | undefined; isRefused: boolean }> {
  try {
    const repository = await openRepository(directory, {
      environment: 'strip',
      ...(signal ? { signal } : {}),
    });
    return { repository, isRefused: false };
  } catch (error) {
    signal?.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    collector.warn(`${reason} (every file counts as committed)`);
    return { repository: undefined, isRefused: true };
  }
}
