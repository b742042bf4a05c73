/** The exit code of a scan: findings win over an incomplete scan, that over a clean one. */
import type { Level } from '../core/finding.ts';
import type { Report } from '../core/report.ts';

export type FailOn = Level | 'never';

export const FAIL_ON: readonly FailOn[] = ['error', 'warning', 'note', 'never'];

export function exitCodeOf({ findings, scan }: Report, failOn: FailOn): 0 | 1 | 3 {
  const counted = failOn === 'never' ? [] : FAIL_ON.slice(0, FAIL_ON.indexOf(failOn) + 1);
  const isLeaking = findings.some(
    ({ level, suppressed }) => suppressed === undefined && counted.includes(level),
  );
  if (isLeaking) return 1;
  return scan.complete ? 0 : 3;
}
