/** The exit code of `ttleaks revoke`: a live key that remains wins over a state that is not known, that over success. */
import type { RevocationReport } from '../core/revocation-report.ts';

/** `isComplete`: whether all was read in which keys were looked for. */
export function revokeExitCode(report: RevocationReport, isComplete: boolean): 0 | 1 | 2 | 3 {
  const revocations = report.plan.map(({ secret }) => report.revocations.get(secret.id));
  if (revocations.some((revocation) => revocation?.reason === 'too-many')) return 2;
  const remains = revocations.some(
    (revocation) => revocation === undefined || !['revoked', 'requested'].includes(revocation.status),
  );
  if (remains) return 1;
  const isUnknown =
    revocations.some((revocation) => revocation?.status === 'requested') ||
    report.others.some(({ verification }) => verification.status === 'unknown') ||
    report.missing.length > 0;
  return isComplete && !isUnknown ? 0 : 3;
}
