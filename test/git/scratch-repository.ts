/** Real repositories in temporary directories, cut off from the machine's configuration, with fixed names and dates. */
import { type ExecFileSyncOptions, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { NeedleSearch } from '../../src/core/needle-search.ts';
import { type Attribution, attribute, type Placement } from '../../src/git/attribution.ts';
import { gapsInStore, historyGaps, readBesides } from '../../src/git/completeness.ts';
import type { HistoryScope } from '../../src/git/history-scope.ts';
import { ObjectReader } from '../../src/git/object-reader.ts';
import type { ObjectSearch } from '../../src/git/object-search.ts';
import { searchObjects } from '../../src/git/object-stream.ts';
import { objectIdsOf } from '../../src/git/range-objects.ts';
import { readTipNames, readTips, type Tips } from '../../src/git/refs.ts';
import { openRepository, type Repository } from '../../src/git/repository.ts';

/** Made here, so that none stands in a file. */
export function keyOf(seed: string | number): string {
  return `tt1.${createHash('sha256').update(`scratch ${seed}`).digest('hex')}`;
}

export const KEY_NEEDLE = new NeedleSearch([{ bytes: Buffer.from('tt1.'), skipsTrees: false }]);
const KEY = /tt1\.[0-9a-f]{64}/g;
const START_OF_TIME = 1_700_000_000;

export function temporaryDirectory(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'ttleaks-git-')));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

export class ScratchRepository {
  readonly path: string;
  readonly home: string;
  /** Grows by a minute with each commit. */
  #now = START_OF_TIME;

  constructor({ args = [], path }: { args?: readonly string[]; path?: string } = {}) {
    const base = temporaryDirectory();
    this.home = join(base, 'home');
    this.path = path ?? join(base, 'repo');
    mkdirSync(this.home);
    const settings = {
      'user.name': 'A U Thor',
      'user.email': 'author@example.invalid',
      'init.defaultBranch': 'main',
    };
    for (const [name, value] of Object.entries({
      ...settings,
      'protocol.file.allow': 'always',
      'gc.auto': '0',
    })) {
      this.gitIn(base, 'config', '--global', name, value);
    }
    if (path === undefined) this.gitIn(base, 'init', '-q', ...args, this.path);
  }

  get env(): NodeJS.ProcessEnv {
    const { PATH } = process.env;
    const date = `${this.#now} +0200`;
    return {
      PATH,
      HOME: this.home,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_DATE: date,
      LC_ALL: 'C',
    };
  }

  git(...args: readonly string[]): string {
    return this.gitIn(this.path, ...args);
  }

  gitIn(cwd: string, ...args: readonly string[]): string {
    return this.#run(cwd, args, {}).toString('utf8').trimEnd();
  }

  /** Its output, byte for byte. */
  gitBytes(args: readonly string[], input?: Buffer | string): Buffer {
    return this.#run(this.path, args, input === undefined ? {} : { input });
  }

  #run(cwd: string, args: readonly string[], options: ExecFileSyncOptions): Buffer {
    return execFileSync('git', args, {
      cwd,
      env: this.env,
      stdio: 'pipe',
      maxBuffer: 1 << 28,
      ...options,
    }) as Buffer;
  }

  write(path: string, content: string | Buffer): this {
    const full = join(this.path, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, content);
    return this;
  }

  remove(path: string): this {
    rmSync(join(this.path, path), { recursive: true, force: true });
    return this;
  }

  /** Commits all there is; gives the commit's id. */
  commit(message = 'change'): string {
    this.tick();
    this.git('add', '-A');
    this.git('commit', '-q', '--allow-empty', '-m', message);
    return this.git('rev-parse', 'HEAD');
  }

  tick(): void {
    this.#now += 60;
  }

  hash(content: string | Buffer, type = 'blob'): string {
    return this.gitBytes(['hash-object', '-t', type, '-w', '--stdin', '--literally'], content)
      .toString('latin1')
      .trim();
  }

  objectFile(id: string): string {
    return join(this.path, '.git/objects', id.slice(0, 2), id.slice(2));
  }

  async open(directory = this.path): Promise<Repository> {
    const repository = await openRepository(directory, { environment: 'strip' });
    if (repository === undefined) throw new Error(`${directory} is in no repository`);
    // What the machine is configured to must not matter here.
    const env = { ...repository.context.env, HOME: this.home, GIT_CONFIG_NOSYSTEM: '1' };
    return { ...repository, context: { ...repository.context, env } };
  }
}

async function tokensIn(reader: ObjectReader, id: string): Promise<Set<string>> {
  const { bytes } = await reader.readWhole(id);
  return new Set(bytes.toString('latin1').match(KEY) ?? []);
}

export interface ScannedHistory extends Attribution {
  readonly search: ObjectSearch;
  readonly tips: Tips;
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
  at(path: string): Placement | undefined;
}

/** The stages of a history scan, joined as a caller would. */
export async function scanHistory(
  repository: Repository,
  { scope = { kind: 'all' }, withNames = false }: { scope?: HistoryScope; withNames?: boolean } = {},
): Promise<ScannedHistory> {
  const tips = await readTips(repository);
  const onlyIds = scope.kind === 'all' ? undefined : objectIdsOf(repository, scope, tips);
  const search = await searchObjects(repository, KEY_NEEDLE, { onlyIds });
  const besides = await readBesides(repository);
  const names = await readTipNames(repository);
  const { links } = search;
  const inStore = scope.kind === 'all' ? await gapsInStore({ repository, names, links, besides }) : undefined;
  const gaps = inStore ?? (await historyGaps({ repository, scope, tips }));
  const reader = new ObjectReader(repository);
  try {
    const blobs = new Map<string, Set<string>>();
    for (const { id, type } of search.hits) {
      if (type === 'blob') blobs.set(id, await tokensIn(reader, id));
    }
    const attribution = await attribute({
      repository,
      scope,
      tips,
      blobs,
      commitIds: search.commitIds(),
      tokensOf: (id) => tokensIn(reader, id),
      tokensOfName: withNames ? tokensOfName : undefined,
    });
    const { placements } = attribution;
    const at = (path: string) => placements.find((placement) => placement.path === path);
    return { ...attribution, search, tips, skipped: [...search.skipped, ...gaps], at };
  } finally {
    reader.close();
  }
}

function tokensOfName(path: string): { token: string; path: string }[] {
  return [...path.matchAll(KEY)].map(({ 0: token, index }) => {
    const slash = path.indexOf('/', index);
    return { token, path: slash === -1 ? path : path.slice(0, slash) };
  });
}
