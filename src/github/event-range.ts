/**
 * From an event to the part of history that it adds: set differences of reachable commits, never the lists of commits
 * in payloads, which are cut short. What cannot be resolved is incomplete, never empty.
 */
import { TtleaksError } from '../core/errors.ts';
import type { CommitStore } from './commit-store.ts';
import type { ChangeEvent, PushEvent, WorkflowEvent } from './event.ts';

export type EventRange =
  | { readonly kind: 'nothing'; readonly reason: string }
  /** `gap`: why that may not be all that the server has. */
  | { readonly kind: 'all'; readonly gap: string | undefined }
  | {
      readonly kind: 'range';
      /** As `--range` takes it: `HEAD ^BASE ^BASE`. */
      readonly range: string;
      /** For people: `1a2b3c4..5d6e7f8`. */
      readonly shown: string;
      /** The commit whose waivers count, since this is a change to it; absent for a push. */
      readonly base?: string;
    };

/** More refs than this are not told to git one by one: all of the branch is looked at then. */
const MAX_EXCLUDED = 5000;
/** GitHub lists no more commits than this in a payload. */
const MAX_LISTED = 2048;

/** Throws INCOMPLETE where commits are neither here nor to be fetched. */
export async function eventRange(event: WorkflowEvent, store: CommitStore): Promise<EventRange> {
  switch (event.kind) {
    case 'deletion':
      return { kind: 'nothing', reason: `${event.ref} was deleted` };
    case 'whole':
      return await allOfHistory(store);
    case 'push':
      return await pushRange(event, store);
    case 'change':
      return await changeRange(event, store);
    default:
      return event satisfies never;
  }
}

/** What is in the clone counts in any case. */
export async function allOfHistory(store: CommitStore): Promise<EventRange> {
  const isWhole = await store.bringAll();
  return { kind: 'all', gap: isWhole ? undefined : unresolved('branches may be missing', store).message };
}

async function pushRange(event: PushEvent, store: CommitStore): Promise<EventRange> {
  const after = event.ref.startsWith('refs/tags/') ? await tagOf(event, store) : event.after;
  await need(after, store);
  const { before } = event;
  // After a forced push nothing leads to it any more; the server may still have it.
  if (before !== undefined && (await store.bring(before))) {
    return await completed(after, [before], store, `${short(before)}..${short(after)}`);
  }
  return await completed(after, await knownElsewhere(event, store), store, `..${short(after)}`);
}

/** The message of an annotated tag is new with it, and a checkout of a tag has but the commit. */
async function tagOf({ ref, after }: PushEvent, store: CommitStore): Promise<string> {
  if ((await store.bring(after)) && (await store.isTag(after))) return after;
  const object = await store.remoteObject(ref);
  if (object !== undefined && (await store.bring(object))) return object;
  const local = await store.resolve(ref);
  if (local !== undefined && (await store.isTag(local))) return local;
  throw unresolved(`the message of ${ref} is not in the clone`, store);
}

/**
 * What other branches have is not new with this one, unless they came with the same push: then each would leave what
 * they share to the other, and nobody would look at it. A branch that holds a commit which the payload calls new came
 * with it; where the payload lists none, or so many that it may have cut the list, no branch can be told from such a one.
 * The default branch always counts, unless it is the one that was pushed.
 */
async function knownElsewhere(event: PushEvent, store: CommitStore): Promise<string[]> {
  const { ref, after, listed, defaultBranch } = event;
  const branches = await store.remoteBranches();
  const isTelling = listed.length > 0 && listed.length < MAX_LISTED;
  const cameAlong = isTelling ? await store.branchesWith([after, ...listed]) : undefined;
  const known = new Set<string>();
  for (const [name, commit] of branches) {
    const branch = name.replace(/^refs\/remotes\/[^/]+\//, '');
    if (branch === 'HEAD' || name.startsWith('refs/remotes/pull/') || ref === `refs/heads/${branch}`)
      continue;
    if (branch !== defaultBranch && cameAlong?.has(name) !== false) continue;
    known.add(commit);
    if (known.size > MAX_EXCLUDED) return [];
  }
  if (known.size === 0 && defaultBranch !== undefined && `refs/heads/${defaultBranch}` !== ref) {
    // A checkout of one branch knows no other.
    const commit = await store.remoteObject(`refs/heads/${defaultBranch}`);
    if (commit !== undefined && (await store.bring(commit))) known.add(commit);
  }
  return [...known];
}

/**
 * The base of the payload is that of the time when the event was made. Where the test merge is checked out, its first
 * parent is what the change would really go into, and what the head has merged of it since is not the change's.
 */
async function changeRange(event: ChangeEvent, store: CommitStore): Promise<EventRange> {
  const { base, head, pullRequest } = event;
  await need(head, store);
  await need(base, store);
  const isMerge = (await store.resolve('HEAD^2')) === head;
  const merged = isMerge ? await store.resolve('HEAD^1') : undefined;
  const tip = await baseTip(head, pullRequest?.baseBranch, store);
  const bases = [...new Set([base, merged, tip])].filter((id) => id !== undefined);
  const found = await completed(head, bases, store, `${short(base)}..${short(head)}`);
  return { ...found, base: merged ?? base };
}

/** Of the base branch in the clone; nothing where it has the change already, or there would be nothing left of it. */
async function baseTip(
  head: string,
  branch: string | undefined,
  store: CommitStore,
): Promise<string | undefined> {
  const name = `refs/remotes/origin/${branch}`;
  const holders = branch === undefined ? undefined : await store.branchesWith([head]);
  if (holders === undefined || holders.has(name)) return undefined;
  return await store.resolve(`${name}^{commit}`);
}

async function completed(
  head: string,
  excluded: readonly string[],
  store: CommitStore,
  shown: string,
): Promise<Extract<EventRange, { kind: 'range' }>> {
  const words = [head, ...excluded.map((id) => `^${id}`)];
  if (!(await store.complete(words, head))) {
    throw unresolved(`the clone is shallow, and the commits of ${shown} are cut off`, store);
  }
  return { kind: 'range', range: words.join(' '), shown };
}

async function need(id: string, store: CommitStore): Promise<void> {
  if (!(await store.bring(id))) throw unresolved(`the commit ${short(id)} is not in the clone`, store);
}

/** What to do stands before the reason, which may be long. */
function unresolved(what: string, { failure }: CommitStore): TtleaksError {
  const why = failure === undefined ? '' : ` (it could not be fetched: ${failure})`;
  return new TtleaksError(
    'INCOMPLETE',
    `${what}: set "fetch-depth: 0" in the checkout step, or give this step a token that may read the repository${why}.`,
  );
}

function short(id: string): string {
  return id.slice(0, 7);
}
