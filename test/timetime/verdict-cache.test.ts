/** What an earlier run learnt, with --verify-cache. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keyOf } from '../core/key-maker.ts';
import { aLeak, revokeJson } from './run-revoke.ts';
import { aPlace, type Place, startServer, verify, writtenFiles } from './run-verify.ts';
import * as weather from './weather.ts';

const ME = /^\/v1\/me$/;

function cacheOf({ home }: Place): string {
  return join(home, 'cache/ttleaks/verdicts.json');
}

/** The cache, as if it had been written so long ago. */
function age(place: Place, hours: number): void {
  const text = readFileSync(cacheOf(place), 'utf8').replace(/"checkedAt":"([^"]*)"/g, (_, at: string) => {
    return `"checkedAt":"${new Date(Date.parse(at) - hours * 3_600_000).toISOString()}"`;
  });
  writeFileSync(cacheOf(place), text);
}

describe('--verify-cache', () => {
  it('answers for a live key and for a dead one, with all that is known, and asks nobody', async () => {
    const { server, place } = await aLeak();
    writeFileSync(join(place.tree, 'b.ts'), keyOf('dead'));
    const first = await verify(place, server, ['--verify-cache']);
    const asked = server.calls.length;
    const second = await verify(place, server, ['--verify-cache']);
    expect([server.calls.length, second.code]).toEqual([asked, first.code]);
    expect(second.report.secrets).toEqual(first.report.secrets);
  });

  it('is not written, and not read, without the option', async () => {
    const { server, place } = await aLeak();
    await verify(place, server);
    expect(writtenFiles(place.home)).toEqual([]);
    await verify(place, server, ['--verify-cache']);
    await verify(place, server);
    expect(server.callsOf('GET', ME)).toHaveLength(3);
  });

  it('keeps no failure: the next run asks again', async () => {
    const { server, place } = await aLeak();
    server.misbehave('GET', ME, weather.sky({ status: 500 }), 1);
    const [first, second] = [
      await verify(place, server, ['--verify-cache']),
      await verify(place, server, ['--verify-cache']),
    ];
    expect([first, second].map(({ report }) => report.secrets[0]!.verification.status)).toEqual([
      'unknown',
      'live',
    ]);
  });

  it('answers for no other endpoint', async () => {
    const { server, place, key } = await aLeak();
    await verify(place, server, ['--verify-cache']);
    const other = await startServer();
    const { report } = await verify(place, other, ['--verify-cache']);
    expect(report.secrets[0]!.verification.status).toBe('inactive');
    expect((await verify(place, server, ['--verify-cache'])).report.secrets[0]!.verification.status).toBe(
      'live',
    );
    expect([key.isLive, server.callsOf('GET', ME).length]).toEqual([true, 1]);
  });

  it.each([
    ['live', 0.9, 1.1],
    ['inactive', 23, 25],
  ])('forgets a verdict in time: %s', async (status, young, old) => {
    const server = await startServer();
    const value = keyOf(`old ${status}`);
    if (status === 'live') server.addKey(value);
    const place = aPlace({ 'a.ts': value });
    await verify(place, server, ['--verify-cache']);
    age(place, young);
    await verify(place, server, ['--verify-cache']);
    expect(server.callsOf('GET', ME)).toHaveLength(1);
    age(place, old - young);
    await verify(place, server, ['--verify-cache']);
    expect(server.callsOf('GET', ME)).toHaveLength(2);
  });

  it('takes no verdict of the future, which comes from a wrong clock', async () => {
    const { server, place } = await aLeak();
    await verify(place, server, ['--verify-cache']);
    age(place, -24);
    await verify(place, server, ['--verify-cache']);
    expect(server.callsOf('GET', ME)).toHaveLength(2);
  });

  it('remembers a key that was revoked, however long ago', async () => {
    const { server, place } = await aLeak();
    await revokeJson({ server, place }, ['--yes', '--verify-cache']);
    age(place, 24 * 365);
    const asked = server.calls.length;
    const { report } = await verify(place, server, ['--verify-cache']);
    expect([report.secrets[0]!.verification.status, server.calls.length]).toEqual(['inactive', asked]);
  });

  it('is never believed before a revocation', async () => {
    const { server, place, key } = await aLeak();
    await verify(place, server, ['--verify-cache']);
    key.isLive = false;
    const { code, report } = await revokeJson({ server, place }, ['--yes', '--verify-cache']);
    expect([code, report.plan, server.callsOf('DELETE')]).toEqual([0, [], []]);
  });

  it.each(['', '{', '[]', '{"entries":{"a":{"kind":"live","verification":{"status":"live"}}}}'])(
    'that is damaged is as good as none: %j',
    async (text) => {
      const { server, place } = await aLeak();
      await verify(place, server, ['--verify-cache']);
      writeFileSync(cacheOf(place), text);
      const { report, stderr } = await verify(place, server, ['--verify-cache']);
      expect([report.secrets[0]!.verification.status, stderr]).toEqual([
        'live',
        expect.not.stringMatching(/Error/),
      ]);
    },
  );
});
