/** The pieces of one pack's work, which threads take one after another. */
import { PackSearch, type PackTask } from './pack-search.ts';
import type { PackFindings } from './pack-tally.ts';
import type { NeedleSeams, Workbench } from './workbench.ts';

const NEXT_PIECE = 0;
const OBJECTS = 1;
/** A number of 32 bits would not hold the bytes. */
const KIBIBYTES = 2;
const STORED_KIBIBYTES = 3;
const COUNTERS = 4;

export interface PieceProgress {
  readonly objects: number;
  readonly bytes: number;
  /** Of the pack. */
  readonly storedBytes: number;
}

/** Sent between threads: everything large in it is shared memory. */
export interface SharedTask extends PackTask {
  readonly counters: Int32Array<SharedArrayBuffer>;
}

export function shared(task: PackTask): SharedTask {
  return { ...task, counters: new Int32Array(new SharedArrayBuffer(COUNTERS * 4)) };
}

/** Roughly, by all threads. */
export function progressOf({ counters }: SharedTask): PieceProgress {
  return {
    objects: Atomics.load(counters, OBJECTS),
    bytes: Atomics.load(counters, KIBIBYTES) * 1024,
    storedBytes: Atomics.load(counters, STORED_KIBIBYTES) * 1024,
  };
}

/** No more pieces are begun, by any thread. */
export function stop({ counters, forest }: SharedTask): void {
  Atomics.store(counters, NEXT_PIECE, forest.pieces.length);
}

export class PieceWork {
  readonly #task: SharedTask;
  readonly #search: PackSearch;
  /** What it has told of. */
  readonly #told = new Int32Array(COUNTERS);

  constructor(task: SharedTask, bench: Workbench, needles: NeedleSeams) {
    this.#task = task;
    this.#search = new PackSearch(bench, needles, task);
  }

  get found(): PackFindings {
    return this.#search.found;
  }

  /** `false` when all pieces are taken. */
  doNext(): boolean {
    const { counters, forest } = this.#task;
    const piece = Atomics.add(counters, NEXT_PIECE, 1);
    if (piece + 1 >= forest.pieces.length) return false;
    this.#search.searchPiece(piece);
    const { objects, bytes, storedBytes } = this.#search.progress;
    this.#tell(OBJECTS, objects);
    this.#tell(KIBIBYTES, Math.floor(bytes / 1024));
    this.#tell(STORED_KIBIBYTES, Math.floor(storedBytes / 1024));
    return true;
  }

  #tell(counter: number, now: number): void {
    Atomics.add(this.#task.counters, counter, now - this.#told[counter]!);
    this.#told[counter] = now;
  }
}
