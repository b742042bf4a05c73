/** Revocation by the command, with a real server. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { startCli } from '../cli/run-cli.ts';
import { keyOf } from '../core/key-maker.ts';
import { ScratchRepository } from '../git/scratch-repository.ts';
import { type ContractServer, problem, send } from './contract-server.ts';
import { aLeak, receiptOf, revokeJson, type Scene } from './run-revoke.ts';
import { aPlace, environmentOf, runAt, startServer, verify } from './run-verify.ts';
import * as weather from './weather.ts';

const ME = /^\/v1\/me$/;
const KEYS = /^\/v1\/api-keys$/;
const KEY = /^\/v1\/api-keys\/[0-9a-f-]{36}$/;

function masksAs(masked: string) {
  return ({ key }: Scene) => {
    key.masked = masked;
  };
}

describe('revoke --yes', () => {
  it('deletes the key by its id, proves that it is dead, and leaves a receipt of each step', async () => {
    const scene = await aLeak();
    const { code, report } = await revokeJson(scene);
    expect(code).toBe(0);
    expect(report.results).toEqual([
      expect.objectContaining({ status: 'revoked', reason: 'confirmed', keyId: scene.key.id }),
    ]);
    expect(scene.server.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1/me',
      'GET /v1/api-keys',
      `DELETE /v1/api-keys/${scene.key.id}`,
      'GET /v1/me',
    ]);
    const lines = receiptOf(scene.place);
    expect(lines.map(({ step, status, proof }) => [step, status, proof])).toEqual([
      ['planned', null, null],
      ['requested', null, null],
      ['requested', 204, null],
      ['confirmed', 204, 'GET /v1/me: 403'],
    ]);
    for (const line of lines) expect(line).toMatchObject({ keyId: scene.key.id, strategy: 'api' });
  });

  it('leaves a second run nothing to do', async () => {
    const scene = await aLeak();
    await revokeJson(scene);
    const { code, report } = await revokeJson(scene);
    expect([code, report.plan]).toEqual([0, []]);
    expect(scene.server.callsOf('DELETE')).toHaveLength(1);
  });

  it('tells the key from its neighbours in the list', async () => {
    const { server, key, place } = await aLeak();
    for (const name of ['prod', 'test']) server.addKey(keyOf(`other ${name}`), { owner: key.owner, name });
    expect((await revokeJson({ server, place })).code).toBe(0);
    expect(server.keys.map(({ isLive }) => isLive)).toEqual([false, true, true]);
  });
});

describe('nothing is revoked', () => {
  const untouched = (server: ContractServer) => expect(server.callsOf('DELETE')).toEqual([]);

  it('without --yes where there is no terminal: the plan is shown, and the exit code 1', async () => {
    const { server, key, place } = await aLeak();
    server.addKey(keyOf('neighbour'), { owner: key.owner, name: 'prod' });
    const { code, stdout } = await runAt(place, server, ['revoke']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/Plan: 1 live key to revoke/);
    expect(stdout).toMatch(/key "CI" of a\*\*\*@example\.com; Acme \(MEMBER\); 1 other key \(prod\)/);
    expect(stdout).toMatch(/leaks at a\.ts:1:14/);
    expect(receiptOf(place)).toEqual([]);
    untouched(server);
  });

  it('with --dry-run, --yes or not', async () => {
    const scene = await aLeak();
    const { code, report } = await revokeJson(scene, ['--dry-run', '--yes']);
    expect([code, report.results[0]!.status]).toEqual([1, 'dry-run']);
    untouched(scene.server);
  });

  it('of a plan that is larger than --max, not even a part of it, and the exit code is 2', async () => {
    const server = await startServer();
    const keys = Array.from({ length: 11 }, (_, index) => server.addKey(keyOf(`max ${index}`)).value);
    const place = aPlace({ 'a.ts': keys.join('\n') });
    const { code, report } = await revokeJson({ server, place });
    expect([code, report.plan.length]).toEqual([2, 11]);
    expect(new Set(report.results.map(({ reason }) => reason))).toEqual(new Set(['too-many']));
    untouched(server);
    expect((await revokeJson({ server, place }, ['--yes', '--max', '11'])).code).toBe(0);
  });

  it('of a key that stands in ignored files alone, unless asked for', async () => {
    const server = await startServer();
    const scratch = new ScratchRepository();
    const { value } = server.addKey(keyOf('where it belongs'));
    scratch.write('.gitignore', '.env\n').write('.env', `TIMETIME_API_KEY=${value}\n`).commit();
    const place = { ...aPlace({}), tree: scratch.path };
    const { code, report } = await revokeJson({ server, place });
    expect([code, report.plan, report.leftAlone[0]!.reason]).toEqual([0, [], 'ignored']);
    expect(server.calls).toEqual([]);
    expect((await revokeJson({ server, place }, ['--yes', '--include-ignored'])).code).toBe(0);
  });

  it('of a key that a comment waives, but of one in the baseline', async () => {
    const server = await startServer();
    const waived = server.addKey(keyOf('waived'));
    const known = server.addKey(keyOf('known'));
    const place = aPlace({
      'a.ts': `'${waived.value}'; // ttleaks:allow not ours\n`,
      'b.ts': known.value,
    });
    await runAt(place, server, ['baseline']);
    const { code, report } = await revokeJson({ server, place });
    expect([code, report.plan.length, report.leftAlone[0]!.reason]).toEqual([0, 1, 'waived']);
    expect([waived.isLive, known.isLive]).toEqual([true, false]);
  });

  it('where the state of a key is not known: exit code 3', async () => {
    const scene = await aLeak();
    scene.server.misbehave('GET', ME, weather.sky({ status: 500 }));
    const { code, report } = await revokeJson(scene);
    expect([code, report.plan, report.others.length]).toEqual([3, [], 1]);
    untouched(scene.server);
  });
});

describe('a key that cannot be told from others is left to a person', () => {
  const byHand = /in the dashboard: https:\/\/app\.timetime\.in\/dashboard\/profile\/developers/;

  it.each([
    [
      'several-matches',
      ({ server, key }: Scene) => void server.addKey(keyOf('twin'), { owner: key.owner, masked: key.masked }),
    ],
    ['no-match', masksAs('tt1_000000..0000')],
    ['no-match', masksAs('tt1_..')],
    ['no-match', masksAs('tt1_*')],
    [
      'no-list',
      ({ server }: Scene) =>
        server.misbehave('GET', KEYS, ({ response }) => send(response, problem(403, 'no'))),
    ],
    ['no-list', ({ server }: Scene) => server.misbehave('GET', KEYS, weather.sky({ body: weather.HTML }))],
    [
      'no-list',
      ({ server }: Scene) =>
        server.misbehave(
          'GET',
          KEYS,
          weather.sky({ body: weather.json({ apiKeys: [{ id: '../me', key: 'tt1_' }] }) }),
        ),
    ],
  ])('%s', async (reason, prepare) => {
    const scene = await aLeak();
    prepare(scene);
    const { code, report } = await revokeJson(scene);
    expect([code, report.plan[0]!.obstacle]).toEqual([1, reason]);
    expect(report.results).toEqual([expect.objectContaining({ status: 'manual', reason })]);
    expect(scene.server.callsOf('DELETE')).toEqual([]);
    expect(receiptOf(scene.place).at(-1)).toMatchObject({ step: 'manual', strategy: 'manual' });
    expect((await runAt(scene.place, scene.server, ['revoke', '--yes'])).stdout).toMatch(byHand);
  });
});

describe('what DELETE answers, and what the key then says of itself', () => {
  it.each([
    ['200', weather.actsAndSays({ status: 200, body: () => '{}' }), 0, 'revoked', 'confirmed'],
    ['202, done', weather.actsAndSays({ status: 202 }), 0, 'revoked', 'confirmed'],
    ['202, not done', weather.sky({ status: 202 }), 3, 'requested', 'accepted-not-done'],
    ['204, though nothing was done', weather.sky({ status: 204, body: () => '' }), 1, 'failed', 'still-live'],
    ['404, for it is gone', weather.actsAndSays({ status: 404 }), 0, 'revoked', 'already-gone'],
    ['404, for there is no such method', weather.sky({ status: 404 }), 1, 'manual', 'not-supported'],
    ['405', weather.sky({ status: 405 }), 1, 'manual', 'not-supported'],
    ['501', weather.sky({ status: 501 }), 1, 'manual', 'not-supported'],
    ['401', weather.sky({ status: 401 }), 1, 'failed', 'refused'],
    ['403', weather.sky({ status: 403 }), 1, 'failed', 'refused'],
    ['409', weather.sky({ status: 409 }), 1, 'failed', 'conflict'],
    ['500', weather.sky({ status: 500 }), 1, 'failed', 'server-error'],
    ['500, though it is done', weather.actsAndSays({ status: 500 }), 0, 'revoked', 'confirmed'],
    ['502', weather.sky({ status: 502 }), 1, 'failed', 'server-error'],
    ['504', weather.sky({ status: 504 }), 1, 'failed', 'server-error'],
    ['a redirect', weather.redirect('https://192.0.2.1/'), 1, 'failed', 'redirect'],
    ['a reset', weather.reset, 1, 'failed', 'no-answer'],
    ['a reset, though it is done', weather.actsAndResets, 0, 'revoked', 'confirmed'],
  ] as const)('%s', async (_, cloud, exitCode, status, reason) => {
    const scene = await aLeak();
    scene.server.misbehave('DELETE', KEY, cloud);
    const { code, report } = await revokeJson(scene);
    expect([code, report.results[0]]).toEqual([exitCode, expect.objectContaining({ status, reason })]);
    // It is never asked for twice.
    expect(scene.server.callsOf('DELETE')).toHaveLength(1);
    expect(scene.server.calls.at(-1)!.path).toBe('/v1/me');
    const step = { revoked: 'confirmed', requested: 'requested', manual: 'manual', failed: 'failed' }[status];
    expect(receiptOf(scene.place).at(-1)).toMatchObject({ step });
  });

  it.each([
    ['429', weather.sky({ status: 429, headers: { 'retry-after': '1' } })],
    ['429 without Retry-After', weather.sky({ status: 429 })],
    ['503', weather.sky({ status: 503 })],
  ])('%s is asked again, since nothing was done', async (_, cloud) => {
    const scene = await aLeak();
    scene.server.misbehave('DELETE', KEY, cloud, 1);
    const { code, report } = await revokeJson(scene);
    expect([code, report.results[0]!.status]).toEqual([0, 'revoked']);
    expect(scene.server.callsOf('DELETE')).toHaveLength(2);
  });

  it('silence, though the server has acted: the state is asked for, and that is that', async () => {
    const scene = await aLeak();
    scene.server.misbehave('DELETE', KEY, weather.actsInSilence);
    const { code, report } = await revokeJson(scene);
    expect([code, report.results[0]!.status]).toEqual([0, 'revoked']);
    expect(scene.server.callsOf('DELETE')).toHaveLength(1);
  });

  it.each([
    ['500', weather.sky({ status: 500 })],
    ['429', weather.sky({ status: 429, headers: { 'retry-after': '9999' } })],
    ['a page', weather.sky({ type: 'text/html', body: weather.HTML })],
    ['403 with a page', weather.sky({ status: 403, type: 'text/html', body: weather.HTML })],
    ['a reset', weather.reset],
  ])('204, and then %s of the key itself: requested, not confirmed, exit code 3', async (_, cloud) => {
    const scene = await aLeak();
    scene.server.misbehave('DELETE', KEY, ({ go }) => {
      scene.server.misbehave('GET', ME, cloud);
      go();
    });
    const { code, report } = await revokeJson(scene);
    expect([code, report.results[0]]).toEqual([
      3,
      expect.objectContaining({ status: 'requested', reason: 'not-confirmed' }),
    ]);
    expect(receiptOf(scene.place).at(-1)).toMatchObject({ step: 'requested', status: 204 });
  });

  it('204, while the server takes a moment until the key is dead', async () => {
    const scene = await aLeak();
    scene.server.misbehave('DELETE', KEY, ({ act, response }) => {
      setTimeout(act, 300);
      send(response, { status: 204 });
    });
    expect((await revokeJson(scene)).report.results[0]!.status).toBe('revoked');
  });
});

describe('scan --revoke', () => {
  it('revokes what it finds, and calls the key dead in its report', async () => {
    const { server, place, key } = await aLeak();
    const { code, report } = await verify(place, server, ['--revoke', '--yes']);
    // A dead key in a file is still a warning.
    expect([code, report.findings[0]!.level, key.isLive]).toEqual([1, 'warning', false]);
    expect(report.secrets[0]!.revocation).toMatchObject({ status: 'revoked', keyId: key.id });
    expect(report.secrets[0]!.verification.status).toBe('live');
  });

  it('only says what it would do, without --yes and a terminal', async () => {
    const { server, place } = await aLeak();
    const { code, report } = await verify(place, server, ['--revoke']);
    expect([code, report.secrets[0]!.revocation!.status]).toEqual([1, 'dry-run']);
    expect(server.callsOf('DELETE')).toEqual([]);
  });

  it('ends with 3 where nobody knows whether the key is dead', async () => {
    const { server, place } = await aLeak();
    server.misbehave('DELETE', KEY, ({ go }) => {
      server.misbehave('GET', ME, weather.sky({ status: 500 }));
      go();
    });
    const { code, report } = await verify(place, server, ['--revoke', '--yes', '--fail-on', 'never']);
    expect([code, report.secrets[0]!.revocation!.status]).toEqual([3, 'requested']);
  });
});

describe('an interruption', () => {
  it('ends it behind the key at hand, whose proof is still asked for', async () => {
    const server = await startServer();
    const keys = [1, 2, 3].map((index) => server.addKey(keyOf(`interrupted ${index}`)));
    const place = aPlace({ 'a.ts': keys.map(({ value }) => value).join('\n') });
    const options = { cwd: place.tree, env: environmentOf(place, server), input: '' };
    const run = startCli(['revoke', '--yes'], options);
    server.misbehave('DELETE', KEY, async ({ go }) => {
      run.child.kill('SIGINT');
      await new Promise((resolve) => setTimeout(resolve, 200));
      go();
    });
    const { code, stdout } = await run.ended;
    expect([code, keys.map(({ isLive }) => isLive)]).toEqual([130, [false, true, true]]);
    expect(stdout).toMatch(/revoked .*no longer accepts[\s\S]*interrupted before it was asked for/);
    expect(receiptOf(place).at(-1)).toMatchObject({ step: 'confirmed' });
    server.clear();
    expect((await runAt(place, server, ['revoke', '--resume', '--yes'])).code).toBe(0);
    expect(server.callsOf('DELETE')).toHaveLength(3);
  });
});

describe('keys on standard input', () => {
  it('are revoked, a key a line', async () => {
    const { server, place, key } = await aLeak();
    const run = await runAt(place, server, ['revoke', '--stdin', '--yes'], {
      input: `\n${key.value}\r\n${key.value}\n`,
    });
    expect([run.code, key.isLive, server.callsOf('DELETE').length]).toEqual([0, false, 1]);
  });

  it('that are none are refused by the number of their line', async () => {
    const { server, place, key } = await aLeak();
    const run = await runAt(place, server, ['revoke', '--stdin', '--yes'], {
      input: `${key.value}\n${key.value}00 x\n`,
    });
    expect([run.code, run.stderr]).toEqual([2, expect.stringMatching(/line 2 is no TimeTime key/)]);
    expect(server.calls).toEqual([]);
  });
});

describe('the receipt', () => {
  it('that cannot be written stops everything: the disk is full', async () => {
    const { server, place, key } = await aLeak();
    const { code, report, stderr } = await revokeJson({ server, place }, ['--yes', '--receipt', '/dev/full']);
    expect([code, report.results[0]]).toEqual([
      1,
      expect.objectContaining({ status: 'failed', reason: 'no-receipt' }),
    ]);
    expect(stderr).toMatch(/receipt \/dev\/full cannot be written: no space left on device/);
    expect([server.callsOf('DELETE'), key.isLive]).toEqual([[], true]);
  });

  it('is never written into a file of another kind', async () => {
    const { server, place, key } = await aLeak();
    const { code, stderr } = await revokeJson({ server, place }, ['--yes', '--receipt', 'a.ts']);
    expect([code, key.isLive, stderr]).toEqual([
      1,
      true,
      expect.stringMatching(/a\.ts is a file of another kind/),
    ]);
  });

  it('goes where the user names it, for nobody else to read', async () => {
    const { server, place } = await aLeak();
    await revokeJson({ server, place }, ['--yes', '--receipt', 'out/receipt.jsonl']);
    const text = readFileSync(`${place.tree}/out/receipt.jsonl`, 'utf8');
    expect(text.trim().split('\n')).toHaveLength(4);
  });
});

describe('two runs at the same time', () => {
  it('wait for each other, and ask for each key once', async () => {
    const server = await startServer({ latencyMs: 20 });
    const keys = Array.from({ length: 5 }, (_, index) => server.addKey(keyOf(`twice ${index}`)));
    const place = aPlace({ 'a.ts': keys.map(({ value }) => value).join('\n') });
    const options = { cwd: place.tree, env: environmentOf(place, server), input: '' };
    const runs = await Promise.all([1, 2].map(() => startCli(['revoke', '--yes'], options).ended));
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    expect(runs.filter(({ stderr }) => /another revocation is running/.test(stderr))).toHaveLength(1);
    expect(server.callsOf('DELETE')).toHaveLength(5);
    expect(keys.every(({ isLive }) => !isLive)).toBe(true);
  });
});
