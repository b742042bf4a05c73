/** A JSON report of an earlier run, read back. Keys are known by id and mask alone. */
import type { Finding } from '../core/finding.ts';
import type { Report } from '../core/report.ts';
import type { Revocation } from '../core/revocation.ts';
import type { RuleFacts } from '../core/rule.ts';
import { Secret } from '../core/secret.ts';
import type { Verification } from '../core/verification.ts';
import { parseJson } from '../settings/parse-json.ts';
import { configError, readSmallFileIfAny } from '../settings/read-small-file.ts';
import { validate } from '../settings/validate.ts';
import { reportSchema, type WrittenFinding, type WrittenSecret } from './report-schema.ts';
import { shownText } from './shown.ts';

const MAX_REPORT_BYTES = 256 * 1024 * 1024;

/** `rules`: what is known of the rules that the report names. Throws CONFIG for what is no report. */
export function readReport(file: string, rules: readonly RuleFacts[]): Report {
  const json = readSmallFileIfAny(file, MAX_REPORT_BYTES);
  if (json === undefined) throw configError(file, 'no such file', 'check the path');
  return reportFrom(json, file, rules);
}

/** `file`: what errors name. */
export function reportFrom(json: string, file: string, rules: readonly RuleFacts[]): Report {
  const { tool, scan, repositories, secrets, findings } = validate(reportSchema, parseJson(json, file), file);
  const verifications = mapOf(secrets, verificationOf);
  const revocations = mapOf(secrets, ({ revocation }) => revocation as Revocation | undefined);
  return {
    tool,
    scan: { ...scan, target: shownText(scan.target) },
    rules,
    findings: findings.map(findingOf),
    ...(repositories === undefined ? {} : { repositories: repositories.map(defined) }),
    ...(verifications.size === 0 ? {} : { verifications }),
    ...(revocations.size === 0 ? {} : { revocations }),
  };
}

function mapOf<T>(
  secrets: readonly WrittenSecret[],
  of: (secret: WrittenSecret) => T | undefined,
): Map<string, T> {
  return new Map(
    secrets.flatMap((secret) => {
      const value = of(secret);
      return value === undefined ? [] : [[secret.secretId, value] as const];
    }),
  );
}

function findingOf(written: WrittenFinding): Finding {
  const { secretId, masked, startLine, startColumn, endLine, endColumn, snippet, via, ...rest } = written;
  const secret =
    secretId === undefined || masked === undefined ? undefined : new Secret({ id: secretId, masked });
  // Where the mask stands is where the key stood: the first place, should there be several.
  const at = masked === undefined ? -1 : snippet.indexOf(masked);
  return defined({
    ...rest,
    secret,
    region: { startLine, startColumn, endLine, endColumn },
    snippet: {
      text: snippet,
      caretStart: Math.max(0, at),
      caretEnd: at < 0 ? 0 : at + (masked?.length ?? 0),
    },
    via: via ?? [],
  }) as Finding;
}

function verificationOf({ verification }: WrittenSecret): Verification | undefined {
  if (verification === undefined) return undefined;
  const { status, reason, checkedAt = '', httpStatus } = verification;
  if (status === 'skipped') return { status, reason: 'not-a-timetime-key' };
  if (status !== 'live') return defined({ status, reason, checkedAt, httpStatus }) as Verification;
  const {
    owner = '',
    organizations = [],
    actsForOthers = 'unknown',
    keyId,
    keyName,
    otherKeys,
  } = verification;
  const name = keyName === undefined ? {} : { keyName: shownText(keyName) };
  return {
    status,
    reason: 'accepted',
    checkedAt,
    radius: {
      owner: shownText(owner),
      organizations: organizations.map(({ name, roles }) => ({
        name: shownText(name),
        roles: roles.map(shownText),
      })),
      actsForOthers,
      identity:
        keyId === undefined ? { kind: 'unavailable' } : { kind: 'one', keyId: shownText(keyId), ...name },
      ...(otherKeys && { otherKeys: { ...otherKeys, names: otherKeys.names.map(shownText) } }),
    },
  };
}

/** Absent, not undefined: that is how our own data has it. */
function defined<T extends object>(record: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
