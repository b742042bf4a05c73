/** What a worker thread does that searches packs together with the main one: tasks in, findings out. */
import type { MessagePort } from 'node:worker_threads';
import type { HitCheck } from '../../core/hit-trial.ts';
import { PieceWork, type SharedTask } from './pack-pieces.ts';
import type { PackWorkerData } from './pack-workers.ts';
import { NeedleSeams, Workbench } from './workbench.ts';

export function searchPacksFor(
  port: MessagePort,
  { sought, idBytes }: PackWorkerData,
  check: HitCheck | undefined,
): void {
  const bench = new Workbench(idBytes);
  const seams = new NeedleSeams(bench, sought, check);
  port.on('message', (task: SharedTask) => {
    const work = new PieceWork(task, bench, seams);
    while (work.doNext());
    const { found } = work;
    port.postMessage(
      found,
      [...found.contents.values()].map(({ buffer }) => buffer),
    );
  });
}
