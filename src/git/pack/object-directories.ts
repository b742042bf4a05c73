/**
 * Where objects are: the object directory of a repository and its alternates (gitrepository-layout), those of the
 * environment too, as in the quarantine of a push. In doubt this throws PackDamage: git then looks for itself.
 */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { decodePath, fsPath } from '../../core/path-text.ts';
import type { Repository } from '../repository.ts';
import { PackDamage } from './pack-damage.ts';

/** As git has it: an alternate's alternates, and so on. */
const MAX_DEPTH = 5;
const MAX_LIST_BYTES = 1024 * 1024;
const MAX_DIRECTORIES = 256;

/** Path text, each once. */
export function objectDirectories({ commonDir, context: { env } }: Repository): string[] {
  const { GIT_OBJECT_DIRECTORY: main, GIT_ALTERNATE_OBJECT_DIRECTORIES: alternates } = env;
  const found = new Set<string>();
  addDirectory(main ?? join(commonDir, 'objects'), found, 0);
  for (const path of pathsIn(alternates ?? '', delimiter)) {
    if (!isAbsolute(path)) throw new PackDamage('an alternate relative to no known directory');
    addDirectory(path, found, 1);
  }
  return [...found];
}

function addDirectory(path: string, found: Set<string>, depth: number): void {
  const real = decodePath(realpathSync(fsPath(path), { encoding: 'buffer' }));
  if (!statSync(fsPath(real)).isDirectory()) throw new PackDamage('an alternate is no directory');
  if (found.has(real)) return;
  if (depth > MAX_DEPTH || found.size >= MAX_DIRECTORIES) throw new PackDamage('alternates go too deep');
  found.add(real);
  for (const alternate of alternatesOf(real)) addDirectory(resolve(real, alternate), found, depth + 1);
}

function alternatesOf(directory: string): string[] {
  const list = fsPath(join(directory, 'info/alternates'));
  let bytes: Buffer;
  try {
    if (statSync(list).size > MAX_LIST_BYTES) throw new PackDamage('too long a list of alternates');
    bytes = readFileSync(list);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return pathsIn(decodePath(bytes), '\n');
}

/** Entries end at the separator, but not within quotes; those that begin with `#` are comments. */
function pathsIn(list: string, separator: string): string[] {
  const paths: string[] = [];
  for (let at = 0; at < list.length; ) {
    const quoted = list[at] === '"' ? quotedAt(list, at) : undefined;
    const end = list.indexOf(separator, quoted?.end ?? at);
    const next = end === -1 ? list.length : end;
    if (quoted !== undefined) paths.push(quoted.path);
    else if (list[at] !== '#' && next > at) paths.push(list.slice(at, next));
    at = next + 1;
  }
  return paths;
}

const QUOTED = /"((?:[^"\\]|\\["\\abfnrtv])*)"/y;
const ESCAPED: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** As git quotes paths. Bytes in octal are left to git, as is what only looks quoted. */
function quotedAt(list: string, at: number): { path: string; end: number } {
  QUOTED.lastIndex = at;
  const [whole, inner] = QUOTED.exec(list) ?? [];
  if (whole === undefined || inner === undefined) throw new PackDamage('a quoted alternate');
  const path = inner.replace(/\\(.)/gs, (_, letter: string) => ESCAPED[letter] ?? letter);
  return { path, end: at + whole.length };
}
