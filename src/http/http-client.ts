/**
 * HTTP/1.1 without surprises: no redirect is followed, no cookie kept, no certificate let through, nothing retried but
 * what a connection that was kept open had lost. Bodies are streams; whoever is too slow is left.
 */
import { setMaxListeners } from 'node:events';
import {
  Agent as HttpAgent,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as requestHttp,
} from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { Socket } from 'node:net';
import { type ConnectOptions, connect, proxyHeaders } from './connect.ts';
import { Deadline } from './deadline.ts';
import { proxyFor } from './proxy.ts';

export interface Pace {
  /** Until the connection stands. */
  readonly connectMs: number;
  /** Until the headers have come. */
  readonly answerMs: number;
  /** Without a byte of the body. */
  readonly idleMs: number;
  /** Of the body, over the whole of it once `idleMs` have passed. */
  readonly minBytesPerSecond: number;
}

export const PACE: Pace = { connectMs: 15_000, answerMs: 30_000, idleMs: 15_000, minBytesPerSecond: 2048 };

export interface ClientOptions extends ConnectOptions {
  readonly userAgent: string;
  /** To one origin at a time. */
  readonly maxConnections: number;
  /** Whether connections are used again; where not, no request meets one that is closing just then. */
  readonly keepsConnections?: boolean;
  readonly pace: Pace;
}

export interface Request {
  readonly url: URL;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** As it was sent, encoded or not. Throws where the connection fails or is too slow. To be read, or discarded. */
  readonly body: AsyncIterable<Buffer>;
  discard(): void;
}

export class HttpClient {
  readonly #options: ClientOptions;
  readonly #agents: Readonly<Record<string, HttpAgent>>;
  readonly #closing = new AbortController();

  constructor(options: ClientOptions) {
    this.#options = options;
    // Each connection that is being made listens.
    setMaxListeners(0, this.#closing.signal);
    const settings = { keepAlive: options.keepsConnections ?? true, maxSockets: options.maxConnections };
    this.#agents = {
      'http:': this.#guarded(new HttpAgent(settings), 'http:'),
      'https:': this.#guarded(new HttpsAgent(settings), 'https:'),
    };
  }

  /** `url` is of http or https. Throws what `failureOf` puts into words. */
  async request(request: Request): Promise<Answer> {
    const { answerMs } = this.#options.pace;
    request.signal?.throwIfAborted();
    const deadline = new Deadline(request.signal);
    deadline.set(answerMs, new Error(`no answer within ${seconds(answerMs)}`));
    try {
      const message = await this.#sent(request, deadline.signal);
      return {
        status: message.statusCode ?? 0,
        headers: message.headers,
        body: this.#body(message, deadline),
        discard: () => {
          deadline.stop();
          message.destroy();
        },
      };
    } catch (error) {
      deadline.stop();
      throw deadline.signal.aborted ? deadline.signal.reason : error;
    }
  }

  /** Ends all connections. */
  close(): void {
    this.#closing.abort(new Error('closed'));
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }

  async #sent(request: Request, signal: AbortSignal): Promise<IncomingMessage> {
    try {
      return await this.#send(request, signal);
    } catch (error) {
      // The server may close a kept connection just when it is used again: then it has seen nothing.
      if (!(error instanceof StaleConnection)) throw error;
      return await this.#send(request, signal);
    }
  }

  #send({ url, method = 'GET', headers = {}, body }: Request, signal: AbortSignal): Promise<IncomingMessage> {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const proxy = url.protocol === 'http:' ? proxyFor(url, this.#options.proxies) : undefined;
    return new Promise((resolve, reject) => {
      const sending = send(url, {
        method,
        agent: this.#agents[url.protocol],
        headers: {
          'user-agent': this.#options.userAgent,
          ...headers,
          ...(proxy === undefined ? {} : proxyHeaders(proxy)),
        },
        ...(proxy === undefined ? {} : { path: url.href }),
        signal,
      });
      sending.once('response', resolve);
      sending.once('error', (error: NodeJS.ErrnoException) => {
        const isStale = sending.reusedSocket && error.code === 'ECONNRESET' && method === 'GET';
        reject(isStale && !signal.aborted ? new StaleConnection() : error);
      });
      sending.end(body);
    });
  }

  async *#body(message: IncomingMessage, deadline: Deadline): AsyncGenerator<Buffer, void> {
    const { idleMs, minBytesPerSecond } = this.#options.pace;
    const started = performance.now();
    const silent = new Error(`sent nothing for ${seconds(idleMs)}`);
    let bytes = 0;
    try {
      deadline.set(idleMs, silent);
      for await (const chunk of message as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        const elapsedMs = performance.now() - started;
        if (elapsedMs > idleMs && (bytes * 1000) / elapsedMs < minBytesPerSecond) {
          throw new Error(`sends less than ${minBytesPerSecond} bytes a second`);
        }
        // What is made of it takes its own time.
        deadline.pause();
        yield chunk;
        deadline.set(idleMs, silent);
      }
    } catch (error) {
      throw deadline.signal.aborted ? deadline.signal.reason : error;
    } finally {
      deadline.stop();
      message.destroy();
    }
  }

  #guarded(agent: HttpAgent, protocol: string): HttpAgent {
    const { connectMs } = this.#options.pace;
    type Callback = (error: Error | null, socket?: Socket) => void;
    const createConnection = ({ host, port }: { host: string; port: number }, callback: Callback) => {
      const deadline = new Deadline(this.#closing.signal);
      deadline.set(connectMs, new Error(`no connection within ${seconds(connectMs)}`));
      const url = new URL(`${protocol}//${host.includes(':') ? `[${host}]` : host}:${port}`);
      connect(url, this.#options, deadline.signal)
        .then((socket) => {
          // Between two requests nobody else listens; a request hears of its errors on its own.
          socket.on('error', () => {});
          callback(null, socket);
        }, callback)
        .finally(() => deadline.stop());
    };
    return Object.assign(agent, { createConnection });
  }
}

class StaleConnection extends Error {}

function seconds(milliseconds: number): string {
  return `${milliseconds / 1000} s`;
}
