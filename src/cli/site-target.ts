/** A site as the target: its address, and the bounds of the scan. */
import { TtleaksError } from '../core/errors.ts';
import { proxySettings } from '../http/proxy.ts';
import type { SiteTarget } from '../scan/options.ts';
import { parseSize } from '../settings/size.ts';
import type { ScanArguments } from './scan-arguments.ts';
import { isSite } from './target.ts';

export function siteTarget(address: string, args: ScanArguments): SiteTarget {
  const {
    origin = [],
    depth = 0,
    maxResources = 5000,
    maxTotalSize = '1GB',
    maxTime = 600,
    rate = 50,
  } = args;
  const maxTotalBytes = parseSize(maxTotalSize);
  if (maxTotalBytes === undefined) {
    throw new TtleaksError('USAGE', `--max-total-size ${maxTotalSize}: not a size; write 500MB or 2GB.`);
  }
  return {
    mode: 'site',
    url: siteAddress(address).href,
    origins: origin.map(siteOrigin),
    depth: checked('depth', depth, depth >= 0 && Number.isInteger(depth), 'a whole number from 0 on'),
    maxResources: checked(
      'max-resources',
      maxResources,
      maxResources >= 1 && Number.isInteger(maxResources),
      'a whole number from 1 on',
    ),
    maxTotalBytes,
    maxTimeMs:
      1000 * checked('max-time', maxTime, maxTime > 0 && maxTime <= 86_400, 'seconds, at most a day'),
    requestsPerSecond: checked('rate', rate, rate > 0 && rate <= 1000, 'requests a second, at most 1000'),
    allowPrivate: args.allowPrivate ?? false,
    proxies: proxySettings(process.env),
  };
}

function siteAddress(address: string): URL {
  if (!isSite(address) || !URL.canParse(address)) {
    throw new TtleaksError('USAGE', `${address}: not an address; write https://example.com/page.`);
  }
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') {
    throw new TtleaksError(
      'USAGE',
      `${url.host}: the address holds a user name or a password, and ttleaks sends none: leave it out.`,
    );
  }
  url.hash = '';
  return url;
}

function siteOrigin(address: string): string {
  const { origin, pathname, search } = siteAddress(address);
  if (pathname === '/' && search === '') return origin;
  throw new TtleaksError('USAGE', `--origin ${address}: an origin has no path; write ${origin}.`);
}

function checked(option: string, value: number, isRight: boolean, what: string): number {
  if (isRight) return value;
  throw new TtleaksError('USAGE', `--${option}: ${what}.`);
}
