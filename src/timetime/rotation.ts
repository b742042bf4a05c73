/**
 * Replacement first: a new key is made with the old one's permissions, handed over, and proved to work; only then may
 * the old one go. A new key that got stuck on the way is named in the receipt, so that somebody can delete it.
 */
import type { FailureReason } from '../core/revocation.ts';
import { Secret } from '../core/secret.ts';
import { parseCreatedKey } from './answers.ts';
import type { TimeTimeClient } from './client.ts';
import type { Patience } from './pace.ts';
import type { RotationStep } from './receipt.ts';
import type { RevocationTarget } from './revocation-strategy.ts';
import type { Exchange } from './transport.ts';
import { verdictOf } from './verdict.ts';

/** The only way that a new key leaves this program: named by the user. */
export interface HandOver {
  /** Before a key is made: throws a TtleaksError where it could not be handed over. */
  prepare(): Promise<void>;
  /** Throws where the key did not arrive. */
  deliver(replacement: Secret): Promise<void>;
}

export interface Replacement {
  readonly keyId: string;
  readonly masked: string;
}

export interface RotationContext {
  readonly client: TimeTimeClient;
  readonly handOver: HandOver;
  readonly note: (step: Exclude<RotationStep, 'requested'>, replacement: Replacement) => void;
  readonly patience: () => Patience;
}

const NOTHING_MADE: readonly string[] = [
  'dns-failure',
  'tls-failure',
  'proxy-failure',
  'rate-limited',
  'interrupted',
];

/** `undefined` where the new key is in place; else why the old one must stay. */
export async function rotate(
  target: RevocationTarget,
  { client, handOver, note, patience }: RotationContext,
): Promise<FailureReason | undefined> {
  const exchange = await client.createKey(target.secret, nameOf(target), patience());
  const created = isSuccess(exchange) ? parseCreatedKey(exchange.body) : undefined;
  if (created === undefined) return reasonOf(exchange);
  const secret = new Secret(created.value);
  const replacement = { keyId: created.keyId, masked: secret.masked };
  note('made', replacement);
  try {
    await handOver.deliver(secret);
  } catch {
    // What a program says that was given a key may hold it.
    return 'replacement-not-handed-over';
  }
  note('handed-over', replacement);
  const verdict = verdictOf(await client.readUser(secret, patience()));
  if (verdict.status !== 'live') return 'replacement-not-live';
  note('verified', replacement);
  return undefined;
}

/** The old name with today's date. */
function nameOf({ radius: { identity } }: RevocationTarget): string {
  const old = identity.kind === 'one' ? identity.keyName : undefined;
  const name = (old ?? 'replacement').replace(/ \d{4}-\d{2}-\d{2}$/, '');
  return `${name} ${new Date().toISOString().slice(0, 'YYYY-MM-DD'.length)}`;
}

function isSuccess(exchange: Exchange): exchange is Extract<Exchange, { kind: 'answer' }> {
  return (
    exchange.kind === 'answer' && (exchange.status === 201 || exchange.status === 200) && exchange.isJson
  );
}

function reasonOf(exchange: Exchange): FailureReason {
  const isKnown =
    exchange.kind === 'fault'
      ? NOTHING_MADE.includes(exchange.fault)
      : exchange.status >= 300 && exchange.status < 500;
  return isKnown || (exchange.kind === 'answer' && exchange.status === 503)
    ? 'replacement-not-made'
    : 'replacement-unknown';
}
