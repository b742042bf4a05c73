/** Replacement first: `revoke --rotate`, with a real server, a real repository and real commands. */
import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keyOf, madeKeys } from '../core/key-maker.ts';
import { ScratchRepository } from '../git/scratch-repository.ts';
import { problem, type ServerKey, send } from './contract-server.ts';
import { receiptOf, revokeJson, type Scene } from './run-revoke.ts';
import { aPlace, runAt, startServer } from './run-verify.ts';
import * as weather from './weather.ts';

const KEYS = /^\/v1\/api-keys$/;
const ME = /^\/v1\/me$/;
const TODAY = new Date().toISOString().slice(0, 10);

/** A key in a repository of its own. */
async function aRepository(files: Readonly<Record<string, string>> = {}): Promise<Scene> {
  const server = await startServer();
  const key = server.addKey(keyOf('rotated'), { name: 'CI' });
  const scratch = new ScratchRepository();
  scratch.write('a.ts', `const key = '${key.value}';\n`);
  for (const [path, text] of Object.entries(files)) scratch.write(path, text);
  scratch.commit();
  return { server, key, place: { ...aPlace({}), tree: scratch.path } };
}

function newKeyAt({ server, key }: Scene): ServerKey | undefined {
  const made = server.keys.find((one) => one !== key);
  if (made !== undefined) madeKeys.add(made.value);
  return made;
}

const toFile = (path: string, ...more: string[]) => ['--yes', '--rotate', '--to-env-file', path, ...more];
const toCommand = (command: string) => ['--yes', '--rotate', '--to-command', command];

describe('--to-env-file', () => {
  it('gets the new key, which works, before the old one goes', async () => {
    const scene = await aRepository();
    const { code, report } = await revokeJson(scene, toFile('.env'));
    const made = newKeyAt(scene)!;
    expect([code, scene.key.isLive, made.isLive, made.name]).toEqual([0, false, true, `CI ${TODAY}`]);
    expect(readFileSync(join(scene.place.tree, '.env'), 'utf8')).toBe(`TIMETIME_API_KEY=${made.value}\n`);
    const asked = scene.server.calls.map(({ method, path, key }) => [
      method,
      path.replace(scene.key.id, 'ID'),
      key,
    ]);
    expect(asked).toEqual([
      ['GET', '/v1/me', scene.key],
      ['GET', '/v1/api-keys', scene.key],
      ['POST', '/v1/api-keys', scene.key],
      ['GET', '/v1/me', made],
      ['DELETE', '/v1/api-keys/ID', scene.key],
      ['GET', '/v1/me', scene.key],
    ]);
    expect(report.results[0]).toMatchObject({ status: 'revoked', replacement: { keyId: made.id } });
    expect(receiptOf(scene.place).map(({ step, rotation }) => [step, rotation])).toEqual([
      ['planned', undefined],
      ['planned', 'requested'],
      ['planned', 'made'],
      ['planned', 'handed-over'],
      ['planned', 'verified'],
      ['requested', undefined],
      ['requested', undefined],
      ['confirmed', undefined],
    ]);
  });

  it('is for nobody else to read, and ignored by git from then on', async () => {
    const scene = await aRepository({ '.gitignore': 'node_modules' });
    await revokeJson(
      scene,
      toFile('conf/my env[1].txt').map((arg) => arg.replace('conf/', '')),
    );
    expect(statSync(join(scene.place.tree, 'my env[1].txt')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(scene.place.tree, '.gitignore'), 'utf8')).toMatch(/^node_modules\n\/my\\ env/);
    // What stands there now is where it belongs.
    const { stdout } = await runAt(scene.place, scene.server, ['--format', 'csv']);
    newKeyAt(scene);
    expect(stdout).toMatch(/^note,certain,ignored,.*my env\[1\]\.txt/m);
  });

  it('keeps its other variables, and no second value of this one', async () => {
    const scene = await aRepository({ '.gitignore': '.env\n' });
    const file = join(scene.place.tree, '.env');
    const scratchFile = `A=1\nexport MY_KEY=${scene.key.value}\nB=2`;
    writeFileSync(file, scratchFile, { mode: 0o644 });
    await revokeJson(scene, toFile('.env', '--to-env-name', 'MY_KEY'));
    expect(readFileSync(file, 'utf8')).toBe(`A=1\nexport MY_KEY=${newKeyAt(scene)!.value}\nB=2`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(scene.place.tree, '.gitignore'), 'utf8')).toBe('.env\n');
  });

  it.each([
    ['tracked by git', { '.env': 'A=1\n' }, '.env', /tracked by git/],
    ['that no pattern can ignore', { 'sub/.gitignore': '!.env\n' }, 'sub/.env', /ignore it first/],
    ['in the git directory', {}, '.git/.env', /git directory/],
    ['that is a folder', { 'sub/x': '' }, 'sub', /no regular file/],
  ] as const)('%s is refused before a key is made', async (_, files, path, what) => {
    const scene = await aRepository(files);
    const run = await runAt(scene.place, scene.server, ['revoke', ...toFile(path)]);
    expect([run.code, run.stderr]).toEqual([2, expect.stringMatching(what)]);
    expect([scene.server.callsOf('POST'), scene.key.isLive]).toEqual([[], true]);
  });

  it('that is a symbolic link is refused before a key is made', async () => {
    const scene = await aRepository();
    symlinkSync('/tmp/elsewhere', join(scene.place.tree, '.env'));
    const run = await runAt(scene.place, scene.server, ['revoke', ...toFile('.env')]);
    expect([run.code, scene.server.calls, existsSync('/tmp/elsewhere')]).toEqual([2, [], false]);
  });

  it('holds one key: of a plan with two nothing is done', async () => {
    const scene = await aRepository();
    const second = scene.server.addKey(keyOf('second'));
    const place = { ...scene.place, tree: aPlace({ 'a.ts': `${scene.key.value}\n${second.value}` }).tree };
    const run = await runAt(place, scene.server, ['revoke', ...toFile('.env')]);
    expect([run.code, run.stderr]).toEqual([2, expect.stringMatching(/holds one key/)]);
    expect([scene.server.callsOf('POST'), existsSync(join(place.tree, '.env'))]).toEqual([[], false]);
  });

  it('is left as it was by a dry run', async () => {
    const scene = await aRepository();
    await revokeJson(scene, ['--rotate', '--to-env-file', '.env']);
    expect(existsSync(join(scene.place.tree, '.env'))).toBe(false);
    expect(existsSync(join(scene.place.tree, '.gitignore'))).toBe(false);
  });
});

describe('--to-command', () => {
  it('gets the new key on its standard input, and nothing of any key elsewhere', async () => {
    const scene = await aRepository();
    const out = aPlace({}).tree;
    const command = `cat > '${out}/key'; env > '${out}/env'; tr '\\0' ' ' < /proc/$$/cmdline > '${out}/args'; cat '${out}/key' >&2; cat '${out}/key'`;
    const run = await runAt(scene.place, scene.server, ['revoke', ...toCommand(command)], {
      env: { TIMETIME_API_KEY: scene.key.value },
    });
    const made = newKeyAt(scene)!;
    expect([run.code, scene.key.isLive]).toEqual([0, false]);
    expect(readFileSync(join(out, 'key'), 'utf8')).toBe(made.value);
    for (const file of ['env', 'args']) {
      const text = readFileSync(join(out, file), 'utf8');
      expect(text).not.toContain(made.value);
      expect(text).not.toContain(scene.key.value);
    }
    expect(run.stdout + run.stderr).not.toContain(made.value.slice(4));
  });

  it.each([
    ['fails', 'cat > /dev/null; exit 3'],
    ['is not there', '/no/such/program'],
    ['ends by a signal', 'kill -9 $$'],
  ])('that %s leaves the old key live, and names the new one', async (_, command) => {
    const scene = await aRepository();
    const { code, report } = await revokeJson(scene, toCommand(command));
    const made = newKeyAt(scene)!;
    expect([code, scene.key.isLive, scene.server.callsOf('DELETE')]).toEqual([1, true, []]);
    expect(report.results[0]).toMatchObject({
      status: 'failed',
      reason: 'replacement-not-handed-over',
      replacement: { keyId: made.id },
    });
  });
});

describe('the old key stays', () => {
  it.each([
    ['403', weather.sky({ status: 403 }), 'replacement-not-made'],
    ['404', weather.sky({ status: 404 }), 'replacement-not-made'],
    ['a page', weather.sky({ type: 'text/html', body: weather.HTML }), 'replacement-unknown'],
    [
      '201 with another shape',
      weather.sky({ status: 201, body: weather.json({ id: 'x', key: 'y' }) }),
      'replacement-unknown',
    ],
    ['500', weather.sky({ status: 500 }), 'replacement-unknown'],
    ['a reset, though it is made', weather.actsAndResets, 'replacement-unknown'],
  ])('where POST is answered by %s, and no second one is sent', async (_, cloud, reason) => {
    const scene = await aRepository();
    scene.server.misbehave('POST', KEYS, cloud);
    const { code, report } = await revokeJson(scene, toFile('.env'));
    newKeyAt(scene);
    expect([code, report.results[0]]).toEqual([1, expect.objectContaining({ status: 'failed', reason })]);
    expect([scene.key.isLive, scene.server.callsOf('POST').length, scene.server.callsOf('DELETE')]).toEqual([
      true,
      1,
      [],
    ]);
  });

  it('where the new key does not work', async () => {
    const scene = await aRepository();
    scene.server.misbehave('GET', ME, ({ key, response, go }) =>
      key === scene.key ? go() : send(response, problem(403, 'not yet')),
    );
    const { code, report } = await revokeJson(scene, toFile('.env'));
    newKeyAt(scene);
    expect([code, report.results[0]!.reason, scene.key.isLive]).toEqual([1, 'replacement-not-live', true]);
    expect(scene.server.callsOf('DELETE')).toEqual([]);
  });
});

describe('a rotation that was cut off', () => {
  it('goes on with the new key that was proved, and makes no other', async () => {
    const scene = await aRepository();
    scene.server.misbehave('DELETE', /./, weather.sky({ status: 409 }), 1);
    expect((await revokeJson(scene, toFile('.env'))).code).toBe(1);
    newKeyAt(scene);
    const bare = await runAt(scene.place, scene.server, ['revoke', '--resume', '--yes']);
    expect([bare.code, bare.stderr]).toEqual([
      2,
      expect.stringMatching(/was to replace its keys; add --rotate/),
    ]);
    expect((await revokeJson(scene, ['--resume', '', ...toFile('.env')])).code).toBe(0);
    expect([scene.key.isLive, scene.server.callsOf('POST').length]).toEqual([false, 1]);
  });
});
