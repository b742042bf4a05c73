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
  return { server, place, args: ['audit', 'a', 'b', scratch.path] };
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

it.each([
  ['markdown', '### Keys', /`in 3 places of 3 targets \(/, false],
  ['html', '<h2>Keys</h2>', /<br>in 3 places of 3 targets \(/, true],
])(
  'stands in %s before the places, with who brought it in only where nobody else gets the file',
  async (...given) => {
    const [format, heading, where, isNamed] = given;
    const { server, place, args } = await anAudit();
    const { stdout } = await runAt(place, server, ['--format', format, ...args]);
    expect(stdout).toContain(heading);
    expect(stdout).toMatch(where);
    expect(stdout.indexOf(`${maskOf(LIVE)}  LIVE`)).toBeLessThan(stdout.indexOf('x.js'));
    expect(stdout.includes('A U Thor')).toBe(isNamed);
  },
);

it('is revoked once, with --revoke --yes, and is then dead in the report', async () => {
  const server = await startServer();
  const known = server.addKey(LIVE);
  const place = aPlace({ 'a/x.js': `'${LIVE}'\n`, 'b/y.js': `'${LIVE}'\n` });
  const shown = await runAt(place, server, ['audit', '--revoke', '--dry-run', 'a', 'b']);
  expect([shown.code, known.isLive]).toEqual([1, true]);
  const run = await runAt(place, server, ['audit', '--revoke', '--yes', '--format', 'json', 'a', 'b']);
  expect(known.isLive).toBe(false);
  expect(server.callsOf('DELETE', /./)).toHaveLength(1);
  const { secrets } = JSON.parse(run.stdout) as { secrets: readonly { readonly revocation: unknown }[] };
  expect(secrets).toMatchObject([{ findings: 2, revocation: { status: 'revoked' } }]);
});
