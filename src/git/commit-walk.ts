/** Lists commits, children before parents, as a stream: `git rev-list` in the order of dates within that. */
import { type HistoryScope, selectionOf } from './history-scope.ts';
import { linesOf } from './lines.ts';
import type { Tips } from './refs.ts';
import type { Repository } from './repository.ts';
import { lastLineOf, streamGit } from './run.ts';

export interface WalkedCommit {
  readonly id: string;
  readonly parents: number;
  /** From a ref, HEAD or a reflog. */
  readonly isReachable: boolean;
}

export interface WalkRequest {
  readonly repository: Repository;
  readonly scope: HistoryScope;
  readonly tips: Tips;
  /** Every commit that exists: unreachable ones are known in no other way. Only for the scope `all`. */
  readonly commitIds: readonly string[];
  readonly signal?: AbortSignal | undefined;
  /** What stopped git from walking in order, as one line. */
  readonly onDamage: (reason: string) => void;
}

const ORDERED = ['rev-list', '--parents', '--date-order'];
/** By date alone, without following parents: what is left where a commit in the middle is missing. */
const UNORDERED = ['rev-list', '--parents', '--no-walk=sorted', '--ignore-missing', '--stdin'];

type Listing = AsyncGenerator<WalkedCommit[], { readonly count: number; readonly failure?: string }>;

/** First what is reachable, then the rest. Commits come in lists, as git prints them. */
export async function* walkCommits(request: WalkRequest): AsyncGenerator<WalkedCommit[], void> {
  const { repository, scope, tips, commitIds, signal, onDamage } = request;
  const list = (args: readonly string[], input: readonly string[], isReachable: boolean) =>
    listed(repository, { args, input, isReachable, signal });
  const { args, input } = selectionOf(scope, tips);
  const reachable = yield* list([...ORDERED, ...args], input, true);
  if (reachable.failure !== undefined) {
    onDamage(reachable.failure);
    // What is reachable is not known then; nothing is lost if all of it counts as such.
    if (reachable.count === 0) yield* list(UNORDERED, linesFor(commitIds), true);
    return;
  }
  if (scope.kind !== 'all' || commitIds.length === reachable.count) return;
  const without = input.map((id) => `^${id}`);
  const rest = [...ORDERED, '--ignore-missing', '--stdin', '--not', '--reflog'];
  const unreachable = yield* list(rest, [...linesFor(commitIds), ...without], false);
  if (unreachable.failure === undefined) return;
  onDamage(unreachable.failure);
}

/** In pieces: one string of all would be too long in a large repository. */
function linesFor(ids: readonly string[]): string[] {
  const pieces: string[] = [];
  for (let from = 0; from < ids.length; from += IDS_A_PIECE) {
    pieces.push(`${ids.slice(from, from + IDS_A_PIECE).join('\n')}\n`);
  }
  return pieces;
}

const IDS_A_PIECE = 1000;

async function* listed(
  repository: Repository,
  {
    args,
    input,
    isReachable,
    signal,
  }: {
    args: readonly string[];
    input: readonly string[];
    isReachable: boolean;
    signal: AbortSignal | undefined;
  },
): Listing {
  const stream = streamGit(repository.context, args, { input, signal });
  let count = 0;
  for await (const lines of linesOf(stream)) {
    count += lines.length;
    yield lines.map((line) => {
      const words = line.split(' ');
      return { id: words[0] ?? '', parents: words.length - 1, isReachable };
    });
  }
  const { code, stderr } = await stream.exit;
  return code === 0 ? { count } : { count, failure: lastLineOf(stderr, 'no reason given') };
}

/** Those of `candidates` that `from` leads to, itself included. */
export async function ancestorsAmong(
  repository: Repository,
  from: readonly string[],
  candidates: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<Set<string>> {
  const found = new Set<string>();
  if (candidates.size === 0 || from.length === 0) return found;
  const input = from.map((id) => `${id}\n`);
  for await (const lines of linesOf(
    streamGit(repository.context, ['rev-list', '--stdin'], { input, signal }),
  )) {
    for (const line of lines) if (candidates.has(line)) found.add(line);
    if (found.size === candidates.size) break;
  }
  return found;
}
