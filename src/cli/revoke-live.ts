/**
 * From a plan to what became of it: too many keys, a dry run, a person who did not confirm, or the revocation itself,
 * with its receipt. The same for `revoke` and for `scan --revoke`.
 */
import { randomBytes } from 'node:crypto';
import { TtleaksError } from '../core/errors.ts';
import type { Revocation, RevocationOutcome } from '../core/revocation.ts';
import { Receipt } from '../timetime/receipt.ts';
import { type RevocationTarget, strategyFor } from '../timetime/revocation-strategy.ts';
import { revokeKeys } from '../timetime/revoke.ts';
import { confirmRevocation, isTerminal } from './confirm.ts';
import { reportFailure } from './failure.ts';
import type { RevokeOptions } from './revoke-options.ts';
import type { Service } from './service.ts';
import { stateFile } from './user-directories.ts';

export type Revocations = ReadonlyMap<string, Revocation>;

export interface RevocationOrder {
  readonly targets: readonly RevocationTarget[];
  readonly service: Service;
  readonly options: RevokeOptions;
  /** Kept in the receipt, so that a later run finds the keys again. */
  readonly run: object;
  /** Whether an earlier run has made and proved the replacement of a key. */
  readonly isReplaced?: (secretId: string) => boolean;
  readonly signal: AbortSignal;
  /** Without a line for each key that is done. */
  readonly isQuiet: boolean;
}

/** Whether keys may be revoked at all, so that another run must be waited for. */
export function mayAct({ isDryRun, isConfirmed }: RevokeOptions): boolean {
  return !isDryRun && (isConfirmed || isTerminal());
}

/** By `secretId`; a result for each target. */
export async function revokeLive(order: RevocationOrder): Promise<Revocations> {
  const { targets, options } = order;
  if (targets.length === 0) return new Map();
  if (targets.length > options.max) return forAll(order, { status: 'dry-run', reason: 'too-many' });
  if (!mayAct(options)) return forAll(order, { status: 'dry-run', reason: 'dry-run' });
  if (targets.length > 1 && options.takesOneKey) {
    throw new TtleaksError(
      'USAGE',
      `--to-env-file holds one key, and ${targets.length} are to be replaced; name one target after the other, or use --to-command.`,
    );
  }
  if (!options.isConfirmed && !(await confirmRevocation(targets.length, order.signal))) {
    return forAll(order, { status: 'dry-run', reason: 'not-typed' });
  }
  return await act(order);
}

async function act(order: RevocationOrder): Promise<Revocations> {
  const { targets, service, options, signal } = order;
  await options.handOver?.prepare();
  let receipt: Receipt;
  try {
    receipt = planned(order);
  } catch (error) {
    reportFailure(error);
    return forAll(order, { status: 'failed', reason: 'no-receipt' });
  }
  const revocations = new Map<string, Revocation>();
  const results = revokeKeys(targets, {
    client: service.client,
    endpoint: service.revocationEndpoint,
    receipt,
    cache: service.cache,
    handOver: options.handOver,
    isReplaced: order.isReplaced ?? (() => false),
    signal,
  });
  for await (const { target, revocation } of results) {
    revocations.set(target.secret.id, revocation);
    if (order.isQuiet) continue;
    const done = `${revocations.size}/${targets.length}`;
    process.stderr.write(`ttleaks: ${done}  ${target.secret.masked}  ${revocation.status}\n`);
  }
  receipt.close();
  process.stderr.write(`ttleaks: receipt: ${receipt.file}\n`);
  return revocations;
}

/** The whole plan is on the disk before the first step. */
function planned({ targets, service, options, run }: RevocationOrder): Receipt {
  const receipt = new Receipt(options.receiptFile ?? newReceiptFile());
  receipt.writePlan(
    targets.map((target) => {
      const { identity } = target.radius;
      const keyId = identity.kind === 'one' ? identity.keyId : undefined;
      const strategy = strategyFor(target, service.client, service.revocationEndpoint).name;
      return { secret: target.secret, facts: { keyId, strategy, run } };
    }),
  );
  return receipt;
}

/** `20261125T190740Z-1a2b3c.jsonl`: in the order of time. */
function newReceiptFile(): string {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  return stateFile(`receipts/${time}-${randomBytes(3).toString('hex')}.jsonl`);
}

function forAll({ targets, service }: RevocationOrder, outcome: RevocationOutcome): Revocations {
  return new Map(
    targets.map((target) => {
      const strategy = strategyFor(target, service.client, service.revocationEndpoint).name;
      const { identity } = target.radius;
      const entry =
        identity.kind === 'one'
          ? {
              keyId: identity.keyId,
              ...(identity.keyName === undefined ? {} : { keyName: identity.keyName }),
            }
          : {};
      return [target.secret.id, { ...outcome, strategy, ...entry }];
    }),
  );
}
