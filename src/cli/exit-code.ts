/** The exit code of a scan: findings win over an incomplete scan or an unknown state of a key, these over a clean one. */
import type { Level } from '../core/finding.ts';
import type { Report } from '../core/report.ts';

export type FailOn = Level | 'never';

export const FAIL_ON: readonly FailOn[] = ['error', 'warning', 'note', 'never'];

export function exitCodeOf(report: Report, failOn: FailOn): 0 | 1 | 3 {
  const { findings, scan } = report;
  const counted = failOn === 'never' ? [] : FAIL_ON.slice(0, FAIL_ON.indexOf(failOn) + 1);
  const isLeaking = findings.some(
    ({ level, suppressed }) => suppressed === undefined && counted.includes(level),
  );
  if (isLeaking) return 1;
  return scan.complete && !hasUnknownState(report) ? 0 : 3;
}

/** A verdict or a revocation that was asked for and not to be had. */
function hasUnknownState({ verifications, revocations }: Report): boolean {
  const isUnknown = [...(verifications?.values() ?? [])].some(({ status }) => status === 'unknown');
  return isUnknown || [...(revocations?.values() ?? [])].some(({ status }) => status === 'requested');
}
