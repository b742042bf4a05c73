/**
 * Takes keys out of service, one after the other, each step on the receipt before it is taken and after. Nothing here
 * decides whether that should be done: the plan was confirmed.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { TtleaksError } from '../core/errors.ts';
import type { Revocation, RevocationOutcome } from '../core/revocation.ts';
import type { TimeTimeClient } from './client.ts';
import type { RevocationEndpoint } from './endpoint-strategy.ts';
import type { Patience } from './pace.ts';
import type { Receipt, ReceiptFacts, ReceiptStep, RotationStep } from './receipt.ts';
import { outcomeOf } from './revocation-outcome.ts';
import { type RevocationStrategy, type RevocationTarget, strategyFor } from './revocation-strategy.ts';
import { type HandOver, type Replacement, rotate } from './rotation.ts';
import type { Exchange } from './transport.ts';
import { type Verdict, verdictOf } from './verdict.ts';
import type { VerdictCache } from './verdict-cache.ts';

/** With its pauses, a request may take so long. */
const STEP_MS = 60_000;
const NEVER = new AbortController().signal;
/** A server that has accepted may need a moment. */
const LOOKS_AGAIN_MS: Readonly<Record<number, readonly number[]>> = {
  200: [1000],
  204: [1000],
  202: [1000, 2000],
};

export interface RevocationRun {
  readonly client: TimeTimeClient;
  readonly endpoint: RevocationEndpoint | undefined;
  readonly receipt: Receipt;
  readonly cache: VerdictCache | undefined;
  /** Absent: the keys are revoked without a replacement. */
  readonly handOver: HandOver | undefined;
  /** Whether an earlier run has made and proved the replacement of a key. */
  readonly isReplaced: (secretId: string) => boolean;
  /** Looked at between two keys. */
  readonly signal: AbortSignal;
}

export interface RevocationResult {
  readonly target: RevocationTarget;
  readonly revocation: Revocation;
}

/** A result for each target. Once the receipt cannot be written, nothing more is asked of anybody. */
export async function* revokeKeys(
  targets: readonly RevocationTarget[],
  run: RevocationRun,
): AsyncGenerator<RevocationResult, void> {
  let isStopped = false;
  for (const target of targets) {
    const single = new SingleRevocation(target, run);
    if (isStopped) yield { target, revocation: single.resultOf(NO_RECEIPT) };
    else if (run.signal.aborted) yield { target, revocation: single.resultOf(INTERRUPTED) };
    else {
      yield { target, revocation: await single.run() };
      isStopped = single.isReceiptLost;
    }
  }
}

const NO_RECEIPT: RevocationOutcome = { status: 'failed', reason: 'no-receipt' };
const INTERRUPTED: RevocationOutcome = { status: 'failed', reason: 'interrupted' };

class SingleRevocation {
  isReceiptLost = false;
  readonly #target: RevocationTarget;
  readonly #run: RevocationRun;
  readonly #strategy: RevocationStrategy;
  #replacement: Replacement | undefined;

  constructor(target: RevocationTarget, run: RevocationRun) {
    this.#target = target;
    this.#run = run;
    this.#strategy = strategyFor(target, run.client, run.endpoint);
  }

  async run(): Promise<Revocation> {
    return this.resultOf((await this.#replace()) ?? (await this.#revoke()));
  }

  resultOf(outcome: RevocationOutcome): Revocation {
    const { identity } = this.#target.radius;
    return {
      ...outcome,
      strategy: this.#strategy.name,
      ...(identity.kind === 'one' ? { keyId: identity.keyId } : {}),
      ...(identity.kind === 'one' && identity.keyName !== undefined ? { keyName: identity.keyName } : {}),
      ...(this.#replacement === undefined ? {} : { replacement: this.#replacement }),
    };
  }

  /** `undefined` where the old key may go. */
  async #replace(): Promise<RevocationOutcome | undefined> {
    const { client, handOver, isReplaced } = this.#run;
    if (handOver === undefined || isReplaced(this.#target.secret.id)) return undefined;
    if (!this.#write('planned', { rotation: 'requested' })) return NO_RECEIPT;
    const note = (rotation: RotationStep, replacement: Replacement) => {
      this.#replacement = replacement;
      this.#write('planned', { rotation, newKeyId: replacement.keyId, newMasked: replacement.masked });
    };
    const failure = await rotate(this.#target, { client, handOver, note, patience: this.#patience });
    if (failure === undefined) return undefined;
    this.#write('failed', { reason: failure });
    return { status: 'failed', reason: failure };
  }

  async #revoke(): Promise<RevocationOutcome> {
    const strategy = this.#strategy;
    const obstacle = strategy.obstacle(this.#target);
    if (obstacle !== undefined) {
      this.#write('manual', { reason: obstacle });
      return { status: 'manual', reason: obstacle };
    }
    if (!this.#write('requested', {})) return NO_RECEIPT;
    const exchange = await strategy.request(this.#target, this.#patience());
    const status = exchange.kind === 'answer' ? exchange.status : exchange.fault;
    this.#write('requested', { status });
    const verdict = await this.#stateAfter(exchange);
    const outcome = outcomeOf(exchange, verdict.status);
    this.#write(STEPS[outcome.status], { status, proof: proofOf(verdict), reason: outcome.reason });
    if (verdict.status === 'inactive') {
      const checkedAt = new Date().toISOString();
      this.#run.cache?.putRevoked(this.#target.secret, { ...verdict, checkedAt });
    }
    return outcome;
  }

  async #stateAfter(exchange: Exchange): Promise<Verdict> {
    const pausesMs = exchange.kind === 'answer' ? (LOOKS_AGAIN_MS[exchange.status] ?? []) : [];
    let verdict = await this.#ask();
    for (const pauseMs of pausesMs) {
      if (verdict.status !== 'live') break;
      await delay(pauseMs);
      verdict = await this.#ask();
    }
    return verdict;
  }

  async #ask(): Promise<Verdict> {
    return verdictOf(await this.#run.client.readUser(this.#target.secret, this.#patience()));
  }

  /** What was begun is ended, with its proof: an interruption counts between two keys. */
  readonly #patience = (): Patience => ({ deadline: performance.now() + STEP_MS, signal: NEVER });

  /** False where it did not get onto the disk: what has not been asked for by then, is not. */
  #write(step: ReceiptStep, facts: Omit<ReceiptFacts, 'strategy' | 'keyId'>): boolean {
    const { radius, secret } = this.#target;
    const keyId = radius.identity.kind === 'one' ? radius.identity.keyId : undefined;
    try {
      this.#run.receipt.write(step, secret, { ...facts, keyId, strategy: this.#strategy.name });
    } catch (error) {
      if (!(error instanceof TtleaksError)) throw error;
      this.isReceiptLost = true;
    }
    return !this.isReceiptLost;
  }
}

/** `dry-run` never comes to this. */
const STEPS: Readonly<Record<RevocationOutcome['status'], ReceiptStep>> = {
  revoked: 'confirmed',
  requested: 'requested',
  manual: 'manual',
  failed: 'failed',
  'dry-run': 'planned',
};

export function proofOf(verdict: Verdict): string {
  const said = verdict.status === 'live' ? 200 : (verdict.httpStatus ?? verdict.reason);
  return `GET /v1/me: ${said}`;
}
