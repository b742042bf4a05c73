/** A progress line on a terminal, for scans that take long. How much there is to do is known only at the end. */
import type { Progress } from '../scan/options.ts';

const FIRST_AFTER_MS = 500;
const EVERY_MS = 100;

export interface ProgressBar {
  update(progress: Progress): void;
  stop(): void;
}

export async function progressBar(isWanted: boolean): Promise<ProgressBar> {
  const { CI, PRE_COMMIT } = process.env;
  if (!isWanted || !process.stderr.isTTY || CI || PRE_COMMIT) return { update: () => {}, stop: () => {} };
  const { default: cliProgress } = await import('cli-progress');
  const started = performance.now();
  let shown: InstanceType<typeof cliProgress.SingleBar> | undefined;
  let last = 0;
  return {
    update({ files, objects, bytes }) {
      const now = performance.now();
      if (now - started < FIRST_AFTER_MS || now - last < EVERY_MS) return;
      last = now;
      if (shown === undefined) {
        shown = new cliProgress.SingleBar({
          format: 'ttleaks  {what}  {size} MB  {duration_formatted}',
          stream: process.stderr,
          clearOnComplete: true,
          hideCursor: true,
        });
        shown.start(1, 0, { what: '', size: 0 });
      }
      const what = objects > files ? `${objects} objects` : `${files} files`;
      shown.update(0, { what, size: Math.round(bytes / 1e6) });
    },
    stop: () => shown?.stop(),
  };
}
