import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keyOf, maskOf } from '../core/key-maker.ts';
import { type JsonReport, readWritten, startCli } from './run-cli.ts';
import { temporaryDirectory } from './tree.ts';

const KEY = keyOf('interrupt');
const EMPTY = '{\n  "version": 1\n}\n';
/** More than a pipe holds, so that it has been taken once all of it is written. */
const FILL = 'nothing to see here\n'.repeat(100_000);

describe('a signal during a scan', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends it with %i and a report of what was found by then', async (signal, expected) => {
    const { child, ended } = startCli(['--stdin', '--format', 'json'], { cwd: temporaryDirectory() });
    // What is taken is at hand, but the input goes on, so the scan waits.
    await new Promise((resolve) => child.stdin.write(`KEY=${KEY}\n${FILL}`, resolve));
    child.kill(signal);
    const run = await ended;
    expect([run.code, run.signal]).toEqual([expected, null]);
    const report = JSON.parse(run.stdout) as JsonReport;
    expect(report.scan.complete).toBe(false);
    expect(report.scan.skipped.map(({ path }) => path)).toContain('(interrupted)');
    expect(report.findings).toMatchObject([{ masked: maskOf(KEY), startLine: 1 }]);
  });

  it('a second one ends it at once', async () => {
    const { child, ended } = startCli(['--stdin'], { cwd: temporaryDirectory() });
    await new Promise((resolve) => child.stdin.write(FILL, resolve));
    child.kill('SIGINT');
    child.kill('SIGINT');
    const { code, signal } = await ended;
    expect(code === 130 || signal === 'SIGINT').toBe(true);
  });

  it('leaves a baseline as it was', async () => {
    const cwd = temporaryDirectory({ '.ttleaks-baseline.json': EMPTY });
    const { child, ended } = startCli(['baseline', '--stdin'], { cwd });
    await new Promise((resolve) => child.stdin.write(`KEY=${KEY}\n${FILL}`, resolve));
    child.kill('SIGTERM');
    const { code, stderr } = await ended;
    expect(code).toBe(143);
    expect(stderr).toContain('interrupted');
    expect(readdirSync(cwd)).toEqual(['.ttleaks-baseline.json']);
    expect(readWritten(join(cwd, '.ttleaks-baseline.json'))).toBe(EMPTY);
  });
});
