/**
 * Lists the files below a directory. Its own walk, since it must do what a glob does not: name every folder that cannot
 * be read, keep names that are not UTF-8, never follow a link, and tell files from pipes, sockets and devices.
 */
import { type Dirent, readdirSync, readlinkSync } from 'node:fs';
import { reasonOf } from '../core/errors.ts';
import { decodePath, fsPath } from '../core/path-text.ts';

export type Walked =
  | { readonly kind: 'file' | 'directory' | 'special'; readonly path: string }
  /** `text` is what the link leads to. */
  | { readonly kind: 'link'; readonly path: string; readonly text: string }
  | { readonly kind: 'unread'; readonly path: string; readonly reason: string }
  | { readonly kind: 'excluded'; readonly path: string };

export interface WalkOptions {
  /** Called with each path, relative to the root, before it is entered or yielded. */
  readonly isExcluded: (path: string, isDirectory: boolean) => boolean;
  /** Called with the names in a folder before anything in it is judged. */
  readonly onDirectory: (path: string, names: readonly string[]) => void;
  readonly nodeModules: boolean;
}

/** Paths are relative to `root`, path text; in no order. */
export function* walk(root: string, options: WalkOptions): Generator<Walked, void> {
  const pending = [''];
  for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
    let entries: readonly Entry[];
    try {
      entries = entriesOf(directory === '' ? root : `${root}/${directory}`);
    } catch (error) {
      yield { kind: 'unread', path: directory === '' ? '.' : directory, reason: reasonOf(error) };
      continue;
    }
    options.onDirectory(
      directory,
      entries.map(({ name }) => name),
    );
    for (const entry of entries) {
      if (entry.name === '.git') continue;
      const path = directory === '' ? entry.name : `${directory}/${entry.name}`;
      const isDirectory = entry.kind === 'directory';
      if (isDirectory && entry.name === 'node_modules' && !options.nodeModules) continue;
      if (options.isExcluded(path, isDirectory)) yield { kind: 'excluded', path };
      else if (entry.kind === 'link') yield linkAt(root, path);
      else yield { kind: entry.kind, path };
      if (isDirectory && !options.isExcluded(path, true)) pending.push(path);
    }
  }
}

interface Entry {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'link' | 'special';
}

function entriesOf(directory: string): Entry[] {
  const entries = readdirSync(fsPath(directory), { withFileTypes: true });
  // U+FFFD: a name that is not UTF-8, or one with that very character. The bytes tell.
  if (!entries.some(({ name }) => name.includes('\ufffd'))) {
    return entries.map((entry) => ({ name: entry.name, kind: kindOf(entry) }));
  }
  const raw = readdirSync(fsPath(directory), { withFileTypes: true, encoding: 'buffer' });
  return raw.map((entry) => ({ name: decodePath(entry.name), kind: kindOf(entry) }));
}

function kindOf(entry: Pick<Dirent, 'isFile' | 'isDirectory' | 'isSymbolicLink'>): Entry['kind'] {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'directory';
  return entry.isSymbolicLink() ? 'link' : 'special';
}

function linkAt(root: string, path: string): Walked {
  try {
    return {
      kind: 'link',
      path,
      text: decodePath(readlinkSync(fsPath(`${root}/${path}`), { encoding: 'buffer' })),
    };
  } catch (error) {
    return { kind: 'unread', path, reason: reasonOf(error) };
  }
}
