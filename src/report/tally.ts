/** What a report's numbers are, the same in every format. Suppressed findings count only as suppressed. */
import type { Finding, Level } from '../core/finding.ts';
import type { Report, Skipped } from '../core/report.ts';

export const LEVELS: readonly Level[] = ['error', 'warning', 'note'];

export interface Tally {
  /** Findings that are not suppressed, worst first. */
  readonly active: readonly Finding[];
  readonly suppressed: readonly Finding[];
  /** Those that are known: settings may publish one that does not stand there. */
  readonly keys: number;
  readonly byLevel: Readonly<Record<Level, number>>;
  /** What should have been read and was not. */
  readonly unread: readonly Skipped[];
  readonly leftOut: readonly Skipped[];
}

export function tallyOf(report: Report): Tally {
  const active = report.findings.filter(({ suppressed }) => suppressed === undefined);
  const byLevel: Record<Level, number> = { error: 0, warning: 0, note: 0 };
  for (const { level } of active) byLevel[level]++;
  return {
    active,
    suppressed: report.findings.filter(({ suppressed }) => suppressed !== undefined),
    keys: new Set(active.flatMap(({ secret }) => secret?.id ?? [])).size,
    byLevel,
    unread: report.scan.skipped.filter(({ kind }) => kind === 'unread'),
    leftOut: report.scan.skipped.filter(({ kind }) => kind !== 'unread'),
  };
}
