/**
 * Spreads batches of files over the main thread and worker threads. Workers are started only once there is enough to
 * do for them to pay; the main thread searches too, and comes up for air after each batch. Who runs out of work takes
 * back what another has not begun.
 */
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { NeedleSearch, Sought } from '../core/needle-search.ts';
import { BatchClaims, DEPTH, type SharedClaims } from './batch-claims.ts';
import { FileSearch } from './file-search.ts';
import { type BatchOutcome, searchBatch } from './search-batch.ts';

export type FileBatch = readonly string[];

export interface FileWorkerData {
  readonly sought: Sought;
  readonly maxBytes: number | undefined;
  readonly claims: SharedClaims;
}

export const BATCH_FILES = 256;
/** Batches in the queue that make it worth while to start workers. */
const WORKERS_FROM_BATCHES = 3;

export interface PoolOptions {
  readonly jobs: number;
  readonly maxBytes: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onBatch: (paths: FileBatch, outcome: BatchOutcome) => void;
}

interface Hand {
  readonly worker: Worker;
  readonly claims: BatchClaims;
  /** Not answered yet. */
  readonly inFlight: FileBatch[];
  /** Batches that it was given, answered or not. */
  given: number;
}

export class FilePool {
  readonly #search: NeedleSearch;
  readonly #options: PoolOptions;
  readonly #local: FileSearch;
  readonly #queue: FileBatch[] = [];
  readonly #hands: Hand[] = [];
  #failure: unknown;
  #wake: () => void = () => {};

  constructor(search: NeedleSearch, options: PoolOptions) {
    this.#search = search;
    this.#options = options;
    this.#local = new FileSearch(search, options.maxBytes);
  }

  /** Pulls batches as they are listed and returns when all are searched. */
  async run(batches: Iterable<FileBatch>): Promise<void> {
    try {
      let sinceBreath = 0;
      for (const batch of batches) {
        this.#throwIfStopped();
        this.#queue.push(batch);
        this.#serve();
        // Lets the workers' answers in.
        if (++sinceBreath % 4 === 0) await setImmediate();
      }
      await this.#finish();
    } finally {
      await Promise.all(this.#hands.map(({ worker }) => worker.terminate()));
    }
  }

  async #finish(): Promise<void> {
    for (;;) {
      this.#throwIfStopped();
      this.#serve();
      const batch = this.#queue.shift() ?? this.#takeBack();
      if (batch) {
        this.#options.onBatch(batch, searchBatch(this.#local, batch));
        await setImmediate();
      } else if (this.#hands.some(({ inFlight }) => inFlight.length > 0)) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      } else return;
    }
  }

  #throwIfStopped(): void {
    if (this.#failure !== undefined) throw this.#failure;
    this.#options.signal?.throwIfAborted();
  }

  #serve(): void {
    const wanted = this.#options.jobs - 1;
    if (this.#hands.length < wanted && this.#queue.length >= WORKERS_FROM_BATCHES) {
      while (this.#hands.length < wanted) this.#hands.push(this.#hire());
    }
    for (let isGiven = true; isGiven; ) {
      isGiven = false;
      for (const hand of this.#hands) {
        if (hand.inFlight.length >= DEPTH) continue;
        const batch = this.#queue.shift() ?? (hand.inFlight.length === 0 ? this.#takeBack() : undefined);
        if (!batch) continue;
        hand.claims.open(hand.given++);
        hand.inFlight.push(batch);
        hand.worker.postMessage(batch);
        isGiven = true;
      }
    }
  }

  /** Of what a worker was given and has not begun, the last: it has most to do before it comes to that. */
  #takeBack(): FileBatch | undefined {
    for (const { claims, inFlight, given } of this.#hands) {
      for (let back = 1; back <= inFlight.length; back++) {
        if (claims.take(given - back)) return inFlight.at(-back);
      }
    }
    return undefined;
  }

  #hire(): Hand {
    const { needles, hasEncodedText } = this.#search;
    const { maxBytes } = this.#options;
    const claims = new BatchClaims();
    const data: FileWorkerData = { sought: { needles, hasEncodedText }, maxBytes, claims: claims.shared };
    const worker = new Worker(workerUrl(), { workerData: data });
    const hand: Hand = { worker, claims, inFlight: [], given: 0 };
    worker.on('message', (outcome: BatchOutcome | undefined) => {
      const batch = hand.inFlight.shift();
      if (batch && outcome) this.#options.onBatch(batch, outcome);
      this.#serve();
      this.#wake();
    });
    worker.on('error', (error) => this.#fail(error));
    worker.on('exit', () => this.#fail(new Error('a thread that searches files has ended early')));
    return hand;
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#wake();
  }
}

/** Beside the bundle that this module ends up in, or one folder up where that is a chunk. */
function workerUrl(): URL {
  const isChunk = /\/chunks\/[^/]*$/.test(import.meta.url);
  return new URL(isChunk ? '../file-worker.cjs' : './file-worker.cjs', import.meta.url);
}
