/**
 * What GitHub Actions says has happened: the name of an event and its payload, which is checked here, once. A payload
 * that lacks what it must have ends the run as incomplete: an event that is not understood is no reason to be green.
 * https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows
 */
import { TtleaksError } from '../core/errors.ts';

export type WorkflowEvent =
  | PushEvent
  /** A branch or a tag is gone: there is nothing to look at. */
  | { readonly kind: 'deletion'; readonly ref: string }
  | ChangeEvent
  /** Nothing says what is new: a schedule, a dispatch, another workflow's end. */
  | { readonly kind: 'whole'; readonly name: string };

export interface PushEvent {
  readonly kind: 'push';
  /** `refs/heads/main`, `refs/tags/v1`. */
  readonly ref: string;
  /** What the ref named before; absent where it is new. */
  readonly before: string | undefined;
  /** Of an annotated tag the tag's own id. */
  readonly after: string;
  /**
   * Commits that the payload lists as new. GitHub cuts the list and may leave it out, so it says nothing of commits that
   * are not in it.
   */
  readonly listed: readonly string[];
  readonly defaultBranch: string | undefined;
}

/** A pull request, or what waits in a merge queue. */
export interface ChangeEvent {
  readonly kind: 'change';
  /** The tip of the base branch when the event was made, which may be long ago. */
  readonly base: string;
  readonly head: string;
  readonly pullRequest: PullRequest | undefined;
}

export interface PullRequest {
  readonly number: number;
  /** `main`. */
  readonly baseBranch: string | undefined;
  /** Of another repository, of one that is gone, or by Dependabot, whose token may not write either. */
  readonly isForeign: boolean;
}

export interface EventFacts {
  /** `GITHUB_EVENT_NAME`. */
  readonly name: string;
  /** The parsed file of `GITHUB_EVENT_PATH`. */
  readonly payload: unknown;
  /** `GITHUB_SHA`, `GITHUB_REF` and `GITHUB_ACTOR`. */
  readonly sha: string;
  readonly ref: string;
  readonly actor: string;
}

const COMMIT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const NOTHING = /^0+$/;
const DEPENDABOT = 'dependabot[bot]';

/** Throws INCOMPLETE for a payload that lacks what its event must have. */
export function workflowEvent(facts: EventFacts): WorkflowEvent {
  const { name, ref } = facts;
  const payload = new Fields(facts.payload, `the payload of the event ${name}`);
  switch (name) {
    case 'push':
      return pushOf(payload);
    case 'create':
      return newRef(facts, payload);
    case 'release':
      return newRef({ ...facts, ref: `refs/tags/${payload.text('release', 'tag_name')}` }, payload);
    case 'delete':
      return { kind: 'deletion', ref };
    case 'merge_group': {
      const [base, head] = [payload.id('merge_group', 'base_sha'), payload.id('merge_group', 'head_sha')];
      return { kind: 'change', base, head, pullRequest: undefined };
    }
    case 'pull_request':
    case 'pull_request_target':
    case 'pull_request_review':
    case 'pull_request_review_comment':
      return changeOf(facts, payload);
    default:
      return { kind: 'whole', name };
  }
}

/** What of it is known: also undefined for an event that could not be understood. */
export function pullRequestOf(event: WorkflowEvent | undefined): PullRequest | undefined {
  return event?.kind === 'change' ? event.pullRequest : undefined;
}

function pushOf(payload: Fields): WorkflowEvent {
  const ref = payload.text('ref');
  const [before, after] = [payload.id('before'), payload.id('after')];
  if (payload.value('deleted') === true || NOTHING.test(after)) return { kind: 'deletion', ref };
  const defaultBranch = payload.textIfAny('repository', 'default_branch');
  return {
    kind: 'push',
    ref,
    before: NOTHING.test(before) ? undefined : before,
    after,
    listed: listedIn(payload.value('commits')),
    defaultBranch,
  };
}

function listedIn(commits: unknown): string[] {
  if (!Array.isArray(commits)) return [];
  const ids = commits.map((commit) => (Object(commit) as { id?: unknown }).id);
  return ids.filter((id) => typeof id === 'string' && COMMIT_ID.test(id)) as string[];
}

function newRef({ sha, ref, name }: EventFacts, payload: Fields): WorkflowEvent {
  if (!COMMIT_ID.test(sha)) throw lacking(`the environment of the event ${name}`, 'GITHUB_SHA');
  const defaultBranch = payload.textIfAny('repository', 'default_branch');
  return { kind: 'push', ref, before: undefined, after: sha, listed: [], defaultBranch };
}

function changeOf({ actor }: EventFacts, payload: Fields): WorkflowEvent {
  const number = payload.value('pull_request', 'number');
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 1) {
    throw lacking(payload.name, 'pull_request.number');
  }
  // A fork that was deleted is `null` here.
  const from = payload.textIfAny('pull_request', 'head', 'repo', 'full_name');
  const into = payload.text('pull_request', 'base', 'repo', 'full_name');
  const isForeign = from?.toLowerCase() !== into.toLowerCase() || actor === DEPENDABOT;
  return {
    kind: 'change',
    base: payload.id('pull_request', 'base', 'sha'),
    head: payload.id('pull_request', 'head', 'sha'),
    pullRequest: { number, isForeign, baseBranch: payload.textIfAny('pull_request', 'base', 'ref') },
  };
}

/** Reads a payload field by field, trusting none to be there. */
class Fields {
  readonly #payload: unknown;
  readonly name: string;

  constructor(payload: unknown, name: string) {
    this.#payload = payload;
    this.name = name;
  }

  value(...path: readonly string[]): unknown {
    let value = this.#payload;
    for (const key of path) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
      value = (value as Record<string, unknown>)[key];
    }
    return value;
  }

  textIfAny(...path: readonly string[]): string | undefined {
    const value = this.value(...path);
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  text(...path: readonly string[]): string {
    const text = this.textIfAny(...path);
    if (text === undefined) throw lacking(this.name, path.join('.'));
    return text;
  }

  id(...path: readonly string[]): string {
    const text = this.text(...path);
    if (!COMMIT_ID.test(text)) throw lacking(this.name, path.join('.'));
    return text;
  }
}

function lacking(what: string, field: string): TtleaksError {
  return new TtleaksError(
    'INCOMPLETE',
    `${what} has no usable ${field}, so what is new is not known: run this step in a job of GitHub Actions, or set "scan: history".`,
  );
}
