/**
 * One revocation at a time for this user, so that two runs do not both ask for the same key. Should two ever get
 * through, the second is told that the key is gone, and asks for its state like any other.
 */
import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { reasonOf, TtleaksError } from '../core/errors.ts';

const LOOK_AGAIN_MS = 100;
const LONGEST_WAIT_MS = 120_000;

/** Waits for another run to end, and gives what ends the lock. Throws INCOMPLETE where it takes too long. */
export async function lockRun(file: string, signal: AbortSignal): Promise<() => void> {
  const deadline = performance.now() + LONGEST_WAIT_MS;
  let isTold = false;
  while (!take(file)) {
    const holder = holderOf(file);
    if (holder === undefined) {
      rmSync(file, { force: true });
      continue;
    }
    if (!isTold)
      process.stderr.write(`ttleaks: another revocation is running (process ${holder}): waiting for it\n`);
    isTold = true;
    if (signal.aborted || performance.now() > deadline) {
      throw new TtleaksError(
        'INCOMPLETE',
        `another revocation is running (process ${holder}), so nothing was revoked; run this again when it has ended.`,
      );
    }
    await delay(LOOK_AGAIN_MS, undefined, { signal }).catch(() => {});
  }
  return () => rmSync(file, { force: true });
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
    throw new TtleaksError(
      'INCOMPLETE',
      `${file} cannot be written: ${reasonOf(error)}; nothing was revoked.`,
      {
        cause: error,
      },
    );
  } finally {
    rmSync(own, { force: true });
  }
}

/** `undefined` where the run that held it is no more. */
function holderOf(file: string): number | undefined {
  let id = 0;
  try {
    id = Number.parseInt(readFileSync(file, 'utf8'), 10);
    if (!(id > 0)) return undefined;
    process.kill(id, 0);
    return id;
  } catch (error) {
    // Another user's process cannot be sent a signal, but lives.
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? id : undefined;
  }
}
