/** The keys that `ttleaks revoke` is about: those of a scan, of standard input, or what an earlier run left to do. */
import { addAbortSignal } from 'node:stream';
import type { Report } from '../core/report.ts';
import { type RevocationCandidate, type RevocationScope, revocationScope } from '../scan/revocation-plan.ts';
import { isPending, type ReceiptKey } from '../timetime/read-receipt.ts';
import { keysFromStdin } from './keys-from-stdin.ts';
import { argumentsOfRun, type EarlierRun, earlierRun } from './resume.ts';
import type { RevokeCommandArguments } from './revoke-arguments.ts';
import { scanWithProgress } from './run-scan.ts';
import { settle } from './settle.ts';

export interface KeySource {
  readonly args: RevokeCommandArguments;
  readonly earlier: EarlierRun | undefined;
  read(signal: AbortSignal): Promise<KeysToRevoke>;
}

export interface KeysToRevoke extends RevocationScope {
  /** Of the scan that found them. */
  readonly report: Report | undefined;
  readonly missing: readonly ReceiptKey[];
}

/** Throws for whatever is wrong with the arguments; nothing is read yet. */
export async function keySource(given: RevokeCommandArguments, api: URL): Promise<KeySource> {
  const earlier = given.resume === undefined ? undefined : earlierRun(given.resume);
  const args = earlier === undefined ? given : argumentsOfRun(given, earlier, api);
  const read = args.stdin ? readStdin : await scanner(args);
  return { args, earlier, read: async (signal) => leftToDo(await read(signal), earlier) };
}

type Read = (signal: AbortSignal) => Promise<KeysToRevoke>;

const readStdin: Read = async (signal) => {
  addAbortSignal(signal, process.stdin);
  const distinct = new Map((await keysFromStdin(signal)).map((secret) => [secret.id, secret]));
  const candidates = [...distinct.values()].map((secret) => ({ secret, findings: [] }));
  return { candidates, leftAlone: [], report: undefined, missing: [] };
};

async function scanner(args: RevokeCommandArguments): Promise<Read> {
  const settled = await settle({ ...args, revoke: true });
  return async (signal) => {
    const report = await scanWithProgress(settled, args, signal);
    const scope = revocationScope(report, { includeIgnored: args.includeIgnored ?? false });
    return { ...scope, report, missing: [] };
  };
}

/** Of an earlier run, what its plan had and did not bring to an end: no key that came later. */
function leftToDo(keys: KeysToRevoke, earlier: EarlierRun | undefined): KeysToRevoke {
  if (earlier === undefined) return keys;
  const pending = earlier.state.keys.filter(isPending);
  const found = new Map<string, RevocationCandidate>(
    [...keys.candidates, ...keys.leftAlone].map((candidate) => [candidate.secret.id, candidate]),
  );
  const candidates = pending.flatMap(({ secretId }) => found.get(secretId) ?? []);
  return {
    ...keys,
    candidates,
    leftAlone: [],
    missing: pending.filter(({ secretId }) => !found.has(secretId)),
  };
}
