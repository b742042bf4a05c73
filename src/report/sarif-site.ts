/**
 * Addresses of a site in SARIF. GitHub takes no `https` address for the place of a result, and lets one spoil the whole
 * file; so the place is the path below the site's origin, and the origin its base, which other viewers put before it.
 */
import type { Finding } from '../core/finding.ts';
import { maskKeysIn } from '../core/key-mask.ts';

/** What `URL` lets pass, and RFC 3986 does not. */
const NOT_IN_URI = /[^\w\-.~:/?@!$&'()*+,;=%]|%(?![0-9a-f]{2})/gi;

/** `path` is the address of the resource. */
export function siteLocation(path: string): { uri: string; uriBaseId: string } {
  const { origin, pathname, search } = new URL(maskKeysIn(path));
  const relative = (pathname.slice(1) + search).replace(NOT_IN_URI, encodeURIComponent);
  // Never empty, and nothing that reads as a scheme or another host.
  const isPlain = /^[^/?:]+(?:[/?]|$)/.test(relative);
  return { uri: isPlain ? relative : `./${relative}`, uriBaseId: origin };
}

/** The bases of all places. */
export function siteBases(places: readonly Finding[]): Record<string, { uri: string }> {
  const origins = new Set(places.map(({ path }) => new URL(maskKeysIn(path)).origin));
  return Object.fromEntries([...origins].sort().map((origin) => [origin, { uri: `${origin}/` }]));
}
