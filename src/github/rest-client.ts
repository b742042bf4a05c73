/**
 * GitHub's REST API by octokit, at the pace that GitHub asks for: limits are waited out where that is short, and what
 * fails in passing is tried again. Answers of other kinds are for the caller.
 */
import { Octokit } from '@octokit/core';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { maskKeysIn } from '../core/secret.ts';

const API_VERSION = '2022-11-28';
const MAX_TRIES = 3;
/** A step that waits for the next hour's allowance costs more than what it would say. */
const MAX_WAIT_S = 60;
const REQUEST_TIMEOUT_MS = 30_000;

const ThrottledOctokit = Octokit.plugin(retry, throttling);

export type GitHub = InstanceType<typeof ThrottledOctokit>;

export interface GitHubOptions {
  /** `https://api.github.com`, or that of an Enterprise server. */
  readonly apiUrl: string;
  readonly token: string;
  readonly userAgent: string;
  readonly signal: AbortSignal;
  /** Divides the pauses between tries; 1 where the server is real. */
  readonly haste?: number;
}

export function openGitHub({ apiUrl, token, userAgent, signal, haste = 1 }: GitHubOptions): GitHub {
  const waits = (retryAfter: number, _options: unknown, _octokit: unknown, tries: number) =>
    tries < MAX_TRIES && retryAfter <= MAX_WAIT_S;
  const github = new ThrottledOctokit({
    auth: token,
    baseUrl: apiUrl,
    userAgent,
    // For each try of its own: a pause before the next is no time of this one.
    request: { fetch: (url: string, init: RequestInit) => fetch(url, { ...init, signal: limited(signal) }) },
    // Lines of its own would stand between those of the step.
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    retry: { retries: MAX_TRIES, retryAfterBaseValue: 1000 / haste },
    throttle: {
      onRateLimit: waits,
      onSecondaryRateLimit: waits,
      retryAfterBaseValue: 1000 / haste,
      fallbackSecondaryRateRetryAfter: MAX_WAIT_S,
    },
  });
  github.hook.before('request', (options) => {
    options.headers['x-github-api-version'] = API_VERSION;
  });
  return github;
}

function limited(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]);
}

function ignore(): void {}

/** The status of an answer that was a failure; undefined where there was no answer. */
function statusOf(error: unknown): number | undefined {
  const status: unknown = error instanceof Error && 'status' in error ? error.status : undefined;
  const hasAnswer = error instanceof Error && 'response' in error && error.response !== undefined;
  return typeof status === 'number' && hasAnswer ? status : undefined;
}

/** Not to be had with this token or in this repository; a limit that was met is none of that. */
export function isRefusal(error: unknown): boolean {
  const status = statusOf(error);
  return (status === 403 || status === 404) && !/rate limit/i.test(String(error));
}

/** One line of what GitHub said: it may quote what it was sent, so it is cut short and masked. */
export function failureWords(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const line = maskKeysIn(message).replace(/\s+/g, ' ').slice(0, 200);
  const status = statusOf(error);
  return status === undefined ? line : `${status}: ${line}`;
}
