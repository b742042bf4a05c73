/** The thread that searches packs: where the search, which knows no rules, and the check of what it hits meet. */
import { parentPort, workerData } from 'node:worker_threads';
import { searchPacksFor } from '../git/pack/pack-worker.ts';
import type { PackWorkerData } from '../git/pack/pack-workers.ts';
import { contentCheckFrom } from './content-check.ts';

const data = workerData as PackWorkerData;
if (parentPort) searchPacksFor(parentPort, data, contentCheckFrom(data.checkData));
