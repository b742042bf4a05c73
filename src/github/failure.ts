/** What went wrong with a request to GitHub, in one line. GitHub may quote what it was sent: masked, and cut short. */
import { RequestError } from '@octokit/request-error';
import { reasonOf, TtleaksError } from '../core/errors.ts';
import { maskKeysIn } from '../core/key-mask.ts';

const MAX_CHARACTERS = 200;

const ADVICE: Readonly<Record<number, string>> = {
  401: 'GitHub does not take the token: check GITHUB_TOKEN or GH_TOKEN',
  403: 'the token may not see it, or its limit is used up: use a token with read access to contents and metadata',
  404: 'there is no such thing, or the token may not see it: check the name, and set GITHUB_TOKEN',
  429: 'the limit of GitHub is used up: run again later, with --resume',
};

/** An answer that came, and is not what was asked for. */
export class UnusableAnswer extends Error {}

/** Of an answer that was a failure; undefined where there was none. */
function statusOf(error: unknown): number | undefined {
  return error instanceof RequestError && error.response !== undefined ? error.status : undefined;
}

/** Not to be had with this token or in this repository; a limit that was met is none of that. */
export function isRefusal(error: unknown): boolean {
  const status = statusOf(error);
  return (status === 403 || status === 404) && !/rate limit/i.test(String(error));
}

export function failureWords(error: unknown): string {
  const line = maskKeysIn(reasonOf(error)).replace(/\s+/g, ' ').slice(0, MAX_CHARACTERS);
  const status = statusOf(error);
  return status === undefined ? line : `${status}: ${line}`;
}

/** `what`: `the list is not whole`. */
export function gitHubFailure(what: string, error: unknown): TtleaksError {
  const status = statusOf(error);
  return new TtleaksError('INCOMPLETE', `${what}: ${adviceOn(status, error)}.`, { cause: error });
}

function adviceOn(status: number | undefined, error: unknown): string {
  if (status !== undefined) return ADVICE[status] ?? `GitHub answered ${status}: run again later`;
  if (error instanceof UnusableAnswer) return `GitHub answered with ${error.message}: check --github-url`;
  return `GitHub gave no answer (${failureWords(error)}): check the network, or --github-url`;
}
