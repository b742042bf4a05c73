/** Where no program can: a person, in the dashboard. Says why, and asks nothing of anybody. */
import type { ManualReason } from '../core/revocation.ts';
import type { RevocationStrategy } from './revocation-strategy.ts';
import type { Exchange } from './transport.ts';

export class ManualStrategy implements RevocationStrategy {
  readonly name = 'manual';
  readonly #reason: ManualReason;

  constructor(reason: ManualReason) {
    this.#reason = reason;
  }

  obstacle(): ManualReason {
    return this.#reason;
  }

  request(): Promise<Exchange> {
    throw new Error('a person revokes this key');
  }
}
