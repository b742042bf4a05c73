/** A worker thread that searches packs together with the main one: tasks in, findings out. */
import { parentPort, workerData } from 'node:worker_threads';
import { PieceWork, type SharedTask } from './pack-pieces.ts';
import type { PackWorkerData } from './pack-workers.ts';
import { NeedleSeams, Workbench } from './workbench.ts';

const { needles, idBytes } = workerData as PackWorkerData;
const bench = new Workbench(idBytes);
const seams = new NeedleSeams(bench, needles);

parentPort?.on('message', (task: SharedTask) => {
  const work = new PieceWork(task, bench, seams);
  while (work.doNext());
  parentPort?.postMessage(work.found);
});
