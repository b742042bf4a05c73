/** Verdicts and revocations as JSON has them: the same in the report of a scan and in that of a revocation. */
import type { Revocation } from '../core/revocation.ts';
import type { BlastRadius, Verification } from '../core/verification.ts';

export function verificationJson(verification: Verification) {
  if (verification.status !== 'live') return verification;
  const { radius, ...verdict } = verification;
  return { ...verdict, ...radiusJson(radius) };
}

export function radiusJson({ owner, organizations, actsForOthers, identity, otherKeys }: BlastRadius) {
  const entry = identity.kind === 'one' ? { keyId: identity.keyId, keyName: identity.keyName } : {};
  return { owner, organizations, actsForOthers, ...entry, otherKeys };
}

export function revocationJson(revocation: Revocation) {
  const { status, reason, strategy, keyId, keyName, replacement } = revocation;
  return { status, reason, strategy, keyId, keyName, replacement };
}
