/** Connections: by way of the proxy where there is one, TLS with the certificate checked, addresses guarded. */
import { type LookupAddress, type LookupOptions, lookup as lookUpByDns } from 'node:dns';
import { request } from 'node:http';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, rootCertificates } from 'node:tls';
import type { AddressGuard } from './address-guard.ts';
import { bareHost } from './bare-host.ts';
import { type ProxySettings, proxyFor } from './proxy.ts';

export type Lookup = typeof lookUpByDns;

export interface ConnectOptions {
  readonly proxies: ProxySettings;
  /** None: every address may be connected to. */
  readonly guard: AddressGuard | undefined;
  readonly lookup: Lookup | undefined;
  /** PEM texts of authorities that are trusted too. Absent: those that Node.js trusts, as it is started. */
  readonly certificates?: readonly string[] | undefined;
}

/** What a proxy said instead of opening a tunnel. */
export class TunnelRefused extends Error {
  constructor(status: number | undefined) {
    super(`the proxy refuses a tunnel: HTTP ${status}`);
  }
}

/**
 * To the origin of `url`. Through a proxy the guard knows only addresses that stand in the URL itself: names are
 * resolved by the proxy, in its network.
 */
export async function connect(url: URL, options: ConnectOptions, signal: AbortSignal): Promise<Socket> {
  const { proxies, guard } = options;
  const host = bareHost(url.hostname);
  if (isIP(host) !== 0) guard?.check(host, host);
  const proxy = proxyFor(url, proxies);
  const secure = (to: URL, socket: Socket) => secured(to, socket, options.certificates, signal);
  if (proxy === undefined) return await secure(url, await tcp(url, options, signal));
  const unguarded = { ...options, guard: undefined };
  const toProxy = await secure(proxy, await tcp(proxy, unguarded, signal));
  if (url.protocol === 'http:') return toProxy;
  return await secure(url, await tunnel(url, proxy, toProxy, signal));
}

/** What a request through a proxy without a tunnel carries, and one for a tunnel. */
export function proxyHeaders({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}

function portOf({ port, protocol }: URL): number {
  return Number(port) || (protocol === 'https:' ? 443 : 80);
}

function tcp(url: URL, { guard, lookup }: ConnectOptions, signal: AbortSignal): Promise<Socket> {
  const host = bareHost(url.hostname);
  const socket = connectTcp({
    host,
    port: portOf(url),
    lookup: guardedLookup(guard, lookup ?? lookUpByDns),
    noDelay: true,
  });
  return settled(socket, 'connect', signal, () => guard?.check(host, socket.remoteAddress ?? host));
}

/** One address that is refused refuses the name. */
function guardedLookup(guard: AddressGuard | undefined, lookup: Lookup) {
  type Callback = (error: Error | null, address: string | LookupAddress[], family?: number) => void;
  return (host: string, options: LookupOptions, callback: Callback) => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      const refused = error ?? refusalOf(guard, host, addresses);
      const [first] = addresses ?? [];
      if (refused !== undefined) callback(refused, []);
      else if (options.all) callback(null, addresses);
      else callback(null, first?.address ?? '', first?.family);
    });
  };
}

function refusalOf(
  guard: AddressGuard | undefined,
  host: string,
  addresses: readonly LookupAddress[],
): Error | undefined {
  try {
    for (const { address } of addresses) guard?.check(host, address);
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

async function secured(
  url: URL,
  socket: Socket,
  certificates: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<Socket> {
  if (url.protocol !== 'https:') return socket;
  const host = bareHost(url.hostname);
  const secure = connectTls({
    socket,
    host,
    // Whatever NODE_TLS_REJECT_UNAUTHORIZED says.
    rejectUnauthorized: true,
    ALPNProtocols: ['http/1.1'],
    // They replace those that Node.js trusts, so these are named as well.
    ...(certificates === undefined ? {} : { ca: [...rootCertificates, ...certificates] }),
    ...(isIP(host) === 0 ? { servername: host } : {}),
  });
  return await settled(secure, 'secureConnect', signal);
}

/** A tunnel to the origin of `url` (RFC 9110, 9.3.6). */
function tunnel(url: URL, proxy: URL, toProxy: Socket, signal: AbortSignal): Promise<Socket> {
  const authority = `${url.hostname}:${portOf(url)}`;
  return new Promise((resolve, reject) => {
    const connecting = request({
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, ...proxyHeaders(proxy) },
      createConnection: () => toProxy,
      signal,
    });
    connecting.once('error', reject);
    connecting.once('connect', ({ statusCode }, socket) => {
      if (statusCode === 200) {
        resolve(socket as Socket);
        return;
      }
      socket.destroy();
      reject(new TunnelRefused(statusCode));
    });
    // An answer that opens no tunnel, as some proxies give.
    connecting.once('response', (response) => {
      response.destroy();
      reject(new TunnelRefused(response.statusCode));
    });
    connecting.end();
  });
}

/** Resolves with the event, if `check` does not throw then; else the socket is closed. */
function settled(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  signal: AbortSignal,
  check?: () => void,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const end = (error?: unknown) => {
      signal.removeEventListener('abort', onAbort);
      socket.off('error', end);
      socket.off(event, onEvent);
      if (error === undefined) {
        resolve(socket);
        return;
      }
      socket.on('error', () => {});
      socket.destroy();
      reject(error);
    };
    const onAbort = () => end(signal.reason);
    const onEvent = () => {
      try {
        check?.();
        end();
      } catch (error) {
        end(error);
      }
    };
    socket.once('error', end);
    socket.once(event, onEvent);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}
