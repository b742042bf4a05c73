import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type JsonReport, runCli, runJson } from '../cli/run-cli.ts';
import { ScratchRepository, temporaryDirectory } from '../cli/tree.ts';
import { keyOf, maskOf } from '../core/key-maker.ts';

const KEY = keyOf('merged');

function twoTrees(): string {
  return temporaryDirectory({
    'a/x.js': `const key = '${KEY}';\n`,
    'b/y.js': `const key = '${KEY}';\n`,
    'b/z.js': `const key = '${keyOf('second')}';\n`,
  });
}

async function reportIn(cwd: string, file: string, ...args: readonly string[]): Promise<string> {
  await runCli([...args, '-o', file], { cwd });
  return join(cwd, file);
}

describe('merge', () => {
  it('makes of the reports of parts what one run over all would have said', async () => {
    const cwd = twoTrees();
    const whole = (await runJson(['audit', 'a', 'b'], { cwd })).report;
    await reportIn(cwd, 'a.json', 'audit', 'a');
    await reportIn(cwd, 'b.json', 'audit', 'b');
    const { code, report } = await runJson(['merge', 'b.json', 'a.json'], { cwd });
    expect(code).toBe(1);
    expect(report.findings).toEqual(whole.findings);
    expect(report.secrets).toEqual(whole.secrets);
    expect(report).toMatchObject({ scan: { files: 3, complete: true } });
  });

  it.each(['sarif', 'github', 'markdown', 'html', 'csv', 'text'])('writes %s', async (format) => {
    const cwd = twoTrees();
    await reportIn(cwd, 'a.json', 'audit', 'a');
    const { code, stdout } = await runCli(['merge', 'a.json', '-f', format], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain(maskOf(KEY));
  });

  it('keeps what history says of a key, and where the key stands in its line', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a.js', `const key = '${KEY}';\n`).commit('brings it');
    const file = await reportIn(scratch.path, 'h.json', '--history');
    const { stdout } = await runCli(['merge', file], { cwd: scratch.path });
    expect(stdout).toMatch(/brought in by [0-9a-f]{8} .*brings it/);
    expect(stdout).toMatch(/\|\s{13,} \^{13}/);
  });

  it('is incomplete where a part is', async () => {
    const cwd = temporaryDirectory({ 'a/x': 'x' });
    await reportIn(cwd, 'a.json', 'audit', 'a');
    await reportIn(cwd, 'b.json', 'audit', `file://${cwd}/none`);
    const { code, report } = await runJson(['merge', 'a.json', 'b.json'], { cwd });
    expect([code, report.scan.complete]).toEqual([3, false]);
  });

  it('counts a report that is named twice once', async () => {
    const cwd = twoTrees();
    await reportIn(cwd, 'a.json', 'audit', 'a');
    const { report } = await runJson(['merge', 'a.json', './a.json'], { cwd });
    expect([report.scan.files, report.findings.length]).toEqual([1, 1]);
  });

  it.each<[string, (report: JsonReport) => unknown]>([
    ['of another version', (report) => ({ ...report, version: 2 })],
    ['without findings', ({ findings: _, ...report }) => report],
    [
      'with a whole key for a mask',
      (report) => ({ ...report, findings: [{ ...report.findings[0], masked: KEY }] }),
    ],
    ['that is a list', () => []],
  ])('refuses a report %s with one line and 2', async (_, change) => {
    const cwd = twoTrees();
    const file = await reportIn(cwd, 'a.json', 'audit', 'a');
    writeFileSync(file, JSON.stringify(change(JSON.parse(readFileSync(file, 'utf8')) as JsonReport)));
    const { code, stdout, stderr } = await runCli(['merge', 'a.json'], { cwd });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^ttleaks: a\.json: [^\n]+\n$/);
  });

  it('shows a key and a control character that somebody wrote into a report in no form', async () => {
    const cwd = twoTrees();
    const file = await reportIn(cwd, 'a.json', 'audit', 'a');
    const report = JSON.parse(readFileSync(file, 'utf8')) as JsonReport;
    const forged = { ...report.findings[0], path: `\u001b[2J${KEY}`, snippet: KEY, repository: KEY };
    writeFileSync(file, JSON.stringify({ ...report, findings: [forged] }));
    for (const format of ['text', 'json', 'csv', 'html', 'sarif', 'markdown']) {
      const { code, stdout } = await runCli(['merge', 'a.json', '-f', format], { cwd });
      expect(code).toBe(1);
      expect(stdout).not.toContain('\u001b');
    }
  });

  it('of files that are not there ends with 2', async () => {
    expect((await runCli(['merge', 'none.json'], { cwd: temporaryDirectory() })).code).toBe(2);
  });
});
