/** Where history begins: refs, HEADs of all work trees. A ref that leads nowhere is listed and stops nothing. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { decodePath, fsPath } from '../core/path-text.ts';
import type { Skipped } from '../core/report.ts';
import type { ObjectType } from './batch-search.ts';
import { linesOf } from './lines.ts';
import type { Repository } from './repository.ts';
import { runGit, streamGit } from './run.ts';

export interface Ref {
  /** Full name, as path text. */
  readonly name: string;
  /** What the ref itself names: a tag object, for an annotated tag. */
  readonly object: string;
  readonly type: ObjectType;
  /** The commit in the end; absent for a ref to a tree or a blob. */
  readonly commit?: string;
  /** The tree in the end; absent for a ref to a blob. */
  readonly tree?: string;
  /** Only for a ref to a blob. */
  readonly blob?: string;
}

export interface Tips {
  readonly refs: readonly Ref[];
  /** HEAD's commit, as a tip; absent before the first commit. */
  readonly head?: Ref;
  /** Commits of the HEADs of all work trees. */
  readonly heads: readonly string[];
  readonly broken: readonly Skipped[];
}

/** What the refs say, whether or not it is there. */
export interface TipNames {
  readonly refs: readonly Pick<Ref, 'name' | 'object'>[];
  /** Commits of the HEADs of all work trees. */
  readonly heads: readonly string[];
}

/** One `git for-each-ref`, and one `git worktree list` where there are any. */
export async function readTipNames(repository: Repository, signal?: AbortSignal): Promise<TipNames> {
  const [refs, heads] = await Promise.all([refNames(repository, signal), headsOf(repository, signal)]);
  return { refs, heads };
}

export async function readTips(repository: Repository, signal?: AbortSignal): Promise<Tips> {
  return await peelTips(repository, await readTipNames(repository, signal), signal);
}

/** One `git cat-file --batch-check`. */
export async function peelTips(
  repository: Repository,
  { refs: names, heads }: TipNames,
  signal?: AbortSignal,
): Promise<Tips> {
  const ids = new Set([...names.map(({ object }) => object), ...heads]);
  const peeled = await peel(repository, [...ids], signal);
  const refs: Ref[] = [];
  const broken: Skipped[] = [];
  for (const { name, object } of names) {
    const tip = peeled.get(object);
    if (tip) refs.push({ name, object, ...tip });
    else broken.push(brokenRef({ name, object }));
  }
  const { headCommit } = repository;
  const head = headCommit === undefined ? undefined : peeled.get(headCommit);
  for (const commit of heads) {
    if (peeled.has(commit)) continue;
    broken.push(brokenHead(commit));
  }
  return {
    refs,
    heads: heads.filter((commit) => peeled.has(commit)),
    broken,
    ...(head && headCommit ? { head: { name: 'HEAD', object: headCommit, ...head } } : {}),
  };
}

export function brokenRef({ name, object }: Pick<Ref, 'name' | 'object'>): Skipped {
  return { path: name, reason: `the ref names an object that is missing: ${object}`, kind: 'unread' };
}

export function brokenHead(commit: string): Skipped {
  return { path: 'HEAD', reason: `the commit is missing: ${commit}`, kind: 'unread' };
}

/** Asks for no field that would make git open the object: it would stop at the first that is missing. */
async function refNames(
  repository: Repository,
  signal: AbortSignal | undefined,
): Promise<{ name: string; object: string }[]> {
  const args = ['for-each-ref', '--format=%(objectname) %(refname)'];
  const { stdout } = await runGit(repository.context, args, { signal });
  const lines = decodePath(stdout).split('\n');
  return lines.flatMap((line) => {
    const space = line.indexOf(' ');
    return space === -1 ? [] : [{ object: line.slice(0, space), name: line.slice(space + 1) }];
  });
}

async function headsOf(repository: Repository, signal: AbortSignal | undefined): Promise<string[]> {
  const stdout = existsSync(fsPath(join(repository.commonDir, 'worktrees')))
    ? (await runGit(repository.context, ['worktree', 'list', '--porcelain'], { signal })).stdout
    : Buffer.alloc(0);
  const listed = [...stdout.toString('latin1').matchAll(/^HEAD ([0-9a-f]{40,64})$/gm)].map(
    ([, id]) => id ?? '',
  );
  const heads = new Set([repository.headCommit ?? '', ...listed]);
  return [...heads].filter((id) => /[1-9a-f]/.test(id));
}

type Peeled = Pick<Ref, 'type' | 'commit' | 'tree' | 'blob'>;

const IDS_A_WRITE = 256;
const QUESTIONS = ['', '^{commit}', '^{tree}', '^{blob}'] as const;

/** Missing objects are left out. */
async function peel(
  repository: Repository,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Map<string, Peeled>> {
  function* questions() {
    for (let from = 0; from < ids.length; from += IDS_A_WRITE) {
      yield ids
        .slice(from, from + IDS_A_WRITE)
        .map((id) => QUESTIONS.map((suffix) => `${id}${suffix}\n`).join(''))
        .join('');
    }
  }
  const input = questions();
  const args = ['cat-file', '--batch-check=%(objectname) %(objecttype)', '--buffer'];
  const answers: (RegExpExecArray | null)[] = [];
  for await (const lines of linesOf(streamGit(repository.context, args, { input, signal }))) {
    for (const line of lines) answers.push(/^([0-9a-f]+) (blob|tree|commit|tag)$/.exec(line));
  }
  const peeled = new Map<string, Peeled>();
  for (const [index, id] of ids.entries()) {
    const [self, commit, tree, blob] = answers.slice(
      index * QUESTIONS.length,
      (index + 1) * QUESTIONS.length,
    );
    // A tag whose target is missing leads nowhere either.
    if (!self || !(commit || tree || blob)) continue;
    peeled.set(id, {
      type: self[2] as ObjectType,
      ...(commit?.[1] === undefined ? {} : { commit: commit[1] }),
      ...(tree?.[1] === undefined ? {} : { tree: tree[1] }),
      ...(blob?.[1] === undefined ? {} : { blob: blob[1] }),
    });
  }
  return peeled;
}
