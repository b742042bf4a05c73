/**
 * What the answer to a revocation and the state of the key after it come to: a pure table. The state decides wherever
 * it is known; only "not live" makes a key revoked.
 */
import type { RevocationOutcome } from '../core/revocation.ts';
import type { Exchange } from './transport.ts';
import type { Verdict } from './verdict.ts';

const NO_SUCH_METHOD: readonly number[] = [404, 405, 501];
const CONFLICT = 409;
const TOO_MANY = 429;
const UNAVAILABLE = 503;
const ACCEPTED = 202;
/** The request never got as far as a server that could act on it. */
const NOT_SENT: readonly string[] = [
  'dns-failure',
  'tls-failure',
  'proxy-failure',
  'rate-limited',
  'interrupted',
];

export function outcomeOf(exchange: Exchange, after: Verdict['status']): RevocationOutcome {
  if (after === 'inactive') {
    const isGone = exchange.kind === 'answer' && exchange.status === 404;
    return { status: 'revoked', reason: isGone ? 'already-gone' : 'confirmed' };
  }
  if (after === 'unknown' && mayHaveActed(exchange)) return { status: 'requested', reason: 'not-confirmed' };
  if (exchange.kind === 'fault') return { status: 'failed', reason: 'no-answer' };
  return outcomeOfLive(exchange.status);
}

function outcomeOfLive(status: number): RevocationOutcome {
  if (status === ACCEPTED) return { status: 'requested', reason: 'accepted-not-done' };
  if (NO_SUCH_METHOD.includes(status)) return { status: 'manual', reason: 'not-supported' };
  if (status >= 500) return { status: 'failed', reason: 'server-error' };
  if (status === TOO_MANY) return { status: 'failed', reason: 'rate-limited' };
  if (status === CONFLICT) return { status: 'failed', reason: 'conflict' };
  if (status >= 400) return { status: 'failed', reason: 'refused' };
  return { status: 'failed', reason: status < 300 ? 'still-live' : 'redirect' };
}

function mayHaveActed(exchange: Exchange): boolean {
  if (exchange.kind === 'fault') return !NOT_SENT.includes(exchange.fault);
  const { status } = exchange;
  return status < 300 || status === 404 || (status >= 500 && status !== UNAVAILABLE && status !== 501);
}
