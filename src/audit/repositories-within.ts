/** Repositories in a folder that is none itself: their histories are read only where they are named. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fsPath } from '../core/path-text.ts';

const MAX_DEPTH = 4;
/** More of them need not be named one by one. */
const MAX_FOUND = 1000;

/**
 * Paths within the folder, those at its top first. No link is followed; what cannot be read, the scan of files tells. Once
 * the signal fires, those that were met by then: that the audit was stopped is said of all of it.
 */
export async function repositoriesWithin(folder: string, signal?: AbortSignal): Promise<string[]> {
  const found: string[] = [];
  let level = [''];
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    const below: string[] = [];
    for (const path of level) {
      if (signal?.aborted) return found;
      const names = await foldersIn(join(folder, path));
      if (path !== '' && names.includes('.git')) found.push(path);
      else below.push(...names.filter((name) => name !== 'node_modules').map((name) => join(path, name)));
      if (found.length === MAX_FOUND) return found;
    }
    level = below;
  }
  return found;
}

/** And `.git` where it is a file, as in a linked work tree. */
async function foldersIn(path: string): Promise<string[]> {
  try {
    const entries = await readdir(fsPath(path), { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory() || entry.name === '.git').map(({ name }) => name);
  } catch {
    return [];
  }
}
