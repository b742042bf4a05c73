import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { apiUrlOf, type GitHub, openGitHub } from '../../src/github/client.ts';
import { keepComment } from '../../src/github/pull-request-comment.ts';
import { uploadSarif } from '../../src/github/sarif-upload.ts';
import { proxySettings } from '../../src/http/proxy.ts';
import { expectNoKey } from '../cli/run-cli.ts';
import { keyOf } from '../core/key-maker.ts';
import { GitHubServer } from './github-server.ts';

/** Pauses are a thousandth of what they are with GitHub. */
const HASTE = 1000;
const { signal } = new AbortController();
const COMMIT = 'a'.repeat(40);
const TARGET = { repository: 'acme/shop', commit: COMMIT, ref: 'refs/heads/main' };
const SARIF = JSON.stringify({ version: '2.1.0', runs: [] });
const UPLOAD = /^POST .*\/sarifs$/;
const SECONDARY = 'You have exceeded a secondary rate limit. Please wait a few minutes.';

function clientOf({ apiUrl, token }: { apiUrl: string; token: string }): GitHub {
  const proxies = proxySettings({});
  return openGitHub({ apiUrl, token, proxies, longestWaitS: 60, signal, haste: HASTE });
}

async function upload(server: GitHubServer, sarif = SARIF) {
  return await uploadSarif(clientOf(server), sarif, TARGET, { signal, haste: HASTE });
}

describe('the address of the API', () => {
  it.each([
    ['https://github.com', 'https://api.github.com'],
    ['https://acme.ghe.com', 'https://api.acme.ghe.com'],
    ['https://github.example.com', 'https://github.example.com/api/v3'],
    ['https://github.example.com:8443/', 'https://github.example.com:8443/api/v3'],
    ['https://evil-ghe.com', 'https://evil-ghe.com/api/v3'],
    ['https://github.com.example.com', 'https://github.com.example.com/api/v3'],
  ])('of %s is %s', (server, api) => {
    expect(apiUrlOf(new URL(server))).toBe(api);
  });
});

describe('an upload of SARIF', () => {
  it('arrives whole, for the commit and the ref, and is waited for until it is processed', async () => {
    const server = await GitHubServer.start();
    server.states.unshift({ processing_status: 'pending' }, { processing_status: 'pending' });
    expect(await upload(server)).toEqual({ kind: 'done' });
    expect(server.uploads).toEqual([
      { commit: COMMIT, ref: 'refs/heads/main', sarif: { version: '2.1.0', runs: [] } },
    ]);
    expect(server.requests.filter((line) => line.startsWith('GET'))).toHaveLength(3);
    expect([...server.versions]).toEqual(['2022-11-28']);
  });

  it.each([
    [403, 'Advanced Security must be enabled for this repository to use code scanning.'],
    [403, 'Resource not accessible by integration'],
    [404, 'Not Found'],
  ])('that is refused with %i (%s) is skipped, and what it needs is said', async (status, message) => {
    const server = await GitHubServer.start();
    server.failNext(UPLOAD, { status, message });
    const outcome = await upload(server);
    expect(outcome).toMatchObject({ kind: 'skipped' });
    expect(outcome).toMatchObject({ reason: expect.stringContaining(message) as string });
    expect(outcome).toMatchObject({ reason: expect.stringContaining('security-events: write') as string });
  });

  it('is tried again after answers of 502 and 503', async () => {
    const server = await GitHubServer.start();
    server.failNext(UPLOAD, { status: 502 });
    server.failNext(UPLOAD, { status: 503 });
    expect(await upload(server)).toEqual({ kind: 'done' });
    expect(server.uploads).toHaveLength(1);
  });

  it('that meets 500 for ever fails, and says so', async () => {
    const server = await GitHubServer.start();
    server.failNext(UPLOAD, { status: 500, message: 'Server Error', times: 99 });
    expect(await upload(server)).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('500') as string,
    });
    expect(server.requests).toHaveLength(4);
  });

  it('that is too large for GitHub is not sent again', async () => {
    const server = await GitHubServer.start();
    server.failNext(UPLOAD, { status: 413, times: 99 });
    expect(await upload(server)).toMatchObject({ kind: 'failed' });
    expect(server.requests).toHaveLength(1);
  });

  it.each([403, 429])(
    'that meets a secondary limit (%i) waits as long as it asks, up to a minute',
    async (status) => {
      const server = await GitHubServer.start();
      server.failNext(UPLOAD, { status, message: SECONDARY, headers: { 'retry-after': '20' } });
      expect(await upload(server)).toEqual({ kind: 'done' });
      expect(server.requests.filter((line) => UPLOAD.test(line))).toHaveLength(2);
      const longer = { status: 403, message: SECONDARY, headers: { 'retry-after': '600' } };
      server.failNext(UPLOAD, longer);
      expect(await upload(server)).toMatchObject({ kind: 'failed' });
      expect(server.requests.filter((line) => UPLOAD.test(line))).toHaveLength(3);
    },
  );

  it('does not wait for an hour, and does not call a limit a missing right', async () => {
    const server = await GitHubServer.start();
    const reset = Math.ceil(Date.now() / 1000) + 3000;
    server.failNext(UPLOAD, {
      status: 403,
      message: 'API rate limit exceeded for installation.',
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) },
    });
    expect(await upload(server)).toMatchObject({ kind: 'failed' });
    expect(server.requests).toHaveLength(1);
  });

  it('that GitHub cannot process fails with its reasons, without a key in them', async () => {
    const server = await GitHubServer.start();
    const error = `locationFromSarifResult: expected artifact location ${keyOf('in an answer')}`;
    server.states[0] = { processing_status: 'failed', errors: [error] };
    const outcome = await upload(server);
    expect(outcome).toMatchObject({ kind: 'failed', reason: expect.stringContaining('expected') as string });
    expectNoKey(JSON.stringify(outcome));
  });

  it('that is never seen to be processed, or not to be asked about, is neither done nor failed', async () => {
    const server = await GitHubServer.start();
    server.states[0] = { processing_status: 'pending' };
    expect(await upload(server)).toMatchObject({ kind: 'unsettled' });
    server.failNext(/^GET .*\/sarifs\//, { status: 404 });
    expect(await upload(server)).toMatchObject({ kind: 'unsettled' });
  });

  it('of more than 10 MB is not even tried', async () => {
    const server = await GitHubServer.start();
    const outcome = await upload(server, randomBytes(11_000_000).toString('latin1'));
    expect(outcome).toMatchObject({ kind: 'failed', reason: expect.stringContaining('10 MB') as string });
    expect(server.requests).toEqual([]);
  });

  it('to nobody fails, and does not throw', async () => {
    const github = clientOf({ apiUrl: 'http://127.0.0.1:9', token: 'x' });
    const outcome = await uploadSarif(github, SARIF, TARGET, { signal, haste: HASTE });
    const reason =
      'GitHub gave no answer (connection refused): check the network of the runner, or run the job again';
    expect(outcome).toEqual({ kind: 'failed', reason });
  });
});

describe('the comment on a pull request', () => {
  const PLACE = { repository: 'acme/shop', number: 7 };

  async function keep(server: GitHubServer, text: string, isClean = false) {
    return await keepComment(clientOf(server), PLACE, { text, isClean });
  }

  it('is written once and then kept up to date in place', async () => {
    const server = await GitHubServer.start();
    expect(await keep(server, 'one key')).toEqual({ kind: 'written' });
    expect(await keep(server, 'two keys')).toEqual({ kind: 'updated' });
    expect(await keep(server, 'two keys')).toEqual({ kind: 'unchanged' });
    expect(await keep(server, 'no key', true)).toEqual({ kind: 'updated' });
    expect(server.comments).toHaveLength(1);
    expect(server.comments[0]?.body).toContain('no key');
  });

  it('is not written where there is nothing to say', async () => {
    const server = await GitHubServer.start();
    expect(await keep(server, 'no key', true)).toEqual({ kind: 'needless' });
    expect(server.comments).toEqual([]);
  });

  it('is found again behind hundreds of others', async () => {
    const server = await GitHubServer.start();
    const person = { login: 'octocat', type: 'User' };
    for (let n = 0; n < 250; n++) server.addComment(`comment ${n}`, person);
    await keep(server, 'one key');
    expect(await keep(server, 'two keys')).toEqual({ kind: 'updated' });
    expect(server.comments).toHaveLength(251);
  });

  it('is never one that somebody else wrote with the same mark', async () => {
    const server = await GitHubServer.start();
    await keep(server, 'one key');
    const body = server.comments[0]?.body ?? '';
    server.comments.length = 0;
    server.addComment(body, { login: 'mallory', type: 'User' });
    expect(await keep(server, 'two keys')).toEqual({ kind: 'written' });
    expect(server.comments[0]?.body).toBe(body);
  });

  it('is skipped with a token that may only read', async () => {
    const server = await GitHubServer.start();
    server.failNext(/^POST .*\/comments$/, {
      status: 403,
      message: 'Resource not accessible by integration',
    });
    expect(await keep(server, 'one key')).toMatchObject({
      kind: 'skipped',
      reason: expect.stringContaining('pull-requests: write') as string,
    });
  });

  it('is not said to be written where GitHub leads elsewhere', async () => {
    const server = await GitHubServer.start();
    server.failNext(/^POST .*\/comments$/, { status: 307, headers: { location: '/elsewhere' } });
    const outcome = await keep(server, 'one key');
    expect(outcome).toMatchObject({ kind: 'failed', reason: expect.stringContaining('POST') as string });
  });

  it('is found behind comments without a text and of people who are gone', async () => {
    const server = await GitHubServer.start();
    server.comments.push({ id: 1, body: null, user: null } as never);
    await keep(server, 'one key');
    expect(await keep(server, 'two keys')).toEqual({ kind: 'updated' });
  });

  it('is not sent twice where the answer to it was lost', async () => {
    const server = await GitHubServer.start();
    server.failNext(/^POST .*\/comments$/, { status: 502 });
    expect(await keep(server, 'one key')).toMatchObject({ kind: 'failed' });
    expect(server.requests.filter((line) => line.startsWith('POST'))).toHaveLength(1);
  });
});

describe('an answer that is none', () => {
  /** What only who has written the program understands. */
  const INTERNAL = /undefined|null|NaN|Cannot |is not a |\[object|Unexpected|</;
  const MARKED = '<!-- ttleaks: this comment is kept up to date -->';
  const ANSWERS = [
    '<h1>Please log in</h1>',
    '{"id":"up',
    '',
    'null',
    '-1',
    '"x"',
    '[]',
    '{}',
    '{"id":-1}',
    '[[null]]',
  ];
  const comments = (comment: object) => JSON.stringify([{ body: MARKED, user: { type: 'Bot' }, ...comment }]);

  it.each(ANSWERS)('to an upload is told in plain words: %s', async (text) => {
    const server = await GitHubServer.start();
    server.failNext(UPLOAD, { status: 202, text });
    const outcome = await upload(server);
    expect(outcome).toMatchObject({ reason: expect.stringMatching(/^GitHub /) as string });
    expect(JSON.stringify(outcome)).not.toMatch(INTERNAL);
  });

  it.each([
    ...ANSWERS,
    '{"processing_status":"failed","errors":"x"}',
    '{"processing_status":"failed","errors":[null]}',
  ])('to what became of an upload is told in plain words: %s', async (text) => {
    const server = await GitHubServer.start();
    server.failNext(/^GET .*\/sarifs\//, { status: 200, text, times: 99 });
    const outcome = await upload(server);
    expect(outcome).toMatchObject({ reason: expect.stringMatching(/^GitHub /) as string });
    expect(JSON.stringify(outcome)).not.toMatch(INTERNAL);
  });

  it.each(ANSWERS.filter((text) => !text.startsWith('[')))(
    'in place of a list of comments is told in plain words, and no second comment is written: %s',
    async (text) => {
      const server = await GitHubServer.start();
      server.failNext(/^GET .*\/comments/, { status: 200, text });
      const outcome = await keepComment(
        clientOf(server),
        { repository: 'acme/shop', number: 7 },
        { text: 'x', isClean: false },
      );
      expect(outcome).toMatchObject({
        kind: 'failed',
        reason: expect.stringMatching(/^GitHub .*: check /) as string,
      });
      expect(JSON.stringify(outcome)).not.toMatch(INTERNAL);
      expect(server.comments).toEqual([]);
    },
  );

  it.each([-1, null, 'x', 1.5, undefined])('with a comment of the id %s changes none', async (id) => {
    const server = await GitHubServer.start();
    server.failNext(/^GET .*\/comments/, { status: 200, text: comments({ id }) });
    const outcome = await keepComment(
      clientOf(server),
      { repository: 'acme/shop', number: 7 },
      { text: 'x', isClean: false },
    );
    expect(outcome).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('without a usable id') as string,
    });
    expect(server.requests.filter((line) => !line.startsWith('GET'))).toEqual([]);
  });

  it.each([404, 500])('but a page, with %i, is told without its markup', async (status) => {
    const server = await GitHubServer.start();
    server.failNext(UPLOAD, {
      status,
      text: '<html>No</html>',
      headers: { 'content-type': 'text/html' },
      times: 99,
    });
    const outcome = await upload(server);
    expect(outcome).toMatchObject({
      reason: expect.stringContaining(`GitHub answered ${status};`) as string,
    });
  });
});
