/** Runs `ttleaks revoke` on a leak, and reads what it says and what its receipt says. */
import { keyOf } from '../core/key-maker.ts';
import type { ContractServer, ServerKey } from './contract-server.ts';
import { aPlace, type Place, runAt, startServer, writtenFiles } from './run-verify.ts';

export interface Scene {
  readonly server: ContractServer;
  readonly key: ServerKey;
  readonly place: Place;
}

export async function aLeak(name = 'leak'): Promise<Scene> {
  const server = await startServer();
  const key = server.addKey(keyOf(name), { name: 'CI' });
  return { server, key, place: aPlace({ 'a.ts': `const key = '${key.value}';\n` }) };
}

export async function revokeJson(
  { place, server }: Pick<Scene, 'place' | 'server'>,
  args: readonly string[] = ['--yes'],
) {
  const run = await runAt(place, server, ['revoke', '--format', 'json', ...args]);
  return { ...run, report: JSON.parse(run.stdout) as RevocationJson };
}

export interface RevocationJson {
  readonly plan: readonly {
    readonly masked: string;
    readonly keyId?: string;
    readonly strategy: string;
    readonly obstacle?: string;
  }[];
  readonly results: readonly { readonly status: string; readonly reason: string; readonly keyId?: string }[];
  readonly others: readonly unknown[];
  readonly leftAlone: readonly { readonly reason: string }[];
}

/** The steps of the one receipt that was written. */
export function receiptOf(place: Place): { readonly [name: string]: unknown; readonly step: string }[] {
  const [, text = ''] = writtenFiles(place.home).find(([name]) => name.endsWith('.jsonl')) ?? [];
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
