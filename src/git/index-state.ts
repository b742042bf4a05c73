/** What the index holds, by blob id: never the work tree, never a diff's text. Hooks load this. */
import { TtleaksError } from '../core/errors.ts';
import { decodePath, encodePath } from '../core/path-text.ts';
import type { Repository } from './repository.ts';
import { lastLineOf, runGit } from './run.ts';

const GITLINK = '160000';
const NO_OBJECT = /^0+$/;

export interface StagedEntry {
  readonly path: string;
  readonly object: string;
  /** The blob that HEAD has at this path. */
  readonly headObject?: string;
}

export interface StagedChange {
  /** Added and changed entries; of an unmerged path each stage. */
  readonly entries: readonly StagedEntry[];
  /** Blobs of HEAD at paths that the commit deletes or changes. */
  readonly replaced: readonly { readonly path: string; readonly object: string }[];
  readonly submodules: readonly string[];
}

/** What the next commit would add or change. */
export async function stagedChange(repository: Repository, signal?: AbortSignal): Promise<StagedChange> {
  if (repository.headCommit === undefined) {
    const { files, submodules } = await indexEntries(repository, signal);
    return { entries: files, replaced: [], submodules };
  }
  const args = ['diff-index', '--cached', '--raw', '-z', '--no-renames', '--no-abbrev'];
  const raw = await answer(repository, [...args, repository.headCommit, '--'], signal);
  const entries: StagedEntry[] = [];
  const replaced: { path: string; object: string }[] = [];
  const submodules: string[] = [];
  let isUnmerged = false;
  for (const [meta = '', path = ''] of pairs(raw)) {
    const [oldMode = '', newMode = '', oldId = '', newId = '', status] = meta.slice(1).split(' ');
    const headObject = NO_OBJECT.test(oldId) || oldMode === GITLINK ? undefined : oldId;
    if (headObject !== undefined) replaced.push({ path, object: headObject });
    if (status === 'U') isUnmerged = true;
    else if (newMode === GITLINK) submodules.push(path);
    else if (!NO_OBJECT.test(newId)) {
      entries.push({ path, object: newId, ...(headObject === undefined ? {} : { headObject }) });
    }
  }
  if (isUnmerged) entries.push(...(await indexEntries(repository, signal, ['-u'])).files);
  return { entries, replaced, submodules };
}

export interface IndexEntries {
  readonly files: readonly { readonly path: string; readonly object: string }[];
  readonly submodules: readonly string[];
}

/** The whole index, every stage. */
export async function indexEntries(
  repository: Repository,
  signal?: AbortSignal,
  only: readonly string[] = [],
): Promise<IndexEntries> {
  const raw = await answer(repository, ['ls-files', '-s', '-z', ...only], signal);
  const files: { path: string; object: string }[] = [];
  const submodules: string[] = [];
  for (const line of decodePath(raw).split('\0')) {
    const tab = line.indexOf('\t');
    if (tab === -1) continue;
    const [mode, object = ''] = line.slice(0, tab).split(' ');
    const path = line.slice(tab + 1);
    if (mode === GITLINK) submodules.push(path);
    else files.push({ path, object });
  }
  return { files, submodules };
}

export type TrackedState =
  | { readonly kind: 'tracked'; readonly objects: readonly string[] }
  | { readonly kind: 'ignored' | 'untracked' };

/** Paths are relative to the top of the work tree. */
export async function trackedState(
  repository: Repository,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, TrackedState>> {
  const states = new Map<string, TrackedState>();
  const wanted = new Set(paths);
  const objects = new Map<string, string[]>();
  for (const { path, object } of (await indexEntries(repository, signal)).files) {
    if (wanted.has(path)) objects.set(path, [...(objects.get(path) ?? []), object]);
  }
  const others = paths.filter((path) => !objects.has(path));
  const ignored = await ignoredAmong(repository, others, signal);
  for (const [path, ids] of objects) states.set(path, { kind: 'tracked', objects: ids });
  for (const path of others) states.set(path, { kind: ignored.has(path) ? 'ignored' : 'untracked' });
  return states;
}

async function ignoredAmong(
  repository: Repository,
  paths: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Set<string>> {
  if (paths.length === 0) return new Set();
  const input = Buffer.concat(paths.map((path) => Buffer.concat([encodePath(path), Buffer.from([0])])));
  const { code, stdout, stderr } = await runGit(repository.context, ['check-ignore', '-z', '--stdin'], {
    input,
    signal,
  });
  // 1: none of them is.
  if (code !== 0 && code !== 1) throw refusal('check-ignore', stderr);
  return new Set(decodePath(stdout).split('\0'));
}

/** Fields of `-z` output in twos: what is said, and the path it is said of. */
function* pairs(raw: Buffer): Generator<[string, string], void> {
  const fields = decodePath(raw).split('\0');
  for (let at = 0; at + 1 < fields.length; at += 2) yield [fields[at] ?? '', fields[at + 1] ?? ''];
}

async function answer(
  repository: Repository,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<Buffer> {
  const { code, stdout, stderr } = await runGit(repository.context, args, { signal });
  if (code !== 0) throw refusal(args[0] ?? '', stderr);
  return stdout;
}

function refusal(command: string, stderr: string): TtleaksError {
  return new TtleaksError('INCOMPLETE', `git ${command} failed: ${lastLineOf(stderr, 'no reason given')}`);
}
