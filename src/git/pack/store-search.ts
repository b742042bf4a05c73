/**
 * Searches all objects that a repository stores, in its packs and outside of them. What cannot be read here is named,
 * by id, for git to read; where the store as a whole is in doubt, nothing is said at all.
 */
import { setImmediate } from 'node:timers/promises';
import type { NeedleSearch } from '../../core/needle-search.ts';
import type { ObjectHit, ObjectType } from '../batch-search.ts';
import type { Repository } from '../repository.ts';
import { COMMIT, type Forest, lostEntries, readForest } from './forest.ts';
import { searchLoose } from './loose-search.ts';
import { closeStore, type ObjectStore, openStore, type StoredPack } from './object-store.ts';
import { readSmallPack } from './pack-file.ts';
import { PieceWork, progressOf, shared } from './pack-pieces.ts';
import { blocksOf, type PackFindings } from './pack-search.ts';
import { PackWorkers } from './pack-workers.ts';
import { NeedleSeams, Workbench } from './workbench.ts';

export interface StoreFindings {
  readonly hits: ObjectHit[];
  readonly commitIds: string[];
  /** Damaged, or too large. */
  readonly unreadIds: string[];
  objects: number;
  bytes: number;
}

export interface StoreOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress: (now: StoreProgress) => void;
  readonly workersFromBytes?: number;
  readonly workerUrl?: URL;
}

interface StoreProgress {
  readonly objects: number;
  readonly bytes: number;
}

const TYPES: readonly ObjectType[] = ['blob', 'commit', 'tree', 'blob', 'tag'];
const LOOSE_A_BREATH = 256;
/** Of a pack: with less to do, a thread is not worth its start. */
const WORKERS_FROM_BYTES = 20 * 1024 * 1024;

/** `undefined` where git must look for itself. */
export async function searchStore(
  repository: Repository,
  search: NeedleSearch,
  options: StoreOptions,
): Promise<StoreFindings | undefined> {
  const { workersFromBytes = WORKERS_FROM_BYTES, workerUrl } = options;
  const workers = new PackWorkers(search.needles, workerUrl);
  let store: ObjectStore | undefined;
  try {
    store = openStore(repository, (size) => {
      if (size >= workersFromBytes) workers.start();
    });
    return await new StoreSearch(store, search, workers, options).run();
  } catch {
    // A worker that is gone, a pack that shrinks, no memory: git has other means.
    options.signal?.throwIfAborted();
    return undefined;
  } finally {
    if (store) closeStore(store);
    await workers.end();
  }
}

class StoreSearch {
  readonly #store: ObjectStore;
  readonly #options: StoreOptions;
  readonly #workers: PackWorkers;
  readonly #needles: NeedleSeams;
  readonly #bench = new Workbench();
  readonly #found: StoreFindings = { hits: [], commitIds: [], unreadIds: [], objects: 0, bytes: 0 };
  readonly #hitIds = new Set<string>();

  constructor(store: ObjectStore, search: NeedleSearch, workers: PackWorkers, options: StoreOptions) {
    this.#store = store;
    this.#workers = workers;
    this.#options = options;
    this.#needles = new NeedleSeams(search.needles);
  }

  async run(): Promise<StoreFindings> {
    for (const [place, pack] of this.#store.packs.entries()) await this.#searchPack(pack, place);
    await this.#searchLoose();
    return this.#found;
  }

  async #searchPack(pack: StoredPack, place: number): Promise<void> {
    const { fd, size, index } = pack;
    const isElsewhere = new Uint8Array(new SharedArrayBuffer(index.count));
    for (const other of this.#store.packs.slice(0, place)) index.markThoseIn(other.index, isElsewhere);
    const bytes = { fd, size, whole: readSmallPack(fd, size) };
    const forest = readForest(index, blocksOf(bytes));
    const task = shared({ ...bytes, forest, isElsewhere });
    const isLarge = size >= (this.#options.workersFromBytes ?? WORKERS_FROM_BYTES);
    const helpers = isLarge ? this.#workers.search(task) : Promise.resolve([]);
    // Awaited below, after our own part.
    helpers.catch(() => {});
    const work = new PieceWork(task, this.#bench, this.#needles);
    while (work.doNext()) await this.#breathe(progressOf(task));
    this.#gather(index, { forest, isElsewhere, parts: [work.found, ...(await helpers)] });
  }

  #gather(
    index: StoredPack['index'],
    {
      forest,
      isElsewhere,
      parts,
    }: { forest: Forest; isElsewhere: Uint8Array; parts: readonly PackFindings[] },
  ): void {
    const { types } = forest;
    const found = this.#found;
    const isUnread = new Uint8Array(forest.count);
    const unread = [...lostEntries(forest), ...parts.flatMap((part) => part.unread)].sort((a, b) => a - b);
    for (const entry of unread) {
      isUnread[entry] = 1;
      if (isElsewhere[entry] === 0) found.unreadIds.push(index.idOf(entry));
    }
    for (let entry = 0; entry < forest.count; entry++) {
      if (types[entry] === COMMIT && isUnread[entry] === 0 && isElsewhere[entry] === 0)
        found.commitIds.push(index.idOf(entry));
    }
    for (const { objects, bytes } of parts) {
      found.objects += objects;
      found.bytes += bytes;
    }
    // In one order, whichever thread found them.
    for (const { entry, size } of parts.flatMap(({ hits }) => hits).sort((a, b) => a.entry - b.entry)) {
      this.#hit({ id: index.idOf(entry), type: TYPES[types[entry]!]!, size });
    }
  }

  /** Two packs can hold the same object. */
  #hit(hit: ObjectHit): void {
    if (this.#hitIds.has(hit.id)) return;
    this.#hitIds.add(hit.id);
    this.#found.hits.push(hit);
  }

  async #searchLoose(): Promise<void> {
    const { packs, loose } = this.#store;
    const found = this.#found;
    let count = 0;
    for (const object of loose) {
      const id = Buffer.from(object.id, 'hex');
      if (packs.some(({ index }) => index.hasId(id, 0))) continue;
      const finding = searchLoose(object, this.#bench, this.#needles);
      if (finding === undefined) found.unreadIds.push(object.id);
      else {
        const { type, size, isHit } = finding;
        found.objects++;
        found.bytes += size;
        if (type === 'commit') found.commitIds.push(object.id);
        if (isHit) this.#hit({ id: object.id, type, size });
      }
      if (++count % LOOSE_A_BREATH === 0) await this.#breathe();
    }
    await this.#breathe();
  }

  /** Lets the other work of this process go on, and ends where it is to end. */
  async #breathe(running?: StoreProgress): Promise<void> {
    const { objects, bytes } = this.#found;
    this.#options.onProgress({
      objects: objects + (running?.objects ?? 0),
      bytes: bytes + (running?.bytes ?? 0),
    });
    await setImmediate();
    this.#options.signal?.throwIfAborted();
  }
}
