/** How a key is taken out of service: one interface, and the choice between the ways there are. */
import type { ManualReason, StrategyName } from '../core/revocation.ts';
import type { Secret } from '../core/secret.ts';
import type { BlastRadius } from '../core/verification.ts';
import { ApiStrategy } from './api-strategy.ts';
import type { TimeTimeClient } from './client.ts';
import { EndpointStrategy, type RevocationEndpoint } from './endpoint-strategy.ts';
import { ManualStrategy } from './manual-strategy.ts';
import type { Patience } from './pace.ts';
import type { Exchange } from './transport.ts';

/** A live key, and what its owner's list says of it. */
export interface RevocationTarget {
  readonly secret: Secret;
  readonly radius: BlastRadius;
}

export interface RevocationStrategy {
  readonly name: StrategyName;
  /** Why a person must do it instead; `undefined` where this way is open. */
  obstacle(target: RevocationTarget): ManualReason | undefined;
  /** Asks for it, once. Called only where there is no obstacle. */
  request(target: RevocationTarget, patience: Patience): Promise<Exchange>;
}

/** The user's own service where there is one, else the API, and where neither can, a person. */
export function strategyFor(
  target: RevocationTarget,
  client: TimeTimeClient,
  endpoint: RevocationEndpoint | undefined,
): RevocationStrategy {
  const strategy = endpoint ? new EndpointStrategy(client, endpoint) : new ApiStrategy(client);
  const obstacle = strategy.obstacle(target);
  return obstacle === undefined ? strategy : new ManualStrategy(obstacle);
}
