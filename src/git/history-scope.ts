/** Which part of history is asked about, and how git is told. What cannot be trusted to mean that is refused. */
import { TtleaksError } from '../core/errors.ts';
import { maskKeysIn } from '../core/key-mask.ts';
import type { Tips } from './refs.ts';
import type { Repository } from './repository.ts';
import { lastLineOf, runGit } from './run.ts';

export type HistoryScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'range'; readonly range: string }
  | { readonly kind: 'since'; readonly date: string }
  | AddedScope;

/** What a push adds: all that its refs lead to, without what the other side has. */
export interface AddedScope {
  readonly kind: 'added';
  readonly tips: readonly { readonly name: string; readonly object: string }[];
  /** Ids of objects that are there, and known to the other side with all that they lead to. */
  readonly known: readonly string[];
}

/** What selects the commits of a scope: words for `git rev-list`, and lines for its input. */
export interface Selection {
  readonly args: readonly string[];
  readonly input: readonly string[];
}

/** Throws USAGE for what is no range or no date. */
export function selectionOf(scope: HistoryScope, tips: Tips): Selection {
  switch (scope.kind) {
    case 'all':
      return everything([], tips);
    case 'range':
      return { args: ['--end-of-options', ...wordsOf(scope.range), '--'], input: [] };
    case 'since':
      return everything([`--since=${checkedDate(scope.date)}`], tips);
    case 'added':
      return selectionOfAdded(scope);
    default:
      return scope satisfies never;
  }
}

export function selectionOfAdded({ tips, known }: AddedScope): Selection {
  const input = [...tips.map(({ object }) => `${object}\n`), ...known.map((object) => `^${object}\n`)];
  return { args: ['--stdin'], input };
}

/** Tips by id, not `--all`: that would stop at a ref whose object is missing. */
function everything(options: readonly string[], { refs, heads }: Tips): Selection {
  const ids = new Set([...refs.map(({ object }) => object), ...heads]);
  return { args: [...options, '--reflog', '--stdin'], input: [...ids].map((id) => `${id}\n`) };
}

/** An option, or what names a file or a tree. */
const NO_COMMIT = /^-|:|\^\{(?:tree|blob)\}/;

function wordsOf(range: string): string[] {
  const words = range.split(/\s+/).filter((word) => word !== '');
  if (words.length > 0 && !words.some((word) => NO_COMMIT.test(word))) return words;
  throw new TtleaksError('USAGE', `--range ${maskKeysIn(range)}: write it as A..B, a branch or a commit.`);
}

const UNIT = '(?:second|minute|hour|day|week|fortnight|month|year)s?';
const NUMBER = '(?:\\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten)';
const RELATIVE_DATE = new RegExp(
  `^(?:now|today|yesterday|midnight|noon|last[ .]${UNIT}|${NUMBER}[ .]${UNIT}(?:[ ,.]+${NUMBER}[ .]${UNIT})*(?:[ .]ago)?)$`,
  'i',
);
const ISO_DATE =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)? ?(?:Z|[+-]\d\d:?\d\d)?)?$/i;
const UNIX_TIME = /^@?\d{9,10}$/;

/** git takes any word for a date, and what it does not know for now: an empty scan that looks clean. */
function checkedDate(text: string): string {
  const date = text.trim();
  const isIso = ISO_DATE.test(date) && !Number.isNaN(Date.parse(date.slice(0, 10)));
  if (isIso || UNIX_TIME.test(date) || RELATIVE_DATE.test(date)) {
    // A day alone means the present time of that day to git.
    return date.length === 10 && isIso ? `${date}T00:00:00` : date;
  }
  throw new TtleaksError(
    'USAGE',
    `--since ${maskKeysIn(text)}: not a date; write 2026-01-31 or "2 weeks ago".`,
  );
}

/** How many commits the scope has. Throws INCOMPLETE where git cannot resolve it. */
export async function countCommits(
  repository: Repository,
  scope: HistoryScope,
  tips: Tips,
  signal?: AbortSignal,
): Promise<number> {
  const { args, input } = selectionOf(scope, tips);
  const { code, stdout, stderr } = await runGit(repository.context, ['rev-list', '--count', ...args], {
    input,
    signal,
  });
  if (code !== 0 && scope.kind !== 'all') throw unresolved(scope, stderr);
  return Number(stdout.toString('latin1'));
}

function unresolved(scope: Exclude<HistoryScope, { kind: 'all' }>, stderr: string): TtleaksError {
  const named = nameOf(scope);
  const reason = lastLineOf(stderr, 'no reason given');
  const advice =
    'check the names, or fetch the commits that are missing (git fetch --unshallow in a shallow clone)';
  return new TtleaksError(
    'INCOMPLETE',
    maskKeysIn(`${named} cannot be resolved here (${reason}): ${advice}.`),
  );
}

function nameOf(scope: Exclude<HistoryScope, { kind: 'all' }>): string {
  if (scope.kind === 'added') return 'what is pushed';
  return scope.kind === 'range' ? `--range ${scope.range}` : `--since ${scope.date}`;
}
