/** What the index holds, by blob id: never the work tree, never a diff's text. Hooks load this. */
import { TtleaksError } from '../core/errors.ts';
import { decodePath, encodePath } from '../core/path-text.ts';
import type { Repository } from './repository.ts';
import { type GitContext, type GitResult, lastLineOf, runGit } from './run.ts';

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

const STAGED_DIFF = [
  'diff-index',
  '--cached',
  '--raw',
  '-z',
  '--no-renames',
  '--no-relative',
  '--no-abbrev',
  '--ignore-submodules=none',
];

/** What `stagedChange` asks git, for whoever has something else to ask meanwhile. */
export async function stagedDiff(
  context: GitContext,
  commit = 'HEAD',
  signal?: AbortSignal,
): Promise<GitResult> {
  return await runGit(context, [...STAGED_DIFF, commit, '--'], { signal });
}

/** What the next commit would add or change. `asked` is asked again where git had no answer, as before the first commit. */
export async function stagedChange(
  repository: Repository,
  signal?: AbortSignal,
  asked?: GitResult,
): Promise<StagedChange> {
  if (repository.headCommit === undefined) {
    const { files, submodules } = await indexEntries(repository, signal);
    return { entries: files, replaced: [], submodules };
  }
  const { code, stdout, stderr } =
    asked?.code === 0 ? asked : await stagedDiff(repository.context, repository.headCommit, signal);
  if (code !== 0) throw refusal('diff-index', stderr);
  const entries: StagedEntry[] = [];
  const replaced: { path: string; object: string }[] = [];
  const submodules: string[] = [];
  let isUnmerged = false;
  for (const [meta = '', path = ''] of pairs(stdout)) {
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
  | { readonly kind: 'ignored' | 'untracked' }
  /** Another repository's business: that of the submodule at `root`. */
  | { readonly kind: 'submodule'; readonly root: string };

/** Paths are relative to the top of the work tree. */
export async function trackedState(
  repository: Repository,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, TrackedState>> {
  const index = await indexEntries(repository, signal);
  const wanted = new Set(paths);
  const objects = new Map<string, string[]>();
  for (const { path, object } of index.files) {
    if (wanted.has(path)) objects.set(path, [...(objects.get(path) ?? []), object]);
  }
  const states = new Map<string, TrackedState>();
  const others: string[] = [];
  const submodules = new Set(index.submodules);
  for (const path of wanted) {
    const ids = objects.get(path);
    const root = submodules.size === 0 ? undefined : submoduleOf(path, submodules);
    if (ids !== undefined) states.set(path, { kind: 'tracked', objects: ids });
    else if (root !== undefined) states.set(path, { kind: 'submodule', root });
    else others.push(path);
  }
  const ignored = await ignoredAmong(repository, others, signal);
  for (const path of others) states.set(path, { kind: ignored.has(path) ? 'ignored' : 'untracked' });
  return states;
}

function submoduleOf(path: string, submodules: ReadonlySet<string>): string | undefined {
  for (let end = path.length; end !== -1; end = path.lastIndexOf('/', end - 1)) {
    if (submodules.has(path.slice(0, end))) return path.slice(0, end);
  }
  return undefined;
}

/** git gives up on all where it objects to one (a path behind a symbolic link, say): then each half is asked for. */
async function ignoredAmong(
  repository: Repository,
  paths: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Set<string>> {
  if (paths.length === 0) return new Set();
  // Behind `./` a leading `:` is no pathspec magic (which git cannot turn off here).
  const input = Buffer.concat(paths.map((path) => encodePath(`./${path}\0`)));
  // Tracked paths are not among these: without the index, a name like `*.env` is not taken for a pattern.
  const args = ['check-ignore', '--no-index', '-z', '--stdin'];
  const { code, stdout, stderr } = await runGit(repository.context, args, { input, signal });
  // 1: none of them is.
  if (code === 0 || code === 1) {
    return new Set(
      decodePath(stdout)
        .split('\0')
        .map((path) => path.slice('./'.length)),
    );
  }
  if (!/pathspec|outside repository/i.test(stderr)) throw refusal('check-ignore', stderr);
  if (paths.length === 1) return new Set();
  const middle = paths.length >> 1;
  const halves = [paths.slice(0, middle), paths.slice(middle)];
  const found = new Set<string>();
  for (const half of halves) for (const path of await ignoredAmong(repository, half, signal)) found.add(path);
  return found;
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
