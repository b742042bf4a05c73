/** The plan of a revocation: of the keys that it is about, the live ones, each with the way that is open. */
import type { PlannedKey, RevocationReport } from '../core/revocation-report.ts';
import type { RevocationScope } from '../scan/revocation-plan.ts';
import { strategyFor } from '../timetime/revocation-strategy.ts';
import type { Verifications } from '../timetime/verify.ts';
import { VERSION } from '../version.ts';
import type { Service } from './service.ts';

export function plannedRevocation(
  { candidates, leftAlone }: RevocationScope,
  verifications: Verifications,
  service: Service,
): RevocationReport {
  const plan: PlannedKey[] = [];
  const others: RevocationReport['others'][number][] = [];
  for (const { secret, findings } of candidates) {
    const verification = verifications.get(secret.id);
    if (verification === undefined) continue;
    if (verification.status !== 'live') others.push({ secret, verification });
    else plan.push(plannedKey({ secret, findings, radius: verification.radius }, service));
  }
  return {
    tool: { name: 'ttleaks', version: VERSION },
    api: service.client.endpoint.href,
    plan,
    others,
    leftAlone,
    missing: [],
    revocations: new Map(),
  };
}

function plannedKey(
  key: Pick<PlannedKey, 'secret' | 'findings' | 'radius'>,
  { client, revocationEndpoint }: Service,
): PlannedKey {
  const strategy = strategyFor(key, client, revocationEndpoint);
  const obstacle = strategy.obstacle(key);
  return { ...key, strategy: strategy.name, ...(obstacle === undefined ? {} : { obstacle }) };
}
