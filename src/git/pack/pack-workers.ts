/** The threads that help the main one with large packs. Where they cannot be started, the main one does all. */
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Sought } from '../../core/needle-search.ts';
import type { SharedTask } from './pack-pieces.ts';
import type { PackFindings } from './pack-tally.ts';

export interface PackWorkerData {
  readonly sought: Sought;
  readonly idBytes: number;
  /** What `HitCheck.data` was; undefined where each hit counts. */
  readonly checkData: unknown;
}

/** Each has memory of its own. */
const MAX_WORKERS = 7;

export class PackWorkers {
  readonly #workers: Worker[] = [];
  readonly #data: PackWorkerData;
  readonly #count: number;
  readonly #url: URL;
  #failure: unknown;
  #onFailure: (error: unknown) => void = () => {};

  constructor(data: PackWorkerData, count: number, url = workerUrl()) {
    this.#data = data;
    this.#count = Math.min(MAX_WORKERS, count);
    this.#url = url;
  }

  /** Starting takes a while: call it as soon as there will be work. */
  start(): void {
    if (this.#workers.length > 0 || !existsSync(this.#url)) return;
    for (let index = 0; index < this.#count; index++) {
      const worker = new Worker(this.#url, { workerData: this.#data });
      worker.on('error', (error) => this.#fail(error));
      // Else its answer would be waited for in vain.
      worker.on('exit', () => this.#fail(new Error('a thread that searches packs has ended early')));
      this.#workers.push(worker);
    }
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#onFailure(error);
  }

  /** What they found, once no piece is left. One task at a time. */
  async search(task: SharedTask): Promise<PackFindings[]> {
    if (this.#failure !== undefined) throw this.#failure;
    const failure = new Promise<never>((_, fail) => {
      this.#onFailure = fail;
    });
    const answers = this.#workers.map((worker) => {
      const answer = new Promise<PackFindings>((resolve) => worker.once('message', resolve));
      worker.postMessage(task);
      return answer;
    });
    return await Promise.race([Promise.all(answers), failure]);
  }

  async end(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

/** Beside the bundle that this module ends up in, or one folder up where that is a chunk. */
function workerUrl(): URL {
  const isChunk = /\/chunks\/[^/]*$/.test(import.meta.url);
  return new URL(isChunk ? '../pack-worker.cjs' : './pack-worker.cjs', import.meta.url);
}
