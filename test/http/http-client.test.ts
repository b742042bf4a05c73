import type { LookupAddress, LookupOptions } from 'node:dns';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect as connectTcp, createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { AddressGuard } from '../../src/http/address-guard.ts';
import type { Lookup } from '../../src/http/connect.ts';
import { failureOf } from '../../src/http/failure.ts';
import { type ClientOptions, HttpClient, PACE } from '../../src/http/http-client.ts';
import { proxySettings } from '../../src/http/proxy.ts';
import { certificateFor } from './certificate.ts';
import { serve } from './loopback-server.ts';

/** As in a world where each of these names has these addresses. */
function lookupOf(addresses: Readonly<Record<string, readonly string[]>>): Lookup {
  const lookup = (
    host: string,
    _: LookupOptions,
    callback: (error: Error | null, found: LookupAddress[]) => void,
  ) => {
    const found = (addresses[host] ?? []).map((address) => ({
      address,
      family: address.includes(':') ? 6 : 4,
    }));
    const error = found.length > 0 ? null : Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
    process.nextTick(callback, error, found);
  };
  return lookup as unknown as Lookup;
}

function clientWith(options: Partial<ClientOptions> = {}): HttpClient {
  const client = new HttpClient({
    userAgent: 'test',
    proxies: proxySettings({}),
    guard: undefined,
    lookup: undefined,
    maxConnections: 2,
    pace: PACE,
    ...options,
  });
  onTestFinished(() => client.close());
  return client;
}

async function get(client: HttpClient, url: string): Promise<string> {
  const { status, body } = await client.request({ url: new URL(url) });
  const pieces: Buffer[] = [];
  for await (const piece of body) pieces.push(piece);
  return `${status} ${Buffer.concat(pieces)}`;
}

async function failureAt(client: HttpClient, url: string): Promise<string> {
  return await get(client, url).catch(failureOf);
}

/** A server that speaks no HTTP, or its own kind of it. */
async function serveSocket(onConnection: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

describe('a connection', () => {
  it('is kept for the next request, and another is made where the server has closed it', async () => {
    const ports = new Set<number | undefined>();
    const server = await serve({
      '/a': (response, { socket }) => {
        ports.add(socket.remotePort);
        response.end('a');
      },
      '/last': (response, { socket }) => {
        ports.add(socket.remotePort);
        response.end('last', () => socket.destroy());
      },
    });
    const client = clientWith();
    expect(await get(client, `${server.origin}/a`)).toBe('200 a');
    expect(await get(client, `${server.origin}/last`)).toBe('200 last');
    expect(ports.size).toBe(1);
    expect(await get(client, `${server.origin}/a`)).toBe('200 a');
    expect(ports.size).toBe(2);
  });

  it('is not made to this machine by a name that resolves to it, nor by one that does so the second time', async () => {
    const server = await serve({ '/': 'inside' });
    const namedHosts = ['rebind.test'];
    let lookups = 0;
    const lookup = ((host: string, options: LookupOptions, callback: never) => {
      const address = lookups++ === 0 ? '203.0.113.1' : '127.0.0.1';
      (lookupOf({ [host]: [address] }) as unknown as (...args: unknown[]) => void)(host, options, callback);
    }) as unknown as Lookup;
    const client = clientWith({ guard: new AddressGuard({ namedHosts, allowPrivate: false }), lookup });
    const url = `http://rebind.test:${server.port}/`;
    expect(await failureAt(client, url)).toBe(
      'rebind.test resolves to 203.0.113.1, a reserved address: refused',
    );
    expect(await failureAt(client, url)).toBe(
      'rebind.test resolves to 127.0.0.1, an address of this machine: refused',
    );
    expect(server.requests).toEqual([]);
  });

  it('is made by such a name where private addresses are allowed, and not if one of several is worse', async () => {
    const server = await serve({ '/': 'inside' });
    const guard = new AddressGuard({ namedHosts: ['staging.test', 'mixed.test'], allowPrivate: true });
    const lookup = lookupOf({
      'staging.test': ['127.0.0.1'],
      'mixed.test': ['127.0.0.1', '169.254.169.254'],
    });
    const client = clientWith({ guard, lookup });
    expect(await get(client, `http://staging.test:${server.port}/`)).toBe('200 inside');
    expect(await failureAt(client, `http://mixed.test:${server.port}/`)).toMatch(/credentials: refused$/);
  });

  it('fails in words', async () => {
    const client = clientWith({ lookup: lookupOf({}) });
    expect(await failureAt(client, 'http://nowhere.test/')).toBe('no such host');
    expect(await failureAt(client, 'http://127.0.0.1:1/')).toBe('connection refused');
    const noise = await serveSocket((socket) => socket.end('SSH-2.0-OpenSSH\r\n'));
    expect(await failureAt(client, noise)).toBe('its answer is not HTTP');
    const silent = await serveSocket((socket) => socket.end());
    expect(await failureAt(client, silent)).toBe('the connection was closed before its end');
    expect(await failureAt(client, noise.replace('http:', 'https:'))).toMatch(/TLS|closed/);
  });
});

describe('a certificate', () => {
  it('is checked, whatever the environment says', async () => {
    const name = 'site.test';
    const lookup = lookupOf({ [name]: ['127.0.0.1'], 'other.test': ['127.0.0.1'] });
    const client = clientWith({ lookup });
    const selfSigned = await serve({ '/': 'x' }, certificateFor(name));
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    expect(await failureAt(client, `https://${name}:${selfSigned.port}/`)).toBe(
      'its certificate is self-signed',
    );
    expect(selfSigned.requests).toEqual([]);
    const expired = await serve({ '/': 'x' }, certificateFor(name, 0.5));
    expect(await failureAt(client, `https://${name}:${expired.port}/`)).toMatch(
      /^its certificate (?:has expired|is self-signed)$/,
    );
  });
});

describe('a body', () => {
  const pace = { connectMs: 2000, answerMs: 300, idleMs: 300, minBytesPerSecond: 2048 };

  it('that never begins, or stops, is left after a while', async () => {
    const client = clientWith({ pace });
    const mute = await serveSocket(() => {});
    expect(await failureAt(client, mute)).toBe('no answer within 0.3 s');
    const server = await serve({
      '/': (response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('x');
      },
    });
    expect(await failureAt(client, `${server.origin}/`)).toBe('sent nothing for 0.3 s');
  });

  it('that drips is left, however regularly', async () => {
    const server = await serve({
      '/': (response) => {
        const timer = setInterval(() => response.write('x'), 20);
        response.on('close', () => clearInterval(timer));
      },
    });
    // A machine that is busy may stop for a while.
    const client = clientWith({ pace: { ...pace, answerMs: 20_000, idleMs: 20_000 } });
    expect(await failureAt(client, `${server.origin}/`)).toBe('sends less than 2048 bytes a second');
  });

  it('that ends too early is said to', async () => {
    const server = await serve({
      '/': (response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('x', () => response.destroy());
      },
    });
    expect(await failureAt(clientWith(), `${server.origin}/`)).toBe(
      'the connection was closed before its end',
    );
  });

  it('ends when the signal fires', async () => {
    const server = await serve({ '/': (response) => void response.write('x') });
    const controller = new AbortController();
    const { body } = await clientWith().request({ url: new URL(server.origin), signal: controller.signal });
    const reading = (async () => {
      for await (const _ of body) controller.abort(new Error('enough'));
    })();
    await expect(reading).rejects.toThrow('enough');
  });
});

describe('a proxy', () => {
  it('opens a tunnel to sites by HTTPS, whose certificate is checked all the same', async () => {
    const name = 'site.test';
    const site = await serve({ '/': 'by the tunnel' }, certificateFor(name));
    const proxy = await proxyTo(site.port);
    const client = clientWith({
      proxies: proxySettings({ HTTPS_PROXY: `http://me:word@127.0.0.1:${proxy.port}` }),
    });
    expect(await failureAt(client, `https://${name}:444/`)).toBe('its certificate is self-signed');
    expect(proxy.tunnels).toEqual([`${name}:444 Basic ${Buffer.from('me:word').toString('base64')}`]);
  });

  it('is asked for plain sites by their whole address', async () => {
    const proxy = await serve({ 'http://site.test/a?b': 'from the proxy' });
    const client = clientWith({ proxies: proxySettings({ http_proxy: proxy.origin }) });
    expect(await get(client, 'http://site.test/a?b')).toBe('200 from the proxy');
    expect(proxy.messages[0]?.headers.host).toBe('site.test');
  });

  it('that refuses is named', async () => {
    const proxy = await serve({});
    const client = clientWith({ proxies: proxySettings({ HTTPS_PROXY: proxy.origin }) });
    expect(await failureAt(client, 'https://site.test/')).toMatch(/^the proxy refuses a tunnel|closed/);
  });

  it('is not asked for an address that may not be connected to', async () => {
    const proxy = await serve({});
    const guard = new AddressGuard({ namedHosts: [], allowPrivate: false });
    const client = clientWith({ guard, proxies: proxySettings({ http_proxy: proxy.origin }) });
    expect(await failureAt(client, 'http://169.254.169.254/')).toMatch(/refused$/);
    expect(proxy.requests).toEqual([]);
  });
});

/** A proxy whose every tunnel leads to the port. */
async function proxyTo(port: number): Promise<{ port: number; tunnels: string[] }> {
  const tunnels: string[] = [];
  const server = createHttpServer();
  server.on('connect', (request, socket, head) => {
    tunnels.push(`${request.url} ${request.headers['proxy-authorization']}`);
    const onward = connectTcp(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, tunnels };
}
