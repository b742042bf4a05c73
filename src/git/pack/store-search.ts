/**
 * Searches all objects that a repository stores, in its packs and outside of them. What cannot be read here is named,
 * by id, for git to read; where the store as a whole is in doubt, nothing is said at all.
 */
import { setImmediate } from 'node:timers/promises';
import type { NeedleSearch } from '../../core/needle-search.ts';
import type { ObjectHit, ObjectType } from '../batch-search.ts';
import type { Repository } from '../repository.ts';
import { BLOB, COMMIT, type Forest, lostEntries, readForest } from './forest.ts';
import { rankOf } from './id-table.ts';
import { searchLoose } from './loose-search.ts';
import { LinkReader, type StoredIds, storedIds } from './object-links.ts';
import { closeStore, type ObjectStore, openStore, type StoredPack } from './object-store.ts';
import { readSmallPack } from './pack-file.ts';
import { PieceWork, progressOf, shared } from './pack-pieces.ts';
import { blocksOf, type PackFindings } from './pack-search.ts';
import { PackWorkers } from './pack-workers.ts';
import { StoreLinks } from './store-links.ts';
import { NeedleSeams, Workbench } from './workbench.ts';

export interface StoreFindings {
  readonly hits: ObjectHit[];
  commits: number;
  /** Made when asked for: few ask, and it takes long. */
  readonly commitIds: () => string[];
  /** Damaged, or too large. */
  readonly unreadIds: string[];
  /** What the objects name that could be read. */
  readonly links: StoreLinks;
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
  const idBytes = repository.objectFormat === 'sha256' ? 32 : 20;
  const workers = new PackWorkers({ needles: search.needles, idBytes }, workerUrl);
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
  readonly #bench: Workbench;
  readonly #stored: StoredIds;
  readonly #found: StoreFindings;
  readonly #hitIds = new Set<string>();
  readonly #commits: { readonly index: StoredPack['index']; readonly isCommit: Uint8Array }[] = [];
  readonly #looseCommitIds: string[] = [];

  constructor(store: ObjectStore, { needles }: NeedleSearch, workers: PackWorkers, options: StoreOptions) {
    this.#store = store;
    this.#workers = workers;
    this.#options = options;
    this.#bench = new Workbench(store.idBytes);
    this.#needles = new NeedleSeams(this.#bench, needles);
    this.#stored = storedIds([...store.packs.map(({ index }) => index.ids), store.looseIds]);
    const links = new StoreLinks(this.#stored);
    const commitIds = () => this.#commitIds();
    this.#found = { hits: [], commits: 0, commitIds, unreadIds: [], links, objects: 0, bytes: 0 };
  }

  async run(): Promise<StoreFindings> {
    for (const [place, pack] of this.#store.packs.entries()) await this.#searchPack(pack, place);
    await this.#searchLoose();
    return this.#found;
  }

  async #searchPack(pack: StoredPack, place: number): Promise<void> {
    const { fd, size, index, ahead } = pack;
    const isElsewhere = new Uint8Array(new SharedArrayBuffer(index.count));
    for (const other of this.#store.packs.slice(0, place)) index.markThoseIn(other.index, isElsewhere);
    const bytes = { fd, size, whole: await (ahead ?? readSmallPack(fd, size)) };
    const forest = readForest(index, blocksOf(bytes));
    const task = shared({ ...bytes, forest, isElsewhere, stored: this.#stored, own: place });
    const isLarge = size >= (this.#options.workersFromBytes ?? WORKERS_FROM_BYTES);
    const helpers = isLarge ? this.#workers.search(task) : Promise.resolve([]);
    // Awaited below, after our own part.
    helpers.catch(() => {});
    const work = new PieceWork(task, this.#bench, this.#needles);
    while (work.doNext()) await this.#breathe(progressOf(task));
    const parts = [work.found, ...(await helpers)];
    const first = this.#stored.firsts[place]!;
    for (const { links } of parts) this.#found.links.add(links, (entry) => first + index.ranks[entry]!);
    this.#gather(index, { forest, isElsewhere, parts });
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
      if (types[entry] !== BLOB) found.links.noteUnread();
      if (isElsewhere[entry] === 0) found.unreadIds.push(index.idOf(entry));
    }
    const isCommit = new Uint8Array(forest.count);
    this.#commits.push({ index, isCommit });
    for (let entry = 0; entry < forest.count; entry++) {
      isCommit[entry] = types[entry] === COMMIT && isUnread[entry] === 0 && isElsewhere[entry] === 0 ? 1 : 0;
      found.commits += isCommit[entry]!;
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

  #commitIds(): string[] {
    const ids = [...this.#looseCommitIds];
    for (const { index, isCommit } of this.#commits) {
      for (let entry = 0; entry < isCommit.length; entry++)
        if (isCommit[entry] === 1) ids.push(index.idOf(entry));
    }
    return ids;
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
    const links = new LinkReader(this.#bench, this.#stored, packs.length);
    let count = 0;
    for (const [rank, object] of loose.entries()) {
      const id = Buffer.from(object.id, 'hex');
      if (packs.some(({ index }) => rankOf(index.ids, id, 0) !== -1)) continue;
      const finding = searchLoose(object, this.#bench, this.#needles);
      if (finding === undefined) {
        found.unreadIds.push(object.id);
        found.links.noteUnread();
      } else {
        const { type, size, isHit } = finding;
        found.objects++;
        found.bytes += size;
        links.read(type, { entry: rank, at: finding.at, size });
        if (type === 'commit') {
          found.commits++;
          this.#looseCommitIds.push(object.id);
        }
        if (isHit) this.#hit({ id: object.id, type, size });
      }
      if (++count % LOOSE_A_BREATH === 0) await this.#breathe();
    }
    const first = this.#stored.firsts[packs.length]!;
    found.links.add(links.links, (rank) => first + rank);
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
