/** Asks TimeTime about the keys of a report, and makes of it what the verdicts say. */
import { withVerdicts } from '../core/key-state.ts';
import type { Report } from '../core/report.ts';
import { type VerifyOptions, verifyKeys } from '../timetime/verify.ts';

/** One question for each key, whatever the number of places; suppressed ones too, since a live key cannot be waived. */
export async function verifyReport(report: Report, options: VerifyOptions): Promise<Report> {
  const secrets = report.findings.flatMap(({ secret }) => secret ?? []);
  return withVerdicts({ ...report, verifications: await verifyKeys(secrets, options) });
}
