/** A progress bar on a terminal, for scans that take long. While it is not known how much there is, a counter. */
import type { SingleBar } from 'cli-progress';
import { grouped } from '../report/wording.ts';
import type { Progress } from '../scan/options.ts';

const FIRST_AFTER_MS = 500;
const EVERY_MS = 100;
const COUNTER = 'ttleaks  {what}  {megabytes} MB  {duration_formatted}';
const BAR = 'ttleaks  {bar} {percentage}%  {what}  {megabytes} MB  ETA {eta_formatted}';

export interface ProgressBar {
  update(progress: Progress): void;
  stop(): void;
}

const NO_BAR: ProgressBar = { update: () => {}, stop: () => {} };

export async function progressBar(isWanted: boolean): Promise<ProgressBar> {
  const { CI, PRE_COMMIT, TERM } = process.env;
  if (!isWanted || !process.stderr.isTTY || CI || PRE_COMMIT || TERM === 'dumb') return NO_BAR;
  const { default: cliProgress } = await import('cli-progress');
  const start = (format: string, total: number) => {
    const bar = new cliProgress.SingleBar({
      format,
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
      etaBuffer: 50,
    });
    bar.start(total, 0, { what: '', megabytes: 0 });
    return bar;
  };
  return new TerminalBar(start);
}

class TerminalBar implements ProgressBar {
  readonly #start: (format: string, total: number) => SingleBar;
  readonly #startedAt = performance.now();
  #bar: SingleBar | undefined;
  #total: number | undefined;
  #shownAt = 0;

  constructor(start: (format: string, total: number) => SingleBar) {
    this.#start = start;
  }

  update({ files, objects, bytes, total: count, known, stored }: Progress): void {
    const total = stored?.total ?? count;
    const now = performance.now();
    if (now - this.#startedAt < FIRST_AFTER_MS || now - this.#shownAt < EVERY_MS) return;
    this.#shownAt = now;
    if (this.#bar === undefined || total !== this.#total) {
      this.#bar?.stop();
      this.#bar = this.#start(total === undefined ? COUNTER : BAR, total ?? 1);
      this.#total = total;
    }
    const counted = Math.max(files, objects);
    const what =
      known === undefined
        ? `${grouped(counted)} ${objects > files ? 'objects' : 'files'}`
        : `${grouped(files)} of ${grouped(known)} resources`;
    const done = stored?.done ?? counted;
    this.#bar.update(total === undefined ? 0 : Math.min(done, total), {
      what,
      megabytes: Math.round(bytes / 1e6),
    });
  }

  stop(): void {
    this.#bar?.stop();
  }
}
