/** What setting a hook up does to files: said first, done at the end, so that a refusal leaves nothing half done. */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Texts are bytes as Latin-1: what is not ours comes back to the byte, whatever its encoding. */
export type FileChange =
  | { readonly kind: 'write'; readonly path: string; readonly text: string; readonly isProgram?: boolean }
  | { readonly kind: 'move'; readonly path: string; readonly to: string }
  | { readonly kind: 'remove'; readonly path: string };

const PROGRAM_MODE = 0o755;

export function applyChange(change: FileChange): void {
  if (change.kind === 'write') write(change);
  else if (change.kind === 'move') renameSync(change.path, change.to);
  else rmSync(change.path);
}

/** Whole or not at all. A link stays one: what it leads to is written. */
function write({ path, text, isProgram = false }: Extract<FileChange, { kind: 'write' }>): void {
  mkdirSync(dirname(path), { recursive: true });
  const stats = statSync(path, { throwIfNoEntry: false });
  const target = stats === undefined ? path : realpathSync(path);
  const draft = `${target}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    writeFileSync(draft, text, { encoding: 'latin1', flag: 'wx' });
    if (stats !== undefined) chmodSync(draft, stats.mode);
    else if (isProgram) chmodSync(draft, PROGRAM_MODE);
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** What stands in one, keeps it. */
export function removeEmptyFolders(...folders: readonly string[]): void {
  try {
    for (const folder of folders) rmdirSync(folder);
  } catch {
    // Not empty, or not there: it is not ours to remove.
  }
}

/** Undefined where there is no such file. */
export function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** A text of ours, for a file that is read and written as bytes. */
export function asBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
