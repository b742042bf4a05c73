/** What became of the wish to take a key out of service. Only an answer of "not live" after it makes it `revoked`. */

export type StrategyName = 'api' | 'endpoint' | 'manual';

/** Why a person has to do it, in the dashboard. */
export type ManualReason = 'no-match' | 'several-matches' | 'no-list' | 'not-supported';

export type FailureReason =
  | 'refused'
  | 'conflict'
  | 'rate-limited'
  | 'server-error'
  | 'still-live'
  | 'no-answer'
  | 'redirect'
  | 'no-receipt'
  | 'interrupted'
  | 'replacement-not-made'
  /** The request for it was sent, and no answer came. */
  | 'replacement-unknown'
  | 'replacement-not-handed-over'
  | 'replacement-not-live';

export type RevocationOutcome =
  | { readonly status: 'revoked'; readonly reason: 'confirmed' | 'already-gone' }
  | { readonly status: 'requested'; readonly reason: 'not-confirmed' | 'accepted-not-done' }
  | { readonly status: 'manual'; readonly reason: ManualReason }
  | { readonly status: 'failed'; readonly reason: FailureReason }
  | { readonly status: 'dry-run'; readonly reason: 'dry-run' | 'not-typed' | 'too-many' };

export type Revocation = RevocationOutcome & {
  readonly strategy: StrategyName;
  /** Of the key in TimeTime's list; for a person who looks for it there. */
  readonly keyId?: string;
  readonly keyName?: string;
  /** That a new key took its place. */
  readonly replacement?: { readonly masked: string; readonly keyId: string };
};
