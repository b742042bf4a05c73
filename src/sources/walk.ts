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
    const names = entries.map(({ name }) => name);
    options.onDirectory(directory, names);
    for (const entry of entries) {
      if (isPassedOver(entry, options)) continue;
      const found = walkedAt(
        root,
        directory === '' ? entry.name : `${directory}/${entry.name}`,
        entry,
        options,
      );
      yield found;
      if (found.kind === 'directory') pending.push(found.path);
    }
  }
}

/** Git's own folder, or the file that leads to it; and installed packages, unless they are asked for. */
function isPassedOver({ name, kind }: Entry, { nodeModules }: WalkOptions): boolean {
  return name === '.git' || (name === 'node_modules' && kind === 'directory' && !nodeModules);
}

function walkedAt(root: string, path: string, { kind }: Entry, options: WalkOptions): Walked {
  if (options.isExcluded(path, kind === 'directory')) return { kind: 'excluded', path };
  return kind === 'link' ? linkAt(root, path) : { kind, path };
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
