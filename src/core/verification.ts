/**
 * What TimeTime said of a key. Closed unions, never a boolean: an answer that is no verdict is `unknown`, and that is
 * not safe. Every text in here is fit to show: the names are foreign, but have been through `foreignName`.
 */

export type UnknownReason =
  | 'rate-limited'
  | 'server-error'
  | 'timeout'
  | 'dns-failure'
  | 'tls-failure'
  | 'connection-failure'
  | 'proxy-failure'
  | 'redirect'
  | 'not-json'
  | 'unexpected-shape'
  | 'unexpected-status'
  | 'not-found'
  | 'too-large'
  | 'unreadable'
  | 'interrupted';

export interface Organization {
  readonly name: string;
  readonly roles: readonly string[];
}

/** Which entry of the owner's list of keys is this one. */
export type KeyIdentity =
  | { readonly kind: 'one'; readonly keyId: string; readonly keyName?: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly count: number }
  | { readonly kind: 'unavailable' };

/** What a live key reaches. */
export interface BlastRadius {
  /** `a***@example.com`. */
  readonly owner: string;
  readonly organizations: readonly Organization[];
  /** With the headers by which an administrator acts for another user. */
  readonly actsForOthers: 'yes' | 'no' | 'unknown';
  readonly identity: KeyIdentity;
  /** Of the same owner; absent where the list was not to be had. */
  readonly otherKeys?: { readonly count: number; readonly names: readonly string[] };
}

/** `checkedAt` as ISO 8601; `httpStatus` where there was an answer. */
export type Verification =
  | {
      readonly status: 'live';
      readonly reason: 'accepted';
      readonly checkedAt: string;
      readonly radius: BlastRadius;
    }
  | {
      readonly status: 'inactive';
      readonly reason: 'rejected';
      readonly checkedAt: string;
      readonly httpStatus: number;
    }
  | {
      readonly status: 'unknown';
      readonly reason: UnknownReason;
      readonly checkedAt: string;
      readonly httpStatus?: number;
    }
  | { readonly status: 'skipped'; readonly reason: 'not-a-timetime-key' };
