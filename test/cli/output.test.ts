import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keyOf, maskOf } from '../core/key-maker.ts';
import {
  BIN,
  bareEnvironment,
  expectNoKey,
  type JsonReport,
  readWritten,
  runCli,
  runJson,
} from './run-cli.ts';
import { temporaryDirectory } from './tree.ts';

const KEY = keyOf('output');

function leaking(): string {
  return temporaryDirectory({ 'tree/a.ts': `const a = '${KEY}';\n` });
}

function manyKeys(count: number): string {
  const cwd = temporaryDirectory();
  const lines = Array.from({ length: count }, (_, index) => `KEY_${index}=${keyOf(`many ${index}`)}\n`);
  writeFileSync(join(cwd, 'many.env'), lines.join(''));
  return cwd;
}

describe('--output', () => {
  it.each([
    ['r.json', /^\{\n {2}"version": 1,/],
    ['r.sarif', /"\$schema": "https:[^"]*sarif/],
    ['r.md', /tt1\./],
    ['r.html', /^<!doctype html>/i],
    ['r.csv', /^level,confidence,/],
    ['r.txt', /error/],
  ])('writes the format that the ending names: %s', async (name, begin) => {
    const cwd = leaking();
    const { code, stdout } = await runCli(['tree', '--output', name], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain(maskOf(KEY));
    const text = readWritten(join(cwd, name));
    expect(text).toMatch(begin);
    expect(text).toContain(maskOf(KEY));
    expect(text).not.toContain('\u001b');
  });

  it('may be repeated, and leaves nothing else behind', async () => {
    const cwd = leaking();
    const { code } = await runCli(['tree', '-o', 'a.json', '--output', 'b.sarif', '-o=c.csv'], { cwd });
    expect(code).toBe(1);
    expect(readdirSync(cwd).sort()).toEqual(['a.json', 'b.sarif', 'c.csv', 'tree']);
  });

  it('replaces what is there whole, and keeps its mode', async () => {
    const cwd = leaking();
    writeFileSync(join(cwd, 'r.json'), 'x'.repeat(100_000));
    chmodSync(join(cwd, 'r.json'), 0o600);
    await runCli(['tree', '-o', 'r.json'], { cwd });
    const report = JSON.parse(readWritten(join(cwd, 'r.json'))) as JsonReport;
    expect(report.findings.length).toBe(1);
    expect(statSync(join(cwd, 'r.json')).mode & 0o777).toBe(0o600);
  });

  it('is written where nothing is found, too', async () => {
    const cwd = temporaryDirectory({ 'tree/a.ts': 'nothing\n' });
    expect((await runCli(['tree', '-o', 'r.json'], { cwd })).code).toBe(0);
    expect(JSON.parse(readWritten(join(cwd, 'r.json')))).toMatchObject({ findings: [] });
  });

  it('to a folder that there is not, or to a folder, is a usage error before anything is scanned', async () => {
    const cwd = leaking();
    mkdirSync(join(cwd, 'folder.json'));
    for (const name of ['no/r.json', 'folder.json', 'tree/a.ts/r.json']) {
      const { code, stdout, stderr } = await runCli(['tree', '-o', name], { cwd });
      expect([code, stdout], name).toEqual([2, '']);
      expect(stderr).toContain(name);
    }
  });

  it('that cannot be written is told in a line, hides no report, and makes a clean run 3', async () => {
    const cwd = leaking();
    writeFileSync(join(cwd, 'clean.ts'), 'nothing\n');
    symlinkSync('/dev/full', join(cwd, 'full.json'));
    const leak = await runCli(['tree', '-o', 'full.json', '-o', 'r.json'], { cwd });
    expect(leak.code).toBe(1);
    expect(leak.stderr).toMatch(
      /^ttleaks: --output full\.json could not be written: no space left on device$/m,
    );
    expect(leak.stdout).toContain(maskOf(KEY));
    expect(existsSync(join(cwd, 'r.json'))).toBe(true);
    const clean = await runCli(['clean.ts', '-o', 'full.json'], { cwd });
    expect(clean.code).toBe(3);
    expect(clean.stderr).not.toContain('    at ');
  });

  it('never holds a whole key, not even with --show-secrets', async () => {
    const cwd = leaking();
    const names = ['r.json', 'r.sarif', 'r.md', 'r.html', 'r.csv', 'r.txt'];
    const args = names.flatMap((name) => ['-o', name]);
    const { stdout } = await runCli(['tree', '--show-secrets', ...args], { cwd, showSecrets: true });
    expect(stdout).toContain(KEY);
    for (const name of names) readWritten(join(cwd, name));
  });
});

describe('--show-secrets', () => {
  it('shows whole keys in text on standard output alone', async () => {
    const cwd = leaking();
    const { stdout } = await runCli(['--show-secrets'], { cwd, showSecrets: true });
    expect(stdout).toContain(KEY);
    for (const format of ['json', 'sarif', 'github', 'markdown', 'html', 'csv']) {
      await runCli(['--show-secrets', '--format', format], { cwd });
    }
  });
});

describe('standard output', () => {
  it('has the report whole where it is a pipe, however long', async () => {
    const cwd = manyKeys(8000);
    const { stdout, report } = await runJson([], { cwd });
    expect(stdout.length).toBeGreaterThan(1_000_000);
    expect(report.findings.length).toBe(8000);
    expect((await runCli(['--format', 'text'], { cwd })).stdout.length).toBeGreaterThan(1_000_000);
  });

  it('may be closed by its reader: no trace, and the findings count', () => {
    const cwd = manyKeys(8000);
    for (const format of ['json', 'text', 'sarif', 'csv']) {
      const script = `set -o pipefail; '${process.execPath}' '${BIN}' -f ${format} | head -1`;
      const { stdout, stderr, status } = spawnSync('bash', ['-c', script], {
        cwd,
        env: bareEnvironment(),
        encoding: 'utf8',
      });
      expect(status, format).toBe(1);
      expect(stdout.split('\n').length).toBeLessThanOrEqual(2);
      expect(stderr).not.toMatch(/EPIPE|Error|^\s+at /m);
      expectNoKey(stdout + stderr);
    }
  });

  it('that is full is told in a line', () => {
    const cwd = leaking();
    const script = `'${process.execPath}' '${BIN}' > /dev/full`;
    const { stderr, status } = spawnSync('bash', ['-c', script], {
      cwd,
      env: bareEnvironment(),
      encoding: 'utf8',
    });
    expect([1, 3]).toContain(status);
    expect(stderr).toMatch(/no space left|ENOSPC/);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('holds nothing but the report: progress, summary and warnings go to standard error', async () => {
    const cwd = temporaryDirectory({ 'a.ts': `k = '${KEY}' // ttleaks:allow\n` });
    const { stdout, stderr } = await runCli(['--format', 'json'], { cwd });
    expect(() => JSON.parse(stdout)).not.toThrow();
    expect(stderr).toContain('a.ts:1: ttleaks:allow has no reason');
    expect(stderr).toMatch(/Found 1 key in 1 place .*\n$/);
  });
});

describe('--quiet and --verbose', () => {
  it('--quiet prints nothing where nothing is wrong, and all that matters where something is', async () => {
    const clean = temporaryDirectory({ 'a.ts': 'nothing\n' });
    expect(await runCli(['--quiet'], { cwd: clean })).toMatchObject({ code: 0, stdout: '', stderr: '' });
    const { code, stdout } = await runCli(['--quiet'], { cwd: leaking() });
    expect(code).toBe(1);
    expect(stdout).toContain(maskOf(KEY));
  });

  it('--verbose lists what is suppressed, and every path that was skipped', async () => {
    const files: Record<string, string> = { 'a.ts': `'${KEY}' // ttleaks:allow only a test\n` };
    for (let index = 0; index < 15; index++) files[`large${index}`] = 'x'.repeat(3000);
    const cwd = temporaryDirectory(files);
    const plain = await runCli(['--max-size', '2K'], { cwd });
    expect([plain.code, plain.stdout]).toEqual([0, '']);
    expect(plain.stderr).toContain('all with --verbose');
    const verbose = await runCli(['--max-size', '2K', '--verbose'], { cwd });
    expect(verbose.code).toBe(0);
    expect(verbose.stdout).toContain('only a test');
    for (let index = 0; index < 15; index++) expect(verbose.stderr).toContain(`large${index}: larger than`);
  });
});

describe('colour', () => {
  const COLOR = '\u001b[';

  it.each([
    ['a pipe', [], {}, false],
    ['FORCE_COLOR', [], { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR=0', [], { FORCE_COLOR: '0' }, false],
    ['NO_COLOR beside FORCE_COLOR', [], { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
    ['an empty NO_COLOR', [], { FORCE_COLOR: '1', NO_COLOR: '' }, true],
    ['--no-color beside FORCE_COLOR', ['--no-color'], { FORCE_COLOR: '1' }, false],
  ] as const)('is as the user wants it: %s', async (_, args, env, expected) => {
    const { code, stdout, stderr } = await runCli(args, {
      cwd: leaking(),
      env: { NO_COLOR: undefined, ...env },
    });
    expect([code, stdout.includes(COLOR), stderr.includes(COLOR)]).toEqual([1, expected, expected]);
  });

  it('is in no report but that for people', async () => {
    for (const format of ['json', 'sarif', 'github', 'markdown', 'html', 'csv']) {
      const env = { NO_COLOR: undefined, FORCE_COLOR: '1' };
      expect((await runCli(['-f', format], { cwd: leaking(), env })).stdout).not.toContain(COLOR);
    }
  });

  it('and progress are there on a terminal, unless they are not wanted', () => {
    const cwd = leaking();
    const onTerminal = (args: string, env: NodeJS.ProcessEnv = { TERM: 'xterm' }) =>
      execFileSync('script', ['-qec', `'${process.execPath}' '${BIN}' ${args} || true`, '/dev/null'], {
        cwd,
        env: { ...bareEnvironment(env), NO_COLOR: undefined },
        encoding: 'utf8',
      });
    expect(onTerminal('')).toContain(COLOR);
    expect(onTerminal('--no-color --no-progress')).not.toContain(COLOR);
    expect(onTerminal('', { TERM: 'dumb' })).not.toContain('\u001b');
  });
});
