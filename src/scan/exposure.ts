/** Who can see a key that stands in a file, as far as git decides it. Asked only of files that hold keys. */
import type { Exposure, Finding } from '../core/finding.ts';
import type { Match, PublishedMatch } from '../detect/match.ts';
import { type TrackedState, trackedState } from '../git/index-state.ts';
import { ObjectReader } from '../git/object-reader.ts';
import { openRepository, type Repository } from '../git/repository.ts';
import type { Collector } from './collector.ts';
import type { ContentSearch } from './content.ts';
import type { FileTarget } from './targets.ts';
import { tokenOf } from './token.ts';

export interface Exposed extends Pick<Finding, 'site' | 'lineHash'> {
  /** Within the target. */
  readonly path: string;
  readonly match: Match | PublishedMatch;
}

export interface ExposurePlaces {
  readonly target: FileTarget;
  readonly nested: ReadonlySet<string>;
  readonly signal: AbortSignal | undefined;
}

/** In the order of `exposed`. */
export async function exposuresOf(
  exposed: readonly Exposed[],
  places: ExposurePlaces,
  contents: ContentSearch,
  collector: Collector,
): Promise<Exposure[]> {
  const exposures: Exposure[] = exposed.map(() => (places.target.isRefused ? 'committed' : 'none'));
  for (const [root, indexes] of byRepository(exposed, places)) {
    const repository = await repositoryAt(root, places, collector);
    if (repository === undefined) continue;
    try {
      await judge(repository, root, indexes, { exposed, exposures, places, contents });
    } catch (error) {
      collector.warn(`${error instanceof Error ? error.message : error} (every file counts as committed)`);
      for (const index of indexes) exposures[index] = 'committed';
    }
  }
  return exposures;
}

/** Indexes of `exposed` by the innermost repository that their file is in; `` for the target's own. */
function byRepository(
  exposed: readonly Exposed[],
  { nested, target }: ExposurePlaces,
): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const [index, { path }] of exposed.entries()) {
    let root = path;
    do root = root.slice(0, Math.max(0, root.lastIndexOf('/')));
    while (root !== '' && !nested.has(root));
    if (root === '' && target.repository === undefined) continue;
    groups.set(root, [...(groups.get(root) ?? []), index]);
  }
  return groups;
}

async function repositoryAt(
  root: string,
  { target, signal }: ExposurePlaces,
  collector: Collector,
): Promise<Repository | undefined> {
  if (root === '') return target.repository;
  try {
    return await openRepository(`${target.path}/${root}`, {
      environment: 'strip',
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    collector.warn(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

interface Judged {
  readonly exposed: readonly Exposed[];
  readonly exposures: Exposure[];
  readonly places: ExposurePlaces;
  readonly contents: ContentSearch;
}

async function judge(
  repository: Repository,
  root: string,
  indexes: readonly number[],
  { exposed, exposures, places, contents }: Judged,
): Promise<void> {
  const pathOf = (index: number) => {
    const path = exposed[index]?.path ?? '';
    return root === '' ? places.target.prefix + path : path.slice(root.length + 1);
  };
  const states = await trackedState(repository, indexes.map(pathOf), places.signal);
  const reader = new ObjectReader(repository, places.signal);
  const held = new Map<string, ReadonlySet<string>>();
  try {
    for (const index of indexes) {
      const found = exposed[index];
      const state = states.get(pathOf(index));
      if (found && state) exposures[index] = await exposureOf(found, state, { reader, contents, held });
    }
  } finally {
    reader.close();
  }
}

interface IndexLook {
  readonly reader: ObjectReader;
  readonly contents: ContentSearch;
  readonly held: Map<string, ReadonlySet<string>>;
}

/** A tracked file may hold a key that was written since: then the index does not have it yet. */
async function exposureOf(
  { path, site, match }: Exposed,
  state: TrackedState,
  look: IndexLook,
): Promise<Exposure> {
  if (state.kind !== 'tracked') return state.kind === 'submodule' ? 'committed' : state.kind;
  if (site === 'name') return 'committed';
  for (const object of state.objects) {
    if ((await tokensIn(object, path, look)).has(tokenOf(match))) return 'committed';
  }
  return 'untracked';
}

async function tokensIn(
  object: string,
  path: string,
  { reader, contents, held }: IndexLook,
): Promise<ReadonlySet<string>> {
  const known = held.get(object);
  if (known) return known;
  const { matches, published } = await contents.detect(reader.read(object), path);
  const tokens = new Set([...matches, ...published].map(tokenOf));
  held.set(object, tokens);
  return tokens;
}
