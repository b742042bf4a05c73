/**
 * `ttleaks hook pre-receive`: what a push brings to a server, before it is there. The objects stand in a quarantine
 * that git names in the environment. Whoever pushes sees what is printed: a few lines, no key, nothing of the server.
 */
import { parseArgs } from 'node:util';
import { reasonOf, TtleaksError } from '../core/errors.ts';
import { maskKeysIn } from '../core/key-mask.ts';
import { knownToServer } from '../git/known-objects.ts';
import { parseRefUpdates } from '../git/ref-updates.ts';
import { openRepository } from '../git/repository.ts';
import { scan } from '../scan/scan.ts';
import { exitCodeOf } from './exit-code.ts';
import { hookSettings } from './hook-settings.ts';
import { writeTo } from './output.ts';
import { refUpdatesFromStdin } from './ref-updates-from-stdin.ts';

const MAX_BUDGET_SECONDS = 86_400;
/** The rest is for telling what was found. */
const SEARCH_SHARE = 0.8;

export async function runReceiveHook(args: readonly string[]): Promise<number> {
  const { budgetSeconds, isAllowedLate } = receiveArguments(args);
  const budget = timeBudget(budgetSeconds);
  try {
    const code = await checkPush(budget);
    if (code !== 'late') return code;
  } catch (error) {
    if (!budget.search?.aborted)
      return await answer(['The push could not be checked, and is refused.', reasonShown(error)], 3);
  } finally {
    budget.stop();
  }
  const spent = `The time to check the push is over (${budgetSeconds} s)`;
  return isAllowedLate
    ? await answer([`${spent}: it is let through WITHOUT having been checked whole.`], 0)
    : await answer([`${spent}: it is refused. Push fewer commits at once.`], 3);
}

interface TimeBudget {
  /** Ends the search. */
  readonly search?: AbortSignal;
  /** Ends all. */
  readonly whole?: AbortSignal;
  stop(): void;
}

function timeBudget(seconds: number | undefined): TimeBudget {
  if (seconds === undefined) return { stop: () => {} };
  const [search, whole] = [new AbortController(), new AbortController()];
  const timers = [
    setTimeout(() => search.abort(new Error('out of time')), seconds * 1000 * SEARCH_SHARE),
    setTimeout(() => whole.abort(new Error('out of time')), seconds * 1000),
  ];
  return {
    search: search.signal,
    whole: whole.signal,
    stop: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** A key that was found in time counts, whatever else was not looked at. */
async function checkPush({ search: signal, whole: endSignal }: TimeBudget): Promise<number | 'late'> {
  const cwd = process.cwd();
  const within = signal === undefined ? {} : { signal };
  const repository = await openRepository(cwd, { environment: 'inherit', ...within });
  if (repository === undefined) throw new TtleaksError('INCOMPLETE', 'not in a repository of git.');
  const updates = parseRefUpdates(
    await refUpdatesFromStdin('pre-receive', signal),
    'pre-receive',
    repository,
  );
  const tips = updates.flatMap(({ ref, after }) =>
    after === undefined ? [] : [{ name: ref, object: after }],
  );
  if (tips.length === 0) return 0;
  // What the pushed tree says of itself waives nothing, comments aside.
  const { failOn, options } = await hookSettings(undefined);
  const scope = { kind: 'added', tips, known: await knownToServer(repository, signal) } as const;
  const target = { mode: 'history', directory: '.', repository, scope } as const;
  const report = await scan({ ...options, target, cwd, signal, endSignal });
  const code = exitCodeOf(report, failOn);
  if (code === 0) return 0;
  if (code === 3 && signal?.aborted) return 'late';
  const { refusal } = await import('../report/refusal.ts');
  return await answer(refusal(report), code);
}

async function answer(lines: Iterable<string>, code: number): Promise<number> {
  await writeTo(
    process.stderr,
    [...lines].map((line, index) => `${index === 0 ? 'ttleaks: ' : '  '}${line}\n`),
  );
  return code;
}

/** Without the server's folders. A failure that nobody expected keeps its words to itself. */
function reasonShown(error: unknown): string {
  if (!(error instanceof TtleaksError))
    return `unexpected failure: ${error instanceof Error ? error.name : 'unknown'}`;
  return maskKeysIn(reasonOf(error).replaceAll(process.cwd(), '(repository)'));
}

interface ReceiveArguments {
  readonly budgetSeconds: number | undefined;
  readonly isAllowedLate: boolean;
}

function receiveArguments(args: readonly string[]): ReceiveArguments {
  const options = { 'time-budget': { type: 'string' }, 'on-timeout': { type: 'string' } } as const;
  const { 'time-budget': budget, 'on-timeout': late = 'refuse' } = parsed(args, options);
  const budgetSeconds = budget === undefined ? undefined : Number(budget);
  if (budgetSeconds !== undefined && !(budgetSeconds > 0 && budgetSeconds <= MAX_BUDGET_SECONDS))
    throw usage(`--time-budget ${budget}: write seconds, at most ${MAX_BUDGET_SECONDS}.`);
  if (late !== 'refuse' && late !== 'allow') throw usage(`--on-timeout ${late}: write refuse or allow.`);
  if (late === 'allow' && budget === undefined)
    throw usage('--on-timeout allow needs --time-budget SECONDS.');
  return { budgetSeconds, isAllowedLate: late === 'allow' };
}

function parsed<Options extends Record<string, { type: 'string' }>>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw usage(reasonOf(error).split('\n')[0] ?? '');
  }
}

function usage(message: string): TtleaksError {
  return new TtleaksError('USAGE', `hook pre-receive: ${message}`);
}
