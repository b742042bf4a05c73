/**
 * `fetch` for octokit, by our own client of HTTP: with proxies, deadlines and bounded answers. Each request carries the
 * token, so none leaves the origin of the API: neither a next page nor a redirect, which a renamed repository gives.
 */
import { HttpClient, PACE } from '../http/http-client.ts';
import type { ProxySettings } from '../http/proxy.ts';
import { VERSION } from '../version.ts';

export interface ApiSettings {
  readonly apiUrl: string;
  readonly proxies: ProxySettings;
  readonly signal: AbortSignal;
}

interface Sent {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
const MAX_REDIRECTS = 5;
/** A file of 10 MB goes up before there is an answer. */
const ANSWER_MS = 60_000;
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
    pace: { ...PACE, answerMs: ANSWER_MS },
    proxies,
    guard: undefined,
    lookup: undefined,
  });
  return async (address, { method = 'GET', headers = {}, body }) => {
    let url = new URL(address);
    for (let redirects = 0; ; redirects++) {
      if (url.origin !== origin) throw final(`GitHub leads to ${url.origin}, which gets no token`);
      if (signal.aborted) throw final('interrupted');
      const answer = await client.request({ url, method, headers, body, signal });
      const { location } = answer.headers;
      if (method !== 'GET' || location === undefined || !REDIRECTS.has(answer.status)) {
        const text = await textOf(answer.body);
        return new Response(WITHOUT_BODY.has(answer.status) ? null : text, {
          status: answer.status,
          headers: headersOf(answer.headers),
        });
      }
      answer.discard();
      if (redirects === MAX_REDIRECTS) throw final('GitHub leads in a circle');
      url = new URL(location, url);
    }
  };
}

/** By this name octokit knows what is not to be tried again. */
function final(reason: string): Error {
  return Object.assign(new Error(reason), { name: 'AbortError' });
}

async function textOf(body: AsyncIterable<Buffer>): Promise<Buffer> {
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
