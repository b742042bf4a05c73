import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import { sarifReport } from '../../src/report/sarif.ts';
import { aFinding, aReport, aRichReport, keyOf, wholeText } from './sample-report.ts';
import schema from './sarif-2.1.0.schema.json' with { type: 'json' };

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);

function runOf(...args: Parameters<typeof aReport>) {
  const log = JSON.parse(wholeText(sarifReport(aReport(...args))));
  validate(log);
  expect(validate.errors).toBeNull();
  return log.runs[0];
}

const uriOf = (facts: Partial<Finding>) =>
  runOf([aFinding(facts)]).results[0].locations[0].physicalLocation.artifactLocation.uri;
const regionOf = (region: Finding['region']) =>
  runOf([aFinding({ region })]).results[0].locations[0].physicalLocation.region;

describe('the SARIF report', () => {
  it('fits the published schema', () => {
    const text = wholeText(sarifReport(aRichReport()));
    const log = JSON.parse(text);
    expect(validate(log)).toBe(true);
    expect(text).toBe(`${JSON.stringify(log, null, 2)}\n`);
    expect(log).toMatchObject({ version: '2.1.0', $schema: expect.stringContaining('2.1.0') });
    expect(log.runs).toHaveLength(1);
  });

  it('has a key in a container at the first line of the file, and names the member', () => {
    const container = 'app.tgz!package/dist/a[1].js';
    const [result] = runOf([aFinding({ path: 'app.tgz', container })]).results;
    expect(result.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: 'app.tgz' },
          region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
        },
        logicalLocations: [{ fullyQualifiedName: container, kind: 'resource' }],
      },
    ]);
    expect(result.message.text).toContain('It stands in app.tgz!package/dist/a\\[1\\].js:3:14.');
    expect(result.properties.container).toBe(container);
  });

  it.each([
    ['https://site.test/', './'],
    ['https://site.test/a/b.js?v=1', 'a/b.js?v=1'],
    ['https://site.test/a%20b/[x]|{y}.js', 'a%20b/%5Bx%5D%7C%7By%7D.js'],
    ['https://site.test//other.test/x.js', './/other.test/x.js'],
    ['https://site.test/c:d.js', './c:d.js'],
    ['https://site.test/?x=[1]', './?x=%5B1%5D'],
    ['https://site.test/100%.js', '100%25.js'],
  ])('has the path of a resource of a site, below its origin: %s', (path, uri) => {
    const { results, originalUriBaseIds, automationDetails } = runOf([aFinding({ path })], { mode: 'site' });
    const { artifactLocation } = results[0].locations[0].physicalLocation;
    expect(artifactLocation).toEqual({ uri, uriBaseId: 'https://site.test' });
    expect(originalUriBaseIds).toEqual({ 'https://site.test': { uri: 'https://site.test/' } });
    expect(automationDetails.id).toBe('ttleaks/site/');
  });

  it('has rules as GitHub shows them, each once, and one for each result', () => {
    const { driver } = runOf([aFinding({ ruleId: 'own-rule' })]).tool;
    expect(driver).toMatchObject({ name: 'ttleaks', semanticVersion: '1.2.3' });
    expect(driver.rules.map(({ id }: { id: string }) => id)).toEqual([
      'timetime-api-key',
      'timetime-api-key-other',
      'own-rule',
    ]);
    for (const rule of driver.rules) {
      expect(rule.shortDescription.text && rule.fullDescription.text && rule.help.text).toBeTruthy();
      expect(rule.properties['security-severity']).toMatch(/^\d+\.\d$/);
      expect(rule.properties.tags.length).toBeLessThanOrEqual(10);
    }
  });

  it('keeps what a rule says of itself within what GitHub takes', () => {
    const long = 'long '.repeat(400);
    const id = `own-${'x'.repeat(300)}`;
    const log = JSON.parse(
      wholeText(sarifReport({ ...aReport(), rules: [{ id, description: long, help: long.repeat(10) }] })),
    );
    const [rule] = log.runs[0].tool.driver.rules;
    expect(rule.id).toBe(id);
    expect(rule.name.length).toBeLessThanOrEqual(255);
    for (const { text } of [rule.shortDescription, rule.fullDescription])
      expect(text.length).toBeLessThanOrEqual(1024);
    for (const { properties } of runOf().tool.driver.rules) {
      expect(['very-high', 'high', 'medium', 'low']).toContain(properties.precision);
      expect(['error', 'warning', 'recommendation']).toContain(properties['problem.severity']);
      expect(new Set(properties.tags).size).toBe(properties.tags.length);
    }
  });

  it('is whole where nothing was found', () => {
    expect(runOf()).toMatchObject({ results: [], columnKind: 'utf16CodeUnits' });
  });

  it.each([
    [{ mode: 'files' }, 'ttleaks/worktree/'],
    [{ mode: 'history' }, 'ttleaks/history/'],
    [{ mode: 'history', isPart: true }, 'ttleaks/range/'],
    [{ mode: 'staged' }, 'ttleaks/staged/'],
    [{ mode: 'stdin' }, 'ttleaks/stdin/'],
    [{ mode: 'site' }, 'ttleaks/site/'],
    [{ mode: 'audit' }, 'ttleaks/audit/'],
  ] as const)('keeps %j in a category of its own: %s', (scan, category) => {
    expect(runOf([], scan).automationDetails.id).toBe(category);
  });

  it('marks an incomplete scan as unsuccessful and says what was not read', () => {
    const skipped = [{ path: 'a/[b].ts', reason: 'permission denied', kind: 'unread' as const }];
    expect(runOf([], { complete: false, skipped }).invocations).toEqual([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [
          { level: 'error', message: { text: 'Not scanned: a/\\[b\\].ts: permission denied' } },
        ],
      },
    ]);
    expect(runOf().invocations[0].executionSuccessful).toBe(true);
  });

  it('leaves out suppressed findings', () => {
    expect(runOf([aFinding({ suppressed: { kind: 'baseline', justification: 'known' } })]).results).toEqual(
      [],
    );
  });

  it('writes paths as relative URIs, raw bytes percent-encoded, keys masked', () => {
    expect(uriOf({ path: 'a b/[c]#é?%.ts' })).toBe('a%20b/%5Bc%5D%23%C3%A9%3F%25.ts');
    expect(uriOf({ path: 'a\udcff.ts' })).toBe('a%FF.ts');
    expect(uriOf({ path: 'http://x' })).toBe('http%3A//x');
    expect(uriOf({ path: '(commit message)', site: 'message' })).toBe('%28commit%20message%29');
    expect(uriOf({ path: '/abs/a' })).toBe('abs/a');
    expect(uriOf({ path: keyOf(1) })).toBe('tt1.227b%E2%80%A67d89');
  });

  it('keeps regions on one line with four numbers of at least 1', () => {
    expect(regionOf({ startLine: 2, startColumn: 5, endLine: 2, endColumn: 73 })).toEqual({
      startLine: 2,
      startColumn: 5,
      endLine: 2,
      endColumn: 73,
    });
    expect(regionOf({ startLine: 2, startColumn: 5, endLine: 4, endColumn: 3 }).endColumn).toBe(6);
    expect(regionOf({ startLine: 0, startColumn: 0, endLine: 0, endColumn: 0 })).toEqual({
      startLine: 1,
      startColumn: 1,
      endLine: 1,
      endColumn: 2,
    });
  });

  it('carries the line hash of GitHub, and tells apart places of one key in one file', () => {
    const at = (startLine: number) => ({ startLine, startColumn: 1, endLine: startLine, endColumn: 69 });
    const { results } = runOf([
      aFinding({ region: at(1), lineHash: 'abc:1' }),
      aFinding({ region: at(2) }),
      aFinding({ region: at(3) }),
    ]);
    const prints = results.map(
      ({ partialFingerprints }: { partialFingerprints: object }) => partialFingerprints,
    );
    expect(prints[0].primaryLocationLineHash).toBe('abc:1');
    expect(new Set(prints.map((print: object) => JSON.stringify(print))).size).toBe(3);
  });

  it('names the commit of a key that HEAD no longer holds, and no author', () => {
    const introduced = {
      commit: 'a1'.repeat(20),
      author: 'Ann <a@b.c>',
      date: '2024-01-01T00:00:00Z',
      subject: 'Ann',
    };
    const run = runOf([aFinding({ introduced, inHead: false })], { mode: 'history' });
    expect(run.results[0].message.text).toMatch(
      /^TimeTime API key tt1\.227b…7d89, no longer in HEAD\. .*a1a1a1a1/,
    );
    expect(run.results[0].properties.commit).toBe('a1'.repeat(20));
    expect(JSON.stringify(run)).not.toContain('Ann');
  });

  it('reports a key that HEAD holds at its place in HEAD alone', () => {
    const { results } = runOf(
      [
        aFinding({ path: 'now.ts', inHead: true }),
        aFinding({ path: 'then.ts', inHead: false }),
        aFinding({ seed: 2, path: 'gone.ts', inHead: false }),
      ],
      { mode: 'history' },
    );
    expect(results).toHaveLength(2);
    expect(results[1].properties.elsewhereInHistory).toEqual([{ path: 'then.ts' }]);
  });

  it('stops at 25,000 results, the worst first, and says so', () => {
    const secret = aFinding().secret;
    const findings = Array.from({ length: 25_001 }, (_, index) =>
      aFinding({ secret, path: `f${index}`, exposure: index === 25_000 ? 'client' : 'untracked' }),
    );
    const log = JSON.parse(wholeText(sarifReport(aReport(findings))));
    const { results, invocations } = log.runs[0];
    expect(results).toHaveLength(25_000);
    expect(results[0].level).toBe('error');
    expect(invocations[0].toolExecutionNotifications[0].message.text).toContain('25001 places');
  });
});
