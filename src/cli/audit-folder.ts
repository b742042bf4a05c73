/** Where an audit puts its clones: a temporary folder that goes with it, or one of the user's that stays. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { reasonOf, TtleaksError } from '../core/errors.ts';
import { isRunning, type Lock, takeLock } from './process-lock.ts';

const PREFIX = 'ttleaks-audit-';

export interface AuditFolder {
  /** Absolute. */
  readonly path: string;
  readonly isKept: boolean;
  remove(): void;
}

/** Throws where it cannot be made, or another audit is at work in it. */
export function auditFolder(keep: string | undefined): AuditFolder {
  if (keep === undefined) return temporaryFolder();
  const path = resolve(keep);
  const lock = lockOf(path, keep);
  if ('holder' in lock) {
    throw new TtleaksError(
      'INCOMPLETE',
      `--keep ${keep}: another audit (process ${lock.holder}) is at work there; wait for it, or name another folder.`,
    );
  }
  // Of an audit that was killed.
  for (const name of readdirSync(path)) {
    if (name.startsWith('files-')) rmSync(join(path, name), { recursive: true, force: true });
  }
  return { path, isKept: true, remove: lock.release };
}

function lockOf(path: string, keep: string): Lock {
  try {
    mkdirSync(path, { recursive: true });
    return takeLock(join(path, 'audit.lock'));
  } catch (error) {
    throw new TtleaksError(
      'USAGE',
      `--keep ${keep}: ${reasonOf(error)}; name a folder that can be written.`,
      {
        cause: error,
      },
    );
  }
}

/** Its name tells whose it is, so that the next audit removes what a killed one has left. */
function temporaryFolder(): AuditFolder {
  for (const name of readdirSync(tmpdir())) {
    const owner = /^ttleaks-audit-(\d+)-/.exec(name)?.[1];
    if (owner !== undefined && !isRunning(Number(owner))) removeOwn(join(tmpdir(), name));
  }
  const path = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  return { path, isKept: false, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }) };
}

/** That of another user stays. */
function removeOwn(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // Whoever owns it removes it.
  }
}
