/**
 * Asks TimeTime about keys: of each once whether it is live, whatever the number of places where it stands; then, of
 * the live ones, what they reach. Verdicts come first, so that no list of names costs one.
 */
import type { Secret } from '../core/secret.ts';
import type { Verification } from '../core/verification.ts';
import type { User } from './answers.ts';
import { blastRadius } from './blast-radius.ts';
import type { TimeTimeClient } from './client.ts';
import { KeyLists } from './key-lists.ts';
import type { Patience } from './pace.ts';
import { verdictOf } from './verdict.ts';
import type { VerdictCache } from './verdict-cache.ts';

const ASKED_AT_ONCE = 16;
/** What may be sent to TimeTime at all: a rule of somebody's own may find another provider's secret. */
const TIMETIME_KEY = /^tt1\.[0-9A-Za-z]{20,128}$/;

export interface VerifyOptions extends Patience {
  readonly client: TimeTimeClient;
  readonly cache?: VerdictCache | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** By `secretId`. */
export type Verifications = ReadonlyMap<string, Verification>;

/** Never throws: what could not be learnt is `unknown`. */
export async function verifyKeys(secrets: Iterable<Secret>, options: VerifyOptions): Promise<Verifications> {
  const distinct = [...new Map([...secrets].map((secret) => [secret.id, secret])).values()];
  const verifications = new Map<string, Verification>();
  const live: { secret: Secret; user: User; checkedAt: string }[] = [];
  let done = 0;
  await forEachBounded(distinct, async (secret) => {
    const verification = withoutAsking(secret, options);
    if (verification !== undefined) verifications.set(secret.id, verification);
    else {
      const verdict = verdictOf(await options.client.readUser(secret, options));
      const checkedAt = new Date().toISOString();
      if (verdict.status === 'live') live.push({ secret, user: verdict.user, checkedAt });
      else verifications.set(secret.id, { ...verdict, checkedAt });
    }
    options.onProgress?.(++done, distinct.length);
  });
  const lists = new KeyLists(options.client, options);
  await forEachBounded(live, async ({ secret, user, checkedAt }) => {
    const radius = blastRadius(user, await lists.of(user.userId, secret), secret);
    verifications.set(secret.id, { status: 'live', reason: 'accepted', checkedAt, radius });
  });
  for (const secret of distinct) options.cache?.put(secret, verifications.get(secret.id));
  return verifications;
}

export function isTimeTimeKey(secret: Secret): boolean {
  return TIMETIME_KEY.test(secret.reveal());
}

function withoutAsking(secret: Secret, { cache }: VerifyOptions): Verification | undefined {
  if (!isTimeTimeKey(secret)) return { status: 'skipped', reason: 'not-a-timetime-key' };
  return cache?.get(secret);
}

async function forEachBounded<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const pending = items.values();
  const worker = async () => {
    for (const item of pending) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(ASKED_AT_ONCE, items.length) }, worker));
}
