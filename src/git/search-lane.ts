/** One `git cat-file --batch` that is fed with ids and searched; started again behind an object that git died over. */
import type { NeedleSearch } from '../core/needle-search.ts';
import { BatchSearch, OutOfStep } from './batch-search.ts';
import type { Repository } from './repository.ts';
import { lastLineOf, streamGit } from './run.ts';
import { MAX_LISTED } from './unread.ts';

export interface LaneInput {
  readonly repository: Repository;
  readonly search: NeedleSearch;
  /** Shared: each lane takes the next block. */
  readonly blocks: AsyncIterator<readonly string[]>;
  readonly signal: AbortSignal | undefined;
  readonly onBytes: (bytes: number) => void;
}

export interface UnreadObject {
  readonly id: string;
  readonly reason: string;
}

const IDS_A_WRITE = 512;

/** So many that a second git is done before one would be. */
const TWO_LANES_FROM = 128;

/** Searches some objects by one git, or two: as much as a hook can afford. */
export async function searchAtOnce(
  ids: readonly string[],
  input: Pick<LaneInput, 'repository' | 'search' | 'signal'>,
): Promise<readonly SearchLane[]> {
  const half = ids.length < TWO_LANES_FROM ? ids.length : ids.length >> 1;
  const parts = [ids.slice(0, half), ids.slice(half)].filter((part) => part.length > 0);
  const lanes = parts.map((part) => new SearchLane({ ...input, blocks: block(part), onBytes: () => {} }));
  await Promise.all(lanes.map((lane) => lane.run()));
  return lanes;
}

async function* block(ids: readonly string[]): AsyncGenerator<readonly string[], void> {
  yield ids;
}

export class SearchLane {
  readonly batch: BatchSearch;
  stderr = '';
  /** Ids that were not asked for any more, since too many are damaged. */
  unsearched = 0;
  readonly #input: LaneInput;
  readonly #damaged: UnreadObject[] = [];
  /** Taken from the blocks and not answered yet, oldest first. */
  #inFlight: string[] = [];
  /** Answers whose ids are in flight no more. */
  #done = 0;

  constructor(input: LaneInput) {
    this.#input = input;
    const idLength = input.repository.objectFormat === 'sha256' ? 64 : 40;
    this.batch = new BatchSearch(
      input.search,
      idLength,
      () => this.#inFlight[this.batch.answered - this.#done],
    );
  }

  get unread(): UnreadObject[] {
    const missing = this.batch.missingIds.map((id) => ({ id, reason: lineAbout(id, this.stderr) }));
    return [...this.#damaged, ...missing];
  }

  async run(): Promise<void> {
    // No git is started where another lane has taken all.
    while (this.#inFlight.length > 0 || (await this.#nextBlock()).length > 0) {
      if (this.#damaged.length >= MAX_LISTED) return await this.#countRest();
      await this.#searchUntilDamage();
    }
  }

  /** Ends when there is nothing left, or git died over an object, which is then listed. */
  async #searchUntilDamage(): Promise<void> {
    const { repository, signal, onBytes } = this.#input;
    const { batch } = this;
    const args = ['cat-file', '--batch', '--buffer'];
    const stream = streamGit(repository.context, args, { input: this.#requests(), signal });
    const ended = stream.forEach((chunk) => {
      batch.push(chunk);
      onBytes(chunk.length);
      // Seldom: taking from the front of a list costs its length.
      if (batch.answered - this.#done >= IDS_A_WRITE) this.#forget();
    });
    let reason: string | undefined;
    const { stderr } = await ended.catch((error: unknown) => {
      if (!(error instanceof OutOfStep)) throw error;
      reason = error.message;
      return { stderr: '' };
    });
    this.#forget();
    this.stderr += stderr;
    batch.abandon();
    const bad = this.#inFlight.shift();
    if (bad !== undefined) {
      this.#damaged.push({ id: bad, reason: reason ?? lastLineOf(stderr, 'git cannot read this object') });
    }
  }

  #forget(): void {
    this.#inFlight.splice(0, this.batch.answered - this.#done);
    this.#done = this.batch.answered;
  }

  async *#requests(): AsyncGenerator<string, void> {
    for (let ids = [...this.#inFlight]; ids.length > 0; ids = await this.#nextBlock()) {
      for (let from = 0; from < ids.length; from += IDS_A_WRITE) {
        yield `${ids.slice(from, from + IDS_A_WRITE).join('\n')}\n`;
      }
    }
  }

  async #nextBlock(): Promise<string[]> {
    const next = await this.#input.blocks.next();
    if (next.done) return [];
    this.#inFlight.push(...next.value);
    return [...next.value];
  }

  async #countRest(): Promise<void> {
    this.unsearched = this.#inFlight.length;
    for (let ids = await this.#nextBlock(); ids.length > 0; ids = await this.#nextBlock())
      this.unsearched += ids.length;
  }
}

function lineAbout(id: string, stderr: string): string {
  const line = stderr.split('\n').find((text) => text.includes(id));
  return line?.replace(/^(?:error|fatal): /, '') ?? 'missing or damaged';
}
