import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../../src/core/report.ts';
import { proxySettings } from '../../../src/http/proxy.ts';
import { loadRules } from '../../../src/rules/load-rules.ts';
import type { SiteTarget } from '../../../src/scan/options.ts';
import { scan } from '../../../src/scan/scan.ts';
import { keyOf } from '../../core/key-maker.ts';
import { type Answers, type LoopbackServer, serve } from '../../http/loopback-server.ts';

/** Long enough for a busy machine, short enough for a test. */
const IMPATIENT = { connectMs: 20_000, answerMs: 2000, idleMs: 2000, minBytesPerSecond: 2048 };
const MEBIBYTE = 1024 * 1024;

interface SiteScan {
  readonly report: Report;
  readonly server: LoopbackServer;
  /** `unread /a.js: HTTP 500` */
  readonly skipped: string[];
}

async function scanSite(
  answers: Answers,
  bounds: Partial<SiteTarget> = {},
  signal?: AbortSignal,
): Promise<SiteScan> {
  const server = await serve(answers);
  const report = await scan({
    target: {
      mode: 'site',
      url: `${server.origin}/`,
      origins: [],
      depth: 0,
      maxResources: 5000,
      maxTotalBytes: 1024 * MEBIBYTE,
      maxTimeMs: 60_000,
      requestsPerSecond: 1000,
      allowPrivate: false,
      proxies: proxySettings({}),
      ...bounds,
    },
    cwd: '/',
    rules: await loadRules([]),
    excludes: [],
    jobs: 1,
    nodeModules: false,
    foreignAllow: false,
    lineHashes: false,
    signal,
  });
  const skipped = report.scan.skipped.map(
    ({ kind, path, reason }) => `${kind} ${path.replace(server.origin, '')}: ${reason}`,
  );
  return { report, server, skipped };
}

function pathsOf({ report, server }: SiteScan): string[] {
  return report.findings.map(({ path }) => path.replace(server.origin, ''));
}

const PAGE = '<script src=bad.js></script><script src=good.js></script>';

describe('a hostile site does not hide what stands beside it:', () => {
  const good = keyOf('beside what is hostile');

  it.each<[string, Answers[string], RegExp, boolean?]>([
    [
      'a body without an end',
      (response) => {
        response.writeHead(200, { 'content-type': 'text/javascript' });
        const piece = Buffer.alloc(MEBIBYTE, 'x');
        const more = () => {
          while (!response.destroyed && response.write(piece));
        };
        response.on('drain', more);
        more();
      },
      /^unread \/bad\.js: larger than 256 MiB: not read further$/,
    ],
    [
      'a bomb',
      {
        headers: { 'content-encoding': 'gzip, gzip' },
        body: gzipSync(gzipSync(Buffer.alloc(400 * MEBIBYTE))),
      },
      /^unread \/bad\.js: unpacks to more than 250 times its size$/,
    ],
    [
      'a body that is not packed as it says',
      { headers: { 'content-encoding': 'br' }, body: 'plain' },
      /^unread \/bad\.js: (?:damaged|ends before)/,
    ],
    [
      'a packing that nobody knows',
      { headers: { 'content-encoding': 'lzma' }, body: 'plain' },
      /^unread \/bad\.js: its content encoding is not supported$/,
    ],
    [
      'packings without an end',
      { headers: { 'content-encoding': Array(100).fill('gzip').join() }, body: '' },
      /^unread \/bad\.js: packed too many times over$/,
    ],
    ['silence', () => {}, /^unread \/bad\.js: no answer within 2 s$/, true],
    [
      'a drip',
      (response) => {
        const timer = setInterval(() => response.write('x'), 10);
        response.on('close', () => clearInterval(timer));
      },
      /^unread \/bad\.js: sends less than 2048 bytes a second$/,
      true,
    ],
    [
      'headers without an end',
      (_, { socket }) => {
        socket.write(`HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(100_000)}`);
      },
      /^unread \/bad\.js: the headers of its answer are too large$/,
    ],
    [
      'an answer that is none',
      (_, { socket }) => {
        socket.end(`${keyOf('not http')}\r\n\r\n`);
      },
      /^unread \/bad\.js: its answer is not HTTP$/,
    ],
    [
      'a body that is cut short',
      (response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('x', () => response.destroy());
      },
      /^unread \/bad\.js: the connection was closed before its end$/,
    ],
    [
      'a redirect to no address',
      { status: 302, headers: { location: 'http://[' } },
      /^unread \/bad\.js: redirects too often, or to no address of the web$/,
    ],
    ['a redirect without an address', { status: 302 }, /^unread \/bad\.js: HTTP 302$/],
    ['a status that there is not', { status: 999 }, /^unread \/bad\.js: HTTP 999$/],
  ])('%s', async (_, bad, reason, isSlow) => {
    const client = isSlow ? { pace: IMPATIENT } : {};
    const visited = await scanSite({ '/': PAGE, '/good.js': good, '/bad.js': bad ?? '' }, { client });
    expect(pathsOf(visited)).toEqual(['/good.js']);
    expect(visited.skipped).toEqual([expect.stringMatching(reason)]);
    expect(visited.report.scan.complete).toBe(false);
  });

  it('what came before a failure is searched', async () => {
    const visited = await scanSite({
      '/': PAGE,
      '/good.js': '',
      '/bad.js': (response) => {
        response.writeHead(200, { 'content-length': '100000' });
        response.write(`k="${keyOf('before the cut')}"`, () => response.destroy());
      },
    });
    expect(pathsOf(visited)).toEqual(['/bad.js']);
    expect(visited.skipped).toHaveLength(1);
  });

  it('links by the hundred thousand are cut at the bound, and counted', async () => {
    const links = Array.from({ length: 300_000 }, (_, n) => `<a href=/l${n}>`).join('');
    const { report, server, skipped } = await scanSite(
      { '/': `${links}${good}` },
      { depth: 1, maxResources: 50 },
    );
    expect(report.findings).toHaveLength(1);
    expect(server.requests.length).toBe(50);
    expect(skipped.find((line) => line.includes('(not fetched)'))).toMatch(
      /^unread \(not fetched\): [\d]{5,} resources more: the scan had 50 resources/,
    );
    expect(skipped.find((line) => line.startsWith('unread /:'))).toBe(
      'unread /: not all that it names could be taken',
    );
  });

  it('pages that link to ever new pages end with the depth', async () => {
    const endless = new Proxy<Record<string, string>>(
      {},
      { get: (_, path) => `<a href="${String(path)}x/">${good}</a>` },
    );
    const visited = await scanSite(endless, { depth: 3 });
    expect(pathsOf(visited)).toEqual(expect.arrayContaining(['/', '/x/', '/x/x/', '/x/x/x/']));
    expect(pathsOf(visited).filter((path) => /^\/[x/]*$/.test(path))).toHaveLength(4);
  });

  it('the time of the scan is up whatever the site does', async () => {
    const slow = (response: { write(text: string): boolean; on(event: 'close', stop: () => void): void }) => {
      const timer = setInterval(() => response.write('x'.repeat(1000)), 10);
      response.on('close', () => clearInterval(timer));
    };
    const scripts = Array.from({ length: 20 }, (_, n) => `<script src=${n}.js></script>`).join('');
    const all = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`/${n}.js`, slow] as const));
    const { report, skipped } = await scanSite({ '/': good + scripts, ...all }, { maxTimeMs: 1000 });
    expect(report.findings).toHaveLength(1);
    expect(skipped.filter((line) => line.includes('the scan had 1 s (--max-time)'))).toHaveLength(7);
    expect(report.scan.durationMs).toBeLessThan(10_000);
  });

  it('what was found by then is reported when the scan is interrupted', async () => {
    const controller = new AbortController();
    const { report, skipped } = await scanSite(
      { '/': PAGE, '/good.js': good, '/bad.js': () => controller.abort() },
      {},
      controller.signal,
    );
    expect(report.findings.length).toBeLessThanOrEqual(1);
    expect(skipped).toContain('unread (interrupted): the scan was stopped before its end');
  });

  it('addresses that are none are passed over', async () => {
    const hrefs = [
      'http://',
      'http://[::',
      'http://a b/',
      '//',
      '///',
      'http://%00/',
      'x:y',
      '?',
      '#',
      '\0',
      '\ud800',
      `/${'x'.repeat(9000)}`,
    ];
    const visited = await scanSite(
      {
        '/': `${hrefs.map((href) => `<a href="${href}"><script src="${href}"></script>`).join('')}${good}`,
        '/good.js': '',
      },
      { depth: 1 },
    );
    expect(pathsOf(visited)).toContain('/');
  });
});

describe('a name', () => {
  it('that resolves to this machine is refused, with the option that allows it', async () => {
    const { port } = await serve({ '/': keyOf('inside') });
    const lookup = ((_: string, __: object, done: (error: null, found: object[]) => void) => {
      process.nextTick(done, null, [{ address: '127.0.0.1', family: 4 }]);
    }) as never;
    const url = `http://inside.test:${port}/`;
    const refused = await scanSite({}, { url, client: { lookup } });
    expect(refused.report.findings).toEqual([]);
    expect(refused.skipped).toEqual([
      `unread ${url}: inside.test resolves to 127.0.0.1, an address of this machine: refused; --allow-private allows it`,
    ]);
    const allowed = await scanSite({}, { url, allowPrivate: true, client: { lookup } });
    expect(allowed.report.findings).toHaveLength(1);
  });
});
