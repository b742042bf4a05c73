/** TLS, proxies, and where a key may go at all. */
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { keyOf } from '../core/key-maker.ts';
import { certificateFor } from '../http/certificate.ts';
import { aPlace, type Place, runAt, startServer, verify } from './run-verify.ts';

interface Proxy {
  readonly url: string;
  /** `127.0.0.1:41234`, and all that came in the clear. */
  readonly tunnels: string[];
  readonly heard: string[];
}

async function startProxy(status = 200): Promise<Proxy> {
  const tunnels: string[] = [];
  const heard: string[] = [];
  const hear = (request: IncomingMessage) => {
    heard.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
  };
  const server = createServer((request, response) => {
    hear(request);
    response.writeHead(502).end();
  });
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    hear(request);
    tunnels.push(request.url ?? '');
    if (status !== 200) return void socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const [host = '', port] = (request.url ?? '').split(':');
    const other = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(other).pipe(socket);
    });
    for (const end of [socket, other]) end.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://me:pass@127.0.0.1:${(server.address() as AddressInfo).port}`, tunnels, heard };
}

async function overTls(certificate = certificateFor('127.0.0.1')) {
  const server = await startServer({ tls: certificate });
  const { value } = server.addKey(keyOf('over tls'));
  const place = aPlace({ 'a.ts': value, 'ca.pem': certificate.cert });
  return { server, place, pem: join(place.tree, 'ca.pem') };
}

async function verdictAt(
  place: Place,
  ...[server, args, env]: [Parameters<typeof verify>[1], string[]?, NodeJS.ProcessEnv?]
) {
  const { report } = await verify(place, server, args, env);
  return report.secrets[0]!.verification;
}

describe('a certificate', () => {
  it('that nobody vouches for is no verdict', async () => {
    const { server, place } = await overTls();
    expect(await verdictAt(place, server)).toMatchObject({ status: 'unknown', reason: 'tls-failure' });
    expect(server.calls).toEqual([]);
  });

  it('counts by --ca, by NODE_EXTRA_CA_CERTS, and by one where the other names another', async () => {
    const { server, place, pem } = await overTls();
    const other = aPlace({ 'other.pem': certificateFor('example.com').cert });
    const otherPem = join(other.tree, 'other.pem');
    for (const [args, env] of [
      [['--ca', pem], {}],
      [[], { NODE_EXTRA_CA_CERTS: pem }],
      [['--ca', otherPem], { NODE_EXTRA_CA_CERTS: pem }],
      [['--ca', pem], { NODE_EXTRA_CA_CERTS: otherPem }],
    ] as const) {
      expect(await verdictAt(place, server, [...args], env)).toMatchObject({ status: 'live' });
    }
  });

  it('is checked whatever the environment says', async () => {
    const { server, place } = await overTls();
    const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    expect(await verdictAt(place, server, [], env)).toMatchObject({ reason: 'tls-failure' });
    expect(server.calls).toEqual([]);
  });

  it.each([
    ['expired', certificateFor('127.0.0.1', 0.5)],
    ['of another host', certificateFor('api.timetime.in')],
  ])('%s is no verdict, though its authority is trusted', async (_, certificate) => {
    const { server, place, pem } = await overTls(certificate);
    expect(await verdictAt(place, server, ['--ca', pem])).toMatchObject({ reason: 'tls-failure' });
    expect(server.calls).toEqual([]);
  });

  it('is not to be had of a server that speaks plain HTTP', async () => {
    const server = await startServer();
    const place = aPlace({ 'a.ts': keyOf('plain') });
    const url = server.url.replace('http:', 'https:');
    expect(await verdictAt(place, undefined, ['--api-url', url])).toMatchObject({ reason: 'tls-failure' });
    expect(server.calls).toEqual([]);
  });
});

describe('a proxy', () => {
  it('of HTTPS_PROXY carries the question, and hears nothing of the key', async () => {
    const { server, place, pem } = await overTls();
    const proxy = await startProxy();
    const verdict = await verdictAt(place, server, ['--ca', pem], { HTTPS_PROXY: proxy.url });
    expect(verdict).toMatchObject({ status: 'live' });
    expect(new Set(proxy.tunnels)).toEqual(new Set([`127.0.0.1:${server.port}`]));
    expect(proxy.heard.join('\n')).not.toContain(keyOf('over tls').slice(4));
  });

  it('is passed by for what NO_PROXY names', async () => {
    const { server, place, pem } = await overTls();
    const proxy = await startProxy();
    for (const NO_PROXY of ['127.0.0.1', `127.0.0.1:${server.port}`, '*', 'example.com, 127.0.0.1']) {
      const env = { HTTPS_PROXY: proxy.url, NO_PROXY };
      expect(await verdictAt(place, server, ['--ca', pem], env)).toMatchObject({ status: 'live' });
    }
    expect(proxy.heard).toEqual([]);
  });

  it('checks no certificate in the place of this program', async () => {
    const { server, place } = await overTls();
    const proxy = await startProxy();
    expect(await verdictAt(place, server, [], { HTTPS_PROXY: proxy.url })).toMatchObject({
      reason: 'tls-failure',
    });
    expect(server.calls).toEqual([]);
  });

  it.each([403, 407, 502])(
    'that refuses (%i) is no verdict, and its password stays where it is',
    async (status) => {
      const { server, place } = await overTls();
      const proxy = await startProxy(status);
      const { report, stdout, stderr } = await verify(place, server, [], { HTTPS_PROXY: proxy.url });
      expect(report.secrets[0]!.verification).toMatchObject({ status: 'unknown', reason: 'proxy-failure' });
      expect(stdout + stderr).not.toContain('pass');
      expect(proxy.tunnels).toHaveLength(1);
    },
  );

  it('never gets a question that goes to this machine in the clear', async () => {
    const server = await startServer();
    const { value } = server.addKey(keyOf('in the clear'));
    const proxy = await startProxy();
    const env = {
      HTTP_PROXY: proxy.url,
      http_proxy: proxy.url,
      ALL_PROXY: proxy.url,
      HTTPS_PROXY: proxy.url,
    };
    expect(await verdictAt(aPlace({ 'a.ts': value }), server, [], env)).toMatchObject({ status: 'live' });
    expect(proxy.heard).toEqual([]);
  });
});

describe('where keys go', () => {
  it('is what --api-url says, then the environment, then the user’s own configuration', async () => {
    const [byOption, byEnvironment, byConfiguration] = await Promise.all([
      startServer(),
      startServer(),
      startServer(),
    ]);
    const place = aPlace(
      { 'a.ts': keyOf('where') },
      { 'config/ttleaks/config.yml': `apiUrl: ${byConfiguration.url}\n` },
    );
    await verdictAt(place, byEnvironment, ['--api-url', byOption.url]);
    expect([byOption, byEnvironment, byConfiguration].map(({ calls }) => calls.length)).toEqual([1, 0, 0]);
    await verdictAt(place, byEnvironment);
    expect([byOption, byEnvironment, byConfiguration].map(({ calls }) => calls.length)).toEqual([1, 1, 0]);
    await verdictAt(place, undefined);
    expect([byOption, byEnvironment, byConfiguration].map(({ calls }) => calls.length)).toEqual([1, 1, 1]);
  });

  it.each([
    ['ttleaks.config.yml', 'apiUrl: URL\n'],
    ['ttleaks.config.yml', 'revocation:\n  url: URL\n'],
    ['ttleaks.config.json', '{ "apiUrl": "URL" }'],
    ['package.json', '{ "ttleaks": { "apiUrl": "URL" } }'],
    ['ttleaks/config.yml', 'apiUrl: URL\nrevocation:\n  url: URL\n'],
    ['config.yml', 'apiUrl: URL\n'],
    ['.env', 'TIMETIME_API_URL=URL\nHTTPS_PROXY=URL\nXDG_CONFIG_HOME=.\n'],
    ['.npmrc', 'https-proxy=URL\n'],
  ])('is no say of the scanned tree: %s %j', async (file, text) => {
    const [server, hostile] = await Promise.all([startServer(), startServer()]);
    const key = server.addKey(keyOf('hostile tree'));
    const place = aPlace({ 'a.ts': key.value, [file]: text.replaceAll('URL', hostile.url) });
    const run = await runAt(place, server, ['revoke', '--yes']);
    expect(hostile.calls).toEqual([]);
    // What the tree may not say is refused; what is no configuration of ours is ignored.
    expect([0, 2]).toContain(run.code);
  });
});
