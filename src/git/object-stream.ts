/**
 * Searches every object of a repository, or those that are named, through one `git cat-file --batch`.
 * It knows needles, not keys: a hit is an object worth a closer look. What git cannot read is listed, never passed over.
 */
import type { NeedleSearch } from '../core/needle-search.ts';
import type { Skipped } from '../core/report.ts';
import { BatchSearch, type ObjectHit } from './batch-search.ts';
import type { Repository } from './repository.ts';
import { lastLineOf, streamGit } from './run.ts';
import { MAX_LISTED, storeComplaints, unreadObjects } from './unread.ts';

export interface SearchProgress {
  readonly objects: number;
  readonly bytes: number;
}

export interface SearchOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called about once a MiB. */
  readonly onProgress?: ((progress: SearchProgress) => void) | undefined;
  /** Search these alone; each once. */
  readonly onlyIds?: AsyncIterable<string> | undefined;
}

export interface ObjectSearch extends SearchProgress {
  readonly hits: readonly ObjectHit[];
  /** Every commit object that was seen, in no order: unreachable ones are known in no other way. */
  readonly commitIds: readonly string[];
  readonly skipped: readonly Skipped[];
}

const BATCH = ['cat-file', '--batch', '--buffer'];
const ALL = ['--batch-all-objects', '--unordered'];
const PROGRESS_BYTES = 1024 * 1024;
const IDS_A_WRITE = 512;

export async function searchObjects(
  repository: Repository,
  search: NeedleSearch,
  options: SearchOptions = {},
): Promise<ObjectSearch> {
  const scan = new Scan(repository, search, options);
  if (options.onlyIds) await scan.searchIds(options.onlyIds);
  else await scan.searchAll();
  return scan.result();
}

class Scan {
  readonly #repository: Repository;
  readonly #needles: NeedleSearch;
  readonly #options: SearchOptions;
  readonly #damaged: { id: string; reason: string }[] = [];
  #batch: BatchSearch;
  #stderr = '';
  /** Ids handed to git and not answered yet, oldest first. */
  #inFlight: string[] = [];
  #unsearched = 0;
  #reportedBytes = 0;

  constructor(repository: Repository, needles: NeedleSearch, options: SearchOptions) {
    this.#repository = repository;
    this.#needles = needles;
    this.#options = options;
    this.#batch = this.#emptyBatch();
  }

  /** Where git gives up half-way, all is searched again by id, since only then the bad object is known. */
  async searchAll(): Promise<void> {
    const stream = this.#git([...BATCH, ...ALL]);
    const { code, stderr } = await stream.forEach((chunk) => this.#take(chunk));
    this.#stderr += stderr;
    if (code === 0) return;
    this.#batch = this.#emptyBatch();
    await this.searchIds(this.#listIds());
  }

  async searchIds(ids: AsyncIterable<string>): Promise<void> {
    const source = ids[Symbol.asyncIterator]();
    try {
      while (!(await this.#searchUntilDamage(source))) {
        if (this.#damaged.length >= MAX_LISTED) return await this.#countRest(source);
      }
    } finally {
      await source.return?.();
    }
  }

  result(): ObjectSearch {
    const { hits, commitIds, objects, bytes, missingIds } = this.#batch;
    const unread = missingIds.map((id) => ({ id, reason: lineAbout(id, this.#stderr) }));
    const skipped = unreadObjects([...this.#damaged, ...unread], this.#unsearched);
    return { hits, commitIds, objects, bytes, skipped: [...skipped, ...storeComplaints(this.#stderr)] };
  }

  /** True when the source is used up; false when git died over an object, which is then listed. */
  async #searchUntilDamage(source: AsyncIterator<string>): Promise<boolean> {
    const before = this.#batch.answered;
    const sent = this.#inFlight;
    let gone = 0;
    const stream = this.#git(BATCH, this.#requests(source, sent.splice(0)));
    const { code, stderr } = await stream.forEach((chunk) => {
      this.#take(chunk);
      const done = this.#batch.answered - before - gone;
      gone += done;
      sent.splice(0, done);
    });
    this.#stderr += stderr;
    this.#batch.abandon();
    const bad = sent.shift();
    if (bad === undefined) return code === 0;
    this.#damaged.push({ id: bad, reason: lastLineOf(stderr, 'git cannot read this object') });
    return false;
  }

  async *#requests(source: AsyncIterator<string>, again: readonly string[]): AsyncGenerator<string, void> {
    this.#inFlight.push(...again);
    if (again.length > 0) yield `${again.join('\n')}\n`;
    for (let isDone = false; !isDone; ) {
      const ids: string[] = [];
      while (ids.length < IDS_A_WRITE && !isDone) {
        const next = await source.next();
        if (next.done) isDone = true;
        else ids.push(next.value);
      }
      this.#inFlight.push(...ids);
      if (ids.length > 0) yield `${ids.join('\n')}\n`;
    }
  }

  async *#listIds(): AsyncGenerator<string, void> {
    const stream = this.#git(['cat-file', '--batch-check=%(objectname)', ...ALL]);
    let rest = '';
    for await (const chunk of stream) {
      const lines = (rest + chunk.toString('latin1')).split('\n');
      rest = lines.pop() ?? '';
      // The format's end shows as a blank in some versions.
      for (const line of lines) yield line.trimEnd();
    }
  }

  async #countRest(source: AsyncIterator<string>): Promise<void> {
    this.#unsearched = this.#inFlight.length;
    while (!(await source.next()).done) this.#unsearched++;
  }

  #take(chunk: Buffer): void {
    const batch = this.#batch;
    batch.push(chunk);
    this.#reportedBytes += chunk.length;
    if (this.#reportedBytes < PROGRESS_BYTES) return;
    this.#reportedBytes = 0;
    this.#options.onProgress?.({ objects: batch.objects, bytes: batch.bytes });
  }

  #emptyBatch(): BatchSearch {
    return new BatchSearch(this.#needles, this.#repository.objectFormat === 'sha256' ? 64 : 40);
  }

  #git(args: readonly string[], input?: AsyncIterable<string>) {
    return streamGit(this.#repository.context, args, { input, signal: this.#options.signal });
  }
}

function lineAbout(id: string, stderr: string): string {
  const line = stderr.split('\n').find((text) => text.includes(id));
  return line?.replace(/^(?:error|fatal): /, '') ?? 'missing';
}
