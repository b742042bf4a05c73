/** The lists of keys, one an owner: many keys of one owner share it, so that each costs one request at most. */
import type { Secret } from '../core/secret.ts';
import { type ListedKey, parseKeyList } from './answers.ts';
import type { TimeTimeClient } from './client.ts';
import type { Patience } from './pace.ts';

type KeyList = readonly ListedKey[] | undefined;

export class KeyLists {
  readonly #client: TimeTimeClient;
  readonly #patience: Patience;
  readonly #byOwner = new Map<string, Promise<KeyList>>();

  constructor(client: TimeTimeClient, patience: Patience) {
    this.#client = client;
    this.#patience = patience;
  }

  /** `undefined` where neither this key nor an earlier one of the owner was let see it. */
  async of(userId: string, secret: Secret): Promise<KeyList> {
    const pending = this.#byOwner.get(userId);
    const earlier = pending && (await pending);
    if (earlier !== undefined) return earlier;
    const list = this.#read(secret);
    this.#byOwner.set(userId, list);
    return await list;
  }

  async #read(secret: Secret): Promise<KeyList> {
    const exchange = await this.#client.listKeys(secret, this.#patience);
    if (exchange.kind === 'fault' || exchange.status !== 200 || !exchange.isJson) return undefined;
    return parseKeyList(exchange.body);
  }
}
