/**
 * How fast all callers together may ask. Nothing is known of the limit until it is met: from then on no more requests
 * go out in a second than were let through in the last one. Now and then one more is tried, each time later where that
 * was too many. What a server says with `Retry-After` holds for everybody.
 */
import { setTimeout as delay } from 'node:timers/promises';

/** How long a caller waits: `deadline` by `performance.now()`, `signal` for a person who has had enough. */
export interface Patience {
  readonly deadline: number;
  readonly signal: AbortSignal;
}

/** One's turn, to be given back where it was refused. */
export interface Turn {
  readonly startedAt: number;
}

/** A second, and what a request may be quicker on its way than an earlier one. */
const WINDOW_MS = 1020;
const FIRST_TRIAL_MS = 3 * WINDOW_MS;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 16_000;
const JITTER_MS = 50;

export class Pace {
  #pausedUntil = 0;
  /** Requests in a window; no number until a limit has been met. */
  #allowance = Number.POSITIVE_INFINITY;
  #allowanceSince = 0;
  /** What lasted without a complaint, and how long to stay with it. */
  #proven = 0;
  #trialAfterMs = FIRST_TRIAL_MS;
  /** Those of the last window that were not refused. */
  #turns: Turn[] = [];
  /** Pauses since something was let through, where the server names none. */
  #complaints = 0;

  /** Waits for one's turn, as long as it comes before the deadline. */
  async turn({ deadline, signal }: Patience): Promise<Turn | 'too-late' | 'limited' | 'interrupted'> {
    for (;;) {
      if (signal.aborted) return 'interrupted';
      const now = performance.now();
      const waitMs = this.#waitMs(now);
      if (now + waitMs >= deadline) return waitMs > 0 ? 'limited' : 'too-late';
      if (waitMs <= 0) {
        const turn = { startedAt: now };
        this.#turns.push(turn);
        return turn;
      }
      await delay(waitMs, undefined, { signal }).catch(() => {});
    }
  }

  letThrough(): void {
    this.#complaints = 0;
  }

  /** `isLimit`: there were too many requests, and not only a server that wants everybody to wait. */
  refused(turn: Turn, retryAfterMs: number | undefined, isLimit: boolean): void {
    const now = performance.now();
    this.#pause(now, retryAfterMs);
    this.#turns = this.#turns.filter((other) => other !== turn);
    if (!isLimit) return;
    this.#forget(now);
    const isTrial = this.#proven > 0 && this.#allowance > this.#proven;
    if (isTrial) this.#trialAfterMs *= 2;
    // Each of a whole round that is refused says so itself: what is left at its end is what was let through.
    const left = Math.max(1, Math.min(this.#allowance, this.#turns.length));
    this.#allowance = isTrial ? this.#proven : left;
    this.#allowanceSince = now;
  }

  #pause(now: number, retryAfterMs: number | undefined): void {
    // Those that were under way at the same time say nothing new.
    const isNews = now >= this.#pausedUntil;
    const ownPauseMs = Math.min(FIRST_PAUSE_MS * 2 ** this.#complaints, LONGEST_PAUSE_MS);
    if (isNews) this.#complaints++;
    else if (!retryAfterMs) return;
    const pauseMs = (retryAfterMs || ownPauseMs) + Math.random() * JITTER_MS;
    this.#pausedUntil = Math.max(this.#pausedUntil, now + pauseMs);
  }

  #waitMs(now: number): number {
    if (now < this.#pausedUntil) return this.#pausedUntil - now;
    if (!Number.isFinite(this.#allowance)) return 0;
    this.#forget(now);
    if (now - this.#allowanceSince > this.#trialAfterMs) {
      if (this.#allowance > this.#proven) this.#trialAfterMs = FIRST_TRIAL_MS;
      this.#proven = this.#allowance++;
      this.#allowanceSince = now;
    }
    const [oldest] = this.#turns;
    if (oldest === undefined || this.#turns.length < this.#allowance) return 0;
    return oldest.startedAt + WINDOW_MS - now;
  }

  #forget(now: number): void {
    while (this.#turns[0] !== undefined && this.#turns[0].startedAt <= now - WINDOW_MS) this.#turns.shift();
  }
}
