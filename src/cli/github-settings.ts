/** Which GitHub an audit speaks to, and with what token: by flags and the environment alone. */
import type { GitHubOptions, RepositoryFilter } from '../audit/github-targets.ts';
import { TtleaksError } from '../core/errors.ts';
import { apiUrlOf, type GitHubAccess } from '../github/client.ts';
import { proxySettings } from '../http/proxy.ts';
import type { AuditArguments } from './audit-arguments.ts';

/** A primary limit is reset within the hour. */
const LONGEST_WAIT_S = 3700;

/** Throws USAGE for what is wrong with the arguments. */
export function gitHubOptions(args: AuditArguments, signal: AbortSignal): GitHubOptions {
  const { githubUrl, wiki = false, gists = false, quiet = false } = args;
  const { GITHUB_SERVER_URL } = process.env;
  const server = serverOf(githubUrl ?? (GITHUB_SERVER_URL || 'https://github.com'));
  const onWait = (seconds: number) => {
    process.stderr.write(`ttleaks: the limit of GitHub is used up: waiting for ${seconds} s\n`);
  };
  const access: GitHubAccess = {
    apiUrl: apiUrlOf(server),
    token: gitHubToken(),
    proxies: proxySettings(process.env),
    longestWaitS: LONGEST_WAIT_S,
    signal,
    ...(quiet ? {} : { onWait }),
  };
  return { server, access, filter: filterOf(args), wikis: wiki, gists };
}

function gitHubToken(): string | undefined {
  const { GITHUB_TOKEN, GH_TOKEN } = process.env;
  const token = GITHUB_TOKEN || GH_TOKEN || undefined;
  if (token === undefined || /^[\x21-\x7e]+$/.test(token)) return token;
  throw new TtleaksError('USAGE', 'GITHUB_TOKEN or GH_TOKEN is no token: it holds a space or a line feed.');
}

/** A token goes over HTTP to this machine alone. */
function serverOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(url?.hostname ?? '');
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal);
  if (url !== undefined && isSafe && url.username === '' && url.password === '') return url;
  throw new TtleaksError('USAGE', '--github-url: the https address of a GitHub server, without credentials.');
}

function filterOf({
  archived,
  forks,
  topic = [],
  visibility,
  pushedSince,
}: AuditArguments): RepositoryFilter {
  if (pushedSince !== undefined && !isDate(pushedSince)) {
    throw new TtleaksError('USAGE', `--pushed-since ${pushedSince}: not a day; write 2026-01-31.`);
  }
  return { archived, forks, topics: topic, visibility, pushedSince };
}

/** February 30 parses in some forms: it is no day. */
function isDate(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text.slice(0, 10));
}
