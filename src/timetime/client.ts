/**
 * TimeTime's API, as far as it is documented: four requests, each with the key in its `Authorization` header and
 * nowhere else. A request is repeated only where that can do no harm: reading, after a fault of the connection or a
 * server that is overloaded; changing, only where the server says that it has done nothing (429, 503).
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Secret } from '../core/secret.ts';
import { Pace, type Patience, type Turn } from './pace.ts';
import type { Exchange, HttpAnswer, HttpRequest, Transport } from './transport.ts';

const TRIES = 3;
const REQUEST_TIMEOUT_MS = 10_000;
const FIRST_BACKOFF_MS = 250;
const NOTHING_DONE: readonly number[] = [429, 503];
const OVERLOADED: readonly number[] = [429, 502, 503, 504];

export interface ClientOptions {
  /** As `parseEndpoint` gives it. */
  readonly endpoint: URL;
  readonly transport: Transport;
}

export class TimeTimeClient {
  readonly endpoint: URL;
  readonly #transport: Transport;
  readonly #pace = new Pace();

  constructor({ endpoint, transport }: ClientOptions) {
    this.endpoint = endpoint;
    this.#transport = transport;
  }

  readUser(secret: Secret, patience: Patience): Promise<Exchange> {
    return this.#ask('GET', 'v1/me', secret, patience);
  }

  /** All keys of the secret's owner, masked. */
  listKeys(secret: Secret, patience: Patience): Promise<Exchange> {
    return this.#ask('GET', 'v1/api-keys', secret, patience);
  }

  /** Makes a key of the same owner; its value is in the answer, once. */
  createKey(secret: Secret, name: string, patience: Patience): Promise<Exchange> {
    return this.#ask('POST', 'v1/api-keys', secret, patience, JSON.stringify({ name }));
  }

  /** `keyId` is a UUID: `parseKeyList` lets no other through. */
  deleteKey(secret: Secret, keyId: string, patience: Patience): Promise<Exchange> {
    return this.#ask('DELETE', `v1/api-keys/${keyId}`, secret, patience);
  }

  /** For a service of the user's own, under the same rules. */
  async send(what: HttpRequest, patience: Patience): Promise<Exchange> {
    for (let tried = 1; ; tried++) {
      const turn = await this.#pace.turn(patience);
      if (typeof turn === 'string') return faultAt(turn);
      const timeoutMs = Math.min(REQUEST_TIMEOUT_MS, patience.deadline - performance.now());
      const exchange = await this.#transport.send(what, Math.max(1, timeoutMs), patience.signal);
      this.#report(turn, exchange);
      if (tried === TRIES || !mayRepeat(what.method, exchange)) return exchange;
      if (!isWaitForAll(exchange)) await this.#backOff(tried, patience);
    }
  }

  #ask(
    method: HttpRequest['method'],
    path: string,
    secret: Secret,
    patience: Patience,
    body?: string,
  ): Promise<Exchange> {
    const headers = {
      authorization: `Bearer ${secret.reveal()}`,
      accept: 'application/json, application/problem+json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const url = new URL(path, this.endpoint);
    return this.send({ method, url, headers, ...(body === undefined ? {} : { body }) }, patience);
  }

  #report(turn: Turn, exchange: Exchange): void {
    if (exchange.kind === 'fault') return;
    if (isWaitForAll(exchange)) this.#pace.refused(turn, exchange.retryAfterMs, exchange.status === 429);
    else this.#pace.letThrough();
  }

  async #backOff(tried: number, { deadline, signal }: Patience): Promise<void> {
    const backoffMs = FIRST_BACKOFF_MS * 2 ** (tried - 1) * (1 + Math.random());
    const patienceMs = Math.max(0, deadline - performance.now());
    await delay(Math.min(backoffMs, patienceMs), undefined, { signal }).catch(() => {});
  }
}

function faultAt(turn: 'too-late' | 'limited' | 'interrupted'): Exchange {
  if (turn === 'interrupted') return { kind: 'fault', fault: 'interrupted' };
  return { kind: 'fault', fault: turn === 'limited' ? 'rate-limited' : 'timeout' };
}

function isWaitForAll(exchange: Exchange): exchange is HttpAnswer {
  if (exchange.kind === 'fault') return false;
  return exchange.status === 429 || (exchange.status === 503 && exchange.retryAfterMs !== undefined);
}

function mayRepeat(method: HttpRequest['method'], exchange: Exchange): boolean {
  if (exchange.kind === 'answer') {
    return (method === 'GET' ? OVERLOADED : NOTHING_DONE).includes(exchange.status);
  }
  return method === 'GET' && (exchange.fault === 'connection-failure' || exchange.fault === 'dns-failure');
}
