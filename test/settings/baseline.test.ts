import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Finding, fingerprintOf } from '../../src/core/finding.ts';
import { Secret } from '../../src/core/secret.ts';
import { expandTemplates } from '../../src/rules/templates.ts';
import { type BaselineEntry, parseBaseline, readBaseline } from '../../src/settings/baseline.ts';
import { baselineText, refreshBaseline, writeBaseline } from '../../src/settings/refresh-baseline.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const TODAY = '2026-05-10';
const ruleId = 'timetime-api-key';

function findingAt(path: string, more: Partial<Finding> = {}): Finding {
  const secret = new Secret(expandTemplates('tt1.{{hex 64}}', path));
  return {
    fingerprint: fingerprintOf(ruleId, secret, path),
    ruleId,
    secret,
    level: 'error',
    confidence: 'certain',
    exposure: 'committed',
    site: 'content',
    path,
    region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 69 },
    snippet: { text: secret.masked, caretStart: 0, caretEnd: 14 },
    via: [],
    ...more,
  };
}

const [a, b, c] = ['src/a.ts', 'src/b.ts', 'src/c.ts'].map((path) => findingAt(path)) as [
  Finding,
  Finding,
  Finding,
];

function textWith(finding: Finding, entry: object): string {
  const facts = { path: finding.path, rule: ruleId, reason: 'a test key', ...entry };
  return JSON.stringify({ version: 1, [finding.fingerprint]: facts });
}

describe('a baseline', () => {
  it('waives what it lists, with the reason, and nothing else', () => {
    const baseline = parseBaseline(textWith(a, {}), 'b.json');
    expect(baseline.waives(a, TODAY)).toEqual({ kind: 'baseline', justification: 'a test key' });
    expect(baseline.waives(b, TODAY)).toBeUndefined();
  });

  it('waives through the last day, then no longer, and says so', () => {
    const baseline = parseBaseline(textWith(a, { expires: TODAY }), 'b.json');
    expect(baseline.waives(a, TODAY)).toBeDefined();
    expect(baseline.warnings(TODAY)).toEqual([]);
    expect(baseline.waives(a, '2026-05-11')).toBeUndefined();
    expect(baseline.warnings('2026-05-11')).toEqual(['b.json: the entry for src/a.ts expired on 2026-05-10']);
  });

  it('accepts any order, repeats of which the last counts, and the paths of Windows', () => {
    const entry = (reason: string) =>
      `"${a.fingerprint}": { "path": "src\\\\a.ts", "rule": "x", "reason": "${reason}" }`;
    const baseline = parseBaseline(`{ ${entry('one')}, "version": 1, ${entry('two')} }`, 'b.json');
    expect([...baseline.entries.values()]).toEqual([{ path: 'src/a.ts', rule: 'x', reason: 'two' }]);
  });

  it.each([
    [
      'with conflict markers',
      '{\n<<<<<<< HEAD\n  "version": 1\n=======\n  "version": 1\n>>>>>>> b\n}',
      /conflict markers/,
    ],
    ['of broken JSON', '{ "version": 1', /is not valid JSON/],
    ['of a list', '[]', /is no baseline/],
    ['of nothing', 'null', /is no baseline/],
    ['without a version', '{}', /another version than 1/],
    ['of a later version', '{"version": 2}', /another version than 1 — update ttleaks/],
    ['with a key of another kind', '{"version": 1, "src/a.ts": {}}', /entry src\/a\.ts: is no fingerprint/],
    ['with an entry that is no map', `{"version": 1, "${a.fingerprint}": true}`, /must be a map/],
    [
      'with an unknown key',
      textWith(a, { line: 3 }),
      /unknown key "line" — allowed are path, rule, reason, expires/,
    ],
    ['without a reason', textWith(a, { reason: ' ' }), /has no reason/],
    ['with a date of another form', textWith(a, { expires: '31/12/2026' }), /expires is no date/],
    ['with a day that does not exist', textWith(a, { expires: '2026-02-30' }), /expires is no date/],
    ['with a number as its path', textWith(a, { path: 1 }), /path or rule is missing/],
  ])('%s is refused', (_, text, message) => {
    expect(() => parseBaseline(text, 'b.json')).toThrow(message);
  });

  it('that is missing is none', () => {
    expect(readBaseline(join(temporaryDirectory(), 'b.json'))).toBeUndefined();
  });

  it('comes back as it was written, whatever the paths and reasons are', () => {
    const fingerprint = fc.string({
      unit: fc.constantFrom(...'0123456789abcdef'),
      minLength: 32,
      maxLength: 32,
    });
    const day = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    const entry: fc.Arbitrary<BaselineEntry> = fc.record(
      {
        path: fc.string({ unit: 'binary' }).map((path) => path.replaceAll('\\', '/')),
        rule: fc.string(),
        reason: fc.string({ unit: 'binary', minLength: 1 }).filter((reason) => reason.trim() !== ''),
        expires: day.map((date) => date.toISOString().slice(0, 10)),
      },
      { requiredKeys: ['path', 'rule', 'reason'] },
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fingerprint, entry)), (pairs) => {
        const entries = new Map(pairs);
        const text = baselineText(entries);
        expect(parseBaseline(text, 'b.json').entries).toEqual(entries);
        expect(text.split('\n')).toHaveLength(entries.size + 4);
      }),
    );
  });
});

describe('refreshing a baseline', () => {
  it('writes one sorted line for each finding, and the version last', () => {
    const lines = refreshBaseline(undefined, [a, b, c, a]).text.split('\n');
    const fingerprints = [a, b, c].map(({ fingerprint }) => fingerprint).sort();
    expect(lines.map((line) => line.slice(0, 12))).toEqual([
      '{',
      ...fingerprints.map((fingerprint) => `  "${fingerprint.slice(0, 9)}`),
      '  "version":',
      '}',
      '',
    ]);
    expect(lines.slice(1, 4).every((line) => line.endsWith('},'))).toBe(true);
  });

  it('keeps reason and expiry of what is still found, drops the rest, and counts', () => {
    const old = parseBaseline(
      JSON.stringify({
        version: 1,
        [a.fingerprint]: { path: 'old.ts', rule: ruleId, reason: 'rotated', expires: '2026-12-31' },
        [c.fingerprint]: { path: c.path, rule: ruleId, reason: 'gone' },
      }),
      'b.json',
    );
    const { text, ...counts } = refreshBaseline(old, [a, b], 'taken over');
    expect(counts).toEqual({ added: 1, kept: 1, dropped: 1 });
    expect(parseBaseline(text, 'b.json').entries).toEqual(
      new Map([
        [a.fingerprint, { path: a.path, rule: ruleId, reason: 'rotated', expires: '2026-12-31' }],
        [b.fingerprint, { path: b.path, rule: ruleId, reason: 'taken over' }],
      ]),
    );
  });

  it('needs no entry for what a comment or a pattern waives', () => {
    const waived = (kind: 'inline' | 'config' | 'baseline') =>
      refreshBaseline(undefined, [{ ...a, suppressed: { kind, justification: 'x' } }]).added;
    expect([waived('inline'), waived('config'), waived('baseline')]).toEqual([0, 0, 1]);
  });

  it('never writes a key, not even one that a path or a reason holds', () => {
    const key = expandTemplates('tt1.{{hex 64}}', 'path');
    expect(refreshBaseline(undefined, [findingAt(`keys/${key}.txt`)], `was ${key}`).text).not.toContain(key);
  });
});

describe('writing a baseline', () => {
  it('replaces the file, keeps its mode and leaves nothing beside it', () => {
    const directory = temporaryDirectory({ 'b.json': 'old' });
    const file = join(directory, 'b.json');
    chmodSync(file, 0o640);
    writeBaseline(file, 'new');
    expect(readFileSync(file, 'utf8')).toBe('new');
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(readdirSync(directory)).toEqual(['b.json']);
  });

  it('does not follow a link out of the tree', () => {
    const directory = temporaryDirectory({ outside: 'mine' });
    symlinkSync('outside', join(directory, 'b.json'));
    expect(() => writeBaseline(join(directory, 'b.json'), 'new')).toThrow(/is no regular file/);
    expect(readFileSync(join(directory, 'outside'), 'utf8')).toBe('mine');
  });

  it('into a directory that does not exist is an error in one line', () => {
    const file = join(temporaryDirectory(), 'none', 'b.json');
    expect(() => writeBaseline(file, '')).toThrow(
      /cannot be written: no such file or directory — check the directory$/,
    );
  });
});

describe('two branches that change the baseline', () => {
  function merged(base: string | undefined, ours: string, theirs: string): string[] {
    const cwd = temporaryDirectory({ '.gitattributes': 'b.json merge=union\n' });
    const file = join(cwd, 'b.json');
    const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
    const git = (...args: string[]) => execFileSync('git', [...identity, ...args], { cwd, env });
    const commit = (text: string | undefined) => {
      if (text !== undefined) writeFileSync(file, text);
      git('add', '.');
      git('commit', '-qm', 'change');
    };
    git('init', '-q', '-b', 'main');
    commit(base);
    git('switch', '-qc', 'theirs');
    commit(theirs);
    git('switch', '-q', 'main');
    commit(ours);
    git('merge', '-q', '--no-edit', 'theirs');
    return [...(readBaseline(file)?.entries.values() ?? [])].map(({ path }) => path).sort();
  }

  const textOf = (...findings: Finding[]) => refreshBaseline(undefined, findings).text;

  it('by an entry each merge into a file with both', () => {
    expect(merged(textOf(), textOf(a), textOf(b))).toEqual([a.path, b.path]);
    expect(merged(textOf(c), textOf(c, a), textOf(b, c))).toEqual([a.path, b.path, c.path]);
  });

  it('by an entry more and an entry less merge into a file with the one', () => {
    expect(merged(textOf(a, b), textOf(a, b, c), textOf(b))).toContain(c.path);
  });

  it('by making the file each merge as well', () => {
    expect(merged(undefined, textOf(a), textOf(b, c))).toEqual([a.path, b.path, c.path]);
  });
});
