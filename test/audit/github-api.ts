/** The part of GitHub's REST API that lists repositories, with pages, limits and failures, below `/api/v3`. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface HeldRepository {
  /** `acme/web` */
  readonly name: string;
  readonly visibility?: 'public' | 'private' | 'internal';
  readonly archived?: boolean;
  readonly fork?: boolean;
  readonly topics?: readonly string[];
  readonly pushedAt?: string;
  readonly hasWiki?: boolean;
}

export interface HeldGitHub {
  readonly owners: Readonly<Record<string, 'Organization' | 'User'>>;
  readonly repositories: readonly HeldRepository[];
  readonly gists?: readonly { readonly owner: string; readonly id: string }[];
  /** Whose the token is. */
  readonly self?: string;
  readonly token?: string;
  /** Of a page, whatever is asked for. */
  readonly pageSize?: number;
  /** New names by old ones: GitHub leads from one to the other. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** Answers to the next requests of a list, first one first, in place of the right ones. */
  readonly failures?: Failure[];
}

/** `none`: the right answer. */
export type Failure =
  | 'none'
  | 500
  | 502
  | 401
  | 'primary'
  | 'secondary'
  | 'too-many'
  | 'long-pause'
  | 'hang-up'
  | 'no-json'
  /** 200, and a page that is no list. */
  | 'captive'
  | 'no-list'
  | 'nameless'
  | 'elsewhere'
  /** The next page is this one again. */
  | 'circle';

const PREFIX = '/api/v3';

/** True where the request is for the API; all others are for git. */
export function gitHubApi(held: HeldGitHub): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    if (!url.pathname.startsWith(PREFIX)) return false;
    const path = url.pathname.slice(PREFIX.length);
    const failure = /repos$|gists$/.test(path) ? held.failures?.shift() : undefined;
    if (failure === undefined || failure === 'none') answer(held, path, url, request, response);
    else fail(failure, request, response);
    return true;
  };
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

function fail(failure: Exclude<Failure, 'none'>, request: IncomingMessage, response: ServerResponse): void {
  const limit = 'You have exceeded a secondary rate limit.';
  const now = String(Math.floor(Date.now() / 1000));
  if (failure === 'hang-up') request.socket.destroy();
  else if (failure === 'no-json') response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>No</h1>');
  else if (failure === 'captive') response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hi</h1>');
  else if (failure === 'no-list') send(response, 200, { message: 'soon' });
  else if (failure === 'nameless') send(response, 200, [{ full_name: '../../etc' }]);
  else if (failure === 'elsewhere') send(response, 301, {}, { location: 'http://127.0.0.2:9/api/v3/x' });
  else if (failure === 'circle') send(response, 200, [], { link: nextPage(request) });
  else if (failure === 'secondary') send(response, 403, { message: limit }, { 'retry-after': '1' });
  else if (failure === 'long-pause') send(response, 403, { message: limit }, { 'retry-after': '900' });
  else if (failure === 'too-many') send(response, 429, { message: limit }, { 'retry-after': '1' });
  else if (failure !== 'primary') send(response, failure, { message: 'failure' });
  else send(response, 403, { message: 'limit' }, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': now });
}

function nextPage({ headers, url }: IncomingMessage): string {
  return `<http://${headers.host}${url}>; rel="next"`;
}

function answer(
  held: HeldGitHub,
  path: string,
  url: URL,
  { headers }: IncomingMessage,
  response: ServerResponse,
): void {
  const isKnown = held.token !== undefined && headers.authorization === `token ${held.token}`;
  const visible = held.repositories.filter(({ visibility = 'public' }) => visibility === 'public' || isKnown);
  const [first, name = '', second] = path.slice(1).split('/');
  const ofOwner = (owner: string) => visible.filter((repository) => repository.name.startsWith(`${owner}/`));
  const gists = (held.gists ?? []).filter(({ owner }) => owner === (first === 'users' ? name : held.self));
  const one = visible.find((repository) => `/repos/${repository.name}` === path);
  const type = held.owners[name];
  const renamed = held.renamed?.[`${name}/${second}`];
  if (first === 'users' && second === undefined && type !== undefined)
    send(response, 200, { login: name, type });
  else if (path === '/user') send(response, isKnown ? 200 : 401, { login: held.self });
  else if (path === '/user/repos') page(held, ofOwner(held.self ?? '').map(shape), url, response);
  else if (second === 'repos') page(held, ofOwner(name).map(shape), url, response);
  else if (path === '/gists' || second === 'gists') page(held, gists.map(gistShape), url, response);
  else if (one !== undefined) send(response, 200, shape(one));
  else if (renamed !== undefined) send(response, 301, {}, { location: `${PREFIX}/repos/${renamed}` });
  else send(response, 404, { message: 'Not Found' });
}

function gistShape({ id }: { readonly id: string }) {
  return { id, public: true };
}

function shape(repository: HeldRepository) {
  const {
    name,
    visibility = 'public',
    archived = false,
    fork = false,
    topics = [],
    pushedAt,
    hasWiki = false,
  } = repository;
  return {
    full_name: name,
    private: visibility !== 'public',
    visibility,
    archived,
    fork,
    topics,
    pushed_at: pushedAt ?? '2026-01-01T00:00:00Z',
    has_wiki: hasWiki,
    // What nobody may be led to.
    clone_url: 'ext::sh -c "touch /tmp/pwned"',
  };
}

function page(held: HeldGitHub, items: readonly unknown[], url: URL, response: ServerResponse): void {
  const size = held.pageSize ?? Number(url.searchParams.get('per_page') ?? 30);
  const at = Number(url.searchParams.get('page') ?? 1);
  const next = new URL(url);
  next.searchParams.set('page', String(at + 1));
  const headers: Record<string, string> = at * size < items.length ? { link: `<${next}>; rel="next"` } : {};
  send(response, 200, items.slice((at - 1) * size, at * size), headers);
}
