/** GitHub's REST API: paced as GitHub asks, repeated where GitHub fails. For github.com, *.ghe.com and GitHub Enterprise. */
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import { VERSION } from '../version.ts';

export interface GitHubAccess {
  /** Of the web: `https://github.com`. */
  readonly server: URL;
  readonly token?: string | undefined;
  /** Told before each wait for a limit of GitHub's, in seconds. */
  readonly onWait?: ((seconds: number) => void) | undefined;
}

const API_VERSION = '2022-11-28';
/** A primary limit is reset within the hour. */
const LONGEST_WAIT_S = 3700;
const MAX_WAITS = 5;
const PacedOctokit = Octokit.plugin(throttling, retry);

export type GitHubClient = Octokit;

export function gitHubClient({ server, token, onWait }: GitHubAccess): GitHubClient {
  const mayWait = (seconds: number, _options: object, _client: object, waits: number) => {
    if (seconds > LONGEST_WAIT_S || waits >= MAX_WAITS) return false;
    onWait?.(seconds);
    return true;
  };
  const client = new PacedOctokit({
    baseUrl: apiUrlOf(server),
    userAgent: `ttleaks/${VERSION}`,
    ...(token === undefined ? {} : { auth: token }),
    // Its log goes to the console, past masks and `--quiet`.
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    throttle: { onRateLimit: mayWait, onSecondaryRateLimit: mayWait },
  });
  client.hook.before('request', (options) => {
    options.headers['x-github-api-version'] = API_VERSION;
  });
  return client;
}

/** https://docs.github.com/enterprise-server/rest/quickstart, https://docs.github.com/enterprise-cloud/data-residency */
function apiUrlOf(server: URL): string {
  if (server.hostname === 'github.com') return 'https://api.github.com';
  if (server.hostname.endsWith('.ghe.com')) return `https://api.${server.host}`;
  return `${server.origin}/api/v3`;
}
