/** A progress bar on a terminal, for scans that take long. While it is not known how much there is, a counter. */
import type { SingleBar } from 'cli-progress';
import { grouped } from '../report/wording.ts';
import type { Progress } from '../scan/options.ts';

const FIRST_AFTER_MS = 500;
const EVERY_MS = 100;
const COUNTER = 'ttleaks  {what}  {megabytes} MB  {duration_formatted}';
const QUESTIONS =
  'ttleaks  {bar} {percentage}%  asked TimeTime about {value} of {total} keys  ETA {eta_formatted}';
const BAR = 'ttleaks  {bar} {percentage}%  {what}  {megabytes} MB  ETA {eta_formatted}';

export interface ProgressBar {
  update(progress: Progress): void;
  stop(): void;
}

export async function progressBar(isWanted: boolean): Promise<ProgressBar> {
  const start = await barStarter(isWanted);
  return start === undefined ? { update: () => {}, stop: () => {} } : new TerminalBar(start);
}

/** Of questions that go out over the network. */
export interface QuestionBar {
  update(done: number, total: number): void;
  stop(): void;
}

export async function questionBar(isWanted: boolean): Promise<QuestionBar> {
  const start = await barStarter(isWanted);
  let bar: SingleBar | undefined;
  return {
    update: (done, total) => {
      if (start === undefined) return;
      bar ??= start(QUESTIONS, total);
      bar.update(done);
    },
    stop: () => bar?.stop(),
  };
}

export function mayShowProgress(): boolean {
  const { CI, PRE_COMMIT, TERM } = process.env;
  return process.stderr.isTTY && !CI && !PRE_COMMIT && TERM !== 'dumb';
}

type BarStarter = (format: string, total: number) => SingleBar;

async function barStarter(isWanted: boolean): Promise<BarStarter | undefined> {
  if (!isWanted || !mayShowProgress()) return undefined;
  const { default: cliProgress } = await import('cli-progress');
  return (format, total) => {
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
}

class TerminalBar implements ProgressBar {
  readonly #start: BarStarter;
  readonly #startedAt = performance.now();
  #bar: SingleBar | undefined;
  #total: number | undefined;
  #shownAt = 0;

  constructor(start: BarStarter) {
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
