/** A worker thread that searches files for the main one: paths in, outcomes that are not clean out. */
import { parentPort, workerData } from 'node:worker_threads';
import { NeedleSearch } from '../core/needle-search.ts';
import { BatchClaims } from './batch-claims.ts';
import type { FileBatch, FileWorkerData } from './file-pool.ts';
import { FileSearch } from './file-search.ts';
import { searchBatch } from './search-batch.ts';

const data = workerData as FileWorkerData;
const { needles, hasEncodedText } = data.sought;
const search = new FileSearch(new NeedleSearch(needles, hasEncodedText), data.maxBytes);
const claims = new BatchClaims(data.claims);
let count = 0;

parentPort?.on('message', (batch: FileBatch) => {
  // What was taken back is answered as well: by that its place becomes free.
  parentPort?.postMessage(claims.take(count++) ? searchBatch(search, batch) : undefined);
});
