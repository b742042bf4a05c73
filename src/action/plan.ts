/** What a run is to look at: the repository of the checkout, the range of the event, and the settings that count. */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { TtleaksError } from '../core/errors.ts';
import { openRepository, type Repository } from '../git/repository.ts';
import { CommitStore } from '../github/commit-store.ts';
import type { PullRequest, WorkflowEvent } from '../github/event.ts';
import { type EventRange, eventRange } from '../github/event-range.ts';
import { baseSettings } from './base-settings.ts';
import type { Inputs } from './inputs.ts';
import type { ScanRequest } from './scans.ts';
import type { Workflow } from './workflow.ts';

export interface Plan extends ScanRequest {
  readonly pullRequest: PullRequest | undefined;
}

export async function planRun(inputs: Inputs, workflow: Workflow, signal: AbortSignal): Promise<Plan> {
  const { workspace } = workflow;
  const repository = await openRepository(workspace, { environment: 'strip', signal });
  const { range, gap, pullRequest, isChange } = await resolved(inputs, workflow, repository, signal);
  const baseCommit = range.kind === 'range' ? range.base : undefined;
  const directory = join(mkdtempSync(join(workflow.temporary, 'ttleaks-')), 'base');
  mkdirSync(directory);
  const { config, baseline } = inputs;
  const named = { config, baseline };
  const base =
    isChange && repository !== undefined
      ? await baseSettings({ repository, base: baseCommit, directory, named, signal })
      : undefined;
  return { inputs, workspace, repository, range, gap, base, baseCommit, pullRequest, signal };
}

interface Resolved {
  readonly range: EventRange;
  readonly gap: string | undefined;
  readonly pullRequest: PullRequest | undefined;
  /** Then the settings of the change itself must not count, whether or not its base could be found. */
  readonly isChange: boolean;
}

/** What is new may not be known; the files of the checkout can be looked at all the same. */
async function resolved(
  inputs: Inputs,
  workflow: Workflow,
  repository: Repository | undefined,
  signal: AbortSignal,
): Promise<Resolved> {
  let event: WorkflowEvent | undefined;
  const isChange = /^(?:pull_request|merge_group)/.test(workflow.eventName);
  try {
    event = workflow.event();
    if (repository === undefined) {
      throw new TtleaksError(
        'INCOMPLETE',
        `${workflow.workspace} is no git repository: put a checkout step before this one.`,
      );
    }
    const store = new CommitStore(repository, workflow.fetchSource(inputs.token), signal);
    const range =
      inputs.scan === 'history' ? ({ kind: 'all' } as const) : await rangeOf(inputs, event, store);
    return { range, gap: undefined, isChange, pullRequest: pullRequestOf(event) };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof TtleaksError) || error.code !== 'INCOMPLETE') throw error;
    const pullRequest = event === undefined ? undefined : pullRequestOf(event);
    return { range: { kind: 'nothing', reason: error.message }, gap: error.message, isChange, pullRequest };
  }
}

/** `base` and `head`, where the workflow names them, else what the event says. */
async function rangeOf(
  { base, head = 'HEAD' }: Inputs,
  event: WorkflowEvent,
  store: CommitStore,
): Promise<EventRange> {
  if (base === undefined && head === 'HEAD') return await eventRange(event, store);
  const [from, to] = [base === undefined ? undefined : await store.resolve(base), await store.resolve(head)];
  if (to === undefined || (base !== undefined && from === undefined)) {
    throw new TtleaksError(
      'INCOMPLETE',
      `the inputs base and head (${base ?? ''}..${head}) name no commits of the clone: set "fetch-depth: 0" in the checkout step.`,
    );
  }
  const words = from === undefined ? [to] : [to, `^${from}`];
  if (!(await store.complete(words, to))) {
    throw new TtleaksError('INCOMPLETE', 'the clone is shallow: set "fetch-depth: 0" in the checkout step.');
  }
  return { kind: 'range', range: words.join(' '), shown: `${base ?? ''}..${head}` };
}

function pullRequestOf(event: WorkflowEvent): PullRequest | undefined {
  return event.kind === 'change' ? event.pullRequest : undefined;
}
