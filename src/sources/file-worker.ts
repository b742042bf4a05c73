/** A worker thread that searches files for the main one: paths in, outcomes that are not clean out. */
import { parentPort, workerData } from 'node:worker_threads';
import { NeedleSearch } from '../core/needle-search.ts';
import type { FileBatch, FileWorkerData } from './file-pool.ts';
import { FileSearch } from './file-search.ts';
import { searchBatch } from './search-batch.ts';

const { sought, maxBytes } = workerData as FileWorkerData;
const { needles, hasEncodedText } = sought;
const search = new FileSearch(new NeedleSearch(needles, hasEncodedText), maxBytes);

parentPort?.on('message', (batch: FileBatch) => parentPort?.postMessage(searchBatch(search, batch)));
