/** The pieces of one pack's work, which threads take one after another. */
import { type PackFindings, PackSearch, type PackTask } from './pack-search.ts';
import type { NeedleSeams, Workbench } from './workbench.ts';

const NEXT_PIECE = 0;
const OBJECTS = 1;
const KIBIBYTES = 2;
const COUNTERS = 3;

/** Sent between threads: everything large in it is shared memory. */
export interface SharedTask extends PackTask {
  readonly counters: Int32Array<SharedArrayBuffer>;
}

export function shared(task: PackTask): SharedTask {
  return { ...task, counters: new Int32Array(new SharedArrayBuffer(COUNTERS * 4)) };
}

/** Roughly, by all threads. */
export function progressOf({ counters }: SharedTask): { objects: number; bytes: number } {
  return { objects: Atomics.load(counters, OBJECTS), bytes: Atomics.load(counters, KIBIBYTES) * 1024 };
}

export class PieceWork {
  readonly #task: SharedTask;
  readonly #search: PackSearch;
  #objects = 0;
  #kibibytes = 0;

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
    const { objects, bytes } = this.#search.progress;
    Atomics.add(counters, OBJECTS, objects - this.#objects);
    this.#objects = objects;
    const kibibytes = Math.floor(bytes / 1024);
    Atomics.add(counters, KIBIBYTES, kibibytes - this.#kibibytes);
    this.#kibibytes = kibibytes;
    return true;
  }
}
