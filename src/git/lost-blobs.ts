/** Blobs that no commit brought to a path: staged ones, what a ref names itself, and what nothing leads to any more. */
import { decodePath } from '../core/path-text.ts';
import type { AttributionInput, Placement } from './attribution.ts';
import { indexEntries } from './index-state.ts';
import type { Repository } from './repository.ts';
import { runGit } from './run.ts';

const UNREACHABLE = '(unreachable blob)';
const NAMED_BY_REF = '(blob of a ref)';
const PUSHED = '(pushed blob)';
const HEAD = 'HEAD';

export interface LostInput extends AttributionInput {
  /** Blobs that a commit was seen to bring to a path. */
  readonly seen: ReadonlySet<string>;
  /** Commits could not be read: the trees of all tips are searched too. */
  readonly isDamaged: boolean;
}

/** Places that are not among the `placements`. */
export async function placeLost(input: LostInput, placements: readonly Placement[]): Promise<Placement[]> {
  const { blobs, seen } = input;
  const known = new Set(placements.map(({ token, path }) => `${token}\0${path}`));
  const found = await foundPlaces(input);
  const lost = new Map<string, Placement>();
  for (const [object, tokens] of blobs) {
    const paths = found.get(object) ?? new Map<string, Set<string>>();
    if (paths.size === 0 && !seen.has(object)) paths.set(UNREACHABLE, new Set());
    for (const [path, tips] of paths) {
      for (const token of tokens) {
        const key = `${token}\0${path}`;
        if (!known.has(key)) lost.set(key, joined(lost.get(key), { token, path, object, tips }));
      }
    }
  }
  return [...lost.values()];
}

/** Of a push: blobs that a tag or another ref names itself, or by a tree, so that no commit was `seen` to bring them. */
export function placeWithoutCommit(blobs: AttributionInput['blobs'], seen: ReadonlySet<string>): Placement[] {
  return [...blobs]
    .filter(([object]) => !seen.has(object))
    .flatMap(([object, tokens]) =>
      [...tokens].map((token) => joined(undefined, { token, path: PUSHED, object, tips: new Set() })),
    );
}

/** object -> path -> names of the tips that have it there; none for the index. */
type FoundPlaces = Map<string, Map<string, Set<string>>>;

async function foundPlaces({ repository, blobs, tips, isDamaged, signal }: LostInput): Promise<FoundPlaces> {
  const found: FoundPlaces = new Map();
  const add = (object: string, path: string, tip?: string) => {
    if (!blobs.has(object)) return;
    const paths = found.get(object) ?? new Map<string, Set<string>>();
    const names = paths.get(path) ?? new Set<string>();
    if (tip !== undefined) names.add(tip);
    found.set(object, paths.set(path, names));
  };
  for (const { path, object } of await stagedFiles(repository, signal)) add(object, path);
  for (const { name, blob, tree, commit } of [...tips.refs, ...(tips.head ? [tips.head] : [])]) {
    if (blob !== undefined) add(blob, NAMED_BY_REF, name);
    if (tree === undefined || (commit !== undefined && !isDamaged)) continue;
    for (const { path, object } of await filesOf(repository, tree, signal)) add(object, path, name);
  }
  return found;
}

function joined(
  earlier: Placement | undefined,
  { token, path, object, tips }: { token: string; path: string; object: string; tips: ReadonlySet<string> },
): Placement {
  const refs = new Set([...(earlier?.refs ?? []), ...tips]);
  return {
    token,
    path,
    site: 'content',
    object: earlier?.object ?? object,
    heldBlobs: [...(earlier?.heldBlobs ?? []), ...(tips.size > 0 ? [object] : [])],
    inHead: refs.delete(HEAD) || earlier?.inHead === true,
    refs: [...refs].sort(),
    isReachable: path !== UNREACHABLE,
  };
}

async function stagedFiles(repository: Repository, signal: AbortSignal | undefined) {
  if (repository.isBare) return [];
  try {
    return (await indexEntries(repository, signal)).files;
  } catch {
    // A damaged index is told by the walk over all objects, which includes its own.
    return [];
  }
}

async function filesOf(
  repository: Repository,
  treeId: string,
  signal: AbortSignal | undefined,
): Promise<{ path: string; object: string }[]> {
  const { stdout } = await runGit(repository.context, ['ls-tree', '-r', '-z', '--full-tree', treeId], {
    signal,
  });
  return decodePath(stdout)
    .split('\0')
    .flatMap((line) => {
      const [, object, path] = /^\d+ blob ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
      return object === undefined || path === undefined ? [] : [{ path, object }];
    });
}
