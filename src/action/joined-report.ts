/** One report of the files of the checkout and of what an event adds to history, for people to read. */
import { compareFindings, type Finding, LEVEL_RANK } from '../core/finding.ts';
import type { Report } from '../core/report.ts';

/**
 * A key at a path is one finding, the file's, with the commits that history knows of it. The result speaks of files,
 * since that is where an annotation can stand.
 */
export function joinedReport(files: Report | undefined, history: Report | undefined): Report | undefined {
  if (files === undefined || history === undefined) return files ?? history;
  const past = new Map(history.findings.map((finding) => [finding.fingerprint, finding]));
  const told = new Map<string, Finding[]>();
  for (const finding of files.findings) {
    const same = told.get(finding.fingerprint);
    if (same === undefined) told.set(finding.fingerprint, [finding]);
    else same.push(finding);
  }
  const findings = [
    ...files.findings.map((finding) => withHistory(finding, past.get(finding.fingerprint))),
    ...history.findings.filter((finding) => !isTold(finding, told.get(finding.fingerprint) ?? [])),
  ];
  const { scan } = history;
  return {
    ...files,
    findings: findings.sort(compareFindings),
    scan: {
      ...files.scan,
      objects: scan.objects,
      commits: scan.commits,
      bytes: files.scan.bytes + scan.bytes,
      durationMs: files.scan.durationMs + scan.durationMs,
      complete: files.scan.complete && scan.complete,
      skipped: [...files.scan.skipped, ...scan.skipped],
      excluded: files.scan.excluded + scan.excluded,
      warnings: [...new Set([...files.scan.warnings, ...scan.warnings])].sort(),
    },
  };
}

/** A file that git ignores by now says less than the commit that has it. */
function isTold(past: Finding, present: readonly Finding[]): boolean {
  return present.some(
    ({ level, suppressed }) =>
      LEVEL_RANK[level] <= LEVEL_RANK[past.level] &&
      (suppressed === undefined || past.suppressed !== undefined),
  );
}

function withHistory(finding: Finding, past: Finding | undefined): Finding {
  if (past === undefined) return finding;
  const { introduced, refs } = past;
  return { ...finding, ...(introduced ? { introduced } : {}), ...(refs ? { refs } : {}) };
}

/** On a change, what its base has already is a note: it is told, and does not stop the change. */
export function withKnown(report: Report, known: ReadonlySet<string>): Report {
  const findings = report.findings.map((finding) =>
    known.has(finding.fingerprint) ? { ...finding, level: 'note' as const } : finding,
  );
  return { ...report, findings: findings.sort(compareFindings) };
}
