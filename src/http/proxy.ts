/** The proxy that the environment names, as curl and npm read it: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY. */
import { TtleaksError } from '../core/errors.ts';
import { bareHost } from './bare-host.ts';

export interface ProxySettings {
  readonly http: URL | undefined;
  readonly https: URL | undefined;
  /** Host names, domains (`.example.com`), either with a port; `*` for all. */
  readonly without: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Throws USAGE where a variable names no proxy that can be used; its value, which may hold a password, is not shown. */
export function proxySettings(env: Environment): ProxySettings {
  const all = proxyOf(env, 'ALL_PROXY');
  const list = variable(env, 'NO_PROXY') ?? '';
  return {
    http: proxyOf(env, 'HTTP_PROXY') ?? all,
    https: proxyOf(env, 'HTTPS_PROXY') ?? all,
    without: list.split(/[\s,]+/).filter((entry) => entry !== ''),
  };
}

export function proxyFor(url: URL, { http, https, without }: ProxySettings): URL | undefined {
  const host = bareHost(url.hostname);
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const isWithout = without.some((entry) => {
    if (entry === '*') return true;
    const [, named = '', namedPort = port] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    const domain = named.replace(/^\*?\./, '');
    return namedPort === port && (host === domain || host.endsWith(`.${domain}`));
  });
  if (isWithout) return undefined;
  return url.protocol === 'https:' ? https : http;
}

function proxyOf(env: Environment, name: string): URL | undefined {
  const value = variable(env, name);
  if (value === undefined) return undefined;
  const text = /^[a-z0-9+.-]+:\/\//i.test(value) ? value : `http://${value}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new TtleaksError(
    'USAGE',
    `${name}: not the address of an HTTP proxy; write http://host:port, or unset it.`,
  );
}

/** Small letters first, as curl has it. */
function variable(env: Environment, name: string): string | undefined {
  return env[name.toLowerCase()] || env[name] || undefined;
}
