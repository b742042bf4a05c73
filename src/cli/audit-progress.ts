/** Of an audit on a terminal: a bar for the whole, and one for each repository at work. */
import type { MultiBar, SingleBar } from 'cli-progress';
import type { AuditProgress, Phase, Work } from '../audit/options.ts';
import { visible } from '../report/shown.ts';
import { mayShowProgress } from './progress.ts';

const EVERY_MS = 100;
const WHOLE = 'ttleaks  {bar} {percentage}%  {value} of {total} repositories  ETA {eta_formatted}';
const ONE = '  {bar} {percentage}%  {phase}  {name}';
const NAME_CHARACTERS = 40;
const WORDS: Readonly<Record<Phase, string>> = { cloning: 'clone  ', history: 'history', files: 'files  ' };

export interface AuditBars {
  update(progress: AuditProgress): void;
  stop(): void;
}

export async function auditBars(isWanted: boolean): Promise<AuditBars> {
  if (!isWanted || !mayShowProgress()) return { update: () => {}, stop: () => {} };
  const { default: cliProgress } = await import('cli-progress');
  const bars = new cliProgress.MultiBar({
    format: ONE,
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
    barsize: 20,
  });
  return new TerminalBars(bars);
}

class TerminalBars implements AuditBars {
  readonly #bars: MultiBar;
  /** Below that of the whole: the first for the first that is at work, and so on. */
  readonly #slots: SingleBar[] = [];
  #whole: SingleBar | undefined;
  #shownAt = -EVERY_MS;

  constructor(bars: MultiBar) {
    this.#bars = bars;
  }

  update({ done, total, atWork }: AuditProgress): void {
    const now = performance.now();
    if (now - this.#shownAt < EVERY_MS && done < total) return;
    this.#shownAt = now;
    this.#whole ??= this.#bars.create(total, 0, {}, { format: WHOLE });
    this.#whole.update(done);
    const works = [...atWork];
    while (this.#slots.length < works.length) this.#slots.push(this.#bars.create(1, 0));
    for (const [index, slot] of this.#slots.entries()) show(slot, works[index]);
    if (done === total) this.#bars.update();
  }

  stop(): void {
    this.#bars.stop();
  }
}

function show(slot: SingleBar, work: readonly [string, Work] | undefined): void {
  if (work === undefined) {
    slot.update(0, { phase: '', name: '' });
    return;
  }
  const [name, { phase, scan }] = work;
  const total = scan?.stored?.total ?? scan?.total;
  const done = scan?.stored?.done ?? Math.max(scan?.files ?? 0, scan?.objects ?? 0);
  slot.setTotal(Math.max(1, total ?? 1));
  slot.update(total === undefined ? 0 : Math.min(done, total), {
    phase: WORDS[phase],
    name: visible(name).slice(-NAME_CHARACTERS),
  });
}
