/** Which keys of a report a revocation is about: those that stand where no key should. */
import type { Finding } from '../core/finding.ts';
import type { Report } from '../core/report.ts';
import type { Secret } from '../core/secret.ts';

export type LeftAloneReason = 'ignored' | 'waived';

export interface RevocationCandidate {
  readonly secret: Secret;
  /** All places, also those where it belongs: what is there stops working too. */
  readonly findings: readonly Finding[];
}

export interface RevocationScope {
  readonly candidates: readonly RevocationCandidate[];
  readonly leftAlone: readonly (RevocationCandidate & { readonly reason: LeftAloneReason })[];
}

/**
 * A key that stands in ignored files alone is where it belongs, and one that somebody has waived, in a comment or by
 * path, is not ours to revoke. A baseline waives no live key.
 */
export function revocationScope(
  { findings }: Report,
  { includeIgnored }: { readonly includeIgnored: boolean },
): RevocationScope {
  const bySecret = new Map<string, { secret: Secret; findings: Finding[] }>();
  for (const finding of findings) {
    const { secret } = finding;
    if (secret === undefined) continue;
    const known = bySecret.get(secret.id);
    if (known === undefined) bySecret.set(secret.id, { secret, findings: [finding] });
    else known.findings.push(finding);
  }
  const candidates: RevocationCandidate[] = [];
  const leftAlone: (RevocationCandidate & { reason: LeftAloneReason })[] = [];
  for (const candidate of bySecret.values()) {
    const reason = reasonToLeave(candidate.findings, includeIgnored);
    if (reason === undefined) candidates.push(candidate);
    else leftAlone.push({ ...candidate, reason });
  }
  return { candidates, leftAlone };
}

function reasonToLeave(places: readonly Finding[], includeIgnored: boolean): LeftAloneReason | undefined {
  const active = places.filter(
    ({ suppressed }) => suppressed === undefined || suppressed.kind === 'baseline',
  );
  if (active.length === 0) return 'waived';
  return includeIgnored || active.some(({ exposure }) => exposure !== 'ignored') ? undefined : 'ignored';
}
