/** What is known of a key decides how bad it is that it stands somewhere. */
import { compareFindings, type Finding, LEVEL_RANK, type Level } from './finding.ts';
import { showPath } from './path-text.ts';
import type { Report } from './report.ts';

export type KeyState = 'live' | 'dead' | 'unknown';

/** `unknown` where nobody asked, too, and where the key itself is not known. */
export function keyStateOf({ secret }: Finding, { verifications, revocations }: Report): KeyState {
  const secretId = secret?.id ?? '';
  if (revocations?.get(secretId)?.status === 'revoked') return 'dead';
  switch (verifications?.get(secretId)?.status) {
    case 'live':
      return 'live';
    case 'inactive':
      return 'dead';
    default:
      return 'unknown';
  }
}

/**
 * The report with the levels that the verdicts make of it, live keys first. A live key is an error wherever it is not
 * in an ignored file, and no baseline waives it; a dead one is a warning at most, and in history alone a note.
 */
export function withVerdicts(report: Report): Report {
  const stateOf = (finding: Finding) => keyStateOf(finding, report);
  const findings = report.findings.map((finding) => judged(finding, stateOf(finding))).sort(compareFindings);
  findings.sort(
    (a, b) => LEVEL_RANK[a.level] - LEVEL_RANK[b.level] || liveFirst(stateOf(a)) - liveFirst(stateOf(b)),
  );
  const waived = new Set(
    findings
      .filter((finding) => finding.suppressed !== undefined && stateOf(finding) === 'live')
      .map(
        ({ secret, path }) => `${showPath(path)}: ${secret?.masked} is live, though it is waived: revoke it`,
      ),
  );
  const warnings = [...new Set([...report.scan.warnings, ...waived])].sort();
  return { ...report, findings, scan: { ...report.scan, warnings } };
}

function judged(finding: Finding, state: KeyState): Finding {
  if (state === 'unknown') return finding;
  if (state === 'dead') return { ...finding, level: levelOfDead(finding) };
  const level = finding.exposure === 'ignored' ? finding.level : 'error';
  if (finding.suppressed?.kind !== 'baseline') return { ...finding, level };
  const { suppressed: _, ...active } = finding;
  return { ...active, level };
}

function levelOfDead({ level, inHead }: Finding): Level {
  const most: Level = inHead === false ? 'note' : 'warning';
  return LEVEL_RANK[level] < LEVEL_RANK[most] ? most : level;
}

function liveFirst(state: KeyState): number {
  return state === 'live' ? 0 : 1;
}
