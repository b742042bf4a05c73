/** Finds the configuration of a directory. Nothing above the repository's root is looked at. */
import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { parseJson } from './parse-json.ts';
import { configError, readSmallFileIfAny } from './read-small-file.ts';

const CONFIG_FILES = ['ttleaks.config.yml', 'ttleaks.config.yaml', 'ttleaks.config.json'];
export const PACKAGE_KEY = 'ttleaks';

export interface ConfigSearch {
  /** The target's directory. */
  readonly start: string;
  /** The repository's root; without one, only `start` itself counts. */
  readonly root?: string | undefined;
}

/** The nearest configuration file, or package.json with a key for it. */
export function findConfig({ start, root = start }: ConfigSearch): string | undefined {
  const top = isWithin(root, start) ? resolve(root) : resolve(start);
  for (let directory = resolve(start); ; directory = dirname(directory)) {
    const found = configIn(directory);
    if (found !== undefined || directory === top) return found;
  }
}

/** True for the directory itself. */
export function isWithin(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function configIn(directory: string): string | undefined {
  const [first, second] = CONFIG_FILES.map((name) => join(directory, name)).filter((file) =>
    existsSync(file),
  );
  if (second !== undefined) throw configError(second, `${first} is also there`, 'keep one of them');
  if (first !== undefined) return first;
  const packageFile = join(directory, 'package.json');
  return hasPackageKey(packageFile) ? packageFile : undefined;
}

function hasPackageKey(file: string): boolean {
  const text = readSmallFileIfAny(file);
  if (!text?.includes(`"${PACKAGE_KEY}"`)) return false;
  const data = parseJson(text, file);
  return typeof data === 'object' && data !== null && Object.hasOwn(data, PACKAGE_KEY);
}
