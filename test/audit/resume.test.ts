import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type JsonReport, readWritten, runJson, startCli } from '../cli/run-cli.ts';
import { ScratchRepository, temporaryDirectory } from '../cli/tree.ts';
import { keyOf } from '../core/key-maker.ts';
import { startGitServer } from '../git/git-server.ts';

const CLEAN = 'a.git';
const LEAKY = 'b.git';
const STUCK = 'c.git';

/** The third repository is not given out while `isStuck`. */
async function aStuckServer() {
  const root = temporaryDirectory();
  for (const name of [CLEAN, LEAKY, STUCK]) {
    const scratch = new ScratchRepository();
    scratch.write('x.js', name === LEAKY ? `'${keyOf('resume')}'\n` : 'clean\n').commit();
    scratch.git('clone', '-q', '--mirror', scratch.path, join(root, name));
  }
  const state = { isStuck: true, arrived: () => {} };
  const asked = new Promise<void>((resolve) => {
    state.arrived = resolve;
  });
  const server = await startGitServer(root, {
    intercept: ({ url }) => {
      const isHeld = state.isStuck && url?.startsWith(`/${STUCK}`) === true;
      if (isHeld) state.arrived();
      return isHeld;
    },
  });
  const cwd = temporaryDirectory();
  const env = { TMPDIR: temporaryDirectory(), XDG_STATE_HOME: temporaryDirectory() };
  const targets = [CLEAN, LEAKY, STUCK].map((name) => `${server.origin}/${name}`);
  const args = ['audit', '--parallel', '1', ...targets];
  return { server, state, asked, options: { cwd, env }, args };
}

function asked(requests: readonly string[], name: string): number {
  return requests.filter((line) => line.includes(`/${name}/info/refs`)).length;
}

/** All but how long it took. */
function lasting({ scan, ...rest }: JsonReport) {
  return { ...rest, scan: { ...scan, durationMs: 0 } };
}

describe('an audit that is interrupted', () => {
  it('tells what was found by then, leaves no clone, and goes on with --resume to the same report', async () => {
    const { server, state, asked: reached, options, args } = await aStuckServer();
    const { child, ended } = startCli(['--format', 'json', ...args], options);
    await reached;
    child.kill('SIGTERM');
    const { code, stdout } = await ended;
    expect(code).toBe(143);
    const partial = JSON.parse(stdout) as JsonReport;
    expect(partial.scan.complete).toBe(false);
    expect(partial.findings.length).toBe(1);
    expect(readdirSync(options.env.TMPDIR)).toEqual([]);

    state.isStuck = false;
    const [cleanBefore, leakyBefore] = [asked(server.requests, CLEAN), asked(server.requests, LEAKY)];
    const resumed = await runJson([...args, '--resume'], options);
    expect(resumed.code).toBe(1);
    expect(asked(server.requests, CLEAN)).toBe(cleanBefore);
    // No key is kept, so what holds one is read again.
    expect(asked(server.requests, LEAKY)).toBeGreaterThan(leakyBefore);
    const whole = await runJson(args, options);
    expect(lasting(resumed.report)).toEqual(lasting(whole.report));
  });

  it('keeps no key while it waits to be resumed, and nothing once it is through', async () => {
    const { state, asked: reached, options, args } = await aStuckServer();
    const { child, ended } = startCli(args, options);
    await reached;
    child.kill('SIGKILL');
    await ended;
    const folder = join(options.env.XDG_STATE_HOME, 'ttleaks/audits');
    const logs = readdirSync(folder);
    expect(logs.length).toBe(1);
    expect(readWritten(join(folder, logs[0]!))).toContain(CLEAN);
    state.isStuck = false;
    await runJson([...args, '--resume'], options);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('and killed leaves clones, which the next one removes', async () => {
    const { state, asked: reached, options, args } = await aStuckServer();
    const { child, ended } = startCli(args, options);
    await reached;
    child.kill('SIGKILL');
    await ended;
    expect(readdirSync(options.env.TMPDIR).length).toBe(1);
    state.isStuck = false;
    await runJson(args, options);
    expect(readdirSync(options.env.TMPDIR)).toEqual([]);
  });

  it('is not resumed by an audit of other targets', async () => {
    const { server, state, asked: reached, options, args } = await aStuckServer();
    const { child, ended } = startCli(args, options);
    await reached;
    child.kill('SIGTERM');
    await ended;
    state.isStuck = false;
    const before = asked(server.requests, CLEAN);
    await runJson([...args, '--resume', '--exclude', 'docs'], options);
    expect(asked(server.requests, CLEAN)).toBeGreaterThan(before);
  });
});
