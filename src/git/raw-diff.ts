/** What commits change, path by path, against each parent: `git diff-tree` on a stream of commits. */
import { decodePath } from '../core/path-text.ts';
import type { WalkedCommit } from './commit-walk.ts';
import { Splitter } from './lines.ts';
import type { Repository } from './repository.ts';
import { streamGit } from './run.ts';

export interface RawChange {
  readonly path: string;
  /** Object before and after: a blob, or a tree where trees were asked for. Undefined where there was or is none. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly isAdded: boolean;
  readonly isDeleted: boolean;
}

/** A commit against one of its parents: a merge gives as many as it has parents. */
export interface CommitDiff {
  readonly commit: WalkedCommit;
  /** Position in the walk: a larger one is nearer to the roots. */
  readonly order: number;
  readonly changes: readonly RawChange[];
}

export interface RawDiffRequest {
  readonly repository: Repository;
  readonly commits: AsyncIterable<readonly WalkedCommit[]>;
  /** Changes that touch none of these may be left out. Empty: none are. */
  readonly onlyObjects?: readonly string[];
  /** Asked before the path is read. */
  readonly isWanted?: (before: string | undefined, after: string | undefined) => boolean;
  /** Folders get changes of their own. */
  readonly withTrees?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** A commit or a tree could not be read; the walk goes on behind it. */
  readonly onDamage: () => void;
}

/** `--always` makes git answer for each commit, so that the one that it died over is known. */
const DIFF = [
  'diff-tree',
  '--stdin',
  '--always',
  '-m',
  '--root',
  '--raw',
  '-z',
  '--no-renames',
  '--no-abbrev',
];
const GITLINK = '160000';
const NO_OBJECT = /^0+$/;
const COLON = 0x3a;
const MAX_RESTARTS = 200;
const ANSWERED_KEPT = 10_000;

/** Diffs in the order of the commits, those of one chunk of output at a time; only those with changes that count. */
export async function* rawDiffs(request: RawDiffRequest): AsyncGenerator<CommitDiff[], void> {
  const { repository, onlyObjects = [], withTrees, signal } = request;
  const source = request.commits[Symbol.asyncIterator]();
  const args = [...DIFF, withTrees ? '-t' : '-r', ...onlyObjects.map((id) => `--find-object=${id}`)];
  const parser = new RawDiffParser(request.isWanted ?? (() => true));
  try {
    for (let attempt = 0; attempt <= MAX_RESTARTS; attempt++) {
      const stream = streamGit(repository.context, args, { input: parser.requests(source), signal });
      for await (const chunk of stream) {
        const diffs = parser.push(chunk);
        if (diffs.length > 0) yield diffs;
      }
      const { code } = await stream.exit;
      const last = parser.end();
      if (last.length > 0) yield last;
      if (code === 0) return;
      request.onDamage();
      if (!parser.goOn()) return;
    }
  } finally {
    await source.return?.();
  }
}

class RawDiffParser {
  readonly #isWanted: NonNullable<RawDiffRequest['isWanted']>;
  #splitter = new Splitter(0);
  /** Sent and not answered, oldest first, from `#head` on. */
  #waiting: WalkedCommit[] = [];
  #head = 0;
  #commit: WalkedCommit | undefined;
  #order = -1;
  #changes: RawChange[] = [];
  #meta: string | undefined;
  #hasProgress = false;
  #isSourceDone = false;

  constructor(isWanted: NonNullable<RawDiffRequest['isWanted']>) {
    this.#isWanted = isWanted;
  }

  async *requests(source: AsyncIterator<readonly WalkedCommit[]>): AsyncGenerator<string, void> {
    this.#waiting.splice(0, this.#head);
    this.#head = 0;
    if (this.#waiting.length > 0) yield this.#waiting.map(({ id }) => `${id}\n`).join('');
    for (let next = await source.next(); !next.done; next = await source.next()) {
      this.#waiting.push(...next.value);
      yield next.value.map(({ id }) => `${id}\n`).join('');
    }
    this.#isSourceDone = true;
  }

  push(chunk: Buffer): CommitDiff[] {
    const diffs: CommitDiff[] = [];
    for (const field of this.#splitter.push(chunk)) {
      if (this.#meta !== undefined) this.#takePath(field);
      else if (field[0] === COLON) this.#meta = field.toString('latin1');
      else this.#takeCommit(field.toString('latin1'), diffs);
    }
    if (this.#head >= ANSWERED_KEPT) {
      this.#waiting.splice(0, this.#head);
      this.#head = 0;
    }
    return diffs;
  }

  end(): CommitDiff[] {
    const diffs: CommitDiff[] = [];
    this.#flush(diffs);
    this.#commit = undefined;
    this.#meta = undefined;
    this.#splitter = new Splitter(0);
    return diffs;
  }

  /**
   * After git died: over the commit whose answer was due, or over a merge of which it had told a part.
   * So the one that is due is asked for again, and passed over when git dies at once. False when none is left.
   */
  goOn(): boolean {
    if (!this.#hasProgress) this.#head++;
    this.#hasProgress = false;
    return this.#head < this.#waiting.length || !this.#isSourceDone;
  }

  #takeCommit(id: string, diffs: CommitDiff[]): void {
    this.#flush(diffs);
    // The same again: against its next parent.
    if (this.#commit?.id === id) return;
    while (this.#head < this.#waiting.length && this.#waiting[this.#head]?.id !== id) this.#head++;
    this.#commit = this.#waiting[this.#head++];
    this.#order++;
    this.#hasProgress = true;
  }

  #flush(diffs: CommitDiff[]): void {
    if (this.#commit && this.#changes.length > 0) {
      diffs.push({ commit: this.#commit, order: this.#order, changes: this.#changes });
    }
    this.#changes = [];
  }

  #takePath(path: Buffer): void {
    const [oldMode, newMode, oldId = '', newId = ''] = (this.#meta ?? '').slice(1).split(' ');
    this.#meta = undefined;
    const isAdded = NO_OBJECT.test(oldId);
    const isDeleted = NO_OBJECT.test(newId);
    const before = isAdded || oldMode === GITLINK ? undefined : oldId;
    const after = isDeleted || newMode === GITLINK ? undefined : newId;
    if (this.#isWanted(before, after))
      this.#changes.push({ path: decodePath(path), before, after, isAdded, isDeleted });
  }
}
