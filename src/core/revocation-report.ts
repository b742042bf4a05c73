/** What a revocation was about and what became of it: the one input of its reporters. Plain data. */
import type { Finding } from './finding.ts';
import type { ManualReason, Revocation, StrategyName } from './revocation.ts';
import type { Secret } from './secret.ts';
import type { BlastRadius, Verification } from './verification.ts';

export interface PlannedKey {
  readonly secret: Secret;
  readonly radius: BlastRadius;
  readonly strategy: StrategyName;
  /** Why a person has to do it. */
  readonly obstacle?: ManualReason;
  /** Empty for a key that was not found but given. */
  readonly findings: readonly Finding[];
}

export interface RevocationReport {
  readonly tool: { readonly name: 'ttleaks'; readonly version: string };
  /** The address of the API. */
  readonly api: string;
  readonly plan: readonly PlannedKey[];
  /** Keys that were asked about and are not in the plan: dead, or of unknown state. */
  readonly others: readonly { readonly secret: Secret; readonly verification: Verification }[];
  readonly leftAlone: readonly { readonly secret: Secret; readonly reason: 'ignored' | 'waived' }[];
  /** Keys of an earlier run's receipt that were not found again. */
  readonly missing: readonly { readonly secretId: string; readonly masked: string }[];
  /** By `secretId`; empty until the plan was acted upon. */
  readonly revocations: ReadonlyMap<string, Revocation>;
}
