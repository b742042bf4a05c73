/** git's own server over HTTP on this machine: the repositories of a folder, for all or for who has the token. */
import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface GitServer {
  /** `http://127.0.0.1:41234` */
  readonly origin: string;
  /** `GET /web.git/info/refs`, in the order they came. */
  readonly requests: string[];
  readonly headers: IncomingMessage['headers'][];
  /** Of all answers together. */
  sentBytes: number;
}

export interface GitServerOptions {
  /** Without it, 401. */
  readonly token?: string | undefined;
  /** Answers in git's stead where it returns true. */
  readonly intercept?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

export async function startGitServer(
  root: string,
  { token, intercept }: GitServerOptions = {},
): Promise<GitServer> {
  const http = createServer((request, response) => {
    server.requests.push(`${request.method} ${request.url?.split('?')[0]}`);
    server.headers.push(request.headers);
    if (intercept?.(request, response)) return;
    if (token !== undefined && request.headers.authorization !== basic('x-access-token', token)) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
    } else answer(root, request, response, server);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  });
  const { port } = http.address() as AddressInfo;
  const server: GitServer = { origin: `http://127.0.0.1:${port}`, requests: [], headers: [], sentBytes: 0 };
  return server;
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** https://git-scm.com/docs/git-http-backend, by CGI. */
function answer(root: string, request: IncomingMessage, response: ServerResponse, server: GitServer): void {
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const { headers, method = 'GET' } = request;
  const { PATH } = process.env;
  const settings = ['-c', 'uploadpack.allowAnySHA1InWant=true', '-c', 'safe.directory=*'];
  const child = spawn('git', [...settings, 'http-backend'], {
    env: {
      PATH,
      HOME: '/nonexistent',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: path,
      QUERY_STRING: query,
      REQUEST_METHOD: method,
      CONTENT_TYPE: headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(headers['git-protocol'] ?? ''),
      REMOTE_ADDR: '127.0.0.1',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  request.pipe(child.stdin);
  child.stdin.on('error', () => {});
  const pieces: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
  child.once('close', () => {
    const output = Buffer.concat(pieces);
    const end = output.indexOf('\r\n\r\n');
    const lines = output.toString('latin1', 0, Math.max(0, end)).split('\r\n');
    const fields = lines.map((line) => line.split(/:\s*/, 2) as [string, string]);
    const { Status: status = '200', ...rest } = Object.fromEntries(fields) as Record<string, string>;
    const body = output.subarray(end + 4);
    server.sentBytes += body.length;
    response.writeHead(end < 0 ? 500 : Number.parseInt(status, 10), rest).end(body);
  });
}
