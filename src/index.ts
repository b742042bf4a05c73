/** The public API. */
export { TtleaksError } from './core/errors.ts';
export type {
  CommitFacts,
  Confidence,
  Exposure,
  Finding,
  Level,
  Region,
  Suppression,
} from './core/finding.ts';
export type { Report, ScanFacts, Skipped } from './core/report.ts';
export type { Revocation } from './core/revocation.ts';
export type { Rule } from './core/rule.ts';
export { Secret } from './core/secret.ts';
export type { BlastRadius, Verification } from './core/verification.ts';
export type { Format } from './report/formats.ts';
export type { Reporter, ReportOptions } from './report/reporter.ts';
export { REPORTERS } from './report/reporters.ts';
export { loadRules } from './rules/load-rules.ts';
export type { ScanOptions, ScanTarget } from './scan/options.ts';
export { scan } from './scan/scan.ts';
