/** One key in several repositories is one problem. */
import { expect, it } from 'vitest';
import { ScratchRepository } from '../cli/tree.ts';
import { keyOf, maskOf } from '../core/key-maker.ts';
import { aPlace, runAt, startServer } from '../timetime/run-verify.ts';

const LIVE = keyOf('everywhere');
const DEAD = keyOf('gone');

async function anAudit() {
  const server = await startServer();
  server.addKey(LIVE);
  const scratch = new ScratchRepository();
  scratch.write('c.js', `'${LIVE}'\n`).commit('brings it');
  const place = aPlace({ 'a/x.js': `'${LIVE}'\n`, 'b/y.js': `'${LIVE}'\n'${DEAD}'\n` });
  return { server, place, args: ['audit', '--verify', 'a', 'b', scratch.path] };
}

it('is asked about once, however many targets hold it', async () => {
  const { server, place, args } = await anAudit();
  expect((await runAt(place, server, args)).code).toBe(1);
  expect(server.callsOf('GET', /^\/v1\/me$/).length).toBe(2);
});

it('stands at the head of the report, the live one first, with where, since when, and what to do', async () => {
  const { server, place, args } = await anAudit();
  const { stdout } = await runAt(place, server, args);
  const [live, dead] = [stdout.indexOf(`${maskOf(LIVE)}  LIVE`), stdout.indexOf(`${maskOf(DEAD)}  dead`)];
  expect(live).toBeGreaterThan(0);
  expect(dead).toBeGreaterThan(live);
  expect(stdout).toMatch(/in 3 places of 3 targets \(/);
  expect(stdout).toMatch(/since 2023-11-1\d \(\d[\d,]* days\), by A U Thor in /);
  expect(stdout).toContain('first: revoke it');
});

it('has in JSON the targets that hold it, and since when', async () => {
  const { server, place, args } = await anAudit();
  const { stdout } = await runAt(place, server, ['--format', 'json', ...args]);
  const { secrets } = JSON.parse(stdout) as {
    secrets: readonly { readonly masked: string; readonly repositories: readonly string[] }[];
  };
  const live = secrets.find(({ masked }) => masked === maskOf(LIVE));
  expect(live).toMatchObject({ public: false, findings: 3, introducedBy: { subject: 'brings it' } });
  expect(live?.repositories).toHaveLength(3);
});
