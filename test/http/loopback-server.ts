/** Web servers on this machine: of files by their path, or of whatever a test answers. They end with the test. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface LoopbackServer {
  /** `http://127.0.0.1:41234` */
  readonly origin: string;
  readonly port: number;
  /** `GET /app.js`, in the order they came. */
  readonly requests: string[];
  readonly messages: IncomingMessage[];
}

export type Answers = Readonly<Record<string, Page>>;

/** Text or bytes alone are a body, whose type goes by the path. */
export type Page =
  | string
  | Buffer
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | Buffer;
    }
  | ((response: ServerResponse, request: IncomingMessage) => void);

const TYPES: Readonly<Record<string, string>> = {
  '': 'text/html; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.map': 'application/json',
  '.webmanifest': 'application/manifest+json',
};

export async function serve(answers: Answers, tls?: ServerOptions): Promise<LoopbackServer> {
  const requests: string[] = [];
  const messages: IncomingMessage[] = [];
  const listener: RequestListener = (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    messages.push(request);
    answer(answers[request.url ?? ''], request, response);
  };
  const server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  const scheme = tls === undefined ? 'http' : 'https';
  return { origin: `${scheme}://127.0.0.1:${port}`, port, requests, messages };
}

function answer(page: Page | undefined, request: IncomingMessage, response: ServerResponse): void {
  if (typeof page === 'function') {
    page(response, request);
    return;
  }
  const { pathname } = new URL(request.url ?? '', 'http://localhost');
  const type = TYPES[pathname.endsWith('/') ? '' : extname(pathname)] ?? 'application/octet-stream';
  if (page === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
  } else if (typeof page === 'string' || Buffer.isBuffer(page)) {
    response.writeHead(200, { 'content-type': type }).end(page);
  } else {
    response.writeHead(page.status ?? 200, { 'content-type': type, ...page.headers }).end(page.body ?? '');
  }
}

/** The files of a folder, as a plain web server gives them: `/` is `index.html`. */
export function filesBelow(directory: string): Answers {
  const paths = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  const files = paths.filter((path) => statSync(join(directory, path)).isFile());
  const answers = files.map(
    (path) => [`/${path.replaceAll('\\', '/')}`, readFileSync(join(directory, path))] as const,
  );
  const pages = answers.filter(([path]) => path.endsWith('/index.html'));
  return Object.fromEntries([
    ...answers,
    ...pages.map(([path, page]) => [path.slice(0, -'index.html'.length), page]),
  ]);
}
