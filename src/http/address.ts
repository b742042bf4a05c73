/** What an IP address leads to: the internet, or what only this machine or its network should reach. */
import { BlockList, isIP, isIPv6 } from 'node:net';
import { bareHost } from './bare-host.ts';

export type AddressKind = 'public' | 'metadata' | 'loopback' | 'link-local' | 'private' | 'reserved';

/**
 * The first that holds decides. https://www.iana.org/assignments/iana-ipv4-special-registry and its sister of IPv6.
 * `metadata`: where clouds hand credentials to whoever asks from within.
 */
const RANGES: readonly (readonly [AddressKind, string])[] = [
  [
    'metadata',
    '169.254.169.254/32 169.254.170.2/32 100.100.100.200/32 192.0.0.192/32 fd00:ec2::254/128 fd20:ce::254/128',
  ],
  // A connection to 0.0.0.0 reaches this machine.
  ['loopback', '127.0.0.0/8 0.0.0.0/8 ::1/128 ::/128'],
  ['link-local', '169.254.0.0/16 fe80::/10'],
  ['private', '10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10 fc00::/7 fec0::/10'],
  [
    'reserved',
    '192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3',
  ],
  // Of IPv6, 2000::/3 is the internet, without what stands for other networks in it.
  ['reserved', '::/3 4000::/2 8000::/1 2001::/23 2001:db8::/32 2002::/16 3fff::/20'],
];

type Family = 'ipv4' | 'ipv6';

/** Each of one family: an IPv4 address lies in some ranges of IPv6 as well. */
const LISTS = RANGES.flatMap(([kind, ranges]) => [
  { kind, family: 'ipv4', list: listOf(ranges, 'ipv4') },
  { kind, family: 'ipv6', list: listOf(ranges, 'ipv6') },
]);
/** Of the forms that lead to an IPv4 address: mapped, and translated (RFC 6052), as `URL` writes them. */
const EMBEDDED_IPV4 = /^\[(?:::ffff|64:ff9b:):([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/;

/** `address` is one, without brackets; a zone (`%eth0`) does not count. */
export function addressKind(address: string): AddressKind {
  const plain = address.replace(/%.*$/, '');
  const embedded = embeddedIpv4(plain);
  if (embedded !== undefined) return addressKind(embedded);
  const family = familyOf(plain);
  const found = LISTS.find((entry) => entry.family === family && entry.list.check(plain, family));
  return found?.kind ?? 'public';
}

/** Whether a host as in `URL` may be public: a name may be anything. */
export function isPublicHost(host: string): boolean {
  const bare = bareHost(host);
  return isIP(bare) === 0 || addressKind(bare) === 'public';
}

function familyOf(address: string): Family {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}

function embeddedIpv4(address: string): string | undefined {
  if (!isIPv6(address)) return undefined;
  const [, high, low] = EMBEDDED_IPV4.exec(new URL(`http://[${address}]`).hostname) ?? [];
  if (high === undefined || low === undefined) return undefined;
  const [upper, lower] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [upper >> 8, upper & 0xff, lower >> 8, lower & 0xff].join('.');
}

function listOf(ranges: string, family: Family): BlockList {
  const list = new BlockList();
  for (const range of ranges.split(' ')) {
    const [network = '', bits] = range.split('/');
    if (familyOf(network) === family) list.addSubnet(network, Number(bits), family);
  }
  return list;
}
