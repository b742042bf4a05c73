/**
 * One exchange with a server that a key goes to: an answer, or why there is none. The body is capped, one time-out
 * covers connection and body, and nothing is kept of what was sent but the status, what kind of body it is, and how
 * long to wait. Knows nothing of TimeTime.
 */
import { type Answer, HttpClient } from '../http/http-client.ts';
import type { ProxySettings } from '../http/proxy.ts';
import { type Fault, faultOf } from './faults.ts';
import { retryAfterMs } from './retry-after.ts';

/** A list of some 5,000 keys. */
const MAX_BODY_BYTES = 1_048_576;
const MAX_CONNECTIONS = 16;
/** Longer than any request may take: its own time-out ends it. */
const NEVER_MS = 120_000;
const PACE = { connectMs: NEVER_MS, answerMs: NEVER_MS, idleMs: NEVER_MS, minBytesPerSecond: 0 };

export interface TransportOptions {
  readonly userAgent: string;
  readonly proxies: ProxySettings;
  /** PEM texts that count beside what Node.js trusts. */
  readonly certificates: readonly string[] | undefined;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpAnswer {
  readonly kind: 'answer';
  readonly status: number;
  /** By its content type. */
  readonly isJson: boolean;
  readonly body: string;
  readonly retryAfterMs: number | undefined;
}

export type Exchange = HttpAnswer | { readonly kind: 'fault'; readonly fault: Fault };

export class Transport {
  readonly #reading: HttpClient;
  /** A connection that was kept may be closing when it is used again, and nobody would know what got through. */
  readonly #changing: HttpClient;

  constructor({ userAgent, proxies, certificates }: TransportOptions) {
    const options = {
      userAgent,
      // Plain HTTP is for this machine alone: through a proxy it would leave it, in the clear.
      proxies: { ...proxies, http: undefined },
      certificates,
      // The address is the user's own choice, in their own network as well.
      guard: undefined,
      lookup: undefined,
      maxConnections: MAX_CONNECTIONS,
      pace: PACE,
    };
    this.#reading = new HttpClient(options);
    this.#changing = new HttpClient({ ...options, keepsConnections: false });
  }

  /** Never throws. `timeoutMs` is for all of it, from the connection to the last byte. */
  async send(what: HttpRequest, timeoutMs: number, signal: AbortSignal): Promise<Exchange> {
    if (signal.aborted) return { kind: 'fault', fault: 'interrupted' };
    const controller = new AbortController();
    const give = () => controller.abort();
    const timer = setTimeout(give, timeoutMs);
    signal.addEventListener('abort', give, { once: true });
    try {
      return await this.#exchange(what, controller.signal);
    } catch (error) {
      if (signal.aborted) return { kind: 'fault', fault: 'interrupted' };
      return { kind: 'fault', fault: controller.signal.aborted ? 'timeout' : faultOf(error) };
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', give);
    }
  }

  async #exchange(what: HttpRequest, signal: AbortSignal): Promise<Exchange> {
    const client = what.method === 'GET' ? this.#reading : this.#changing;
    const headers = { 'accept-encoding': 'identity', ...what.headers };
    const answer = await client.request({ ...what, headers, signal });
    const body = await bodyOf(answer);
    if (typeof body !== 'string') return { kind: 'fault', fault: body.fault };
    const { status, headers: sent } = answer;
    return {
      kind: 'answer',
      status,
      isJson: isJson(sent['content-type']),
      body,
      retryAfterMs: retryAfterMs(sent['retry-after'], sent.date),
    };
  }

  close(): void {
    this.#reading.close();
    this.#changing.close();
  }
}

/** A fault where there is too much of it, or it is encoded though no encoding was asked for. */
async function bodyOf({ body, headers, discard }: Answer): Promise<string | { readonly fault: Fault }> {
  const { 'content-encoding': encoding = 'identity' } = headers;
  if (encoding !== 'identity') {
    discard();
    return { fault: 'unreadable' };
  }
  const pieces: Buffer[] = [];
  let bytes = 0;
  // Leaving the loop closes the connection.
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > MAX_BODY_BYTES) return { fault: 'too-large' };
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function isJson(contentType = ''): boolean {
  return /^application\/(?:[\w.-]+\+)?json(?:\s*;|\s*$)/i.test(contentType);
}
