/**
 * Searches every object of a repository, or those that are named. It knows needles, not keys: a hit is an object worth
 * a closer look. Packs and loose objects are read by the reader in `pack/`; what that does not know or cannot read,
 * and what is named, comes through `git cat-file --batch`: two of them, since one alone cannot keep two processors
 * busy. What git cannot read either is listed, never passed over.
 */
import type { HitCheck } from '../core/hit-trial.ts';
import type { NeedleSearch } from '../core/needle-search.ts';
import { isReaderOff } from './environment.ts';
import { linesOf } from './lines.ts';
import { type ObjectSearch, objectsOf, type SearchProgress, totalOf } from './object-search.ts';
import { PackCache } from './pack/pack-cache.ts';
import { addCounts } from './pack/read-counts.ts';
import { searchStore } from './pack/store-search.ts';
import type { Repository } from './repository.ts';
import { streamGit } from './run.ts';
import { SearchLane } from './search-lane.ts';
import { unreadObjects } from './unread.ts';

export interface SearchOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called about once a MiB. */
  readonly onProgress?: ((progress: SearchProgress) => void) | undefined;
  /** Search these alone; each once. */
  readonly onlyIds?: AsyncIterable<string> | undefined;
  /** Tells chance hits where packs are read. Absent: each one counts. */
  readonly check?: HitCheck | undefined;
  /** Keep what the search of a pack gives, signed with this. Absent: nothing is kept or used. */
  readonly cacheSecret?: Uint8Array | undefined;
  /** Threads that read packs, this one among them (default: as many as there are processors). */
  readonly jobs?: number | undefined;
}

const LANES = 2;
/** Fewer are found by git, one by one, in less time than all packs can be opened. */
const READER_FROM_IDS = 4096;
/** Neighbours in a pack are deltas of each other: long blocks, so that few bases are unpacked in both lanes. */
const IDS_A_BLOCK = 8192;
const PROGRESS_BYTES = 1024 * 1024;

/** Once the signal fires, it ends with what it has found. */
export async function searchObjects(
  repository: Repository,
  search: NeedleSearch,
  options: SearchOptions = {},
): Promise<ObjectSearch> {
  const { signal, onProgress = () => {}, onlyIds, check, cacheSecret: secret, jobs } = options;
  const some = onlyIds && (await listOf(onlyIds));
  const restOf = (ids: readonly string[] | undefined) => ({ ...options, onlyIds: ids && each(ids) });
  const areFew = some !== undefined && some.length < READER_FROM_IDS;
  if (areFew || isReaderOff()) return await streamObjects(repository, search, restOf(some));
  const warnings: string[] = [];
  const onDamage = (warning: string) => warnings.push(warning);
  const isKept = some === undefined && secret !== undefined;
  const cache = isKept
    ? new PackCache(repository.commonDir, search, { secret, checkVersion: check?.version, onDamage })
    : undefined;
  const read = await searchStore(repository, search, {
    signal,
    onProgress,
    check,
    cache,
    jobs,
    onlyIds: some,
  });
  if (read === undefined) return { ...(await streamObjects(repository, search, restOf(some))), warnings };
  const { objects, bytes, links } = read;
  const refused = unreadObjects(read.refused);
  if (read.unreadIds.length === 0 || signal?.aborted) return { ...read, skipped: refused, warnings };
  const rest = await streamObjects(repository, search, {
    signal,
    onProgress: (now) => onProgress({ objects: objects + now.objects, bytes: bytes + now.bytes }),
    onlyIds: each(read.unreadIds),
  });
  return {
    objects: objects + rest.objects,
    bytes: bytes + rest.bytes,
    hits: [...read.hits, ...rest.hits],
    contents: read.contents,
    commits: read.commits + rest.commits,
    commitIds: () => [...read.commitIds(), ...rest.commitIds()],
    skipped: [...refused, ...rest.skipped],
    counts: addCounts(read.counts, rest.counts),
    warnings,
    links,
  };
}

async function listOf(ids: AsyncIterable<string>): Promise<string[]> {
  const list: string[] = [];
  for await (const id of ids) list.push(id);
  return list;
}

async function* each(ids: readonly string[]): AsyncGenerator<string, void> {
  yield* ids;
}

async function streamObjects(
  repository: Repository,
  search: NeedleSearch,
  { signal, onProgress, onlyIds }: SearchOptions,
): Promise<ObjectSearch> {
  const listing = new Listing(repository, signal);
  const blocks = inBlocks(onlyIds ?? listing.ids());
  const lanes: SearchLane[] = [];
  const report = () => onProgress?.(totalOf(lanes));
  try {
    await runLanes(blocks, () => {
      const lane = new SearchLane({
        repository,
        search,
        blocks,
        signal,
        onBytes: everyBytes(PROGRESS_BYTES, report),
      });
      lanes.push(lane);
      return lane.run();
    });
  } catch (error) {
    if (!signal?.aborted) throw error;
  } finally {
    await blocks.return();
  }
  return objectsOf(lanes, listing.stderr);
}

/** All lanes end, or none goes on: a failure ends the supply of the others. */
async function runLanes(
  blocks: AsyncGenerator<readonly string[], void>,
  start: () => Promise<void>,
): Promise<void> {
  const running = Array.from({ length: LANES }, () =>
    start().catch(async (error: unknown) => {
      await blocks.return();
      throw error;
    }),
  );
  for (const { status, reason } of (await Promise.allSettled(running)) as PromiseRejectedResult[]) {
    if (status === 'rejected') throw reason;
  }
}

function everyBytes(step: number, report: () => void): (bytes: number) => void {
  let sum = 0;
  return (bytes) => {
    sum += bytes;
    if (sum < step) return;
    sum = 0;
    report();
  };
}

async function* inBlocks(ids: AsyncIterable<string>): AsyncGenerator<readonly string[], void> {
  let block: string[] = [];
  for await (const id of ids) {
    block.push(id);
    if (block.length < IDS_A_BLOCK) continue;
    yield block;
    block = [];
  }
  if (block.length > 0) yield block;
}

/** Every object that is stored, in the order in which packs hold them; damaged ones too. */
class Listing {
  readonly #repository: Repository;
  readonly #signal: AbortSignal | undefined;
  stderr = '';

  constructor(repository: Repository, signal: AbortSignal | undefined) {
    this.#repository = repository;
    this.#signal = signal;
  }

  async *ids(): AsyncGenerator<string, void> {
    const args = [
      'cat-file',
      '--batch-all-objects',
      '--unordered',
      '--buffer',
      '--batch-check=%(objectname)',
    ];
    const stream = streamGit(this.#repository.context, args, { signal: this.#signal });
    for await (const lines of linesOf(stream)) {
      // Some versions print a blank at the end.
      for (const line of lines) yield line.trimEnd();
    }
    const { code, stderr } = await stream.exit;
    this.stderr = code === 0 ? stderr : `${stderr}\nerror: git could not list all objects`;
  }
}
