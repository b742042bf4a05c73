import { execFileSync } from 'node:child_process';
import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keyOf } from '../core/key-maker.ts';
import { runCli, runJson } from './run-cli.ts';
import { ScratchRepository, temporaryDirectory } from './tree.ts';

const KEY = keyOf('package');
const LINE = `key='${KEY}'\n`;

function packageJson(facts: object): string {
  return JSON.stringify({ name: 'shipped', version: '1.0.0', ...facts });
}

async function shippedBy(cwd: string): Promise<string[]> {
  return (await runJson(['--package'], { cwd })).report.findings.map(({ path }) => path).sort();
}

function packedByNpm(cwd: string): string[] {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts', '--offline', '--loglevel=silent'];
  const [packed] = JSON.parse(execFileSync('npm', args, { cwd, encoding: 'utf8' })) as [
    { files: { path: string }[] },
  ];
  return packed.files
    .map(({ path }) => path)
    .filter((path) => !path.endsWith('package.json'))
    .sort();
}

describe('scan --package', () => {
  const everything = {
    'dist/index.js': LINE,
    'dist/deep/a.js': LINE,
    'src/a.ts': LINE,
    'README.md': LINE,
    '.env': LINE,
    '.npmrc': LINE,
    'lib.js': LINE,
    'cli.js': LINE,
    'test/x.js': LINE,
    'node_modules/bundled/lib/b.js': LINE,
    'node_modules/bundled/package.json': '{"name":"bundled","version":"1.0.0","dependencies":{"needed":"1"}}',
    'node_modules/needed/n.js': LINE,
    'node_modules/needed/package.json': '{"name":"needed","version":"1.0.0"}',
    'node_modules/other/o.js': LINE,
    'node_modules/other/package.json': '{"name":"other","version":"1.0.0"}',
  };
  const dependencies = { bundled: '1', other: '1' };

  it.each<[string, object, Readonly<Record<string, string>>]>([
    ['without files', {}, {}],
    ['with files', { files: ['dist', '!dist/deep'], main: './lib.js', bin: 'cli.js' }, {}],
    ['with .npmignore', {}, { '.npmignore': 'src\n*.md\n' }],
    ['with .gitignore', {}, { '.gitignore': 'dist\n', 'test/.npmignore': '*\n' }],
    ['with bundled dependencies', { files: ['dist'], dependencies, bundleDependencies: ['bundled'] }, {}],
    ['with all bundled', { files: ['dist'], dependencies, bundledDependencies: true }, {}],
    ['with patterns', { files: ['**/*.js', '/src/*'] }, {}],
  ])(
    'reads what npm would pack: %s',
    async (_, facts, more) => {
      const cwd = temporaryDirectory({ ...everything, ...more, 'package.json': packageJson(facts) });
      const packed = packedByNpm(cwd);
      expect(packed.length).toBeGreaterThan(1);
      const withKeys = packed.filter((path) => !path.endsWith('ignore'));
      expect(await shippedBy(cwd)).toEqual(withKeys);
    },
    60_000,
  );

  it('is an error wherever git ignores it, and says who can read it', async () => {
    const scratch = new ScratchRepository();
    scratch
      .write('package.json', packageJson({ files: ['out.txt'] }))
      .write('.gitignore', 'out.txt\n')
      .commit();
    scratch.write('out.txt', LINE);
    const { code, stdout } = await runCli(['--package'], { cwd: scratch.path });
    expect(code).toBe(1);
    expect(stdout).toContain('in what `npm pack` ships: whoever installs the package can read it');
  });

  it('runs nothing of the package, and obeys none of its settings', async () => {
    const touch = "node -e \"require('fs').writeFileSync('ran', '')\"";
    const scripts = { prepack: touch, prepare: touch, prepublishOnly: touch, postpack: touch };
    const cwd = temporaryDirectory({
      'package.json': packageJson({ scripts }),
      '.npmrc': 'ignore-scripts=false\nnode-options=--require ./evil.js\nscript-shell=./evil.sh\n',
      'evil.js': touch,
      'a.js': LINE,
    });
    expect(await shippedBy(cwd)).toEqual(['a.js']);
    expect(existsSync(join(cwd, 'ran'))).toBe(false);
  });

  it('follows no link, and names a bundled dependency that is one', async () => {
    const outside = temporaryDirectory({ 'x.js': LINE, 'package.json': packageJson({}) });
    const facts = {
      dependencies: { linked: '1' },
      bundleDependencies: ['linked'],
      files: ['a.js', 'link', '../x.js'],
    };
    const cwd = temporaryDirectory({
      'package.json': packageJson(facts),
      'a.js': LINE,
      'node_modules/x/y': '',
    });
    symlinkSync(outside, join(cwd, 'link'));
    symlinkSync(outside, join(cwd, 'node_modules/linked'));
    const { code, report } = await runJson(['--package'], { cwd });
    expect([code, report.findings.map(({ path }) => path)]).toEqual([1, ['a.js']]);
    expect(report.scan.skipped).toEqual([
      {
        path: 'node_modules/linked',
        reason: 'a bundled dependency that is a link: it is not followed',
        kind: 'unread',
      },
    ]);
  });

  it.each([
    ['bundleDependencies', { bundleDependencies: 7, dependencies: 'x', bin: [], files: 'dist', main: {} }],
    [
      'names that lead out',
      { bundleDependencies: ['../..', '.', '@a/../..', '__proto__'], bin: { a: '../../x' } },
    ],
  ])('is at ease with whatever stands in package.json: %s', async (_, facts) => {
    const cwd = temporaryDirectory({ 'package.json': packageJson(facts), 'a.js': LINE });
    expect(await shippedBy(cwd)).toEqual(['a.js']);
  });

  it('leaves out what the user leaves out', async () => {
    const cwd = temporaryDirectory({
      'package.json': packageJson({}),
      'a.js': LINE,
      'b/c.js': LINE,
      '.ttleaksignore': 'b/\n',
    });
    expect(await shippedBy(cwd)).toEqual(['a.js']);
  });

  it.each([
    ['no package.json', {}, [], /package\.json: no such file/],
    ['a package.json that is no JSON', { 'package.json': '{' }, [], /is not valid JSON/],
    ['another kind of target', { 'package.json': '{}' }, ['--staged'], /choose one/],
    ['a file', { 'package.json': '{}', x: '' }, ['x'], /--package takes the folder of a package/],
  ])('is refused where there is %s', async (_, files, args, message) => {
    const { code, stderr } = await runCli(['--package', ...args], { cwd: temporaryDirectory(files) });
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
