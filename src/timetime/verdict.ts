/**
 * What an answer to `GET /v1/me` says of the key: a pure table. Only TimeTime's own words are a verdict. A firewall's
 * page, a gateway's JSON, a rate limit, a server in trouble, a redirect say nothing of the key.
 */
import type { UnknownReason } from '../core/verification.ts';
import { isProblem, parseUser, type User } from './answers.ts';
import type { Exchange, HttpAnswer } from './transport.ts';

export type Verdict =
  | { readonly status: 'live'; readonly user: User }
  | { readonly status: 'inactive'; readonly reason: 'rejected'; readonly httpStatus: number }
  | { readonly status: 'unknown'; readonly reason: UnknownReason; readonly httpStatus?: number };

const REJECTIONS: readonly number[] = [401, 403];

export function verdictOf(exchange: Exchange): Verdict {
  if (exchange.kind === 'fault') return { status: 'unknown', reason: exchange.fault };
  const { status } = exchange;
  if (status === 200 && exchange.isJson) {
    const user = parseUser(exchange.body);
    if (user !== undefined) return { status: 'live', user };
  }
  if (REJECTIONS.includes(status) && isRejection(exchange)) {
    return { status: 'inactive', reason: 'rejected', httpStatus: status };
  }
  return { status: 'unknown', reason: unknownReason(exchange), httpStatus: status };
}

/** By a problem document that speaks of this answer, or without a word. */
function isRejection({ body, isJson, status }: HttpAnswer): boolean {
  return body === '' || (isJson && isProblem(body, status));
}

export function unknownReason({ status, isJson }: HttpAnswer): UnknownReason {
  if (status === 429) return 'rate-limited';
  if (status === 404) return 'not-found';
  if (status >= 500) return 'server-error';
  if (status >= 300 && status < 400) return 'redirect';
  if (status !== 200 && !REJECTIONS.includes(status)) return 'unexpected-status';
  return isJson ? 'unexpected-shape' : 'not-json';
}
