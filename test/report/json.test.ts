import { describe, expect, it } from 'vitest';
import { jsonReport } from '../../src/report/json.ts';
import { aFinding, aReport, aRichReport, keyOf, wholeText } from './sample-report.ts';

const parsed = (...args: Parameters<typeof aReport>) => JSON.parse(wholeText(jsonReport(aReport(...args))));

describe('the JSON report', () => {
  it('has the keys of the contract, and no key for what is not known', () => {
    const { version, tool, scan, secrets, findings } = parsed([aFinding()]);
    expect([version, tool]).toEqual([1, { name: 'ttleaks', version: '1.2.3' }]);
    expect(Object.keys(scan)).toEqual(
      expect.arrayContaining([
        'target',
        'mode',
        'files',
        'bytes',
        'objects',
        'commits',
        'durationMs',
        'complete',
        'skipped',
      ]),
    );
    expect(secrets).toEqual([
      { secretId: findings[0].secretId, ruleId: 'timetime-api-key', masked: 'tt1.227b…7d89', findings: 1 },
    ]);
    expect(findings).toEqual([
      {
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
        ruleId: 'timetime-api-key',
        secretId: expect.stringMatching(/^[0-9a-f]{32}$/),
        level: 'error',
        confidence: 'certain',
        exposure: 'committed',
        site: 'content',
        masked: 'tt1.227b…7d89',
        path: 'src/a.ts',
        startLine: 3,
        startColumn: 14,
        endLine: 3,
        endColumn: 82,
        snippet: "const key = 'tt1.227b…7d89';",
      },
    ]);
  });

  it('has history, decoding steps and suppression where they are known', () => {
    const { findings } = JSON.parse(wholeText(jsonReport(aRichReport())));
    expect(findings[0].via).toEqual(['base64', 'percent']);
    expect(findings[1]).toMatchObject({
      introduced: { commit: 'a1'.repeat(20), subject: 'Add the config' },
      removed: { commit: 'c3'.repeat(20), date: '2024-05-06T07:08:09Z' },
      inHead: false,
      reachable: true,
    });
    expect(findings.find(({ path }: { path: string }) => path === 'waived.ts').suppressed).toEqual({
      kind: 'inline',
      justification: 'a test key',
    });
  });

  it('is laid out as JSON.stringify would, one finding a piece', () => {
    const pieces = [...jsonReport(aRichReport())];
    const text = pieces.join('');
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
    expect(pieces.filter((piece) => piece.includes('"fingerprint"'))).toHaveLength(7);
  });

  it('is whole where nothing was found', () => {
    expect(parsed()).toMatchObject({ secrets: [], findings: [] });
  });

  it('shows bytes that are not UTF-8 as U+FFFD and masks keys in paths, subjects and reasons', () => {
    const path = `a\udcff/${keyOf(7)}`;
    const text = wholeText(
      jsonReport(aReport([aFinding({ path })], { skipped: [{ path, reason: keyOf(8), kind: 'unread' }] })),
    );
    expect(JSON.parse(text).findings[0].path).toMatch(/^a\ufffd\/tt1\..{4}….{4}$/);
    expect(text).not.toMatch(/tt1\.[0-9a-f]{64}/);
  });

  it('escapes what a terminal would obey', () => {
    const text = wholeText(jsonReport(aReport([aFinding({ path: 'a\u009b31m\u202e\u001b' })])));
    expect(text).toContain('"a\\u009b31m\\u202e\\u001b"');
  });
});
