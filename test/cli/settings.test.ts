import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keyOf, maskOf } from '../core/key-maker.ts';
import { type CliRun, readWritten, runCli, runJson } from './run-cli.ts';
import { ScratchRepository, temporaryDirectory } from './tree.ts';

const LINE = `KEY=${keyOf('settings')}\n`;
const BASELINE = '.ttleaks-baseline.json';

function expectConfigError({ code, stdout, stderr }: CliRun, what: RegExp): void {
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^ttleaks: [^\n]+\n$/);
  expect(stderr).toMatch(what);
}

describe('a baseline', () => {
  it('is written sorted and without a key, and waives what it holds', async () => {
    const cwd = temporaryDirectory({ 'b.env': LINE, 'a.env': `A=${keyOf('a')}\nB=${keyOf('b')}\n` });
    const written = await runCli(['baseline'], { cwd });
    expect([written.code, written.stdout]).toEqual([
      0,
      expect.stringContaining('3 added, 0 kept, 0 dropped'),
    ]);
    const text = readWritten(join(cwd, BASELINE));
    const lines = text.split('\n').slice(1, 4);
    expect(lines).toEqual([...lines].sort());
    expect((await runCli([], { cwd })).code).toBe(0);
    const { report } = await runJson([], { cwd });
    expect(report.findings.map(({ suppressed }) => suppressed?.kind)).toEqual([
      'baseline',
      'baseline',
      'baseline',
    ]);
  });

  it('waives a key though its line moves, but not another key nor another path', async () => {
    const cwd = temporaryDirectory({ 'a.env': LINE });
    await runCli(['baseline'], { cwd });
    writeFileSync(join(cwd, 'a.env'), `\n\n# moved\n${LINE}`);
    expect((await runCli([], { cwd })).code).toBe(0);
    writeFileSync(join(cwd, 'a.env'), `${LINE}NEW=${keyOf('new')}\n`);
    expect((await runCli([], { cwd })).code).toBe(1);
    writeFileSync(join(cwd, 'a.env'), LINE);
    writeFileSync(join(cwd, 'c.env'), LINE);
    expect(
      (await runJson([], { cwd })).report.findings
        .filter(({ suppressed }) => !suppressed)
        .map(({ path }) => path),
    ).toEqual(['c.env']);
  });

  it('is refreshed: reasons and dates are kept, what is gone is dropped', async () => {
    const cwd = temporaryDirectory({ 'a.env': LINE, 'b.env': LINE });
    await runCli(['baseline'], { cwd });
    const file = join(cwd, BASELINE);
    const text = readWritten(file).replace(
      /("path": "a\.env".*"reason": ")[^"]*"/,
      '$1rotating it","expires": "2999-01-01"',
    );
    writeFileSync(file, text);
    writeFileSync(join(cwd, 'b.env'), 'clean\n');
    writeFileSync(join(cwd, 'c.env'), LINE);
    const { stdout } = await runCli(['baseline'], { cwd });
    expect(stdout).toContain('1 added, 1 kept, 1 dropped');
    const refreshed = readWritten(file);
    expect(refreshed).toContain('"reason": "rotating it", "expires": "2999-01-01"');
    expect(refreshed).not.toContain('b.env');
    await runCli(['baseline'], { cwd });
    expect(readWritten(file)).toBe(refreshed);
  });

  it('waives no longer behind its date, and says so', async () => {
    const cwd = temporaryDirectory({ 'a.env': LINE });
    await runCli(['baseline'], { cwd });
    const file = join(cwd, BASELINE);
    writeFileSync(file, readWritten(file).replace(/("reason": "[^"]*")/, '$1, "expires": "2020-02-29"'));
    const { code, stderr } = await runCli([], { cwd });
    expect(code).toBe(1);
    expect(stderr).toMatch(/entry for a\.env expired on 2020-02-29/);
  });

  it('of another name is used where it is named, and must be there', async () => {
    const cwd = temporaryDirectory({ 'a.env': LINE });
    expect((await runCli(['baseline', '--baseline', 'known.json'], { cwd })).code).toBe(0);
    expect(readdirSync(cwd).sort()).toEqual(['a.env', 'known.json']);
    expect((await runCli([], { cwd })).code).toBe(1);
    expect((await runCli(['--baseline', 'known.json'], { cwd })).code).toBe(0);
  });

  it('at the root counts wherever in the repository the scan begins', async () => {
    const scratch = new ScratchRepository();
    scratch.write('sub/a.env', LINE);
    expect((await runCli(['baseline'], { cwd: join(scratch.path, 'sub') })).code).toBe(0);
    expect(readdirSync(scratch.path).sort()).toEqual(['.git', BASELINE, 'sub'].sort());
    expect((await runCli([], { cwd: join(scratch.path, 'sub') })).code).toBe(0);
    scratch.git('add', '.');
    expect((await runCli(['--staged'], { cwd: scratch.path })).code).toBe(0);
  });

  it.each([
    ['<<<<<<< ours\n{\n=======\n}\n>>>>>>> theirs\n', /conflict markers/],
    ['{"version": 2}', /version/],
    ['[]', /no baseline/],
    ['{', /JSON/],
    ['{"0123": {}, "version": 1}', /fingerprint/],
  ])('that is broken is a configuration error: %j', async (text, what) => {
    const cwd = temporaryDirectory({ 'a.env': LINE, [BASELINE]: text });
    expectConfigError(await runCli([], { cwd }), what);
    expectConfigError(await runCli(['baseline'], { cwd }), what);
  });

  it('has no entry for what a comment allows', async () => {
    const cwd = temporaryDirectory({ 'a.ts': `'${keyOf(1)}' // ttleaks:allow only a test\n` });
    expect((await runCli(['baseline'], { cwd })).stdout).toContain('0 added');
  });
});

describe('a configuration', () => {
  it.each([
    ['ttleaks.config.yml', 'exclude:\n  - "*.env"\n'],
    ['ttleaks.config.json', '{"exclude": ["*.env"]}'],
    ['package.json', '{"name": "x", "ttleaks": {"exclude": ["*.env"]}}'],
  ])('is found in %s', async (name, text) => {
    const cwd = temporaryDirectory({ 'a.env': LINE, [name]: text });
    expect((await runJson([], { cwd })).report).toMatchObject({ findings: [], scan: { excluded: 1 } });
  });

  it('is the nearest one up to the root of the repository, and none above it', async () => {
    const above = temporaryDirectory({ 'ttleaks.config.yml': 'failOn: never\n' });
    const scratch = new ScratchRepository({ path: join(above, 'repo') });
    mkdirSync(scratch.path);
    scratch.git('init', '-q');
    scratch.write('sub/deep/a.env', LINE);
    const cwd = join(scratch.path, 'sub/deep');
    expect((await runCli([], { cwd })).code).toBe(1);
    scratch.write('ttleaks.config.yml', 'failOn: error\n');
    expect((await runCli([], { cwd })).code).toBe(0);
    scratch.write('sub/ttleaks.config.yml', 'failOn: warning\n');
    expect((await runCli([], { cwd })).code).toBe(1);
  });

  it('outside a repository is that of the folder itself alone', async () => {
    const above = temporaryDirectory({ 'ttleaks.config.yml': 'failOn: never\n', 'sub/a.env': LINE });
    expect((await runCli([], { cwd: join(above, 'sub') })).code).toBe(1);
    expect((await runCli([], { cwd: above })).code).toBe(0);
  });

  it('is overruled by options', async () => {
    const cwd = temporaryDirectory({
      'a.env': LINE,
      'large.env': `${'x'.repeat(5000)}${LINE}`,
      'node_modules/m.js': LINE,
      'ttleaks.config.yml': 'failOn: never\nmaxSize: 1K\nnodeModules: true\njobs: 1\nforeignAllow: true\n',
    });
    const plain = await runJson([], { cwd });
    expect([plain.code, plain.report.findings.map(({ path }) => path)]).toEqual([
      0,
      ['a.env', 'node_modules/m.js'],
    ]);
    const args = ['--fail-on', 'note', '--max-size', '1M', '--no-node-modules'];
    const overruled = await runJson(args, { cwd });
    expect([overruled.code, overruled.report.findings.map(({ path }) => path)]).toEqual([
      1,
      ['a.env', 'large.env'],
    ]);
  });

  it('may be named with --config, wherever it is', async () => {
    const elsewhere = temporaryDirectory({
      'mine.yml': 'failOn: never\n',
      'mine.json': '{"failOn": "never"}',
    });
    const cwd = temporaryDirectory({ 'a.env': LINE, 'ttleaks.config.yml': 'nonsense: 1\n' });
    for (const name of ['mine.yml', 'mine.json']) {
      expect((await runCli(['-c', join(elsewhere, name)], { cwd })).code).toBe(0);
    }
  });

  it.each([
    ['an unknown key', 'nonsense: 1\n', /nonsense/],
    ['a wrong value', 'failOn: sometimes\n', /failOn/],
    ['a path out of the tree', 'baseline: ../x.json\n', /out of the scanned tree/],
    ['rules out of the tree', 'rules: [/etc/passwd]\n', /out of the scanned tree/],
    ['no YAML', 'a: [\n', /ttleaks\.config\.yml/],
    ['a tag', 'failOn: !!js/function "function(){}"\n', /ttleaks\.config\.yml/],
    ['a list', '- a\n', /ttleaks\.config\.yml/],
    ['an endpoint for keys', 'apiUrl: http://evil.example\n', /apiUrl/],
    [
      'a billion laughs',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${'abcdefgh'.replace(/./g, (name) => `${String.fromCharCode(name.charCodeAt(0) + 1)}: &${String.fromCharCode(name.charCodeAt(0) + 1)} [${Array(9).fill(`*${name}`)}]\n`)}`,
      /ttleaks\.config\.yml/,
    ],
    ['deep nesting', `exclude: ${'['.repeat(100_000)}`, /ttleaks\.config\.yml/],
    ['a megabyte', `# ${'x'.repeat(1_100_000)}\n`, /ttleaks\.config\.yml/],
  ])('that is wrong ends the run with 2: %s', async (_, text, what) => {
    const cwd = temporaryDirectory({ 'a.env': LINE, 'ttleaks.config.yml': text });
    expectConfigError(await runCli([], { cwd }), what);
  });

  it('that is a link to a device, or a FIFO, ends the run with 2 and never hangs it', async () => {
    const zero = temporaryDirectory({ 'a.env': LINE });
    symlinkSync('/dev/zero', join(zero, 'ttleaks.config.yml'));
    expectConfigError(await runCli([], { cwd: zero }), /ttleaks\.config\.yml/);
    const fifo = temporaryDirectory({ 'a.env': LINE });
    execFileSync('mkfifo', [join(fifo, 'ttleaks.config.yml')]);
    expectConfigError(await runCli([], { cwd: fifo }), /ttleaks\.config\.yml/);
    const both = temporaryDirectory({ 'ttleaks.config.yml': '', 'ttleaks.config.json': '{}' });
    expectConfigError(await runCli([], { cwd: both }), /also there/);
  });

  it('an ignore file that is a FIFO or a device is told of, and leaves nothing out', async () => {
    const cwd = temporaryDirectory({ 'a.env': LINE });
    execFileSync('mkfifo', [join(cwd, '.ttleaksignore')]);
    const { code, report } = await runJson([], { cwd });
    expect([code, report.findings.length]).toEqual([1, 1]);
    expect(report.scan.warnings.join()).toContain('.ttleaksignore');
  });

  it('is never run: a configuration in JavaScript is a file like any other', async () => {
    const mark = "require('node:fs').writeFileSync('ran', '')";
    const cwd = temporaryDirectory({ 'a.ts': 'x\n' });
    for (const name of ['ttleaks.config.js', 'ttleaks.config.cjs', 'ttleaks.config.mjs', '.ttleaksrc.js']) {
      writeFileSync(join(cwd, name), mark);
    }
    expect((await runCli([], { cwd })).code).toBe(0);
    expect(readdirSync(cwd)).not.toContain('ran');
  });
});

describe('rules', () => {
  const other = `acme_${createHash('sha256').update('acme').digest('hex').slice(0, 32)}`;
  const good = [
    'rules:',
    '  - id: acme-token',
    '    description: Acme token',
    '    help: Revoke it.',
    '    anchor: acme_',
    '    pattern: acme_[0-9a-f]{32}(?![0-9a-f])',
    '    confidence: likely',
    '    dummyWords: [example]',
    '    examples: ["acme_{{hex 32}}"]',
    '    counterExamples: ["acme_{{hex 31}}", "acme_{{hex 33}}"]',
    '',
  ].join('\n');

  it('are listed, those of --rules behind the ones that ship', async () => {
    const cwd = temporaryDirectory({ 'mine.yml': good });
    const shipped = await runCli(['rules'], { cwd });
    expect(shipped.code).toBe(0);
    expect(shipped.stdout).toMatch(
      /^timetime-api-key .*\ntimetime-public-env .*\ntimetime-api-key-other .*\n$/,
    );
    expect((await runCli(['rules', '--rules', 'mine.yml'], { cwd })).stdout).toMatch(
      /acme-token +likely +Acme token\n$/,
    );
  });

  it('of files and folders are in force in a scan', async () => {
    const cwd = temporaryDirectory({ 'rules/mine.yml': good, 'a.env': `A=${other}\n${LINE}` });
    expect((await runJson(['a.env'], { cwd })).report.findings.length).toBe(1);
    for (const path of ['rules', 'rules/mine.yml']) {
      const { report } = await runJson(['--rules', path, 'a.env'], { cwd });
      expect(report.findings.map(({ ruleId }) => ruleId)).toEqual(['acme-token', 'timetime-api-key']);
    }
    const configured = temporaryDirectory({
      'r/mine.yml': good,
      'a.env': other,
      'ttleaks.config.yml': 'rules: [r]\n',
    });
    expect((await runCli([], { cwd: configured })).code).toBe(1);
  });

  it('find their keys in the index and in history as well', async () => {
    const scratch = new ScratchRepository();
    scratch.write('mine.yml', good).write('a.env', `A=${other}\n`).git('add', '.');
    const staged = await runJson(['--staged', '--rules', 'mine.yml'], { cwd: scratch.path });
    expect(staged.report.findings.map(({ ruleId }) => ruleId)).toEqual(['acme-token']);
    scratch.commit();
    const history = await runJson(['--history', '--rules', 'mine.yml'], { cwd: scratch.path });
    expect(history.report.findings.map(({ ruleId, path }) => [ruleId, path])).toEqual([
      ['acme-token', 'a.env'],
    ]);
  });

  it('check proves a file against its own examples', async () => {
    const cwd = temporaryDirectory({ 'good.yml': good, 'bad.yml': good.replace('{32}', '{31}') });
    const proven = await runCli(['rules', 'check', 'good.yml'], { cwd });
    expect([proven.code, proven.stdout]).toEqual([0, '']);
    expect(proven.stderr).toBe('rules: 1, examples: 3, failed: 0\n');
    const failed = await runCli(['rules', 'check', 'bad.yml'], { cwd });
    expect(failed.code).toBe(1);
    expect(failed.stdout).toMatch(/bad\.yml: acme-token: found 0, not 1/);
  });

  it.each([
    ['a pattern that can run away', good.replace('[0-9a-f]{32}', '(?:[0-9a-f]+)+'), /bad\.yml/],
    ['an unknown key', `${good}    nonsense: 1\n`, /nonsense/],
    ['no YAML', 'rules: [', /bad\.yml/],
    ['no rules', 'rules: []\n', /bad\.yml/],
    ['the id of a rule that ships', good.replace('acme-token', 'timetime-api-key'), /timetime-api-key/],
  ])('that cannot be used are a configuration error: %s', async (name, text, what) => {
    const cwd = temporaryDirectory({ 'bad.yml': text, 'a.env': LINE });
    expectConfigError(await runCli(['--rules', 'bad.yml'], { cwd }), what);
    if (!name.includes('ships'))
      expectConfigError(await runCli(['rules', 'check', 'bad.yml'], { cwd }), what);
  });

  it('say what was masked as a key of the known shape is', async () => {
    const { stdout } = await runCli([], { cwd: temporaryDirectory({ 'a.env': LINE }) });
    expect(stdout).toContain(`TimeTime API key ${maskOf(keyOf('settings'))}`);
  });
});
