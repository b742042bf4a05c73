/** Where keys may be sent: HTTPS, or plain HTTP to this machine alone. */
import { TtleaksError } from '../core/errors.ts';

export const DEFAULT_API_URL = 'https://api.timetime.in';

/**
 * A base to which paths are added, ending in `/`. Throws a CONFIG error: `source` names where the text comes from
 * (`--api-url`). The text itself is not shown: it may hold credentials.
 */
export function parseEndpoint(text: string, source: string): URL {
  if (!URL.canParse(text)) throw refused(source, 'is no URL', `write it whole: ${DEFAULT_API_URL}`);
  const url = new URL(text);
  if (url.username !== '' || url.password !== '')
    throw refused(source, 'holds a user name or a password', 'leave them out');
  if (url.search !== '' || url.hash !== '')
    throw refused(source, 'holds a query or a fragment', 'leave it out');
  checkProtocol(url, source);
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

export function checkProtocol(url: URL, source: string): void {
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return;
  throw refused(
    source,
    'is not HTTPS: a key sent there could be read on the way',
    'write https:// (plain HTTP only to 127.0.0.1, [::1] or localhost)',
  );
}

/** Of a host name as `URL` gives it, where `0x7f.1` has become `127.0.0.1`. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function refused(source: string, what: string, nextStep: string): TtleaksError {
  return new TtleaksError('CONFIG', `${source} ${what}; ${nextStep}.`);
}
