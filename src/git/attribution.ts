/**
 * Where in history a key stands: which commit brought it to which path, which took it away, which refs still hold it.
 * Runs only when there is something to attribute. Knows tokens (one rule and one key), not keys.
 */
import { ancestorsAmong, walkCommits } from './commit-walk.ts';
import { type HeldAtTips, heldAtTips, type TreeTip } from './held-at-tips.ts';
import { countCommits, type HistoryScope } from './history-scope.ts';
import { placeLost, placeWithoutCommit } from './lost-blobs.ts';
import { noteCommits } from './note-commits.ts';
import type { PathHistory, PlaceName } from './path-history.ts';
import { type NamedToken, PlaceLog, type Tokens } from './place-log.ts';
import { rawDiffs } from './raw-diff.ts';
import type { Tips } from './refs.ts';
import type { Repository } from './repository.ts';
import { stashesAmong } from './stash.ts';

export interface AttributionInput {
  readonly repository: Repository;
  readonly scope: HistoryScope;
  readonly tips: Tips;
  /** The blobs that hold keys, and which. */
  readonly blobs: ReadonlyMap<string, Tokens>;
  /** Of a blob that the scope does not add. Empty where the scope is all of history. */
  readonly tokensOf: (blobId: string) => Promise<Tokens>;
  /** Only where names of files and folders are to be judged. */
  readonly tokensOfName?: ((path: string) => readonly NamedToken[]) | undefined;
  /** Every commit that exists: unreachable ones are known in no other way. */
  readonly commitIds: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** One key at one path. */
export interface Placement extends PlaceName {
  /** The introducing version: a blob, or for a name what has it. */
  readonly object: string;
  readonly introducedBy?: string;
  readonly removedBy?: string;
  /** Every object that holds the key at this path at a tip. */
  readonly heldBlobs: readonly string[];
  /** Full names of the refs whose tips hold it, sorted. */
  readonly refs: readonly string[];
  readonly inHead: boolean;
  /** From a ref, HEAD, a reflog or the index. */
  readonly isReachable: boolean;
}

export interface Attribution {
  readonly placements: readonly Placement[];
  readonly commits: number;
}

/** With more, an unfiltered diff is quicker than a long list of arguments. */
const MAX_FILTERED_BLOBS = 200;

export async function attribute(input: AttributionInput): Promise<Attribution> {
  if (input.blobs.size === 0 && !input.tokensOfName) return { placements: [], commits: await counted(input) };
  const log = new PlaceLog(input, await noteCommits(input.repository, input.tips, input.signal));
  const { commits, isDamaged } = await readDiffs(input, log);
  const histories = log.histories();
  const placements = await placed(input, histories);
  const seen = new Set(histories.flatMap(({ objects }) => [...objects]));
  if (input.scope.kind === 'all') {
    placements.push(...(await placeLost({ ...input, seen, isDamaged }, placements)));
  }
  if (input.scope.kind === 'added') placements.push(...placeWithoutCommit(input.blobs, seen));
  return { placements, commits };
}

async function counted({ repository, scope, tips, commitIds, signal }: AttributionInput): Promise<number> {
  return scope.kind === 'all' ? commitIds.length : await countCommits(repository, scope, tips, signal);
}

async function readDiffs(
  input: AttributionInput,
  log: PlaceLog,
): Promise<{ commits: number; isDamaged: boolean }> {
  const { repository, scope, tips, blobs, tokensOfName, commitIds, signal } = input;
  let commits = 0;
  let isDamaged = false;
  const onDamage = () => {
    isDamaged = true;
  };
  async function* walked() {
    for await (const list of walkCommits({ repository, scope, tips, commitIds, signal, onDamage })) {
      commits += list.length;
      yield list;
    }
  }
  const isHeld = (id: string | undefined) => id !== undefined && blobs.has(id);
  const isFiltered = !tokensOfName && blobs.size <= MAX_FILTERED_BLOBS;
  const diffs = rawDiffs({
    repository,
    commits: walked(),
    onlyObjects: isFiltered ? [...blobs.keys()] : [],
    withTrees: tokensOfName !== undefined,
    isWanted: tokensOfName ? () => true : (before, after) => isHeld(before) || isHeld(after),
    signal,
    onDamage,
  });
  for await (const list of diffs) for (const diff of list) await log.take(diff);
  return { commits, isDamaged };
}

async function placed(input: AttributionInput, histories: readonly PathHistory[]): Promise<Placement[]> {
  const { repository, scope, tips, signal } = input;
  // Where history is damaged, the commit that brought it may be one that could not be read. A push may change a file
  // that held the key before: the other side lacks this version of it.
  const isVersionEnough = scope.kind === 'all' || scope.kind === 'added';
  const relevant = histories.filter(
    ({ introduction, objects }) => introduction || (isVersionEnough && objects.size > 0),
  );
  const treeTips: TreeTip[] = [...tips.refs, ...(tips.head ? [tips.head] : [])];
  const paths = new Set(relevant.flatMap(({ gitPaths }) => [...gitPaths]));
  const held = await heldAtTips(repository, treeTips, paths, signal);
  const found = [];
  for (const history of relevant) found.push({ history, ...(await holdersOf(history, held, input)) });
  const removal = await removals(
    input,
    found.filter(({ inHead }) => !inHead).map(({ history }) => history),
  );
  return found.map(({ history, ...holders }) => {
    const { introduction, objects, place, events } = history;
    const removedBy = holders.inHead ? undefined : removal(history);
    return {
      ...place,
      ...holders,
      object: introduction?.object ?? [...objects][0] ?? '',
      isReachable: holders.inHead || holders.refs.length > 0 || events.some(isReachableArrival),
      ...(introduction === undefined ? {} : { introducedBy: introduction.commit.id }),
      ...(removedBy === undefined ? {} : { removedBy }),
    };
  });
}

function isReachableArrival({ kind, commit }: PathHistory['events'][number]): boolean {
  return kind === 'arrival' && commit.isReachable;
}

type Holders = Pick<Placement, 'heldBlobs' | 'refs' | 'inHead'>;

async function holdersOf(history: PathHistory, held: HeldAtTips, input: AttributionInput): Promise<Holders> {
  const { token, site } = history.place;
  const names = new Set<string>();
  const heldBlobs = new Set<string>();
  for (const path of history.gitPaths) {
    for (const [object, tips] of held.get(path) ?? []) {
      if (site === 'content' && !(await tokensAt(object, input)).has(token)) continue;
      heldBlobs.add(object);
      for (const tip of tips) names.add(tip);
    }
  }
  const inHead = names.delete('HEAD');
  return { heldBlobs: [...heldBlobs], refs: [...names].sort(), inHead };
}

async function tokensAt(objectId: string, { blobs, scope, tokensOf }: AttributionInput): Promise<Tokens> {
  return blobs.get(objectId) ?? (scope.kind === 'all' ? new Set<string>() : await tokensOf(objectId));
}

async function removals(
  { repository, tips, signal }: AttributionInput,
  histories: readonly PathHistory[],
): Promise<(history: PathHistory) => string | undefined> {
  const departures = histories.flatMap((history) => history.departures);
  const merges = departures.filter(({ parents, commit }) => parents < commit.parents);
  const isStash = await stashesAmong(repository, new Set(merges.map(({ commit }) => commit.id)), signal);
  const seen = new Set(
    departures.length === 0 ? [] : histories.flatMap(({ events }) => events.map(({ commit }) => commit.id)),
  );
  const head = tips.head?.commit;
  const fromHead = await ancestorsAmong(repository, head === undefined ? [] : [head], seen, signal);
  return (history) => history.removal(fromHead, isStash);
}
