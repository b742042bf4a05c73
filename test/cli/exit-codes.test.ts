import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keyOf, maskOf, otherKeyOf } from '../core/key-maker.ts';
import { runCli, runJson } from './run-cli.ts';
import { ScratchRepository, temporaryDirectory } from './tree.ts';

const KEY = keyOf('exit');

describe('the exit code', () => {
  it('is 0 where everything was scanned and nothing is found', async () => {
    const cwd = temporaryDirectory({ 'a.ts': 'const a = 1;\n', 'b/c.env': 'KEY=\n' });
    const { code, stdout, stderr } = await runCli([], { cwd });
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toContain('No TimeTime keys in 2 files');
  });

  it('is 0 in an empty folder', async () => {
    expect((await runCli([], { cwd: temporaryDirectory() })).code).toBe(0);
  });

  it('is 3 where something ends the program before all was scanned', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a.ts', 'x\n').write('end.cjs', 'setImmediate(() => process.exit());\n');
    const env = { NODE_OPTIONS: `--require ${join(scratch.path, 'end.cjs')}` };
    for (const args of [['a.ts'], ['hook', 'pre-commit']])
      expect(await runCli(args, { cwd: scratch.path, env })).toMatchObject({ code: 3, stderr: '' });
  });

  it('is 1 where a key is found', async () => {
    const cwd = temporaryDirectory({ 'a.ts': `const a = '${KEY}';\n` });
    const { code, stdout } = await runCli([], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('a.ts');
    expect(stdout).toContain(maskOf(KEY));
  });

  it('is 1 for a key of another shape', async () => {
    const cwd = temporaryDirectory({ 'a.ts': `const a = '${otherKeyOf('exit')}';\n` });
    const { code, report } = await runJson([], { cwd });
    expect([code, report.findings.map(({ ruleId }) => ruleId)]).toEqual([1, ['timetime-api-key-other']]);
  });

  it('is 0 for the dummies of a documentation', async () => {
    const cwd = temporaryDirectory({
      'README.md': 'Bearer tt1.ac507ef948a04fakeApiKey5304fa7b4abd936d8e2add1\n',
      'min.js': 'var r=tt1.getBoundingClientRect().top',
    });
    expect((await runCli([], { cwd })).code).toBe(0);
  });

  it.each([
    ['error', 0],
    ['warning', 1],
    ['note', 1],
    ['never', 0],
  ])('counts levels from --fail-on %s upwards: a warning gives %i', async (level, expected) => {
    const scratch = new ScratchRepository();
    scratch.write('a.ts', `const a = '${KEY}';\n`);
    const { code, report } = await runJson(['--fail-on', level], { cwd: scratch.path });
    expect([code, report.findings.map((finding) => finding.level)]).toEqual([expected, ['warning']]);
  });

  it.each([
    ['error', 0],
    ['warning', 0],
    ['note', 1],
    ['never', 0],
  ])('counts levels from --fail-on %s upwards: a note gives %i', async (level, expected) => {
    const scratch = new ScratchRepository();
    scratch.write('.gitignore', '.env\n').write('.env', `KEY=${KEY}\n`);
    const { code, report } = await runJson(['--fail-on', level], { cwd: scratch.path });
    expect([code, report.findings.map((finding) => finding.level)]).toEqual([expected, ['note']]);
  });

  it.each(['text', 'json', 'sarif', 'github', 'markdown', 'html', 'csv'])(
    'is the same whatever the format: %s',
    async (format) => {
      const leaking = temporaryDirectory({ 'a.ts': `const a = '${KEY}';\n` });
      const clean = temporaryDirectory({ 'a.ts': 'const a = 1;\n' });
      expect((await runCli(['--format', format], { cwd: leaking })).code).toBe(1);
      expect((await runCli(['--format', format], { cwd: clean })).code).toBe(0);
    },
  );

  it('is 3, with a report, where --history or --staged has no repository', async () => {
    const cwd = temporaryDirectory({ 'a.ts': `${KEY}\n` });
    for (const mode of ['--history', '--staged']) {
      const { code, report } = await runJson([mode], { cwd });
      expect([code, report.scan.complete, report.findings]).toEqual([3, false, []]);
      expect(report.scan.skipped[0]?.reason).toContain('not a git repository');
    }
  });

  it('is 3 where a range cannot be resolved', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a.ts', 'const a = 1;\n').commit();
    for (const range of [
      'nowhere..HEAD',
      'HEAD..nowhere',
      '0123456789012345678901234567890123456789..HEAD',
    ]) {
      const { code, report } = await runJson(['--history', '--range', range], { cwd: scratch.path });
      expect([code, report.scan.complete], range).toEqual([3, false]);
    }
  });

  it('is 1 and not 3 where there is a leak and something that cannot be read', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a.ts', `${KEY}\n`).commit();
    const lost = scratch.hash('lost');
    scratch.write('b.ts', 'lost').commit();
    scratch.remove(`.git/objects/${lost.slice(0, 2)}/${lost.slice(2)}`);
    const { code, report } = await runJson(['--history'], { cwd: scratch.path });
    expect([code, report.scan.complete]).toEqual([1, false]);
    expect((await runCli(['--history', '--fail-on', 'never'], { cwd: scratch.path })).code).toBe(3);
  });

  it('is 3 in a shallow history', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a.ts', 'one\n').commit();
    scratch.write('a.ts', 'two\n').commit();
    const clone = `${scratch.home}/clone`;
    scratch.git('clone', '-q', '--depth', '1', `file://${scratch.path}`, clone);
    const { code, report } = await runJson(['--history'], { cwd: clone });
    expect([code, report.scan.complete]).toEqual([3, false]);
    expect(report.scan.skipped.map(({ path }) => path)).toContain('(shallow history)');
  });

  it('is 3 for a range that a shallow clone cuts off, and 0 for one that lies on this side of the cut', async () => {
    const scratch = new ScratchRepository();
    for (const text of ['one\n', 'two\n', 'three\n']) scratch.write('a.ts', text).commit();
    const clone = `${scratch.home}/clone`;
    scratch.git('clone', '-q', '--depth', '2', `file://${scratch.path}`, clone);
    expect((await runCli(['--history', '--range', 'HEAD~1..HEAD'], { cwd: clone })).code).toBe(0);
    expect((await runCli(['--history', '--range', 'HEAD'], { cwd: clone })).code).toBe(3);
  });
});
