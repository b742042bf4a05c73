/**
 * `fetch` for octokit, by our own client of HTTP: with proxies, deadlines and bounded answers. Each request carries the
 * token, so none leaves the origin of the API: neither a next page nor a redirect, which a renamed repository gives.
 */
import { type Answer, HttpClient, PACE, type Request } from '../http/http-client.ts';
import type { ProxySettings } from '../http/proxy.ts';
import { VERSION } from '../version.ts';
import { UnusableAnswer } from './failure.ts';

export interface ApiSettings {
  readonly apiUrl: string;
  readonly proxies: ProxySettings;
  readonly signal: AbortSignal;
}

type Sent = Pick<Request, 'method' | 'headers' | 'body'>;

const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
const MAX_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 307, 308]);
/** Of these, a `Response` has no body. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

export function apiFetch({
  apiUrl,
  proxies,
  signal,
}: ApiSettings): (url: string, sent: Sent) => Promise<Response> {
  const { origin } = new URL(apiUrl);
  const client = new HttpClient({
    userAgent: `ttleaks/${VERSION}`,
    maxConnections: 6,
    pace: PACE,
    proxies,
    guard: undefined,
    lookup: undefined,
  });
  const follow = async (address: string, sent: Sent): Promise<Response> => {
    let url = new URL(address);
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      if (url.origin !== origin) throw final(`a redirect to ${url.origin}, which gets no token`);
      const answer = await client.request({ ...sent, url, signal });
      const next = redirectOf(answer);
      if (next === undefined) return await responseOf(answer);
      answer.discard();
      if (sent.method !== 'GET') throw final(`a redirect of a ${sent.method}, which is not followed`);
      url = new URL(next, url);
    }
    throw final('redirects that lead in a circle');
  };
  return async (address, sent) => {
    try {
      return await follow(address, sent);
    } catch (error) {
      // Else it would be asked again, after a pause that nothing cuts short.
      throw signal.aborted ? named(new Error('interrupted')) : error;
    }
  };
}

function redirectOf({ status, headers }: Answer): string | undefined {
  return REDIRECTS.has(status) ? headers.location : undefined;
}

async function responseOf({ status, headers, body }: Answer): Promise<Response> {
  const bytes = await bytesOf(body);
  return new Response(WITHOUT_BODY.has(status) ? null : bytes, { status, headers: headersOf(headers) });
}

function final(what: string): Error {
  return named(new UnusableAnswer(what));
}

/** By this name octokit knows what is not to be tried again. */
function named(error: Error): Error {
  return Object.assign(error, { name: 'AbortError' });
}

async function bytesOf(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > MAX_ANSWER_BYTES) throw final(`an answer of more than ${MAX_ANSWER_BYTES} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces, bytes);
}

function headersOf(headers: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const found = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) found.set(name, String(value));
  }
  return found;
}
