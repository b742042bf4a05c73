/** A revocation that is killed, at every request that it makes, and goes on. */
import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startCli } from '../cli/run-cli.ts';
import { keyOf } from '../core/key-maker.ts';
import type { ContractServer, ServerKey } from './contract-server.ts';
import { aLeak, receiptOf, revokeJson } from './run-revoke.ts';
import { aPlace, environmentOf, type Place, runAt, startServer } from './run-verify.ts';
import * as weather from './weather.ts';

const KEYS = 4;
/** Of each key whether it is live, one list, and then of each its end and the proof. */
const REQUESTS = KEYS + 1 + 2 * KEYS;
const ANY = /./;

interface Many {
  readonly server: ContractServer;
  readonly keys: readonly ServerKey[];
  readonly place: Place;
  /** Ids of keys, as they were deleted. */
  readonly deleted: string[];
}

async function manyLeaks(): Promise<Many> {
  const server = await startServer();
  const owner = server.addOwner();
  const keys = Array.from({ length: KEYS }, (_, index) => server.addKey(keyOf(`killed ${index}`), { owner }));
  const deleted: string[] = [];
  return { server, keys, deleted, place: aPlace({ 'a.ts': keys.map(({ value }) => value).join('\n') }) };
}

/** Kills the run when its request number `at` arrives, before or after the server has acted. */
async function killedAt({ server, place }: Many, at: number, isActed: boolean): Promise<void> {
  const run = startCli(['revoke', '--yes'], {
    cwd: place.tree,
    env: environmentOf(place, server),
    input: '',
  });
  let count = 0;
  for (const method of ['GET', 'DELETE']) {
    server.misbehave(method, ANY, ({ act, go, request }) => {
      count++;
      if (count < at) return go();
      if (isActed && count === at) act();
      run.child.kill('SIGKILL');
      request.socket.destroy();
    });
  }
  expect((await run.ended).signal).toBe('SIGKILL');
  server.clear();
}

function hasReceipt({ home }: Place): boolean {
  return receiptOf({ home, tree: '' }).length > 0;
}

describe.each([
  ['before', false],
  ['after', true],
] as const)('killed %s the server has acted', (_, isActed) => {
  it.each(Array.from({ length: REQUESTS }, (_, index) => index + 1))(
    'at request %i, it goes on, and each key is revoked once',
    async (at) => {
      const many = await manyLeaks();
      await killedAt(many, at, isActed);
      const { server, keys, place } = many;
      const args = hasReceipt(place) ? ['revoke', '--resume', '--yes'] : ['revoke', '--yes'];
      const run = await runAt(place, server, args);
      expect(run.code).toBe(0);
      expect(keys.filter(({ isLive }) => isLive)).toEqual([]);
      // A request that never got an answer may be made again, but not for a key that is dead by then.
      expect(server.callsOf('DELETE').filter(({ wasLive }) => !wasLive)).toEqual([]);
      expect(server.callsOf('DELETE').length).toBeLessThanOrEqual(isActed ? KEYS : KEYS + 1);
      const lines = receiptOf(place);
      for (const { id } of keys) {
        const own = lines.filter(({ keyId }) => keyId === id);
        expect(own.at(-1)).toMatchObject({ step: 'confirmed', proof: 'GET /v1/me: 403' });
        expect(own.filter(({ step }) => step === 'confirmed')).toHaveLength(1);
      }
    },
  );
});

describe('--resume', () => {
  it('has nothing to do where all is done', async () => {
    const { server, place } = await aLeak();
    await revokeJson({ server, place });
    const run = await runAt(place, server, ['revoke', '--resume', '--yes']);
    expect([run.code, run.stderr]).toEqual([
      2,
      expect.stringMatching(/no receipt .* has anything left to do/),
    ]);
  });

  it('only shows what is left, without --yes and a terminal', async () => {
    const { server, place } = await aLeak();
    server.misbehave('DELETE', ANY, weather.sky({ status: 409 }));
    await revokeJson({ server, place });
    const before = receiptOf(place);
    expect((await runAt(place, server, ['revoke', '--resume'])).code).toBe(1);
    expect(server.callsOf('DELETE')).toHaveLength(1);
    expect(receiptOf(place)).toEqual(before);
  });

  it('tries again what had failed, finds the keys where they were, whatever the folder', async () => {
    const { server, place, key } = await aLeak();
    server.misbehave('DELETE', ANY, weather.sky({ status: 500 }), 1);
    expect((await revokeJson({ server, place })).code).toBe(1);
    const elsewhere = { ...aPlace({}), home: place.home };
    expect((await runAt(elsewhere, server, ['revoke', '--resume', '--yes'])).code).toBe(0);
    expect([key.isLive, receiptOf(place).at(-1)!.step]).toEqual([false, 'confirmed']);
  });

  it('takes no key that the plan did not have', async () => {
    const { server, place, key } = await aLeak();
    server.misbehave('DELETE', ANY, weather.sky({ status: 409 }), 1);
    await revokeJson({ server, place });
    const later = server.addKey(keyOf('came later'));
    appendFileSync(join(place.tree, 'a.ts'), later.value);
    expect((await runAt(place, server, ['revoke', '--resume', '--yes'])).code).toBe(0);
    expect([key.isLive, later.isLive]).toEqual([false, true]);
  });

  it('says of a key that is not found again that its state is not known; standard input gives it', async () => {
    const { server, place, key } = await aLeak();
    server.misbehave('DELETE', ANY, weather.sky({ status: 409 }), 1);
    await revokeJson({ server, place });
    const elsewhere = { ...aPlace({}), home: place.home };
    const moved = receiptFile(place);
    const gone = { ...place, tree: elsewhere.tree };
    const { code, stdout } = await runAt(gone, server, ['revoke', '--stdin', '--resume', moved, '--yes'], {
      input: keyOf('another'),
    });
    expect([code, stdout]).toEqual([3, expect.stringMatching(/not found again, so its state is not known/)]);
    const run = await runAt(gone, server, ['revoke', '--stdin', '--resume', moved, '--yes'], {
      input: key.value,
    });
    expect([run.code, key.isLive]).toEqual([0, false]);
  });

  it('asks no other API than the run that it goes on with', async () => {
    const { server, place } = await aLeak();
    server.misbehave('DELETE', ANY, weather.sky({ status: 409 }), 1);
    await revokeJson({ server, place });
    const other = await startServer();
    const run = await runAt(place, other, ['revoke', '--resume', '--yes']);
    expect([run.code, run.stderr]).toEqual([
      2,
      expect.stringMatching(/is of a run that asked .*; add --api-url/),
    ]);
    expect(other.calls).toEqual([]);
  });

  it('goes on behind a last line that was cut off', async () => {
    const { server, place, key } = await aLeak();
    server.misbehave('DELETE', ANY, weather.sky({ status: 409 }), 1);
    await revokeJson({ server, place });
    appendFileSync(receiptFile(place), '{"time":"2026-');
    expect((await runAt(place, server, ['revoke', '--resume', '--yes'])).code).toBe(0);
    expect(key.isLive).toBe(false);
  });
});

function receiptFile({ home }: Place): string {
  const directory = join(home, 'state/ttleaks/receipts');
  return join(directory, readdirSync(directory)[0] ?? '');
}
