/**
 * Searches all objects that a repository stores, in its packs and outside of them. What cannot be read here is named,
 * by id, for git to read; where the store as a whole is in doubt, nothing is said at all.
 */
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import type { NeedleSearch } from '../../core/needle-search.ts';
import type { ObjectHit } from '../batch-search.ts';
import type { Repository } from '../repository.ts';
import { forestOf, readForest } from './forest.ts';
import { rankOf, wordsOf } from './id-table.ts';
import { searchLoose } from './loose-search.ts';
import { LinkReader } from './object-links.ts';
import {
  closeStore,
  type LooseObject,
  type ObjectStore,
  openStore,
  type StoredPack,
} from './object-store.ts';
import { MIN_PACK_BYTES } from './pack-cache.ts';
import { readSmallPack } from './pack-file.ts';
import type { PackIndex } from './pack-index.ts';
import { type PieceProgress, PieceWork, progressOf, shared, stop } from './pack-pieces.ts';
import { type PackResult, packResult } from './pack-result.ts';
import { PackWorkers } from './pack-workers.ts';
import { addCounts, NOTHING_READ } from './read-counts.ts';
import type { StoreFindings, StoreOptions } from './store-findings.ts';
import { StoreLinks } from './store-links.ts';
import { NeedleSeams, Workbench } from './workbench.ts';

const LOOSE_A_BREATH = 256;
const CIRCLING = 'it is stored as a difference to itself';
const NO_FILE = 'a pipe, a socket or a device is in its place';
/** Of a pack: with less to do, a thread is not worth its start. */
const WORKERS_FROM_BYTES = 20 * 1024 * 1024;

/** `undefined` where git must look for itself. Once the signal fires, it ends with what it has. */
export async function searchStore(
  repository: Repository,
  search: NeedleSearch,
  options: StoreOptions,
): Promise<StoreFindings | undefined> {
  const { workersFromBytes = WORKERS_FROM_BYTES, workerUrl, jobs = availableParallelism() } = options;
  const idBytes = repository.objectFormat === 'sha256' ? 32 : 20;
  const { needles, hasEncodedText } = search;
  const data = { sought: { needles, hasEncodedText }, checkData: options.check?.data, idBytes };
  const workers = new PackWorkers(data, jobs - 1, workerUrl);
  let store: ObjectStore | undefined;
  try {
    const onUnread = (size: number) => {
      if (size >= workersFromBytes) workers.start();
    };
    store = openStore(repository, { cache: options.cache, onUnread });
    return await new StoreSearch(store, search, workers, options).run();
  } catch {
    // A worker that is gone, a pack that shrinks, no memory: git has other means.
    options.signal?.throwIfAborted();
    return undefined;
  } finally {
    if (store) closeStore(store);
    // Nothing waits for them: what they had to say has been heard.
    void workers.end();
  }
}

class StoreSearch {
  readonly #store: ObjectStore;
  readonly #options: StoreOptions;
  readonly #workers: PackWorkers;
  readonly #search: NeedleSearch;
  readonly #found: StoreFindings;
  readonly #hitIds = new Set<string>();
  readonly #commits: { readonly index: PackIndex; readonly isCommit: Uint8Array }[] = [];
  readonly #looseCommitIds: string[] = [];
  readonly #asked: ReadonlySet<string> | undefined;
  /** Of these, what was not found so far. */
  readonly #wanted: Set<string> | undefined;
  #made: { readonly bench: Workbench; readonly needles: NeedleSeams } | undefined;

  constructor(store: ObjectStore, search: NeedleSearch, workers: PackWorkers, options: StoreOptions) {
    this.#store = store;
    this.#workers = workers;
    this.#options = options;
    this.#search = search;
    this.#asked = options.onlyIds && new Set(options.onlyIds);
    this.#wanted = this.#asked && new Set(this.#asked);
    this.#found = {
      hits: [],
      contents: new Map(),
      commits: 0,
      commitIds: () => this.#commitIds(),
      unreadIds: [],
      refused: [],
      links: new StoreLinks([...store.packs.map(({ index }) => index.ids), store.looseIds]),
      counts: NOTHING_READ,
      objects: 0,
      bytes: 0,
    };
  }

  /** Made when there is something to read. */
  get #tools(): { readonly bench: Workbench; readonly needles: NeedleSeams } {
    if (this.#made === undefined) {
      const bench = new Workbench(this.#store.idBytes);
      this.#made = { bench, needles: new NeedleSeams(bench, this.#search, this.#options.check) };
    }
    return this.#made;
  }

  async run(): Promise<StoreFindings> {
    for (const [place, pack] of this.#store.packs.entries()) {
      if (this.#isStopped) return this.#found;
      this.#take(await this.#resultOf(pack, place), pack.index, place);
    }
    await this.#searchLoose();
    if (this.#isStopped) return this.#found;
    this.#options.cache?.prune();
    for (const id of this.#wanted ?? []) this.#found.unreadIds.push(id);
    return this.#found;
  }

  async #resultOf(pack: StoredPack, place: number): Promise<PackResult> {
    const { index, size, known } = pack;
    const isElsewhere = new Uint8Array(new SharedArrayBuffer(index.count));
    if (this.#wanted) {
      isElsewhere.fill(1);
      for (const entry of this.#takeWanted(this.#wanted, index)) isElsewhere[entry] = 0;
      return await this.#read(pack, isElsewhere);
    }
    for (const other of this.#store.packs.slice(0, place)) index.markThoseIn(other.index, isElsewhere);
    // What is known counts all objects of the pack.
    const isAlone = !isElsewhere.includes(1);
    if (known !== undefined && isAlone) return { ...known, counts: { ...NOTHING_READ, cachedBytes: size } };
    const result = await this.#read(pack, isElsewhere);
    const isWhole = result.unread.length === 0 && result.circling.length === 0 && !this.#isStopped;
    if (isAlone && isWhole && size >= MIN_PACK_BYTES) this.#options.cache?.write(index, result);
    return result;
  }

  #takeWanted(wanted: Set<string>, index: PackIndex): number[] {
    const entries: number[] = [];
    for (const id of wanted) {
      const entry = index.find(Buffer.from(id, 'hex'));
      if (entry === -1) continue;
      entries.push(entry);
      wanted.delete(id);
    }
    return entries;
  }

  async #read({ fd, size, index, ahead }: StoredPack, isElsewhere: Uint8Array): Promise<PackResult> {
    const { bench, needles } = this.#tools;
    const reading = ahead ?? readSmallPack(fd, size);
    // Awaited below: meanwhile the headers are read, for themselves.
    reading.catch(() => {});
    const all = readForest(index, { fd, size });
    const bytes = { fd, size, whole: await reading };
    const forest = this.#wanted ? forestOf(all, (entry) => isElsewhere[entry] === 0) : all;
    const task = shared({ ...bytes, forest, isElsewhere, ids: index.ids, ranks: index.ranks });
    const isLarge = size >= (this.#options.workersFromBytes ?? WORKERS_FROM_BYTES);
    const helpers = isLarge ? this.#workers.search(task) : Promise.resolve([]);
    // Awaited below, after our own part.
    helpers.catch(() => {});
    const work = new PieceWork(task, bench, needles);
    while (work.doNext()) {
      await this.#breathe(progressOf(task));
      if (this.#isStopped) stop(task);
    }
    const parts = [work.found, ...(await helpers)];
    for (const { contents } of parts) {
      for (const [entry, { buffer }] of contents)
        this.#found.contents.set(index.idAt(index.ranks[entry]!), Buffer.from(buffer));
    }
    return packResult({ index, forest: all, isElsewhere, parts });
  }

  #take(result: PackResult, index: PackIndex, place: number): void {
    const found = this.#found;
    found.objects += result.objects;
    found.bytes += result.bytes;
    found.counts = addCounts(found.counts, result.counts);
    for (const rank of result.unread) found.unreadIds.push(index.idAt(rank));
    for (const rank of result.circling) found.refused.push({ id: index.idAt(rank), reason: CIRCLING });
    if (result.isNamerUnread) found.links.noteUnread();
    for (const links of result.links) found.links.add(links, place);
    this.#commits.push({ index, isCommit: result.isCommit });
    found.commits += result.commits;
    for (const { rank, type, size } of result.hits) this.#hit({ id: index.idAt(rank), type, size });
  }

  #commitIds(): string[] {
    const ids = [...this.#looseCommitIds];
    for (const { index, isCommit } of this.#commits) {
      for (let rank = 0; rank < isCommit.length; rank++) if (isCommit[rank] === 1) ids.push(index.idAt(rank));
    }
    return ids;
  }

  /** Two packs can hold the same object, and a base may not have been asked for. */
  #hit(hit: ObjectHit): void {
    if (this.#hitIds.has(hit.id) || this.#asked?.has(hit.id) === false) return;
    this.#hitIds.add(hit.id);
    this.#found.hits.push(hit);
  }

  async #searchLoose(): Promise<void> {
    const { packs, loose, looseIds } = this.#store;
    if (loose.length === 0) return;
    const links = new LinkReader(this.#tools.bench, looseIds);
    let count = 0;
    for (const [rank, object] of loose.entries()) {
      if (this.#wanted && !this.#wanted.delete(object.id)) continue;
      const id = wordsOf(Buffer.from(object.id, 'hex'));
      if (!packs.some(({ index }) => rankOf(index.ids, id, 0) !== -1))
        this.#searchLooseOne(object, rank, links);
      if (++count % LOOSE_A_BREATH === 0) await this.#breathe();
      if (this.#isStopped) return;
    }
    this.#found.links.add(links.links, packs.length);
    await this.#breathe();
  }

  #searchLooseOne(object: LooseObject, rank: number, links: LinkReader): void {
    const found = this.#found;
    const { bench, needles } = this.#tools;
    const finding = searchLoose(object, bench, needles);
    if (finding === 'no-file') {
      found.refused.push({ id: object.id, reason: NO_FILE });
      return;
    }
    if (finding === undefined) {
      found.unreadIds.push(object.id);
      found.links.noteUnread();
      return;
    }
    const { type, size, storedBytes, isHit } = finding;
    found.objects++;
    found.bytes += size;
    found.counts = addCounts(found.counts, {
      ...NOTHING_READ,
      storedBytes,
      inflatedBytes: size,
      searchedBytes: size,
    });
    links.read(type, rank, { at: finding.at, size });
    if (type === 'commit') {
      found.commits++;
      this.#looseCommitIds.push(object.id);
    }
    if (isHit) this.#hit({ id: object.id, type, size });
  }

  /** What was found by then is worth reporting. */
  get #isStopped(): boolean {
    return this.#options.signal?.aborted === true;
  }

  /** Lets the other work of this process go on: a signal is heard here. */
  async #breathe(running?: PieceProgress): Promise<void> {
    const { objects, bytes, counts } = this.#found;
    this.#options.onProgress({
      objects: objects + (running?.objects ?? 0),
      bytes: bytes + (running?.bytes ?? 0),
      stored: {
        done: counts.storedBytes + counts.cachedBytes + (running?.storedBytes ?? 0),
        total: this.#store.packs.reduce((sum, { size }) => sum + size, 0),
      },
    });
    await setImmediate();
  }
}
