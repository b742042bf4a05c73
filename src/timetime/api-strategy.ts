/**
 * The API's own way: the key's entry in its owner's list, matched by the masked form, is deleted by its id, with the
 * key itself for credential. `DELETE /v1/api-keys/{id}` is not in the published description, so its absence is no
 * surprise.
 */
import type { ManualReason } from '../core/revocation.ts';
import type { TimeTimeClient } from './client.ts';
import { obstacleOf } from './obstacle.ts';
import type { Patience } from './pace.ts';
import type { RevocationStrategy, RevocationTarget } from './revocation-strategy.ts';
import type { Exchange } from './transport.ts';

export class ApiStrategy implements RevocationStrategy {
  readonly name = 'api';
  readonly #client: TimeTimeClient;

  constructor(client: TimeTimeClient) {
    this.#client = client;
  }

  obstacle({ radius: { identity } }: RevocationTarget): ManualReason | undefined {
    return obstacleOf(identity);
  }

  request({ secret, radius: { identity } }: RevocationTarget, patience: Patience): Promise<Exchange> {
    if (identity.kind !== 'one') throw new Error('a key without an entry cannot be deleted');
    return this.#client.deleteKey(secret, identity.keyId, patience);
  }
}
