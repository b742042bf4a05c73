/**
 * GitHub's REST API by octokit, at the pace that GitHub asks for: limits are waited out, within bounds, and what fails in
 * passing is tried again. For github.com, *.ghe.com and GitHub Enterprise. Answers of other kinds are for the caller.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import type { ProxySettings } from '../http/proxy.ts';
import { VERSION } from '../version.ts';
import { apiFetch } from './api-fetch.ts';
import { UnusableAnswer } from './failure.ts';

export interface GitHubAccess {
  /** `https://api.github.com`, or that of an Enterprise server. */
  readonly apiUrl: string;
  readonly token?: string | undefined;
  readonly proxies: ProxySettings;
  /** A limit that lasts longer is a failure. */
  readonly longestWaitS: number;
  /** Told before each wait for a limit, in seconds. */
  readonly onWait?: ((seconds: number) => void) | undefined;
  readonly signal: AbortSignal;
  /** Divides all pauses; 1 where the server is real. */
  readonly haste?: number;
}

const API_VERSION = '2022-11-28';
/** What is refused stays refused, and what is too large (413) stays so. */
const FINAL = [400, 401, 403, 404, 410, 413, 422, 451] as const;
const MAX_TRIES = 3;
const MAX_WAITS = 5;

const PatientOctokit = Octokit.plugin(retry, throttling);

export type GitHub = InstanceType<typeof PatientOctokit>;

export function openGitHub(access: GitHubAccess): GitHub {
  const { apiUrl, token, haste = 1 } = access;
  const github = new PatientOctokit({
    baseUrl: apiUrl,
    userAgent: `ttleaks/${VERSION}`,
    ...(token === undefined ? {} : { auth: token }),
    request: { fetch: apiFetch(access) },
    // Its log goes to the console, past masks and `--quiet`.
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    retry: { retries: MAX_TRIES, retryAfterBaseValue: 1000 / haste, doNotRetry: [...FINAL] },
    throttle: limitsOf(access),
  });
  github.hook.before('request', (options) => {
    options.headers['x-github-api-version'] = API_VERSION;
  });
  github.hook.after('request', ({ data }) => {
    // The page of a portal that stands in the way, say. To octokit, nothing is a list at its end.
    if (typeof data !== 'object' || data === null || data instanceof ArrayBuffer)
      throw new UnusableAnswer('something else than JSON');
  });
  return github;
}

/** The pauses are made here, since those of the plugin cannot be cut short. */
function limitsOf({ longestWaitS, onWait, signal, haste = 1 }: GitHubAccess) {
  const wait = async (seconds: number, _options: object, _github: object, waits: number) => {
    if (seconds > longestWaitS || waits >= MAX_WAITS) return false;
    onWait?.(seconds);
    await delay((seconds * 1000) / haste, undefined, { signal });
    return true;
  };
  return { onRateLimit: wait, onSecondaryRateLimit: wait, retryAfterBaseValue: 0 };
}

/**
 * `server` is that of the web.
 * https://docs.github.com/enterprise-server/rest/quickstart, https://docs.github.com/enterprise-cloud/data-residency
 */
export function apiUrlOf(server: URL): string {
  if (server.hostname === 'github.com') return 'https://api.github.com';
  if (server.hostname.endsWith('.ghe.com')) return `https://api.${server.host}`;
  return `${server.origin}/api/v3`;
}

function ignore(): void {}
