/** What counts as a verdict, asked of the command with a real server. Every answer here echoes the key. */
import { describe, expect, it } from 'vitest';
import { startCli } from '../cli/run-cli.ts';
import { keyOf, maskOf } from '../core/key-maker.ts';
import { type ContractServer, problem, send } from './contract-server.ts';
import { aPlace, environmentOf, runAt, startServer, verify } from './run-verify.ts';
import * as weather from './weather.ts';

const ME = /^\/v1\/me$/;

async function underWeather(cloud: Parameters<ContractServer['misbehave']>[2], args: readonly string[] = []) {
  const server = await startServer();
  const { value } = server.addKey(keyOf('leaked'));
  server.misbehave('GET', ME, cloud);
  const place = aPlace({ 'a.ts': `const key = '${value}';\n` });
  const run = await verify(place, server, args);
  return { ...run, server, verification: run.report.secrets[0]!.verification };
}

const problemOf = (status: number) =>
  weather.json({ status, title: 'No', type: 'about:blank', instance: '/v1/me' });

describe('a key is dead where TimeTime itself rejects it', () => {
  it.each([
    [
      '401 with a problem document',
      weather.sky({ status: 401, type: 'application/problem+json', body: problemOf(401) }),
    ],
    [
      '403 with a problem document',
      weather.sky({ status: 403, type: 'application/problem+json', body: problemOf(403) }),
    ],
    ['401 with a problem document as plain JSON', weather.sky({ status: 401, body: problemOf(401) })],
    ['403 without a word', weather.sky({ status: 403, type: 'text/html', body: () => '' })],
  ])('%s', async (_, cloud) => {
    const { verification, code, server, report } = await underWeather(cloud);
    expect(verification).toMatchObject({ status: 'inactive', reason: 'rejected' });
    expect([code, report.findings[0]!.level]).toEqual([1, 'warning']);
    expect(server.calls.map(({ path }) => path)).toEqual(['/v1/me']);
  });
});

describe('an answer is no verdict, and the key not safe', () => {
  it.each([
    ['200 with HTML', weather.sky({ type: 'text/html', body: weather.HTML }), 'not-json'],
    ['200 with HTML that says that it is JSON', weather.sky({ body: weather.HTML }), 'unexpected-shape'],
    ['200 with an empty object', weather.sky({ body: () => '{}' }), 'unexpected-shape'],
    ['200 without a body', weather.sky({ body: () => '' }), 'unexpected-shape'],
    [
      '200 with another shape of user',
      weather.sky({ body: weather.json({ id: 7, mail: 'a@b.c' }) }),
      'unexpected-shape',
    ],
    ['200 with a list', weather.sky({ body: () => '[]' }), 'unexpected-shape'],
    [
      '200 with JSON of another content type',
      weather.sky({ type: 'text/plain', body: weather.json({ userId: 'u', email: 'a@b.c' }) }),
      'not-json',
    ],
    ['half a body, in time', weather.sky({ body: () => '{"userId":"u","ema' }), 'unexpected-shape'],
    [
      '403 with HTML, as of a firewall',
      weather.sky({ status: 403, type: 'text/html', body: weather.HTML }),
      'not-json',
    ],
    ['401 with HTML', weather.sky({ status: 401, type: 'text/html', body: weather.HTML }), 'not-json'],
    [
      '403 with the JSON of a gateway',
      weather.sky({ status: 403, body: weather.json({ message: 'Forbidden' }) }),
      'unexpected-shape',
    ],
    [
      '403 with the problem of another answer',
      weather.sky({ status: 403, body: problemOf(401) }),
      'unexpected-shape',
    ],
    [
      '403 with a problem that is no JSON by its type',
      weather.sky({ status: 403, type: 'text/plain', body: problemOf(403) }),
      'not-json',
    ],
    [
      '404 with a problem document',
      weather.sky({ status: 404, type: 'application/problem+json', body: problemOf(404) }),
      'not-found',
    ],
    ['409', weather.sky({ status: 409, body: problemOf(409) }), 'unexpected-status'],
    ['400', weather.sky({ status: 400, body: problemOf(400) }), 'unexpected-status'],
    ['204', weather.sky({ status: 204, body: () => '' }), 'unexpected-status'],
    ['500', weather.sky({ status: 500, body: problemOf(500) }), 'server-error'],
    ['501', weather.sky({ status: 501, body: problemOf(501) }), 'server-error'],
    [
      '511, of a captive portal',
      weather.sky({ status: 511, type: 'text/html', body: weather.HTML }),
      'server-error',
    ],
    ['a gzip that is none', weather.gzipThatLies, 'unreadable'],
    ['a gzip bomb', weather.gzipBomb, 'unreadable'],
    ['a gigabyte', weather.endless, 'too-large'],
    ['what is no HTTP', weather.noHttp, 'unreadable'],
    ['a redirect to the same host', weather.redirect('/v1/you'), 'redirect'],
    ['a redirect to itself', weather.redirect('/v1/me', 307), 'redirect'],
    ['a redirect to plain HTTP elsewhere', weather.redirect('http://192.0.2.1/', 308), 'redirect'],
  ])('%s', async (_, cloud, reason) => {
    const { verification, code, server, report, stderr } = await underWeather(cloud);
    expect(verification).toMatchObject({ status: 'unknown', reason });
    // A leak is a leak: nothing of it is taken back.
    expect([code, report.findings[0]!.level]).toEqual([1, 'error']);
    expect(server.calls.map(({ path }) => path)).toEqual(['/v1/me']);
    expect(stderr).toMatch(/1 not known whether live \(treat as live\)/);
  });

  it.each([
    ['502', weather.sky({ status: 502 }), 'server-error'],
    ['503', weather.sky({ status: 503 }), 'server-error'],
    ['504', weather.sky({ status: 504 }), 'server-error'],
    ['a reset', weather.reset, 'connection-failure'],
    ['half a body, and the end', weather.halfBody, 'connection-failure'],
  ])('%s, which is asked again, three times in all', async (_, cloud, reason) => {
    const { verification, server } = await underWeather(cloud);
    expect(verification).toMatchObject({ status: 'unknown', reason });
    expect(server.calls.map(({ path }) => path)).toEqual(['/v1/me', '/v1/me', '/v1/me']);
  });

  it.each([
    ['silence', weather.silence],
    ['silence within the body', weather.silenceWithinBody],
  ])('%s, for as long as the user has patience', async (_, cloud) => {
    const { verification, server } = await underWeather(cloud, ['--verify-timeout', '0.5']);
    expect(verification).toMatchObject({ status: 'unknown', reason: 'timeout' });
    expect(server.calls).toHaveLength(1);
  });

  it('a redirect to another host, which never hears of the key', async () => {
    const other = await startServer();
    const { verification } = await underWeather(weather.redirect(`${other.url}/v1/me`));
    expect(verification).toMatchObject({ status: 'unknown', reason: 'redirect', httpStatus: 302 });
    expect(other.calls).toEqual([]);
  });

  it('a host that is not there, or has no name', async () => {
    const server = await startServer();
    const place = aPlace({ 'a.ts': keyOf('unreached') });
    const { url } = server;
    await server.stop();
    const refused = await verify(place, undefined, ['--api-url', url]);
    expect(refused.report.secrets[0]!.verification).toMatchObject({ reason: 'connection-failure' });
    const nameless = await verify(place, undefined, ['--api-url', 'https://timetime.invalid']);
    expect(nameless.report.secrets[0]!.verification).toMatchObject({ reason: 'dns-failure' });
  });
});

describe('an answer that comes after all is a verdict', () => {
  it.each([
    ['503', weather.sky({ status: 503 })],
    ['a reset', weather.reset],
    ['half a body', weather.halfBody],
    ['429 without a word', weather.sky({ status: 429 })],
    ['429 with Retry-After in seconds', weather.sky({ status: 429, headers: { 'retry-after': '1' } })],
  ])('behind %s', async (_, cloud) => {
    const server = await startServer();
    const { value } = server.addKey(keyOf('later'));
    server.misbehave('GET', ME, cloud, 1);
    const { report } = await verify(aPlace({ 'a.ts': value }), server);
    expect(report.secrets[0]!.verification).toMatchObject({ status: 'live' });
    expect(server.callsOf('GET', ME)).toHaveLength(2);
  });
});

describe('Retry-After', () => {
  it.each([
    ['absurdly long', '99999999999999'],
    ['longer than there is time', '3600'],
    ['a date far away', 'Wed, 21 Oct 2099 07:28:00 GMT'],
  ])('%s: nothing is asked again, and nothing that was not asked yet is', async (_, value) => {
    const { verification, server } = await underWeather(
      weather.sky({ status: 429, headers: { 'retry-after': value } }),
    );
    expect(verification).toMatchObject({ status: 'unknown', reason: 'rate-limited' });
    expect(server.calls).toHaveLength(1);
  });

  it('as a date is held against the clock of the server, not of this machine', async () => {
    const server = await startServer();
    const { value } = server.addKey(keyOf('clock'));
    const cloud = weather.sky({
      status: 429,
      headers: { date: 'Wed, 21 Oct 2099 07:28:00 GMT', 'retry-after': 'Wed, 21 Oct 2099 07:28:01 GMT' },
    });
    server.misbehave('GET', ME, cloud, 1);
    const { report } = await verify(aPlace({ 'a.ts': value }), server);
    expect(report.secrets[0]!.verification).toMatchObject({ status: 'live' });
    const [first, second] = server.callsOf('GET', ME);
    expect(second!.at - first!.at).toBeGreaterThan(990);
  });

  it.each(['-5', 'soon', '', '1e3', 'NaN'])('that makes no sense (%j) is as good as none', async (value) => {
    const server = await startServer();
    const key = server.addKey(keyOf('no sense')).value;
    server.misbehave('GET', ME, weather.sky({ status: 429, headers: { 'retry-after': value } }), 1);
    const { report } = await verify(aPlace({ 'a.ts': key }), server);
    expect(report.secrets[0]!.verification).toMatchObject({ status: 'live' });
    const [first, second, ...more] = server.callsOf('GET', ME);
    expect(more).toEqual([]);
    expect(second!.at - first!.at).toBeGreaterThan(990);
  });

  it('of one answer holds for every key', async () => {
    const server = await startServer();
    const keys = Array.from({ length: 40 }, (_, index) => server.addKey(keyOf(`all ${index}`)).value);
    server.misbehave('GET', ME, weather.sky({ status: 429, headers: { 'retry-after': '2' } }), 1);
    const { report } = await verify(aPlace({ 'a.ts': keys.join('\n') }), server);
    expect(report.secrets.map(({ verification }) => verification.status)).toEqual(keys.map(() => 'live'));
    const first = server.calls[0]!.at;
    // What was under way when it came aside.
    const early = server.calls.filter(({ at }) => at - first < 1900);
    expect(early.length).toBeLessThanOrEqual(16);
  });
});

describe('a verdict', () => {
  it('is asked for once a key, however many places hold it', async () => {
    const server = await startServer();
    const { value } = server.addKey(keyOf('many'));
    const files = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`${index}.ts`, `${value}\n${value}`]),
    );
    const { report } = await verify(aPlace(files), server);
    expect(report.findings).toHaveLength(40);
    expect(server.calls.map(({ path }) => path)).toEqual(['/v1/me', '/v1/api-keys']);
  });

  it('unknown makes the exit code 3 where nothing else makes it 1', async () => {
    const server = await startServer();
    server.misbehave('GET', ME, weather.sky({ status: 500 }));
    const place = aPlace({ 'a.ts': keyOf('unknown') });
    const { code, report, stderr } = await verify(place, server, ['--fail-on', 'never']);
    expect([code, report.scan.complete]).toEqual([3, true]);
    expect(stderr).toMatch(/500, TimeTime is in trouble; run this again later/);
    for (const format of ['text', 'sarif', 'github', 'markdown', 'html', 'csv']) {
      const run = await runAt(place, server, ['--verify', '--format', format]);
      expect(run.code).toBe(1);
      expect(run.stdout).toContain(maskOf(keyOf('unknown')).slice(-4));
      expect(run.stdout).toMatch(/not known whether live|unknown/i);
    }
  });

  it('live stands first, whatever the order of the places', async () => {
    const server = await startServer();
    const { value } = server.addKey(keyOf('z live'));
    server.misbehave('GET', ME, ({ key, response, go }) =>
      key === undefined ? send(response, problem(500, 'no')) : go(),
    );
    const { report } = await verify(aPlace({ 'a.ts': keyOf('a unknown'), 'z.ts': value }), server);
    expect(report.findings.map(({ path, level }) => [path, level])).toEqual([
      ['z.ts', 'error'],
      ['a.ts', 'error'],
    ]);
  });

  it('is not asked for where the key is of another provider, by a rule of somebody', async () => {
    const server = await startServer();
    const rules = `rules:
  - id: timetime-api-key-of-mine
    description: Token of Acme
    help: Revoke it.
    anchor: acme_
    pattern: acme_[0-9a-f]{32}
    confidence: certain
    dummyWords: []
    examples: ["acme_{{hex 32}}"]
    counterExamples: ["acme_{{hex 31}}"]
`;
    const place = aPlace({ 'a.ts': `acme_${keyOf('acme').slice(4, 36)}`, 'rules.yml': rules });
    const { report, code } = await verify(place, server, ['--rules', 'rules.yml', 'a.ts']);
    expect(report.secrets[0]!.verification).toEqual({ status: 'skipped', reason: 'not-a-timetime-key' });
    expect([code, server.calls]).toEqual([1, []]);
  });

  it('that is still open at an interruption is unknown: the report comes, and the exit code is 130', async () => {
    const server = await startServer();
    const place = aPlace({ 'a.ts': keyOf('interrupted') });
    const env = environmentOf(place, server);
    const run = startCli(['--verify', '--format', 'json'], { cwd: place.tree, env, input: '' });
    server.misbehave('GET', ME, () => void run.child.kill('SIGINT'));
    const { code, stdout } = await run.ended;
    const { verification } = JSON.parse(stdout).secrets[0];
    expect([code, verification.reason]).toEqual([130, 'interrupted']);
  });

  it('is never asked for without --verify', async () => {
    const server = await startServer();
    const place = aPlace({ 'a.ts': keyOf('plain') });
    await runAt(place, server, ['--api-url', server.url]);
    expect(server.calls).toEqual([]);
  });
});
