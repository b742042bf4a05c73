import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keyOf } from '../core/key-maker.ts';
import { runCli, runJson } from './run-cli.ts';
import { ScratchRepository, temporaryDirectory } from './tree.ts';

const LINE = `KEY=${keyOf('target')}\n`;

async function pathsFound(args: readonly string[], cwd: string): Promise<string[]> {
  const { code, report } = await runJson(args, { cwd });
  expect(code).toBe(report.findings.length > 0 ? 1 : 0);
  return report.findings.map(({ path }) => path);
}

describe('a target', () => {
  it('is the current directory where none is named', async () => {
    const cwd = temporaryDirectory({ 'a.env': LINE, 'b/c.env': LINE });
    expect(await pathsFound([], cwd)).toEqual(['a.env', 'b/c.env']);
    expect(await pathsFound(['scan'], cwd)).toEqual(['a.env', 'b/c.env']);
    expect(await pathsFound(['.'], cwd)).toEqual(['a.env', 'b/c.env']);
  });

  it('may be a file', async () => {
    const cwd = temporaryDirectory({ 'a.env': LINE, 'b/c.env': LINE });
    expect(await pathsFound(['b/c.env'], cwd)).toEqual(['c.env']);
    expect(await pathsFound(['a.env', 'b/c.env'], cwd)).toEqual(['a.env', 'b/c.env']);
  });

  it('may stand behind the command, and the command behind options', async () => {
    const cwd = temporaryDirectory({ 'a/b.env': LINE, 'scan/c.env': LINE });
    for (const options of [
      ['--quiet'],
      ['--jobs', '1'],
      ['-f', 'json', '--no-color'],
      ['--exclude', 'scan'],
    ]) {
      const { code, stdout } = await runCli([...options, 'scan', 'a'], { cwd });
      expect(code, options.join(' ')).toBe(1);
      expect(stdout).toContain('b.env');
    }
    expect(await pathsFound(['scan', 'scan'], cwd)).toEqual(['c.env']);
  });

  it('named twice, or within another one, is scanned once', async () => {
    const cwd = temporaryDirectory({ 'a/b.env': LINE });
    expect(await pathsFound(['a', '.'], cwd)).toEqual(['a/b.env']);
    expect(await pathsFound(['.', 'a', 'a/b.env'], cwd)).toEqual(['a/b.env']);
    expect(await pathsFound(['a/b.env', 'a/b.env'], cwd)).toEqual(['a/b.env']);
    const named = temporaryDirectory({ [`a/${keyOf('named')}/x`]: '' });
    expect((await pathsFound(['.', 'a'], named)).length).toBe(1);
  });

  it.each(['-rf.env', '--staged', '--', 'scan', 'hook', 'rules', 'baseline'])(
    'behind -- is a path, whatever it looks like: %s',
    async (name) => {
      const cwd = temporaryDirectory({ [name]: LINE, other: LINE });
      expect(await pathsFound(['--', name], cwd)).toEqual([name]);
      expect(await pathsFound(['scan', '--', name], cwd)).toEqual([name]);
      expect(await pathsFound(['scan', 'other', '--', name], cwd)).toEqual([name, 'other'].sort());
    },
  );

  it.each(['007', '1e3', '0x10', '1.0', '-0', 'NaN', 'true'])('may look like a number: %s', async (name) => {
    const cwd = temporaryDirectory({ [name]: LINE, '7': LINE, '1000': LINE, '16': LINE, '1': LINE });
    expect(await pathsFound(name.startsWith('-') ? ['--', name] : [name], cwd)).toEqual([name]);
  });

  it.each([
    '*.env',
    'a[bc].env',
    '{a,b}.env',
    '!a.env',
    '#a',
    'a?b',
    '**',
    ' ',
    'a\nb',
    ':(glob)a',
    'ключ.env',
  ])('is taken literally, whatever characters it has: %j', async (name) => {
    const cwd = temporaryDirectory({ [name]: LINE, 'ab.env': LINE, 'b.env': LINE, 'x/y': LINE });
    expect(await pathsFound([name], cwd)).toEqual([name]);
  });

  it('within a repository gives paths from its root', async () => {
    const scratch = new ScratchRepository();
    scratch.write('web/src/a.env', LINE).write('b.env', LINE);
    expect(await pathsFound(['src'], join(scratch.path, 'web'))).toEqual(['web/src/a.env']);
    expect(await pathsFound(['a.env'], join(scratch.path, 'web/src'))).toEqual(['web/src/a.env']);
    expect(await pathsFound(['..'], join(scratch.path, 'web/src'))).toEqual(['web/src/a.env']);
    expect(await pathsFound([scratch.path], '/')).toEqual(['b.env', 'web/src/a.env']);
  });

  it('may be a file URL', async () => {
    const cwd = temporaryDirectory({ 'a b/c.env': LINE });
    expect(await pathsFound([`file://${cwd}/a%20b`], '/')).toEqual(['c.env']);
  });

  it('that is neither a file nor a folder is a usage error', async () => {
    const { code, stderr } = await runCli(['/dev/null'], { cwd: temporaryDirectory() });
    expect(code).toBe(2);
    expect(stderr).toContain('/dev/null');
  });

  it('is scanned without .git, and without node_modules unless they are asked for', async () => {
    const scratch = new ScratchRepository();
    scratch
      .write('.git/leak', LINE)
      .write('node_modules/a/index.js', LINE)
      .write('b/node_modules/c.js', LINE);
    expect(await pathsFound([], scratch.path)).toEqual([]);
    expect(await pathsFound(['--node-modules'], scratch.path)).toEqual([
      'b/node_modules/c.js',
      'node_modules/a/index.js',
    ]);
    expect(await pathsFound(['node_modules/a'], scratch.path)).toEqual(['node_modules/a/index.js']);
  });

  it('is scanned whole: hidden, ignored and empty files, of any name', async () => {
    const scratch = new ScratchRepository();
    const names = [
      '.env',
      '.hidden/.x',
      'ignored.log',
      'a b',
      'ünï',
      'tab\there',
      'new\nline',
      '*',
      "it's",
      '"q"',
      'a\\b',
      '$(x)',
    ];
    scratch.write('.gitignore', '*.log\n').write('empty', '');
    for (const name of names) scratch.write(name, LINE);
    const { report } = await runJson([], { cwd: scratch.path });
    expect(report.findings.map(({ path }) => path).sort()).toEqual([...names].sort());
    expect(report.scan.files).toBe(names.length + 2);
    expect(report.scan.complete).toBe(true);
  });

  it('may have names that are not UTF-8, shown as U+FFFD', async () => {
    const cwd = temporaryDirectory();
    mkdirSync(Buffer.from(`${cwd}/f\xfcr`, 'latin1'));
    writeFileSync(Buffer.from(`${cwd}/f\xfcr/caf\xe9.env`, 'latin1'), LINE);
    expect(await pathsFound([], cwd)).toEqual(['f\ufffdr/caf\ufffd.env']);
  });

  it('of tens of thousands of lines and files gives the same report with one thread and with four', async () => {
    const files: Record<string, string> = {};
    for (let index = 0; index < 1500; index++) {
      files[`d${index % 7}/f${index}`] =
        index % 50 === 0 ? `x\n KEY=${keyOf(`jobs ${index}`)}\n` : 'nothing\n';
    }
    const cwd = temporaryDirectory(files);
    const [one, four] = [await runJson(['--jobs', '1'], { cwd }), await runJson(['--jobs', '4'], { cwd })];
    expect(one.report.findings.length).toBe(30);
    expect(one.report.scan.files).toBe(1500);
    const timeless = (text: string) => text.replace(/"durationMs": \d+/, '');
    expect(timeless(four.stdout)).toBe(timeless(one.stdout));
  });
});

describe('standard input', () => {
  it('is scanned where asked for, with a path of its own', async () => {
    const { code, report } = await runJson(['--stdin'], { cwd: temporaryDirectory(), input: `a\n  ${LINE}` });
    expect(code).toBe(1);
    expect(report.scan).toMatchObject({ mode: 'stdin', files: 1, complete: true });
    expect(report.findings).toMatchObject([
      { path: '(stdin)', startLine: 2, startColumn: 7, exposure: 'none', level: 'error' },
    ]);
  });

  it('is reported under the path that --stdin-path gives', async () => {
    const options = { cwd: temporaryDirectory(), input: LINE };
    const { report } = await runJson(['--stdin', '--stdin-path', 'src/a.ts'], options);
    expect(report.findings[0]?.path).toBe('src/a.ts');
    const built = await runJson(['--stdin', '--stdin-path', 'dist/a.js'], options);
    expect(built.report.findings[0]?.exposure).toBe('client');
  });

  it('may be empty, or binary, or megabytes long', async () => {
    const cwd = temporaryDirectory();
    expect((await runCli(['--stdin'], { cwd, input: '' })).code).toBe(0);
    expect((await runCli(['--stdin'], { cwd, input: Buffer.alloc(100_000, 0xff) })).code).toBe(0);
    const long = `${'nothing to see here\n'.repeat(300_000)}${LINE}`;
    const { report } = await runJson(['--stdin'], { cwd, input: long });
    expect(report.findings.map(({ startLine }) => startLine)).toEqual([300_001]);
    expect(report.scan.bytes).toBe(long.length);
  });

  it('is not read where files are scanned', async () => {
    expect((await runCli([], { cwd: temporaryDirectory(), input: LINE })).code).toBe(0);
  });
});
