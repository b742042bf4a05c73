/**
 * One revocation at a time for this user, so that two runs do not both ask for the same key. Should two ever get
 * through, the second is told that the key is gone, and asks for its state like any other.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { reasonOf, TtleaksError } from '../core/errors.ts';
import { type Lock, takeLock } from './process-lock.ts';

const LOOK_AGAIN_MS = 100;
const LONGEST_WAIT_MS = 120_000;

/** Waits for another run to end, and gives what ends the lock. Throws INCOMPLETE where it takes too long. */
export async function lockRun(file: string, signal: AbortSignal): Promise<() => void> {
  const deadline = performance.now() + LONGEST_WAIT_MS;
  let isTold = false;
  for (;;) {
    const lock = takeOrThrow(file);
    if ('release' in lock) return lock.release;
    const { holder } = lock;
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
}

function takeOrThrow(file: string): Lock {
  try {
    return takeLock(file);
  } catch (error) {
    throw new TtleaksError(
      'INCOMPLETE',
      `${file} cannot be written: ${reasonOf(error)}; nothing was revoked.`,
      { cause: error },
    );
  }
}
