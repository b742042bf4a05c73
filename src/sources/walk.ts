/**
 * Lists the files below a directory. Its own walk, since it must do what a glob does not: name every folder that cannot
 * be read, keep names that are not UTF-8, never follow a link, and tell files from pipes, sockets and devices.
 */
import { type Dirent, readdirSync, readlinkSync } from 'node:fs';
import { reasonOf } from '../core/errors.ts';
import { decodePath, fsPath } from '../core/path-text.ts';

export type Walked =
  | { readonly kind: 'directory' | 'special'; readonly path: string }
  /** `text` is what the link leads to. */
  | { readonly kind: 'link'; readonly path: string; readonly text: string }
  | { readonly kind: 'unread'; readonly path: string; readonly reason: string }
  | { readonly kind: 'excluded'; readonly path: string };

export interface Folder {
  /** Paths of regular files: nearly all of what there is, so there is no object for each. */
  readonly files: readonly string[];
  readonly others: readonly Walked[];
}

export interface WalkOptions {
  /** Called with each path, relative to the root, before it is entered or yielded. */
  readonly isExcluded: (path: string, isDirectory: boolean) => boolean;
  /** Called with what is in a folder before any of it is judged. */
  readonly onDirectory: (path: string, entries: readonly { readonly name: string }[]) => void;
  readonly nodeModules: boolean;
}

/** Paths are relative to `root`, path text; in no order. */
export function* walk(root: string, options: WalkOptions): Generator<Folder, void> {
  const pending = [''];
  for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
    let entries: readonly Entry[];
    try {
      entries = entriesOf(directory === '' ? root : `${root}/${directory}`);
    } catch (error) {
      const path = directory === '' ? '.' : directory;
      yield { files: [], others: [{ kind: 'unread', path, reason: reasonOf(error) }] };
      continue;
    }
    options.onDirectory(directory, entries);
    const folder = judged(entries, root, directory === '' ? '' : `${directory}/`, options);
    for (const { kind, path } of folder.others) if (kind === 'directory') pending.push(path);
    yield folder;
  }
}

function judged(entries: readonly Entry[], root: string, prefix: string, options: WalkOptions): Folder {
  const files: string[] = [];
  const others: Walked[] = [];
  for (const entry of entries) {
    if (isPassedOver(entry, options)) continue;
    const path = prefix + entry.name;
    if (options.isExcluded(path, entry.isDirectory())) others.push({ kind: 'excluded', path });
    else if (entry.isFile()) files.push(path);
    else if (entry.isDirectory()) others.push({ kind: 'directory', path });
    else others.push(entry.isSymbolicLink() ? linkAt(root, path) : { kind: 'special', path });
  }
  return { files, others };
}

/** Git's own folder, or the file that leads to it; and installed packages, unless they are asked for. */
function isPassedOver(entry: Entry, { nodeModules }: WalkOptions): boolean {
  return entry.name === '.git' || (entry.name === 'node_modules' && !nodeModules && entry.isDirectory());
}

type Entry = Pick<Dirent, 'name' | 'isFile' | 'isDirectory' | 'isSymbolicLink'>;

function entriesOf(directory: string): readonly Entry[] {
  const entries = readdirSync(fsPath(directory), { withFileTypes: true });
  // U+FFFD: a name that is not UTF-8, or one with that very character. The bytes tell.
  if (!entries.some(({ name }) => name.includes('\ufffd'))) return entries;
  const raw = readdirSync(fsPath(directory), { withFileTypes: true, encoding: 'buffer' });
  return raw.map((entry) => ({
    name: decodePath(entry.name),
    isFile: () => entry.isFile(),
    isDirectory: () => entry.isDirectory(),
    isSymbolicLink: () => entry.isSymbolicLink(),
  }));
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
