/** An organisation of sixty repositories, read from a server that lists them and gives them out. */
import { mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type JsonReport, runJson, startCli } from '../cli/run-cli.ts';
import { ScratchRepository, temporaryDirectory } from '../cli/tree.ts';
import { keyOf } from '../core/key-maker.ts';
import { startGitServer } from '../git/git-server.ts';
import { gitHubApi } from './github-api.ts';

const COUNT = 60;
const NAMES = Array.from({ length: COUNT }, (_, n) => `acme/r${String(n).padStart(2, '0')}`);

/** Every fifth one holds the same key, every seventh had one of its own once; the last one is empty. */
function makeRepository(root: string, name: string, n: number): void {
  const scratch = new ScratchRepository();
  const bare = join(root, `${name}.git`);
  mkdirSync(dirname(bare), { recursive: true });
  if (n === COUNT - 1) {
    scratch.git('init', '-q', '--bare', bare);
    return;
  }
  scratch.write('src/a.js', n % 5 === 0 ? `'${keyOf('of many')}'\n` : `clean ${n}\n`).commit('one');
  if (n % 7 === 0) {
    scratch.write('old.env', `K=${keyOf(name)}\n`).commit('two');
    scratch.remove('old.env').commit('three');
  }
  scratch.git('clone', '-q', '--mirror', scratch.path, bare);
}

async function anOrganisation() {
  const root = temporaryDirectory();
  for (const [n, name] of NAMES.entries()) makeRepository(root, name, n);
  const api = gitHubApi({
    owners: { acme: 'Organization' },
    repositories: NAMES.map((name) => ({ name })),
    pageSize: 25,
  });
  const given = new Set<string>();
  const state = { onGiven: (_: number) => {} };
  const server = await startGitServer(root, {
    intercept: (request, response) => {
      if (api(request, response)) return true;
      given.add(/^\/acme\/r\d+/.exec(request.url ?? '')?.[0] ?? '');
      state.onGiven(given.size);
      return false;
    },
  });
  return { server, state, given };
}

/** All but how long it took. */
function lasting({ scan, ...rest }: JsonReport) {
  return { ...rest, scan: { ...scan, durationMs: 0 } };
}

describe('an audit of sixty repositories', () => {
  it('killed twice and resumed gives the report of one go, and leaves nothing behind', async () => {
    const { server, state, given } = await anOrganisation();
    const env = { TMPDIR: temporaryDirectory(), XDG_STATE_HOME: temporaryDirectory() };
    const options = { cwd: temporaryDirectory(), env };
    const args = ['audit', '--github-url', server.origin, 'github:acme'];
    const killedAt = async (count: number, more: readonly string[]) => {
      const { child, ended } = startCli([...args, ...more], options);
      state.onGiven = (now) => {
        if (now >= count) child.kill('SIGKILL');
      };
      expect((await ended).signal).toBe('SIGKILL');
      state.onGiven = () => {};
    };
    await killedAt(15, []);
    await killedAt(40, ['--resume']);
    given.clear();
    const resumed = await runJson([...args, '--resume'], options);
    // Clean ones of the first two runs were not asked for again.
    expect(given.size).toBeLessThan(COUNT - 15);
    expect(readdirSync(env.TMPDIR)).toEqual([]);
    expect(readdirSync(join(env.XDG_STATE_HOME, 'ttleaks/audits'))).toEqual([]);

    const whole = await runJson(args, options);
    expect(given.size).toBe(COUNT);
    expect(lasting(resumed.report)).toEqual(lasting(whole.report));
    expect([whole.code, whole.report.scan.complete]).toEqual([1, true]);
    expect(whole.report.secrets).toHaveLength(1 + Math.ceil((COUNT - 1) / 7));
    expect(whole.report.findings.filter(({ path }) => path === 'src/a.js')).toHaveLength(COUNT / 5);
    expect(readdirSync(env.TMPDIR)).toEqual([]);
  }, 180_000);
});
