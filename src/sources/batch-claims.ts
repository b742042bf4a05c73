/**
 * Who begins a batch that was handed to a worker: the worker itself, or another that ran out of work and takes it back.
 * Messages cannot be called back, so that each batch under way has a place in memory that threads share, and is of who
 * comes to it first. Batches are numbered from 0 in the order in which the worker gets them.
 */

/** Batches under way at each worker: enough to last until the main thread looks up from its listing. */
export const DEPTH = 8;
const OPEN = 0;
const TAKEN = 1;

export type SharedClaims = Int32Array<SharedArrayBuffer>;

export class BatchClaims {
  readonly shared: SharedClaims;

  constructor(shared: SharedClaims = new Int32Array(new SharedArrayBuffer(4 * DEPTH))) {
    this.shared = shared;
  }

  /** Before the worker gets the batch, and once the one `DEPTH` before it is answered. */
  open(batch: number): void {
    Atomics.store(this.shared, batch % DEPTH, OPEN);
  }

  /** True once for each batch that was opened. */
  take(batch: number): boolean {
    return Atomics.compareExchange(this.shared, batch % DEPTH, OPEN, TAKEN) === OPEN;
  }
}
