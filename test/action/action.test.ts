import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { expectNoKey } from '../cli/run-cli.ts';
import { keyOf, maskOf } from '../core/key-maker.ts';
import { Forge } from '../github/forge.ts';
import { GitHubServer } from '../github/github-server.ts';
import { mergeGroupPayload, pullRequestPayload, pushPayload } from '../github/payloads.ts';
import { startServer } from '../timetime/run-verify.ts';
import { runJob } from './run-action.ts';

const lineWith = (key: string) => `const key = '${key}';\n`;

describe('a repository that is searched by several threads', () => {
  it('is searched whole, its files and its history', async () => {
    const forge = new Forge();
    for (let number = 0; number < 1000; number++) forge.server.write(`files/${number}.ts`, `${number}`);
    forge.server.write('noise.bin', randomBytes(24 * 1024 * 1024));
    const before = forge.server.commit('base');
    const [gone, kept] = [keyOf('gone'), keyOf('kept')];
    forge.server.write('a.ts', lineWith(gone)).commit('add');
    const after = forge.server.write('a.ts', '').write('files/500.ts', lineWith(kept)).commit('another');
    forge.server.git('gc', '-q');
    const run = await runJob({
      checkout: forge.clone(),
      event: 'push',
      payload: pushPayload({ before, after }),
      inputs: { scan: 'history' },
      serverUrl: (await forge.serve()).origin,
    });
    expect(run.stderr).not.toContain('Warning');
    expect([run.code, run.outputs]).toMatchObject([1, { 'findings-count': '2', complete: 'true' }]);
    expect(run.summary).toContain('files/500.ts:1');
    expect(run.summary).toContain(maskOf(gone));
  });
});

describe('a push', () => {
  it('with a key fails the job, masks the key before all else, and annotates its line', async () => {
    const forge = new Forge();
    const key = keyOf('pushed');
    const before = forge.server.commit('base');
    const after = forge.server.write('src/a.ts', lineWith(key)).commit('add');
    const github = await GitHubServer.start();
    const run = await runJob({
      checkout: forge.clone(),
      event: 'push',
      payload: pushPayload({ before, after }),
      github,
    });
    expect(run.code).toBe(1);
    expect(run.masks).toEqual(
      expect.arrayContaining([key, key.slice(4), Buffer.from(key).toString('base64')]),
    );
    expect(run.annotations[0]).toMatch(/^::error file=src\/a\.ts,line=1,/);
    expect(run.annotations[0]).toContain(maskOf(key));
    expect(run.summary).toContain('src/a.ts:1:14');
    expect(run.outputs).toMatchObject({
      'findings-count': '1',
      'verified-count': '0',
      'exit-code': '1',
      'scanned-range': `${before.slice(0, 7)}..${after.slice(0, 7)}`,
      complete: 'true',
    });
    expect(github.uploads).toMatchObject([
      {
        commit: after,
        ref: 'refs/heads/main',
        sarif: { runs: [{ automationDetails: { id: 'ttleaks/worktree/' }, results: [{ level: 'error' }] }] },
      },
    ]);
    expectNoKey(JSON.stringify(github.uploads));
  });

  it('that brings a key in and takes it out again fails, without a line that is not there', async () => {
    const forge = new Forge();
    const before = forge.server.commit('base');
    forge.server.write('a.ts', lineWith(keyOf('short stay'))).commit('add');
    const after = forge.server.remove('a.ts').commit('remove');
    const github = await GitHubServer.start();
    const run = await runJob({
      checkout: forge.clone(),
      event: 'push',
      payload: pushPayload({ before, after }),
      github,
    });
    expect(run.code).toBe(1);
    expect(run.annotations).toHaveLength(1);
    expect(run.annotations[0]).toMatch(/^::error title=ttleaks::/);
    // What is uploaded is the checkout: an alert on a file that is not there could never close.
    expect(github.uploads[0]?.sarif.runs[0]?.results).toEqual([]);
  });

  it('that commits a file which it then ignores fails, though the file lies where keys belong', async () => {
    const forge = new Forge();
    const text = `TIMETIME_API_KEY=${keyOf('in a file of settings')}\n`;
    const before = forge.server.commit('base');
    forge.server.write('.env', text).commit('add');
    const after = forge.server.remove('.env').write('.gitignore', '.env\n').commit('ignore');
    const checkout = forge.clone().write('.env', text);
    const run = await runJob({ checkout, event: 'push', payload: pushPayload({ before, after }) });
    expect(run.code).toBe(1);
  });

  it('that is clean passes, from a shallow clone of a private repository too', async () => {
    const forge = new Forge();
    const github = await GitHubServer.start();
    const before = forge.server.commit('base');
    forge.server.write('a.ts', 'one').commit('one');
    const after = forge.server.write('a.ts', 'two').commit('two');
    const { origin } = await forge.serve(github.token);
    const run = await runJob({
      checkout: forge.clone('--depth=1'),
      event: 'push',
      payload: pushPayload({ before, after }),
      github,
      serverUrl: origin,
    });
    expect(run.code).toBe(0);
    expect(run.annotations).toEqual([]);
    expect(run.outputs).toMatchObject({ complete: 'true', 'findings-count': '0' });
  });

  it('of a clean tag passes in a clone that stays shallow, since what is new is there', async () => {
    const forge = new Forge();
    forge.server.commit('base');
    const commit = forge.server.commit('one');
    forge.server.git('tag', '-a', '-m', 'a release', 'v1');
    const payload = pushPayload({ after: forge.server.git('rev-parse', 'v1'), ref: 'refs/tags/v1' });
    const checkout = forge.clone('--depth=1');
    const { origin } = await forge.serve();
    const run = await runJob({ checkout, event: 'push', payload, ref: 'refs/tags/v1', serverUrl: origin });
    expect(checkout.git('rev-list', '--all')).toBe(commit);
    expect(run).toMatchObject({ code: 0, outputs: { complete: 'true' } });
  });

  it('to a clone that is shallow and cannot be deepened is incomplete, never green', async () => {
    const forge = new Forge();
    const before = forge.server.commit('base');
    const after = forge.server.commit('two');
    const run = await runJob({
      checkout: forge.clone('--depth=1'),
      event: 'push',
      payload: pushPayload({ before, after }),
    });
    expect(run.code).toBe(3);
    expect(run.outputs).toMatchObject({ complete: 'false' });
    expect(run.summary).toContain('fetch-depth: 0');
  });

  it('to a partial clone, which lacks what came and went, is incomplete, never green', async () => {
    const forge = new Forge();
    forge.server.git('config', 'uploadpack.allowFilter', 'true');
    const before = forge.server.commit('base');
    forge.server.write('a.ts', lineWith(keyOf('not cloned'))).commit('add');
    const after = forge.server.remove('a.ts').commit('remove');
    const checkout = forge.clone('--filter=blob:none');
    const run = await runJob({ checkout, event: 'push', payload: pushPayload({ before, after }) });
    expect(run.code).toBe(3);
    expect(run.outputs).toMatchObject({ complete: 'false' });
  });

  it.each([
    ['is missing fields', '{}'],
    ['is no JSON', '{"before'],
  ])('whose payload %s is incomplete, and the files are looked at all the same', async (_, payload) => {
    const forge = new Forge();
    forge.server.write('a.ts', 'clean').commit('base');
    const run = await runJob({ checkout: forge.clone(), event: 'push', payload });
    expect(run.code).toBe(3);
    forge.server.write('a.ts', lineWith(keyOf('beside'))).commit('leak');
    expect((await runJob({ checkout: forge.clone(), event: 'push', payload })).code).toBe(1);
  });

  it('of a checkout that belongs to another user is read: the runner made it', async () => {
    const forge = new Forge();
    const before = forge.server.commit('base');
    const after = forge.server.write('a.ts', lineWith(keyOf('of another'))).commit('add');
    const run = await runJob({
      checkout: forge.clone(),
      event: 'push',
      payload: pushPayload({ before, after }),
      env: { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' },
    });
    expect(run.code).toBe(1);
    expect(run.outputs).toMatchObject({ complete: 'true' });
  });

  it('with many keys stays within ten annotations of a level, and tells how many more there are', async () => {
    const forge = new Forge();
    const before = forge.server.commit('base');
    for (let n = 0; n < 25; n++) forge.server.write(`a${n}.ts`, lineWith(keyOf(`many ${n}`)));
    const after = forge.server.commit('add');
    const run = await runJob({
      checkout: forge.clone(),
      event: 'push',
      payload: pushPayload({ before, after }),
    });
    expect(run.annotations).toHaveLength(10);
    expect(run.annotations.at(-1)).toContain('16 more places');
  });

  it.each([403, 404])(
    'whose upload is answered with %i is judged by its keys alone, with a warning',
    async (status) => {
      const forge = new Forge();
      const before = forge.server.commit('base');
      const after = forge.server.commit('clean');
      const github = await GitHubServer.start();
      github.failNext(/sarifs$/, { status, message: 'Code Security must be enabled' });
      const job = { checkout: forge.clone(), event: 'push', payload: pushPayload({ before, after }), github };
      const run = await runJob(job);
      expect(run.code).toBe(0);
      expect(run.annotations).toEqual([expect.stringMatching(/^::warning .*not uploaded: .*Code Security/)]);
      expect(run.summary).toContain('Code Security must be enabled');
    },
  );
});

describe('an upload', () => {
  async function fingerprints(text: string) {
    const forge = new Forge();
    const before = forge.server.commit('base');
    const after = forge.server.write('src/a.ts', text).commit('add');
    const github = await GitHubServer.start();
    const job = { checkout: forge.clone(), event: 'push', payload: pushPayload({ before, after }), github };
    await runJob(job);
    await runJob(job);
    const [first, second] = github.uploads.map(({ sarif }) =>
      sarif.runs.flatMap(({ results }) => results.map(({ partialFingerprints }) => partialFingerprints)),
    );
    return { first, second };
  }

  const [one, two] = [lineWith(keyOf('at its place')), lineWith(keyOf('at another'))];

  it('of the same state changes no fingerprint', async () => {
    const { first, second } = await fingerprints(`${one}${two}${one}`);
    expect(first).toHaveLength(3);
    expect(new Set(first?.map((each) => each['ttleaks/v1'])).size).toBe(3);
    expect(second).toEqual(first);
  });

  it('after lines have moved changes none of ours, nor one of a line that GitHub knows by its text', async () => {
    const { first } = await fingerprints(`${one}\n\n${two}// the end\n`);
    const { first: moved } = await fingerprints(`// a head\n\n${one}\n\n\n${two}// the end\n`);
    expect(moved?.map((each) => each['ttleaks/v1'])).toEqual(first?.map((each) => each['ttleaks/v1']));
    expect(moved?.at(-1)).toEqual(first?.at(-1));
  });
});

describe('a pull request', () => {
  interface Change {
    readonly base?: Readonly<Record<string, string>>;
    readonly change: Readonly<Record<string, string>>;
  }

  /** Its test merge is checked out. */
  function pullRequest({ base = {}, change }: Change) {
    const forge = new Forge();
    const { server } = forge;
    for (const [path, text] of Object.entries(base)) server.write(path, text);
    const baseId = server.commit('base');
    server.git('checkout', '-q', '-b', 'change');
    for (const [path, text] of Object.entries(change)) server.write(path, text);
    const head = server.commit('change');
    server.git('checkout', '-q', '--detach', 'main');
    server.git('merge', '-q', '--no-ff', '-m', 'test merge', head);
    server.git('update-ref', 'refs/pull/7/merge', 'HEAD');
    server.git('checkout', '-q', 'main');
    const checkout = forge.checkout('refs/pull/7/merge');
    return { checkout, event: 'pull_request', ref: 'refs/pull/7/merge', base: baseId, head };
  }

  it('cannot waive its own leak: settings and waivers are those of its base', async () => {
    const key = keyOf('self-waived');
    const { base, head, ...job } = pullRequest({
      change: {
        'a.ts': lineWith(key),
        '.ttleaksignore': 'a.ts\n',
        'ttleaks.config.yml': 'exclude: ["a.ts"]\nfailOn: never\n',
      },
    });
    const run = await runJob({ ...job, payload: pullRequestPayload({ base, head }) });
    expect(run.code).toBe(1);
    expect(run.log).toContain('.ttleaksignore, ttleaks.config.yml');
    expect(run.annotations[0]).toContain('file=a.ts');
    const inputs = { config: 'ttleaks.config.yml' };
    const named = await runJob({ ...job, payload: pullRequestPayload({ base, head }), inputs });
    expect(named.code).toBe(1);
  });

  it('gives the runner no command by the name of a file', async () => {
    const command = '::stop-commands::pwned';
    const { base, head, ...job } = pullRequest({
      change: {
        [`a\n${command}\n/ttleaks.config.yml`]: 'failOn: never\n',
        [`b\n${command}`]: lineWith(keyOf('b')),
      },
    });
    const run = await runJob({ ...job, payload: pullRequestPayload({ base, head }) });
    expect(run.code).toBe(1);
    expect(run.log).toContain(String.raw`a\n${command}`);
    const lines = `${run.log}\n${run.stderr}`.split('\n');
    expect(lines.filter((line) => line.trimStart().startsWith('::stop'))).toEqual([]);
  });

  it('is waived by what its base has waived', async () => {
    const { base, head, ...job } = pullRequest({
      base: { 'ttleaks.config.yml': 'exclude: ["fixtures/"]\n' },
      change: { 'fixtures/a.ts': lineWith(keyOf('fixture')), 'ttleaks.config.yml': '' },
    });
    expect((await runJob({ ...job, payload: pullRequestPayload({ base, head }) })).code).toBe(0);
  });

  it('passes where its base has the key at that path already; the SARIF of the files lists it as it is', async () => {
    const github = await GitHubServer.start();
    const key = keyOf('old');
    const { base, head, ...job } = pullRequest({
      base: { 'old.ts': lineWith(key) },
      change: { 'old.ts': `// moved down\n${lineWith(key)}` },
    });
    const run = await runJob({ ...job, payload: pullRequestPayload({ base, head }), github });
    expect(run.code).toBe(0);
    expect(run.annotations).toEqual([expect.stringMatching(/^::notice file=old\.ts,line=2,/)]);
    expect(github.uploads[0]).toMatchObject({
      ref: 'refs/pull/7/merge',
      sarif: { runs: [{ results: [{ level: 'error' }] }] },
    });
  });

  it('fails where it brings a known key to another path', async () => {
    const key = keyOf('copied');
    const { base, head, ...job } = pullRequest({
      base: { 'old.ts': lineWith(key) },
      change: { 'new.ts': lineWith(key) },
    });
    const run = await runJob({ ...job, payload: pullRequestPayload({ base, head }) });
    expect(run.code).toBe(1);
    expect(run.annotations[0]).toContain('file=new.ts');
  });

  it('gets one comment, kept up to date in place', async () => {
    const github = await GitHubServer.start();
    const { base, head, ...job } = pullRequest({ change: { 'a.ts': lineWith(keyOf('commented')) } });
    const payload = pullRequestPayload({ base, head });
    await runJob({ ...job, payload, github });
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).toContain('a.ts:1:14');
    job.checkout.remove('a.ts');
    job.checkout.commit('fixed');
    const fixed = job.checkout.git('rev-parse', 'HEAD');
    await runJob({ ...job, payload: pullRequestPayload({ base: head, head: fixed }), github });
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).not.toContain('a.ts:1:14');
    expectNoKey(JSON.stringify(github.comments));
  });

  it('from a fork, with a token that may only read, is judged as any other', async () => {
    const github = await GitHubServer.start();
    github.failNext(/^POST/, { status: 403, message: 'Resource not accessible by integration', times: 99 });
    const { base, head, ...job } = pullRequest({ change: { 'a.ts': lineWith(keyOf('of a fork')) } });
    const payload = pullRequestPayload({ base, head, headRepository: 'mallory/shop' });
    const run = await runJob({ ...job, payload, github });
    expect(run.code).toBe(1);
    expect(run.log).toContain('No comment was written');
    expect(run.log).toContain('was not uploaded');
  });

  it('is told what GitHub answers without the token, which the answer may quote', async () => {
    const github = await GitHubServer.start();
    const { base, head, ...job } = pullRequest({ change: { 'a.ts': lineWith(keyOf('a token quoted')) } });
    github.failNext(/sarifs/, { status: 400, message: `who sent ${github.token}?` });
    const run = await runJob({ ...job, payload: pullRequestPayload({ base, head }), github });
    expect(run.log).toContain('400: who sent ***?');
    for (const text of [run.log, run.summary, github.comments[0]?.body])
      expect(text).not.toContain(github.token);
  });

  it('has its keys revoked on request, but not from a fork', async () => {
    const timetime = await startServer();
    const key = keyOf('to be revoked');
    const known = timetime.addKey(key);
    const { base, head, ...job } = pullRequest({ change: { 'a.ts': lineWith(key) } });
    const common = {
      ...job,
      inputs: { verify: 'true', revoke: 'true' },
      env: { TIMETIME_API_URL: timetime.url },
    };
    const fork = pullRequestPayload({ base, head, headRepository: 'mallory/shop' });
    const refused = await runJob({ ...common, payload: fork });
    expect(refused.outputs).toMatchObject({ 'verified-count': '1', 'exit-code': '1' });
    expect(refused.log).toContain('Nothing is revoked');
    expect(known.isLive).toBe(true);
    // Anybody may write one, and the job may have checked out what it is about.
    await runJob({ ...common, event: 'issue_comment', payload: { issue: { number: 7 } } });
    expect(known.isLive).toBe(true);
    await runJob({ ...common, payload: pullRequestPayload({ base, head }) });
    expect(known.isLive).toBe(false);
  });
});

describe('other events', () => {
  it('of a schedule look at all of history, and keep its alerts apart from those of the files', async () => {
    const forge = new Forge();
    forge.server.write('a.ts', lineWith(keyOf('long ago'))).commit('add');
    forge.server.remove('a.ts').commit('remove');
    const github = await GitHubServer.start();
    const run = await runJob({
      checkout: forge.clone(),
      event: 'schedule',
      payload: { schedule: '0 4 * * 1' },
      github,
      serverUrl: (await forge.serve()).origin,
    });
    expect(run.code).toBe(1);
    const ids = github.uploads.map(({ sarif }) => sarif.runs[0]?.automationDetails.id);
    expect(ids).toEqual(['ttleaks/worktree/', 'ttleaks/history/']);
  });

  it('of a schedule whose branches cannot be fetched are incomplete, and judge what is there', async () => {
    const forge = new Forge();
    forge.server.write('a.ts', 'clean').commit('one');
    const job = { event: 'schedule', payload: { schedule: '0 4 * * 1' } };
    const clean = await runJob({ ...job, checkout: forge.clone('--single-branch') });
    expect([clean.code, clean.outputs]).toEqual([3, expect.objectContaining({ complete: 'false' })]);
    expect(clean.summary).toContain('branches may be missing');
    forge.server.write('a.ts', lineWith(keyOf('gone since'))).commit('add');
    forge.server.remove('a.ts').commit('remove');
    expect((await runJob({ ...job, checkout: forge.clone() })).code).toBe(1);
  });

  it('of a merge queue look at what is queued', async () => {
    const forge = new Forge();
    const base = forge.server.commit('base');
    const head = forge.server.write('a.ts', lineWith(keyOf('queued'))).commit('queued');
    const payload = mergeGroupPayload({ base, head });
    const run = await runJob({ checkout: forge.clone(), event: 'merge_group', payload });
    expect(run.code).toBe(1);
  });

  it('in a folder that is no repository are incomplete', async () => {
    const forge = new Forge();
    const before = forge.server.commit('base');
    const checkout = forge.clone();
    const payload = pushPayload({ before, after: before });
    const env = { GITHUB_WORKSPACE: checkout.home };
    expect((await runJob({ checkout, event: 'push', payload, env })).code).toBe(3);
  });
});

describe('the inputs', () => {
  it.each<[Record<string, string>, string]>([
    [{ scan: 'everything' }, 'auto, worktree, range, history'],
    [{ verify: 'yes' }, 'true or false'],
    [{ base: '--upload-pack=x' }, 'commits or branches'],
    [{ path: 'nowhere' }, 'not there'],
    [{ token: 'ghs_x\npassword=y' }, 'no space and no line feed'],
  ])('that mean nothing are refused: %j', async (inputs, words) => {
    const forge = new Forge();
    const before = forge.server.commit('base');
    const payload = pushPayload({ before, after: before });
    const run = await runJob({ checkout: forge.clone(), event: 'push', payload, inputs });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(words);
    expect(run.outputs).toEqual({ 'exit-code': '2', complete: 'false' });
  });

  it('base and head are what is compared, where they are given', async () => {
    const forge = new Forge();
    const base = forge.server.commit('base');
    forge.server.write('a.ts', lineWith(keyOf('compared'))).commit('add');
    forge.server.remove('a.ts').commit('remove');
    const job = { checkout: forge.clone(), event: 'workflow_dispatch', payload: { inputs: null } };
    const run = await runJob({ ...job, inputs: { base } });
    expect(run).toMatchObject({ code: 1, outputs: { 'scanned-range': `${base}..HEAD` } });
    expect((await runJob({ ...job, inputs: { base: 'no-such-branch' } })).code).toBe(3);
  });

  it('path names another checkout of the workspace, which is uploaded whole, and never a part of one', async () => {
    const forge = new Forge();
    const before = forge.server.commit('base');
    const after = forge.server.write('src/a.ts', lineWith(keyOf('below'))).commit('add');
    const github = await GitHubServer.start();
    const checkout = forge.clone();
    const job = { checkout, event: 'push', payload: pushPayload({ before, after }), github };
    const env = { GITHUB_WORKSPACE: dirname(checkout.path), GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' };
    const whole = await runJob({ ...job, env, inputs: { path: basename(checkout.path) } });
    expect(whole.code).toBe(1);
    expect(github.uploads).toHaveLength(1);
    const part = await runJob({ ...job, inputs: { path: 'src' } });
    expect(part.log).toContain('a part of the checkout');
    expect(github.uploads).toHaveLength(1);
  });

  it('and the outputs that action.yml names are those that there are', async () => {
    const file = fileURLToPath(new URL('../../action.yml', import.meta.url));
    const action = parse(readFileSync(file, 'utf8')) as Record<'inputs' | 'outputs' | 'runs', object>;
    const forge = new Forge();
    const before = forge.server.commit('base');
    const payload = pushPayload({ before, after: before });
    const run = await runJob({ checkout: forge.clone(), event: 'push', payload });
    expect(Object.keys(run.outputs).sort()).toEqual(Object.keys(action.outputs).sort());
    const source = readFileSync(new URL('../../src/action/inputs.ts', import.meta.url), 'utf8');
    const read = [...source.matchAll(/(?:given|isOn)\('([a-z-]+)'/g)].map(([, name]) => name);
    expect([...new Set(read)].sort()).toEqual(Object.keys(action.inputs).sort());
    expect(action.runs).toEqual({ using: 'node24', main: 'action/main.js' });
  });
});
