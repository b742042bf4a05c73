/** What is known of a key, in a line: the verdict, what the key reaches, what to do where there is no verdict. */

import type { Finding } from '../core/finding.ts';
import { keyStateOf } from '../core/key-state.ts';
import type { Report } from '../core/report.ts';
import type { Revocation } from '../core/revocation.ts';
import type { BlastRadius, UnknownReason, Verification } from '../core/verification.ts';
import { shownText } from './shown.ts';
import { counted, DASHBOARD } from './wording.ts';

const SHOWN_NAMES = 3;

const UNKNOWN_REASONS: Readonly<Record<UnknownReason, string>> = {
  'rate-limited': 'TimeTime asks to wait longer than there was time; run this again later',
  'server-error': 'TimeTime is in trouble; run this again later',
  timeout: 'no answer in time; run this again, or give it more with --verify-timeout',
  'dns-failure': 'the name of the API could not be resolved; check the network and --api-url',
  'tls-failure':
    "the API's certificate is not trusted; check --ca, NODE_EXTRA_CA_CERTS, and this machine's clock",
  'connection-failure': 'no connection to the API; check the network and --api-url',
  'proxy-failure': 'the proxy lets nothing through to the API; check HTTPS_PROXY and NO_PROXY',
  redirect: 'a redirect, which no key follows; check --api-url',
  'not-json': 'the answer is no JSON: of a firewall, a proxy or a login page, not of TimeTime',
  'unexpected-shape': 'the answer is not what TimeTime documents; check --api-url',
  'unexpected-status': 'the answer is not one that TimeTime documents; check --api-url',
  'not-found': 'no such profile: TimeTime may have accepted the key, or --api-url is wrong',
  'too-large': 'the answer is too large to be one of TimeTime; check --api-url',
  unreadable: 'the answer is encoded or garbled; check what stands between here and the API',
  interrupted: 'interrupted before the answer',
};

/** Of a finding: its key's verdict and what became of its revocation; nothing where nobody asked. */
export function verdictLines({ secret }: Finding, { verifications, revocations }: Report): string[] {
  const verification = verifications?.get(secret?.id ?? '');
  const revocation = revocations?.get(secret?.id ?? '');
  return [
    ...(verification === undefined ? [] : [verificationWords(verification)]),
    ...(revocation === undefined ? [] : [revocationWords(revocation)]),
  ];
}

/** Nothing where the key may stand, or is dead. */
export function revokeAdvice(finding: Finding, report: Report): string {
  if (finding.exposure === 'ignored' || keyStateOf(finding, report) === 'dead') return '';
  return ' Revoke it: deleting it is not enough.';
}

/** `TimeTime was asked about 3 keys: 1 live, 1 dead, 1 not known.`; undefined where it was not asked. */
export function verdictTotals({ verifications, revocations }: Report): string | undefined {
  if (verifications === undefined || verifications.size === 0) return undefined;
  const statuses = [...verifications.values()].map(({ status }) => status);
  const parts = (['live', 'inactive', 'unknown', 'skipped'] as const).flatMap((status) => {
    const count = statuses.filter((one) => one === status).length;
    return count === 0 ? [] : [`${count} ${TOTALS[status]}`];
  });
  const revoked = [...(revocations?.values() ?? [])].filter(({ status }) => status === 'revoked').length;
  const since = revoked === 0 ? '' : ` ${counted(revoked, 'key')} revoked since.`;
  return `TimeTime was asked about ${counted(statuses.length, 'key')}: ${parts.join(', ')}.${since}`;
}

const TOTALS: Readonly<Record<Verification['status'], string>> = {
  live: 'live',
  inactive: 'dead',
  unknown: 'not known whether live (treat as live)',
  skipped: 'not of TimeTime',
};

/** A line for each key without a verdict. */
export function unknownLines({ findings, verifications }: Report): string[] {
  const masks = new Map(findings.map(({ secret }) => [secret?.id, secret?.masked]));
  return [...(verifications ?? [])].flatMap(([secretId, verification]) =>
    verification.status === 'unknown' ? [`${masks.get(secretId) ?? ''}: ${unknownWords(verification)}`] : [],
  );
}

export function verificationWords(verification: Verification): string {
  switch (verification.status) {
    case 'live':
      return `LIVE: ${radiusWords(verification.radius)}`;
    case 'inactive':
      return `dead: TimeTime rejects it (${verification.httpStatus})`;
    case 'unknown':
      return `not known whether live (${unknownWords(verification)}): treat it as live`;
    case 'skipped':
      return 'not asked about: no key of TimeTime';
    default:
      return verification satisfies never;
  }
}

/** `429, TimeTime asks to wait …`. */
export function unknownWords({ reason, httpStatus }: Extract<Verification, { status: 'unknown' }>): string {
  return `${httpStatus === undefined ? '' : `${httpStatus}, `}${UNKNOWN_REASONS[reason]}`;
}

/** `key "CI" of a***@example.com; Acme (admin); 2 other keys (prod, test); acts for every user of the tenant`. */
export function radiusWords(radius: BlastRadius): string {
  const { owner, organizations, actsForOthers, identity, otherKeys } = radius;
  const name =
    identity.kind === 'one' && identity.keyName !== undefined ? ` "${shownText(identity.keyName)}"` : '';
  const parts = [
    `key${name} of ${shownText(owner)}`,
    ...organizations.map(({ name, roles }) => named(shownText(name), roles.map(shownText))),
    otherKeys === undefined
      ? "the owner's other keys are not known"
      : named(counted(otherKeys.count, 'other key'), otherKeys.names.map(shownText)),
    ACTING[actsForOthers],
  ];
  return parts.join('; ');
}

const ACTING: Readonly<Record<BlastRadius['actsForOthers'], string>> = {
  yes: 'can act for every user of the tenant',
  no: 'cannot act for other users',
  unknown: 'whether it can act for other users is not known',
};

function named(what: string, details: readonly string[]): string {
  if (details.length === 0) return what;
  const more = details.length > SHOWN_NAMES ? ', …' : '';
  return `${what} (${details.slice(0, SHOWN_NAMES).join(', ')}${more})`;
}

const BY_HAND = `revoke it in the dashboard: ${DASHBOARD}`;

export const OUTCOME_WORDS: Readonly<Record<Revocation['reason'], string>> = {
  confirmed: 'TimeTime no longer accepts the key',
  'already-gone': 'it was gone already; TimeTime no longer accepts the key',
  'not-confirmed': 'it was asked for, but whether the key is dead is not known; go on with --resume',
  'accepted-not-done': 'TimeTime has accepted the request, but still accepts the key; go on with --resume',
  'no-match': `no entry of the owner's list has this key's masked form; ${BY_HAND}`,
  'several-matches': `several entries of the owner's list have this key's masked form; ${BY_HAND}`,
  'no-list': `the owner's list of keys was not to be had; ${BY_HAND}`,
  'not-supported': `TimeTime cannot delete the key this way, and still accepts it; ${BY_HAND}`,
  refused: `the request was refused, and the key is still live; ${BY_HAND}`,
  conflict: `something else stands in the way (409), and the key is still live; run this again, or ${BY_HAND}`,
  'rate-limited': 'too many requests: nothing was done, and the key is still live; go on with --resume',
  'server-error': 'the server is in trouble, and the key is still live; go on with --resume',
  'still-live': `the server says that it is done, but TimeTime still accepts the key; ${BY_HAND}`,
  'no-answer': 'no answer, and the key is still live; go on with --resume',
  redirect: 'a redirect, which no key follows: the key is still live; check --api-url',
  'no-receipt': 'not asked for, since the receipt cannot be written: the key is still live',
  interrupted: 'interrupted before it was asked for: the key is still live; go on with --resume',
  'replacement-not-made': 'no new key could be made, so the old one stays live',
  'replacement-unknown':
    'whether a new key was made is not known, so the old one stays live; look in the dashboard',
  'replacement-not-handed-over':
    'the new key could not be handed over, so the old one stays live; delete the new one',
  'replacement-not-live': 'the new key does not work, so the old one stays live; delete the new one',
  'dry-run': 'would be revoked; nothing was done',
  'not-typed': 'not confirmed; nothing was done',
  'too-many': 'more keys than --max allows; nothing was done',
};

export function revocationWords(revocation: Revocation): string {
  const { status, reason, keyId, keyName, replacement } = revocation;
  const entry =
    keyId === undefined ? '' : ` (${keyName === undefined ? '' : `"${shownText(keyName)}", `}id ${keyId})`;
  const successor =
    replacement === undefined ? '' : `; the new key is ${replacement.masked} (id ${replacement.keyId})`;
  return `${STATUSES[status]}${entry}: ${OUTCOME_WORDS[reason]}${successor}`;
}

const STATUSES: Readonly<Record<Revocation['status'], string>> = {
  revoked: 'revoked',
  requested: 'revocation requested, not confirmed',
  manual: 'TO BE REVOKED BY HAND',
  failed: 'NOT REVOKED',
  'dry-run': 'not revoked',
};
