/**
 * The commits that a range needs, in a clone that may be shallow: what is not there is fetched, and history is deepened
 * until the range does not end at a cut. The clone's own remotes and credentials are left alone: the address and the
 * token are given, the token by the environment. Nothing but objects and the cut of a shallow clone is written.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fsPath } from '../core/path-text.ts';
import type { RemoteAccess } from '../git/environment.ts';
import type { Selection } from '../git/history-scope.ts';
import { FETCH, LS_REMOTE, remoteContext } from '../git/remote.ts';
import type { Repository } from '../git/repository.ts';
import { type GitContext, lastLineOf, runGit } from '../git/run.ts';
import { cutsIn } from '../git/shallow.ts';

const DEEPENINGS = ['--deepen=100', '--deepen=1000', '--unshallow'] as const;
const EVERYTHING = ['+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*'];
const FETCH_TIMEOUT_MS = 600_000;
/** As many as are told to git at once. */
const MAX_WANTED = 100;

interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export class CommitStore {
  readonly #repository: Repository;
  readonly #source: RemoteAccess | undefined;
  readonly #signal: AbortSignal | undefined;
  /** Why the last fetch failed, as one line of git's; masked. */
  failure: string | undefined;

  constructor(repository: Repository, source?: RemoteAccess, signal?: AbortSignal) {
    this.#repository = repository;
    this.#source = source;
    this.#signal = signal;
  }

  /** Whether the object is here, or could be fetched. */
  async bring(id: string): Promise<boolean> {
    return (await this.#has(id)) || ((await this.#fetch([], id)) && (await this.#has(id)));
  }

  /** All branches and tags with all of their history; false where the server did not give them. */
  async bringAll(): Promise<boolean> {
    return await this.#fetch(this.#isShallow() ? ['--unshallow'] : [], ...EVERYTHING);
  }

  /** The object that a ref of the remote names, such as an annotated tag, which a checkout peels. */
  async remoteObject(ref: string): Promise<string | undefined> {
    if (this.#source === undefined) return undefined;
    const args = [...LS_REMOTE, '--', this.#source.url, ref];
    const { code, stdout, stderr } = await this.#askRemote(this.#source, args);
    if (code !== 0) this.failure = lastLineOf(stderr, 'git gave no reason');
    const lines = code === 0 ? stdout.split('\n') : [];
    return lines.find((line) => line.endsWith(`\t${ref}`))?.split('\t')[0];
  }

  /**
   * Deepens a shallow clone until what the words (`HEAD ^BASE`) select for `rev-list` neither ends at its cut nor goes
   * down to a root past what lies behind the cut of a base, which would be new for no other reason.
   */
  async complete(words: readonly string[], head: string): Promise<boolean> {
    for (const deepening of DEEPENINGS) {
      const behind = (await this.#endsAtCut(words)) ? [] : await this.#cutsOfBases(words);
      if (behind === undefined) return true;
      if (!(await this.#fetch([deepening], head, ...behind))) break;
    }
    return !(await this.#endsAtCut(words));
  }

  /** Names of the remotes' branches that hold any of the commits; undefined where git cannot tell. */
  async branchesWith(commits: readonly string[]): Promise<ReadonlySet<string> | undefined> {
    const args = [
      'for-each-ref',
      ...commits.map((id) => `--contains=${id}`),
      '--format=%(refname)',
      'refs/remotes/',
    ];
    const { code, stdout } = await this.#git(args);
    return code === 0 ? new Set(stdout.split('\n')) : undefined;
  }

  async isTag(id: string): Promise<boolean> {
    return (await this.#git(['cat-file', '-t', id])).stdout.trim() === 'tag';
  }

  /** What the name stands for; undefined where it stands for nothing that is here. */
  async resolve(name: string): Promise<string | undefined> {
    const { code, stdout } = await this.#git(['rev-parse', '--verify', '--quiet', '--end-of-options', name]);
    return code === 0 ? stdout.trim() : undefined;
  }

  /** Commits of the remotes' branches, by ref. */
  async remoteBranches(): Promise<ReadonlyMap<string, string>> {
    const { stdout } = await this.#git([
      'for-each-ref',
      '--format=%(objectname) %(refname)',
      'refs/remotes/',
    ]);
    const lines = stdout.split('\n').filter((line) => line !== '');
    return new Map(
      lines.map((line) => [line.slice(line.indexOf(' ') + 1), line.slice(0, line.indexOf(' '))]),
    );
  }

  async #has(id: string): Promise<boolean> {
    return (await this.#git(['cat-file', '-e', id])).code === 0;
  }

  async #endsAtCut(words: readonly string[]): Promise<boolean> {
    const cuts = await cutsIn(this.#repository, selected(words), this.#options().signal);
    return cuts === undefined || cuts.length > 0;
  }

  /** Undefined where none of them can have made what is selected larger than it is. */
  async #cutsOfBases(words: readonly string[]): Promise<string[] | undefined> {
    if (!this.#isShallow()) return undefined;
    const { stdout } = await this.#git(['rev-list', '--max-parents=0', '-n1', ...selected(words).args]);
    if (stdout === '') return undefined;
    const bases = words.filter((word) => word.startsWith('^')).map((word) => word.slice(1));
    const cuts = await cutsIn(this.#repository, selected(bases), this.#options().signal);
    return cuts === undefined || cuts.length === 0 ? undefined : cuts.slice(0, MAX_WANTED);
  }

  #isShallow(): boolean {
    return existsSync(fsPath(join(this.#repository.commonDir, 'shallow')));
  }

  async #fetch(options: readonly string[], ...wanted: readonly string[]): Promise<boolean> {
    if (this.#source === undefined) {
      this.failure = 'the address of the repository is not known';
      return false;
    }
    const args = [...FETCH, ...options, '--', this.#source.url, ...wanted];
    const { code, stderr } = await this.#askRemote(this.#source, args);
    if (code !== 0) this.failure = lastLineOf(stderr, 'git gave no reason');
    return code === 0;
  }

  /** To the server and back. */
  async #askRemote(source: RemoteAccess, args: readonly string[]): Promise<Answer> {
    return await this.#run(remoteContext(source, this.#repository.context.directory), args, true);
  }

  async #git(args: readonly string[]): Promise<Answer> {
    return await this.#run(this.#repository.context, args, false);
  }

  async #run(context: GitContext, args: readonly string[], isRemote: boolean): Promise<Answer> {
    try {
      const { code, stdout, stderr } = await runGit(context, args, { ...this.#options(), isRemote });
      return { code, stderr, stdout: stdout.toString('utf8') };
    } catch (error) {
      this.#signal?.throwIfAborted();
      if (!(error instanceof Error && error.name === 'TimeoutError')) throw error;
      return { code: -1, stdout: '', stderr: `fatal: no end after ${FETCH_TIMEOUT_MS / 1000} s` };
    }
  }

  #options(): { signal: AbortSignal } {
    const timeout = AbortSignal.timeout(FETCH_TIMEOUT_MS);
    return { signal: this.#signal === undefined ? timeout : AbortSignal.any([this.#signal, timeout]) };
  }
}

function selected(words: readonly string[]): Selection {
  return { args: ['--end-of-options', ...words, '--'], input: [] };
}
