/**
 * TimeTime's API as it is documented, on loopback: keys, owners, masked lists, rate limits, and `DELETE`, which the
 * published description does not have. `misbehave` puts any other answer in the way of the next requests.
 */
import { randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface Owner {
  readonly userId: string;
  readonly email: string;
  readonly tenantRole: string;
  readonly organizations: readonly { readonly name: string; readonly roles: readonly string[] }[];
}

export interface ServerKey {
  readonly id: string;
  readonly value: string;
  readonly owner: Owner;
  readonly name: string | undefined;
  /** As the list shows it. */
  masked: string;
  isLive: boolean;
}

export interface Call {
  readonly method: string;
  readonly path: string;
  /** The key that was sent, if the server knows it. */
  readonly key: ServerKey | undefined;
  readonly authorization: string;
  /** When it came. */
  readonly wasLive: boolean;
  readonly at: number;
}

/** Answers in the server's place; `act` is what it would have done. */
export type Weather = (exchange: Exchange) => void | Promise<void>;

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly key: ServerKey | undefined;
  /** Does what was asked for, without an answer. */
  act(): void;
  /** Acts and answers, as if nothing had come in between. */
  go(): void;
}

interface Rule {
  readonly method: string;
  readonly path: RegExp;
  readonly weather: Weather;
  left: number;
}

export interface ServerSettings {
  readonly tls?: ServerOptions;
  readonly latencyMs?: number;
  /** Requests in any second; more are answered with 429 and `Retry-After: 1`. */
  readonly perSecond?: number;
}

export class ContractServer {
  readonly calls: Call[] = [];
  readonly keys: ServerKey[] = [];
  readonly #settings: ServerSettings;
  readonly #rules: Rule[] = [];
  readonly #server: Server;
  #accepted: number[] = [];

  private constructor(settings: ServerSettings) {
    this.#settings = settings;
    const listener: RequestListener = (request, response) => void this.#receive(request, response);
    this.#server = settings.tls ? createTlsServer(settings.tls, listener) : createServer(listener);
  }

  static async start(settings: ServerSettings = {}): Promise<ContractServer> {
    const server = new ContractServer(settings);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    return `${this.#settings.tls ? 'https' : 'http'}://127.0.0.1:${this.port}`;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  addOwner(facts: Partial<Owner> = {}): Owner {
    const organizations = [{ name: 'Acme', roles: ['MEMBER'] }];
    return { userId: randomUUID(), email: 'ana@example.com', tenantRole: 'USER', organizations, ...facts };
  }

  addKey(
    value: string,
    facts: Partial<Pick<ServerKey, 'owner' | 'name' | 'masked' | 'isLive'>> = {},
  ): ServerKey {
    const { owner = this.addOwner(), name = undefined, masked = maskOf(value), isLive = true } = facts;
    const key = { id: randomUUID(), value, owner, name, masked, isLive };
    this.keys.push(key);
    return key;
  }

  /** For the next `times` requests that fit; the first that was said goes first. */
  misbehave(method: string, path: RegExp, weather: Weather, times = Number.POSITIVE_INFINITY): void {
    this.#rules.push({ method, path, weather, left: times });
  }

  /** The weather is fair again. */
  clear(): void {
    this.#rules.length = 0;
  }

  callsOf(method: string, path: RegExp = /./): Call[] {
    return this.calls.filter((call) => call.method === method && path.test(call.path));
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '' } = request;
    const authorization = request.headers.authorization ?? '';
    const key = this.keys.find(({ value }) => authorization === `Bearer ${value}`);
    this.calls.push({
      method,
      path,
      key,
      authorization,
      wasLive: key?.isLive ?? false,
      at: performance.now(),
    });
    const body = await textOf(request);
    if (this.#settings.latencyMs) await delay(this.#settings.latencyMs);
    const act = () => void this.#answer(method, path, key, body);
    const go = () => send(response, this.#answer(method, path, key, body));
    if (this.#isOverLimit())
      return send(response, { ...problem(429, 'Slow down'), headers: { 'retry-after': '1' } });
    const rule = this.#rules.find((one) => one.left > 0 && one.method === method && one.path.test(path));
    if (rule === undefined) return go();
    rule.left--;
    await rule.weather({ request, response, key, act, go });
  }

  #isOverLimit(): boolean {
    const { perSecond } = this.#settings;
    if (perSecond === undefined) return false;
    const now = performance.now();
    this.#accepted = this.#accepted.filter((time) => time > now - 1000);
    if (this.#accepted.length >= perSecond) return true;
    this.#accepted.push(now);
    return false;
  }

  #answer(method: string, path: string, key: ServerKey | undefined, body: string): Answer {
    if (key?.isLive !== true) return problem(403, 'No valid credentials');
    const id = /^\/v1\/api-keys\/([^/]+)$/.exec(path)?.[1];
    if (method === 'GET' && path === '/v1/me') return { status: 200, body: userOf(key.owner) };
    if (method === 'GET' && path === '/v1/api-keys') return { status: 200, body: this.#listOf(key.owner) };
    if (method === 'POST' && path === '/v1/api-keys') return this.#create(key.owner, body);
    if (method === 'DELETE' && id !== undefined) return this.#delete(key.owner, id);
    return problem(404, 'No such thing');
  }

  #listOf(owner: Owner) {
    const own = this.keys.filter((key) => key.owner.userId === owner.userId && key.isLive);
    const apiKeys = own.map(({ id, masked, name }) => ({
      id,
      key: masked,
      ...(name === undefined ? {} : { name }),
    }));
    return { apiKeys };
  }

  #create(owner: Owner, body: string): Answer {
    const { name } = JSON.parse(body) as { name?: string };
    const value = `tt1.${randomUUID()}${randomUUID()}`.replaceAll('-', '');
    const { id } = this.addKey(value, { owner, ...(name === undefined ? {} : { name }) });
    return { status: 201, body: { id, key: value } };
  }

  #delete(owner: Owner, id: string): Answer {
    const key = this.keys.find((one) => one.id === id && one.owner.userId === owner.userId && one.isLive);
    if (key === undefined) return problem(404, 'No such key');
    key.isLive = false;
    return { status: 204 };
  }
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export function problem(status: number, detail: string): Answer {
  return { status, body: { status, detail, type: 'about:blank', instance: '/v1' } };
}

export function send(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  if (body === undefined) response.writeHead(status, headers).end();
  else response.writeHead(status, { 'content-type': type, ...headers }).end(JSON.stringify(body));
}

/** The required fields of the published description. */
function userOf({ userId, email, tenantRole, organizations }: Owner) {
  return {
    userId,
    email,
    slug: 'ana',
    locale: 'en',
    timeZone: 'Europe/Madrid',
    tenant: { tenantId: userId, role: tenantRole },
    organizationMemberships: organizations.map(({ name, roles }) => ({
      organization: { id: userId, name },
      roles,
    })),
    thirdPartyCalendars: [],
    tags: [],
    clientState: {},
  };
}

/** `tt1_a1b2j0..213d`. */
export function maskOf(value: string): string {
  const body = value.slice('tt1.'.length);
  return `tt1_${body.slice(0, 6)}..${body.slice(-4)}`;
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request) text += String(piece);
  return text;
}
