/** What a verdict makes of the places where a key stands. */
import { describe, expect, it } from 'vitest';
import { keyOf } from '../core/key-maker.ts';
import { ScratchRepository } from '../git/scratch-repository.ts';
import { aPlace, runAt, startServer, verify } from './run-verify.ts';

async function repository(files: Readonly<Record<string, string>>) {
  const server = await startServer();
  const scratch = new ScratchRepository();
  for (const [path, text] of Object.entries(files)) scratch.write(path, text);
  return { server, scratch, place: { ...aPlace({}), tree: scratch.path } };
}

describe('a live key', () => {
  it('is an error wherever it stands, but in an ignored file', async () => {
    const value = keyOf('live everywhere');
    const files = { '.gitignore': '.env\n', '.env': value, 'committed.ts': value };
    const { server, scratch, place } = await repository(files);
    scratch.commit();
    scratch.write('untracked.ts', value);
    server.addKey(value);
    const { report, code } = await verify(place, server);
    expect(report.findings.map(({ path, level }) => [path, level])).toEqual([
      ['committed.ts', 'error'],
      ['untracked.ts', 'error'],
      ['.env', 'note'],
    ]);
    expect(code).toBe(1);
  });

  it('in ignored files alone is a note, and the exit code 0', async () => {
    const value = keyOf('where it may be');
    const { server, scratch, place } = await repository({ '.gitignore': '.env\n', '.env': value });
    scratch.commit();
    server.addKey(value);
    expect((await verify(place, server)).code).toBe(0);
  });

  it('is waived by no baseline; by a comment it is, with a warning', async () => {
    const server = await startServer();
    const known = server.addKey(keyOf('in the baseline'));
    const allowed = server.addKey(keyOf('allowed'));
    const place = aPlace({ 'a.ts': known.value, 'b.ts': `'${allowed.value}' // ttleaks:allow a sandbox\n` });
    await runAt(place, server, ['baseline']);
    expect((await runAt(place, server, [])).code).toBe(0);
    const { report, code } = await verify(place, server);
    expect([code, report.findings.map(({ path, suppressed }) => [path, suppressed !== undefined])]).toEqual([
      1,
      [
        ['a.ts', false],
        ['b.ts', true],
      ],
    ]);
    expect(report.scan.warnings).toEqual([
      expect.stringMatching(/^b\.ts: .* is live, though it is waived: revoke it/),
    ]);
  });

  it('that is dead or unknown stays waived', async () => {
    const place = aPlace({ 'a.ts': keyOf('dead and known') });
    const server = await startServer();
    await runAt(place, server, ['baseline']);
    expect((await verify(place, server)).code).toBe(0);
  });
});

describe('a dead key', () => {
  it('is a warning where a file or HEAD holds it, a note where history alone does', async () => {
    const { server, scratch, place } = await repository({
      'kept.ts': keyOf('kept'),
      'gone.ts': keyOf('gone'),
    });
    scratch.commit();
    scratch.remove('gone.ts').commit();
    const levels = async (args: readonly string[]) => {
      const { report, code } = await verify(place, server, args);
      return [code, ...report.findings.map(({ path, level }) => [path, level])];
    };
    expect(await levels([])).toEqual([1, ['kept.ts', 'warning']]);
    expect(await levels(['--history'])).toEqual([1, ['kept.ts', 'warning'], ['gone.ts', 'note']]);
    expect(await levels(['--fail-on', 'error'])).toEqual([0, ['kept.ts', 'warning']]);
  });

  it('keeps its rule and its fingerprint in SARIF, and has its level there', async () => {
    const server = await startServer();
    const key = server.addKey(keyOf('sarif'));
    const place = aPlace({ 'a.ts': key.value });
    const results = async () => {
      const { stdout } = await runAt(place, server, ['--verify', '--format', 'sarif']);
      return JSON.parse(stdout).runs[0].results[0];
    };
    const live = await results();
    key.isLive = false;
    const dead = await results();
    expect([live.level, dead.level]).toEqual(['error', 'warning']);
    for (const field of ['ruleId', 'ruleIndex', 'partialFingerprints', 'locations']) {
      expect(dead[field]).toEqual(live[field]);
    }
    expect([live.properties.verification, dead.properties.verification]).toEqual(['live', 'inactive']);
    expect(dead.message.text).not.toMatch(/Revoke it/);
  });
});

describe('what a live key reaches', () => {
  it('stands in one line of text, and in JSON', async () => {
    const server = await startServer();
    const owner = server.addOwner({
      tenantRole: 'TENANT_ADMIN',
      organizations: [
        { name: 'Acme', roles: ['ADMIN', 'BILLING'] },
        { name: 'Umbrella', roles: [] },
      ],
    });
    const key = server.addKey(keyOf('reach'), { owner, name: 'CI' });
    for (const name of ['a', 'b', 'c', 'd']) server.addKey(keyOf(`reach ${name}`), { owner, name });
    server.addKey(keyOf('a stranger'));
    const place = aPlace({ 'a.ts': key.value });
    const { stdout } = await runAt(place, server, ['--verify']);
    expect(stdout).toContain(
      'LIVE: key "CI" of a***@example.com; Acme (ADMIN, BILLING); Umbrella; 4 other keys (a, b, c, …); can act for every user of the tenant\n',
    );
    const { report } = await verify(place, server);
    expect(report.secrets[0]!.verification).toMatchObject({
      owner: 'a***@example.com',
      organizations: [
        { name: 'Acme', roles: ['ADMIN', 'BILLING'] },
        { name: 'Umbrella', roles: [] },
      ],
      actsForOthers: 'yes',
      keyId: key.id,
      keyName: 'CI',
      otherKeys: { count: 4, names: ['a', 'b', 'c', 'd'] },
    });
  });

  it('is asked for once an owner', async () => {
    const server = await startServer();
    const owner = server.addOwner();
    const keys = Array.from({ length: 5 }, (_, index) => server.addKey(keyOf(`own ${index}`), { owner }));
    await verify(aPlace({ 'a.ts': keys.map(({ value }) => value).join('\n') }), server);
    expect(server.callsOf('GET', /api-keys/)).toHaveLength(1);
  });
});
