/** A file that one process at a time holds. What a process that is gone has left is nobody's. */
import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export type Lock = { readonly release: () => void } | { readonly holder: number };

/** Throws where the file cannot be written. */
export function takeLock(file: string): Lock {
  for (;;) {
    if (take(file)) return { release: () => rmSync(file, { force: true }) };
    const holder = holderOf(file);
    if (holder !== undefined) return { holder };
    rmSync(file, { force: true });
  }
}

/** By a link, so that the file is never there without its content. */
function take(file: string): boolean {
  const own = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(own, `${process.pid}\n`, { flag: 'wx', mode: 0o600 });
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/** `undefined` where the run that held it is no more. */
function holderOf(file: string): number | undefined {
  try {
    const id = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return id > 0 && isRunning(id) ? id : undefined;
  } catch {
    return undefined;
  }
}

export function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // Another user's process cannot be sent a signal, but lives.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
