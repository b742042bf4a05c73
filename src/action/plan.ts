/** What a run is to look at: the repository of the checkout, the range of the event, and the settings that count. */
import { realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { TtleaksError } from '../core/errors.ts';
import { openRepository, type Repository } from '../git/repository.ts';
import { CommitStore } from '../github/commit-store.ts';
import type { WorkflowEvent } from '../github/event.ts';
import { allOfHistory, type EventRange, eventRange } from '../github/event-range.ts';
import { baseSettings } from './base-settings.ts';
import type { Inputs } from './inputs.ts';
import type { ScanRequest } from './scans.ts';
import type { Workflow } from './workflow.ts';

export interface Plan extends ScanRequest {
  /** Absent where the payload cannot be used. */
  readonly event: WorkflowEvent | undefined;
}

/** The settings of the base are laid out in `directory`, and read from there by the scans. */
export async function planRun(
  inputs: Inputs,
  workflow: Workflow,
  directory: string,
  signal: AbortSignal,
): Promise<Plan> {
  // As git knows it: else a file of the checkout would pass for one from outside.
  const workspace = realpathSync(workflow.workspace);
  const target = resolve(workspace, inputs.path);
  const stats = statSync(target, { throwIfNoEntry: false });
  if (stats === undefined) throw new TtleaksError('USAGE', `the input path: ${target} is not there.`);
  const repository = await openRepository(stats.isDirectory() ? target : dirname(target), {
    environment: 'strip',
    signal,
  });
  const known = await resolved(inputs, workflow, repository, signal);
  const within = (path: string | undefined) => (path === undefined ? undefined : resolve(workspace, path));
  // Of a change whose base is not known, no settings count at all.
  const base =
    CHANGE.test(workflow.eventName) && repository !== undefined
      ? await baseSettings({
          repository,
          base: known.baseCommit,
          directory,
          named: { config: within(inputs.config), baseline: within(inputs.baseline) },
          signal,
        })
      : undefined;
  return { inputs, workspace, target, repository, base, signal, ...known };
}

const CHANGE = /^(?:pull_request|merge_group)/;

type Resolved = Pick<Plan, 'event' | 'range' | 'gap' | 'baseCommit'>;

/** What is new may not be known; the files of the checkout can be looked at all the same. */
async function resolved(
  inputs: Inputs,
  workflow: Workflow,
  repository: Repository | undefined,
  signal: AbortSignal,
): Promise<Resolved> {
  let event: WorkflowEvent | undefined;
  try {
    event = workflow.event();
    if (repository === undefined) {
      throw new TtleaksError(
        'INCOMPLETE',
        `${workflow.workspace} holds no git repository: put a checkout step before this one, and name its folder with path.`,
      );
    }
    const store = new CommitStore(repository, workflow.remote(inputs.token), signal);
    const found = await rangeOf(inputs, event, store);
    return { event, gap: found.range.kind === 'all' ? found.range.gap : undefined, ...found };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof TtleaksError) || error.code !== 'INCOMPLETE') throw error;
    return { event, gap: error.message, range: NOT_KNOWN, baseCommit: undefined };
  }
}

const NOT_KNOWN: EventRange = { kind: 'nothing', reason: 'what is new is not known' };
const NOT_ASKED: EventRange = { kind: 'nothing', reason: 'the files alone were asked for' };

/** The base of a change counts whatever is asked for: its settings do, and what it has already is not new. */
async function rangeOf(
  inputs: Inputs,
  event: WorkflowEvent,
  store: CommitStore,
): Promise<Pick<Plan, 'range' | 'baseCommit'>> {
  const { scan, base, head } = inputs;
  const isNamed = base !== undefined || head !== undefined;
  const isAsked = !isNamed && scan !== 'history' && scan !== 'worktree';
  const added = isAsked || event.kind === 'change' ? await eventRange(event, store) : NOT_ASKED;
  const baseCommit = added.kind === 'range' ? added.base : undefined;
  if (scan === 'worktree') return { range: NOT_ASKED, baseCommit };
  if (scan === 'history') return { range: await allOfHistory(store), baseCommit };
  return { range: isNamed ? await namedRange(inputs, store) : added, baseCommit };
}

async function namedRange({ base, head = 'HEAD' }: Inputs, store: CommitStore): Promise<EventRange> {
  const to = await store.resolve(`${head}^{commit}`);
  const from = base === undefined ? undefined : await store.resolve(`${base}^{commit}`);
  const shown = `${base ?? ''}..${head}`;
  const advice = 'set "fetch-depth: 0" in the checkout step';
  if (to === undefined || (base !== undefined && from === undefined)) {
    throw new TtleaksError(
      'INCOMPLETE',
      `the inputs base and head (${shown}) name no commits of the clone: ${advice}.`,
    );
  }
  const words = from === undefined ? [to] : [to, `^${from}`];
  if (await store.complete(words, to)) return { kind: 'range', range: words.join(' '), shown };
  throw new TtleaksError('INCOMPLETE', `the clone is shallow, and ${shown} is cut off: ${advice}.`);
}
