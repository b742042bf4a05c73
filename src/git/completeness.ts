/** What a history lacks: objects that are gone or were never fetched, and commits that a shallow clone cut off. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fsPath, showPath } from '../core/path-text.ts';
import type { Skipped } from '../core/report.ts';
import { type HistoryScope, selectionOf } from './history-scope.ts';
import { linesOf } from './lines.ts';
import { MISSING, type StoreLinks } from './pack/store-links.ts';
import { brokenHead, brokenRef, type TipNames, type Tips } from './refs.ts';
import type { Repository } from './repository.ts';
import { lastLineOf, runGit, streamGit } from './run.ts';
import { cutsIn } from './shallow.ts';
import { MAX_LISTED, unreadObjects } from './unread.ts';

export interface GapsInput {
  readonly repository: Repository;
  readonly scope: HistoryScope;
  readonly tips: Tips;
  readonly signal?: AbortSignal | undefined;
}

/** What git knows of beside the refs. */
export interface Besides {
  /** Commits of the reflogs that are still there: git passes over the others, too. */
  readonly reflogs: readonly string[];
  /** Objects that the index names. */
  readonly index: Missing;
}

/** Meant to be started before the search: a process is started in less time while this one is small. */
export async function readBesides(
  repository: Repository,
  signal?: AbortSignal,
): Promise<Besides | undefined> {
  const { gitDir, commonDir } = repository;
  // A bare clone has neither, and each process costs some milliseconds.
  const hasReflogs = isAnyThere(commonDir, ['logs', 'reftable', 'worktrees']);
  const hasIndex = isAnyThere(gitDir, ['index']) || isAnyThere(commonDir, ['index', 'worktrees']);
  const ofIndex = { args: ['--no-walk', '--indexed-objects', '--stdin'], input: [], signal };
  const [reflogs, index] = await Promise.all([
    hasReflogs ? reflogCommits(repository, signal) : [],
    hasIndex ? missingIn(repository, ofIndex) : NOTHING_MISSING,
  ]);
  return reflogs === undefined || index.failure !== undefined ? undefined : { reflogs, index };
}

interface StoreGapsInput {
  readonly repository: Repository;
  readonly names: TipNames;
  /** What the objects name, where the search has read all that name any. */
  readonly links: StoreLinks | undefined;
  readonly besides: Besides | undefined;
}

/** Of all of history, by what the search has seen; `undefined` where that is not enough to tell. */
export async function gapsInStore(input: StoreGapsInput): Promise<Skipped[] | undefined> {
  const { repository, names, links } = input;
  if (links === undefined) return undefined;
  const ids = [...names.refs.map(({ object }) => object), ...names.heads];
  const tips = links.numbersOf(ids);
  const lost = missingByLinks(input, links, tips);
  if (lost === undefined) return undefined;
  const lacking = new Set(ids.filter((_, place) => tips[place] === MISSING));
  return [
    ...names.refs.filter(({ object }) => lacking.has(object)).map(brokenRef),
    ...names.heads.filter((commit) => lacking.has(commit)).map(brokenHead),
    ...(await explained(repository, lost)),
  ];
}

/** By one walk of git over all objects of the scope. */
export async function historyGaps(input: GapsInput): Promise<Skipped[]> {
  const { repository, tips } = input;
  const gaps: Skipped[] = [...tips.broken];
  if (await isCut(input)) gaps.push(SHALLOW);
  const lost = await missingObjects(input);
  gaps.push(...(await explained(repository, lost)));
  if (lost.failure !== undefined) gaps.push({ path: '(history)', reason: lost.failure, kind: 'unread' });
  return gaps;
}

/** A range may lie wholly on this side of where a shallow clone ends. */
async function isCut({ repository, scope, tips, signal }: GapsInput): Promise<boolean> {
  if (!repository.isShallow || scope.kind !== 'range') return repository.isShallow;
  const cuts = await cutsIn(repository, selectionOf(scope, tips), signal);
  return cuts === undefined || cuts.length > 0;
}

const SHALLOW: Skipped = {
  path: '(shallow history)',
  reason: 'the history is cut; run git fetch --unshallow, then scan again',
  kind: 'unread',
};

interface Missing {
  readonly missing: readonly string[];
  /** Beyond those that are listed. */
  readonly more: number;
  readonly failure?: string;
}

const NOTHING_MISSING: Missing = { missing: [], more: 0 };

/** A shallow history ends on purpose where its links lead nowhere. */
function missingByLinks(
  { repository, besides }: StoreGapsInput,
  links: StoreLinks,
  tips: Uint32Array,
): Missing | undefined {
  if (besides === undefined || repository.isShallow) return undefined;
  const { reflogs, index } = besides;
  const ids = links.missingFrom([...tips, ...links.numbersOf(reflogs)]);
  if (ids === undefined) return undefined;
  const missing = [...new Set([...ids, ...index.missing])];
  return {
    missing: missing.slice(0, MAX_LISTED),
    more: Math.max(0, missing.length - MAX_LISTED) + index.more,
  };
}

function isAnyThere(directory: string, names: readonly string[]): boolean {
  return names.some((name) => existsSync(fsPath(join(directory, name))));
}

async function reflogCommits(
  repository: Repository,
  signal: AbortSignal | undefined,
): Promise<string[] | undefined> {
  const args = ['rev-list', '--no-walk', '--reflog', '--stdin'];
  const { code, stdout } = await runGit(repository.context, args, { input: [], signal });
  return code === 0 ? stdout.toString('latin1').split('\n').filter(Boolean) : undefined;
}

async function missingObjects({ repository, scope, tips, signal }: GapsInput): Promise<Missing> {
  const { args, input } = selectionOf(scope, tips);
  const index = scope.kind === 'all' ? ['--indexed-objects'] : [];
  return await missingIn(repository, { args: [...index, ...args], input, signal });
}

interface Walk {
  readonly args: readonly string[];
  readonly input: readonly string[];
  readonly signal: AbortSignal | undefined;
}

/** `--quiet` with `--missing=print` prints what is missing and nothing else, and turns fetching off. */
async function missingIn(repository: Repository, { args, input, signal }: Walk): Promise<Missing> {
  const walk = ['rev-list', '--objects', '--quiet', '--missing=print', ...args];
  const stream = streamGit(repository.context, walk, { input, signal });
  const missing: string[] = [];
  let more = 0;
  for await (const lines of linesOf(stream)) {
    for (const line of lines) {
      if (!line.startsWith('?')) continue;
      if (missing.length < MAX_LISTED) missing.push(line.slice(1));
      else more++;
    }
  }
  const { code, stderr } = await stream.exit;
  return {
    missing,
    more,
    ...(code === 0 ? {} : { failure: lastLineOf(stderr, 'git cannot walk it whole') }),
  };
}

async function explained(repository: Repository, { missing, more }: Missing): Promise<Skipped[]> {
  if (missing.length === 0) return [];
  if (!(await isPartialClone(repository))) {
    return unreadObjects(
      missing.map((id) => ({ id, reason: 'the object is missing' })),
      more,
    );
  }
  const count = missing.length + more;
  const reason = `${count} objects of this partial clone are not here; clone without --filter, then scan again`;
  return [{ path: '(partial clone)', reason, kind: 'unread' }];
}

/** In the text of a configuration: what is looked for, or another file that may have it. */
const MAY_PROMISE = /promisor|partialclone|\[\s*include/i;
const PROMISES = /^(?:extensions\.partialclone|remote\..*\.(?:promisor|partialclonefilter))$/i;

/** Whether objects may be missing on purpose. Lists names and values alone: nothing that is configured runs. */
async function isPartialClone({ gitDir, commonDir, context }: Repository): Promise<boolean> {
  // simple-git takes no path that is not UTF-8.
  if (typeof fsPath(gitDir) !== 'string') return false;
  try {
    // Loading simple-git takes longer than the second scan of a small repository.
    if (!MAY_PROMISE.test(readFileSync(fsPath(join(commonDir, 'config')), 'latin1'))) return false;
    const { simpleGit } = await import('simple-git');
    const { all } = await simpleGit(showPath(gitDir)).env(plainEnvironment(context.env)).listConfig('local');
    return Object.keys(all).some((name) => PROMISES.test(name));
  } catch {
    return false;
  }
}

/** simple-git refuses whatever could redirect git: pagers, editors, every variable of git itself. */
function plainEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const plain: Record<string, string> = { LC_ALL: 'C' };
  for (const name of ['PATH', 'HOME', 'XDG_CONFIG_HOME', 'SystemRoot', 'USERPROFILE']) {
    const value = env[name];
    if (value !== undefined) plain[name] = value;
  }
  return plain;
}
