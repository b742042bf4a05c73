/** What went wrong with a request to GitHub, in one line. GitHub may quote what it was sent: masked, and cut short. */
import { RequestError } from '@octokit/request-error';
import { TtleaksError } from '../core/errors.ts';
import { maskKeysIn } from '../core/key-mask.ts';
import { failureOf } from '../http/failure.ts';

const MAX_CHARACTERS = 200;

const ADVICE: Readonly<Record<number, string>> = {
  401: 'GitHub does not take the token: check GITHUB_TOKEN or GH_TOKEN',
  403: 'the token may not see it, or its limit is used up: use a token with read access to contents and metadata',
  404: 'there is no such thing, or the token may not see it: check the name, and set GITHUB_TOKEN',
  429: 'the limit of GitHub is used up: run again later, with --resume',
};

/** An answer that came, and is not what was asked for: its message says what it is, as in `GitHub answered with …`. */
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

/** For the log of a job, with what to do. */
export function failureWords(error: unknown): string {
  if (error instanceof TtleaksError) return error.message;
  const status = statusOf(error);
  if (status !== undefined) {
    return `GitHub answered ${status}${saidIn(error)}${status >= 500 ? '; run the job again' : ''}`;
  }
  const unusable = unusableIn(error);
  if (unusable !== undefined) return `GitHub answered with ${unusable}: check whether a proxy stands between`;
  return `GitHub gave no answer (${noAnswer(error)}): check the network of the runner, or run the job again`;
}

/** `what`: `the list is not whole`. */
export function gitHubFailure(what: string, error: unknown): TtleaksError {
  return new TtleaksError('INCOMPLETE', `${what}: ${adviceOn(error)}.`, { cause: error });
}

function adviceOn(error: unknown): string {
  const status = statusOf(error);
  if (status !== undefined) return ADVICE[status] ?? `GitHub answered ${status}: run again later`;
  const unusable = unusableIn(error);
  if (unusable !== undefined) {
    return `GitHub answered with ${unusable}: check --github-url, and whether a proxy stands between`;
  }
  return `GitHub gave no answer (${noAnswer(error)}): check the network, or --github-url`;
}

/** Undefined where no answer came. octokit stumbles over some answers before we see them. */
function unusableIn(error: unknown): string | undefined {
  if (error instanceof UnusableAnswer) return error.message;
  const isUnanswered =
    error instanceof RequestError || (error instanceof Error && error.name === 'AbortError');
  return isUnanswered ? undefined : 'something that makes no sense';
}

/** `: Not Found`, or nothing where the answer is in no words. */
function saidIn(error: unknown): string {
  const { response } = error as RequestError;
  const { message } = Object(response?.data) as { message?: unknown };
  return typeof message === 'string' && message !== '' ? `: ${quoted(message)}` : '';
}

function noAnswer(error: unknown): string {
  const { cause } = Object(error) as { cause?: unknown };
  return quoted(failureOf(cause ?? error));
}

/** What a server says, as a part of a line. */
export function quoted(text: string): string {
  return maskKeysIn(text).replace(/\s+/g, ' ').slice(0, MAX_CHARACTERS);
}
