/** Reports for tests. Keys are made here, so that no file holds one. */
import { createHash } from 'node:crypto';
import { compareFindings, type Finding, fingerprintOf, levelOf } from '../../src/core/finding.ts';
import { maskKeysIn } from '../../src/core/key-mask.ts';
import type { Report, ScanFacts } from '../../src/core/report.ts';
import { Secret } from '../../src/core/secret.ts';
import type { ReportOptions } from '../../src/report/reporter.ts';

export const PLAIN: ReportOptions = { color: false, showSecrets: false, verbose: false };
export const RULE_ID = 'timetime-api-key';

export function keyOf(seed: string | number): string {
  return `tt1.${createHash('sha256').update(`key ${seed}`).digest('hex')}`;
}

export function aFinding(
  facts: Partial<Finding> & { seed?: string | number } = {},
): Finding & { readonly secret: Secret } {
  const { seed = 1, ...given } = facts;
  const secret = given.secret ?? new Secret(keyOf(seed));
  const line = `const key = '${secret.masked}';`;
  const path = given.path ?? 'src/a.ts';
  const exposure = given.exposure ?? 'committed';
  return {
    fingerprint: fingerprintOf(given.ruleId ?? RULE_ID, secret, path),
    ruleId: RULE_ID,
    secret,
    level: levelOf(exposure),
    confidence: 'certain',
    exposure,
    site: 'content',
    path,
    region: { startLine: 3, startColumn: 14, endLine: 3, endColumn: 82 },
    snippet: { text: line, caretStart: 13, caretEnd: 13 + secret.masked.length },
    via: [],
    ...given,
  };
}

export function aReport(findings: readonly Finding[] = [], scan: Partial<ScanFacts> = {}): Report {
  return {
    tool: { name: 'ttleaks', version: '1.2.3' },
    scan: {
      target: '.',
      mode: 'files',
      files: 1234,
      bytes: 56_000_000,
      objects: 0,
      commits: 0,
      date: '2025-01-02',
      durationMs: 12,
      complete: true,
      skipped: [],
      excluded: 0,
      warnings: [],
      ...scan,
    },
    rules: [
      { id: RULE_ID, description: 'TimeTime API key', help: 'Revoke it: <https://app.timetime.in/>' },
      { id: 'timetime-api-key-other', description: 'TimeTime API key of another shape', help: 'Look at it.' },
    ],
    findings: [...findings].sort(compareFindings),
  };
}

/** A bit of everything. */
export function aRichReport(): Report {
  const commit = {
    commit: 'a1'.repeat(20),
    author: 'Ann <ann@example.com>',
    date: '2024-03-04T05:06:07+02:00',
    subject: 'Add the config',
  };
  return aReport(
    [
      aFinding(),
      aFinding({ region: { startLine: 9, startColumn: 1, endLine: 9, endColumn: 69 } }),
      aFinding({
        seed: 2,
        path: 'dist/a b#1.js',
        exposure: 'client',
        level: 'error',
        via: ['base64', 'percent'],
      }),
      aFinding({ seed: 3, path: '.env', exposure: 'ignored' }),
      aFinding({ seed: 4, path: 'notes.txt', exposure: 'untracked', confidence: 'likely' }),
      aFinding({
        seed: 5,
        path: 'old.py',
        object: 'b2'.repeat(20),
        introduced: commit,
        removed: { commit: 'c3'.repeat(20), date: '2024-05-06T07:08:09Z' },
        refs: ['refs/heads/main', 'refs/tags/v1', 'refs/heads/x', 'refs/heads/y'],
        inHead: false,
        reachable: true,
      }),
      aFinding({ seed: 6, path: 'waived.ts', suppressed: { kind: 'inline', justification: 'a test key' } }),
    ],
    {
      complete: false,
      skipped: [
        { path: 'locked.ts', reason: 'permission denied', kind: 'unread' },
        { path: 'big.bin', reason: 'larger than --max-size', kind: 'by-request' },
      ],
      excluded: 2,
      warnings: ['src/b.ts:4: ttleaks:allow without a reason does not count'],
    },
  );
}

export function wholeText(pieces: Iterable<string>): string {
  return [...pieces].join('');
}

export function maskedSnippet(text: string): Finding['snippet'] {
  const masked = maskKeysIn(text);
  const at = Math.max(0, masked.indexOf('tt1.'));
  return { text: masked, caretStart: at, caretEnd: Math.min(masked.length, at + 'tt1.abcd…efgh'.length) };
}
