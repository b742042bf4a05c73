import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { keyOf, maskOf } from '../core/key-maker.ts';
import { certificateFor } from '../http/certificate.ts';
import { type Answers, type Page, serve } from '../http/loopback-server.ts';
import { type JsonReport, runCli, runJson } from './run-cli.ts';
import { temporaryDirectory } from './tree.ts';

/** Where keys were found, without the origin: `/app.js:1:5`. */
function placesIn({ findings }: JsonReport, origin: string): string[] {
  return findings.map(
    ({ path, startLine, startColumn }) => `${path.replace(origin, '')}:${startLine}:${startColumn}`,
  );
}

async function scanSite(answers: Answers, args: readonly string[] = [], path = '/') {
  const server = await serve(answers);
  const run = await runJson([`${server.origin}${path}`, ...args], { cwd: temporaryDirectory() });
  const skipped = run.report.scan.skipped.map(
    ({ path, reason, kind }) => `${kind} ${path.replace(server.origin, '')}: ${reason}`,
  );
  return { ...run, server, skipped, places: placesIn(run.report, server.origin) };
}

describe('a scan of a site', () => {
  it('finds keys in all that the page loads, each with its address, as errors', async () => {
    const [inline, classic, chunk, data, worker, style, preload, next] = [
      'inline',
      'classic',
      'chunk',
      'data',
      'worker',
      'style',
      'preload',
      'next',
    ].map((name) => keyOf(`site ${name}`));
    const { report, code, places } = await scanSite({
      '/': `<!doctype html>
<link rel=stylesheet href=main.css>
<link rel=preload as=fetch href="/boot.bin" crossorigin>
<script>const k = '${inline}';</script>
<script id=__NEXT_DATA__ type=application/json>{"props":{"k":"${next}"}}</script>
<script nomodule src=old.js></script>
<script type=module src="./app/main.js?v=1"></script>`,
      '/main.css': `@import url("more.css");`,
      '/more.css': `/* ${style} */`,
      '/boot.bin': preload ?? '',
      '/old.js': `var k="${classic}"`,
      '/app/main.js?v=1': `import './dep.js'; import("./lazy-1.js"); new Worker(new URL('worker.js', import.meta.url)); fetch("/config.json")`,
      '/app/dep.js': '',
      '/app/lazy-1.js': `export const k="${chunk}"`,
      '/app/worker.js': `\nself.k="${worker}"`,
      '/config.json': `{"k":"${data}"}`,
    });
    expect(code).toBe(1);
    expect(places).toEqual([
      '/:4:20',
      '/:5:63',
      '/app/lazy-1.js:1:17',
      '/app/worker.js:2:9',
      '/boot.bin:1:1',
      '/config.json:1:7',
      '/more.css:1:4',
      '/old.js:1:8',
    ]);
    expect(new Set(report.findings.map(({ level, exposure }) => `${level} ${exposure}`))).toEqual(
      new Set(['error client']),
    );
    expect(report.scan).toMatchObject({ mode: 'site', files: 10, complete: true });
  });

  it('ends with 0 and counts what it read where there is no key', async () => {
    const server = await serve({ '/': '<script src=a.js></script>', '/a.js': '1' });
    const { code, stdout, stderr } = await runCli([server.origin], { cwd: temporaryDirectory() });
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toBe('No TimeTime keys in 2 resources of the site (27 bytes).\n');
  });

  it('follows links only as deep as it is told', async () => {
    const [near, far] = [keyOf('one link away'), keyOf('two links away')];
    const answers = {
      '/': '<a href="/one.html#top">1</a>',
      '/one.html': `<p>${near}</p><a href=two.html>2</a><a href=/>0</a>`,
      '/two.html': `<p>${far}</p>`,
    };
    expect((await scanSite(answers)).places).toEqual([]);
    expect((await scanSite(answers, ['--depth', '1'])).places).toEqual(['/one.html:1:4']);
    expect((await scanSite(answers, ['--depth', '2'])).places).toEqual(['/one.html:1:4', '/two.html:1:4']);
  });

  it('asks for each address once', async () => {
    const { server } = await scanSite({
      '/': '<script src=a.js></script><script src="./a.js#x"></script><link rel=modulepreload href=/a.js>',
      '/a.js': 'import "/a.js"; "a.js"',
    });
    expect(server.requests.filter((request) => request === 'GET /a.js')).toHaveLength(1);
    expect(new Set(server.requests).size).toBe(server.requests.length);
  });

  it('leaves other origins alone, says so, and takes along those that are named', async () => {
    const key = keyOf('on the other origin');
    const other = await serve({ '/cdn.js': `k="${key}"`, '/far.html': '' });
    const answers = {
      '/': `<script src="${other.origin}/cdn.js"></script><a href="${other.origin}/far.html">a link</a>`,
    };
    const alone = await scanSite(answers, ['--depth', '1']);
    expect([alone.code, alone.report.findings, other.requests]).toEqual([0, [], []]);
    expect(alone.skipped).toEqual([
      `pointer ${other.origin}: 1 resource of another origin, at an address that is not public`,
    ]);
    const both = await scanSite(answers, ['--origin', other.origin]);
    expect(both.report.findings.map(({ path }) => path)).toEqual([`${other.origin}/cdn.js`]);
  });

  it('leaves out what --exclude names by its path', async () => {
    const key = keyOf('excluded from a site');
    const { report, code } = await scanSite(
      { '/': '<script src=/vendor/a.js></script>', '/vendor/a.js': key },
      ['--exclude', 'vendor/'],
    );
    expect([code, report.findings, report.scan.excluded]).toEqual([0, [], 1]);
  });

  it('sends neither cookies nor credentials nor where it comes from, and says who it is', async () => {
    const { server } = await scanSite({
      '/': { headers: { 'set-cookie': 'session=1' }, body: '<script src=a.js></script>' },
      '/a.js': '',
    });
    for (const { headers } of server.messages) {
      expect(Object.keys(headers).sort()).toEqual([
        'accept',
        'accept-encoding',
        'connection',
        'host',
        'user-agent',
      ]);
      expect(headers['user-agent']).toMatch(/^ttleaks\/\d/);
    }
  });

  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br, gzip', (bytes: Buffer) => gzipSync(brotliCompressSync(bytes))],
  ] as const)('unpacks what comes as %s', async (encoding, pack) => {
    const body = pack(Buffer.from(`<p>${keyOf('packed body')}</p>`));
    const { places, code } = await scanSite({ '/': { headers: { 'content-encoding': encoding }, body } });
    expect([code, places]).toEqual([1, ['/:1:4']]);
  });

  it('looks into archives that the site links to', async () => {
    const { report } = await scanSite(
      { '/': '<a href=backup.gz>old</a>', '/backup.gz': gzipSync(Buffer.from(keyOf('in an archive'))) },
      ['--depth', '1'],
    );
    expect(report.findings.map(({ container }) => container)).toEqual([
      expect.stringMatching(/backup\.gz!backup$/),
    ]);
  });

  it('reads pages in UTF-16, and pages that lie about their charset', async () => {
    const key = keyOf('wide page');
    const page = `<script src="a.js"></script>${key}`;
    const wide = await scanSite({ '/': Buffer.from(`\ufeff${page}`, 'utf16le'), '/a.js': key });
    expect(wide.places).toEqual(['/:1:29', '/a.js:1:1']);
    const lying = await scanSite({
      '/': { headers: { 'content-type': 'text/html; charset=klingon' }, body: page },
      '/a.js': key,
    });
    expect(lying.places).toEqual(['/:1:29', '/a.js:1:1']);
  });

  it('finds keys in the address of a resource', async () => {
    const key = keyOf('in an address');
    const { report } = await scanSite({
      '/': `<script src="/a.js?key=${key}"></script>`,
      [`/a.js?key=${key}`]: '',
    });
    expect(report.findings.map(({ site, masked }) => [site, masked])).toEqual([
      ['content', maskOf(key)],
      ['name', maskOf(key)],
    ]);
  });
});

describe('a key in the headers of an answer', () => {
  it('is found, and so is one in the address that a redirect leads to', async () => {
    const [debug, location] = [keyOf('debug header'), keyOf('location')];
    const { code, report, server } = await scanSite({
      '/': { headers: { 'x-debug': debug }, body: '<script src=a.js></script>' },
      '/a.js': { status: 302, headers: { location: `https://api.example.com/?key=${location}` } },
    });
    expect(code).toBe(1);
    expect(report.findings.map(({ path, masked, site }) => [path, masked, site])).toEqual([
      [`${server.origin}/ (headers)`, maskOf(debug), 'message'],
      [`${server.origin}/a.js (headers)`, maskOf(location), 'message'],
    ]);
  });
});

describe('source maps of a site', () => {
  const key = keyOf('only in the map');
  const map = JSON.stringify({
    version: 3,
    sources: ['a.ts'],
    sourcesContent: [`const k='${key}'`],
    mappings: '',
  });

  it.each([
    ['the comment names', {}, '//# sourceMappingURL=maps/a.map', '/maps/a.map'],
    ['the header SourceMap names', { sourcemap: '/m/a.map' }, '', '/m/a.map'],
    ['the header X-SourceMap names', { 'x-sourcemap': 'x.map' }, '', '/x.map'],
    ['lie beside the script, without a word', {}, '', '/a.js.map'],
  ])('are read that %s', async (_, headers, comment, path) => {
    const { report, server } = await scanSite({
      '/': '<script src=a.js></script>',
      '/a.js': { headers, body: `run()\n${comment}` },
      [path]: map,
    });
    expect(report.findings.map(({ path }) => path)).toEqual([`${server.origin}${path}`]);
  });

  it.each([
    ['the comment names', {}, '//# sourceMappingURL=../maps/a.map', '/maps/a.map'],
    [
      'the comment names by its whole address',
      {},
      '//# sourceMappingURL=ORIGIN/maps/a.map?x',
      '/maps/a.map?x',
    ],
    ['the header names', { sourcemap: '/m/a.map' }, '', '/m/a.map'],
    ['lies beside the script, without a word', {}, '', '/js/a.js.map'],
  ])('lead a key back to its source, when it is the one that %s', async (_, headers, comment, path) => {
    const leaked = keyOf('led back');
    const source = `\n  const key = '${leaked}';`;
    // Line 1 of the script, column 3, is line 2 of the source, column 15.
    const map = JSON.stringify({
      version: 3,
      sources: ['../src/a.ts'],
      sourcesContent: [source],
      mappings: 'EACc',
    });
    const answers: Record<string, Page> = { '/': '<script src=js/a.js></script>', [path]: map };
    const server = await serve(answers);
    answers['/js/a.js'] = { headers, body: `k='${leaked}'\n${comment.replace('ORIGIN', server.origin)}` };
    const { report } = await runJson([server.origin], { cwd: temporaryDirectory() });
    const [finding] = report.findings.filter(({ path }) => path.endsWith('/js/a.js'));
    expect(finding?.original).toMatchObject({ path: expect.stringMatching(/src\/a\.ts$/), startLine: 2 });
  });

  it('are said where they are named and not there, and the scan is complete', async () => {
    const { code, skipped } = await scanSite({
      '/': '<script src=a.js></script><script src=b.js></script><script src=c.js></script>',
      '/a.js': '//# sourceMappingURL=a.js.map',
      '/b.js': '//# sourceMappingURL=b.map',
      '/c.js': '1',
      '/b.map': { status: 403, body: key },
    });
    expect([code, skipped]).toEqual([
      0,
      ['pointer /a.js.map: the site has none (HTTP 404)', 'pointer /b.map: the site has none (HTTP 403)'],
    ]);
  });

  it('are not taken for there where the site answers everything with its page', async () => {
    const page = `<script src=a.js></script>${keyOf('of the page')}`;
    const { places, skipped } = await scanSite({
      '/': page,
      '/a.js': '//# sourceMappingURL=a.js.map',
      '/a.js.map': { headers: { 'content-type': 'text/html' }, body: page },
      '/manifest.json': { headers: { 'content-type': 'text/html' }, body: page },
    });
    expect(places).toEqual(['/:1:27']);
    expect(skipped).toEqual(['pointer /a.js.map: the site has none (it answers with a page)']);
  });
});

describe('what cannot be read of a site', () => {
  it.each([
    [404, 'HTTP 404: the site has no such page or file'],
    [401, 'HTTP 401: the site asks for a login, and ttleaks sends none'],
    [500, 'HTTP 500'],
  ])('is listed with its status: %i', async (status, reason) => {
    const { code, skipped } = await scanSite({ '/': '<script src=a.js></script>', '/a.js': { status } });
    expect([code, skipped]).toEqual([3, [`unread /a.js: ${reason}`]]);
  });

  it('is a script in whose place the site gives its page, which is not read for one', async () => {
    const page = { headers: { 'content-type': 'text/html' }, body: '<script src=sub/a.js></script>' };
    const { code, skipped, server } = await scanSite({ '/': page, '/sub/a.js': page });
    expect([code, skipped]).toEqual([3, ['unread /sub/a.js: it answers with a page']]);
    expect(server.requests).not.toContain('GET /sub/sub/a.js');
  });

  it('does not hide a key that the answer holds all the same', async () => {
    const { code, places, skipped } = await scanSite({
      '/': { status: 500, body: `<pre>${keyOf('stack trace')}</pre>` },
    });
    expect([code, places, skipped]).toEqual([1, ['/:1:6'], ['unread /: HTTP 500']]);
  });

  it('is the target: nobody listens there', async () => {
    const { code, stderr } = await runCli(['http://127.0.0.1:1/'], { cwd: temporaryDirectory() });
    expect(code).toBe(3);
    expect(stderr).toContain('http://127.0.0.1:1/: connection refused');
    expect(stderr).toContain('Found no TimeTime keys in what could be read');
  });

  it('is a resource whose address holds a key, which is masked', async () => {
    const key = keyOf('address of what fails');
    const { code, report } = await scanSite({ '/': `<script src="/a.js?k=${key.slice(0, 40)}"></script>` });
    expect(code).toBe(1);
    expect(report.scan.skipped[0]?.path).toMatch(/\/a\.js\?k=tt1\..{4}…/);
  });

  it('is what a bound cuts off, with the option that moves it', async () => {
    const scripts = Array.from({ length: 9 }, (_, index) => `<script src=${index}.js></script>`).join('');
    const answers = Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [`/${index}.js`, 'x'.repeat(1000)]),
    );
    const few = await scanSite({ '/': scripts, ...answers }, ['--max-resources', '5']);
    expect([few.code, few.report.scan.files]).toEqual([3, 5]);
    expect(few.skipped).toEqual([
      expect.stringMatching(
        /^unread \(not fetched\): \d+ resources more: the scan had 5 resources \(--max-resources\)$/,
      ),
    ]);
    const small = await scanSite({ '/': scripts, ...answers }, ['--max-total-size', '3000']);
    expect(small.code).toBe(3);
    expect(small.skipped.join()).toMatch(/--max-total-size/);
    const large = await scanSite({ '/': scripts, ...answers }, ['--max-size', '999']);
    expect([large.code, large.skipped.filter((line) => line.startsWith('by-request'))]).toEqual([
      0,
      expect.arrayContaining(['by-request /0.js: larger than --max-size: 1000 bytes or more']),
    ]);
  });

  it('is asked for again after the pause that the site asks for', async () => {
    let asked = 0;
    const { code, places } = await scanSite({
      '/': (response) => {
        if (asked++ === 0) response.writeHead(429, { 'retry-after': '0' }).end();
        else response.writeHead(200, { 'content-type': 'text/html' }).end(keyOf('second answer'));
      },
    });
    expect([code, places, asked]).toEqual([1, ['/:1:1'], 2]);
    const never = await scanSite({ '/': { status: 503, headers: { 'retry-after': '3600' } } });
    expect([never.code, never.skipped, never.server.requests.length]).toEqual([3, ['unread /: HTTP 503'], 1]);
  });
});

describe('redirects of a site', () => {
  it('are followed within its origin, and what they lead to is read once', async () => {
    const { places, server } = await scanSite({
      '/': { status: 302, headers: { location: '/de/' } },
      '/de/': `<script src=a.js></script>`,
      '/de/a.js': { status: 301, headers: { location: '/b.js' } },
      '/b.js': keyOf('behind redirects'),
    });
    expect(places).toEqual(['/b.js:1:1']);
    expect(server.requests.filter((request) => request === 'GET /b.js')).toHaveLength(1);
  });

  it('are not followed to another origin, which is said', async () => {
    const other = await serve({ '/': keyOf('elsewhere') });
    const { code, skipped } = await scanSite({
      '/': { status: 302, headers: { location: `${other.origin}/` } },
    });
    expect([code, other.requests]).toEqual([3, []]);
    expect(skipped).toContain(
      `unread /: redirects to ${other.origin}/, another origin, which is not followed unasked: scan that address, or add --origin ${other.origin}`,
    );
  });

  it('are not followed to where clouds keep their credentials, whoever asks', async () => {
    const { code, skipped } = await scanSite({
      '/': '<script src=a.js></script>',
      '/a.js': { status: 302, headers: { location: 'http://169.254.169.254/latest/meta-data/' } },
    });
    expect([code, skipped]).toEqual([
      0,
      ['pointer http://169.254.169.254: 1 resource of another origin, at an address that is not public'],
    ]);
  });

  it('that go round in circles, or on and on, end', async () => {
    const circle = await scanSite({ '/': { status: 302, headers: { location: '/' } } });
    expect([circle.code, circle.skipped]).toEqual([3, ['unread /: redirects in a circle']]);
    const answers = new Proxy(
      {},
      {
        get: (_, path) => ({ status: 302, headers: { location: `/${Number(String(path).slice(1)) + 1}` } }),
      },
    );
    const { code, skipped } = await scanSite(answers, [], '/0');
    expect([code, skipped]).toEqual([3, ['unread /20: redirects too often, or to no address of the web']]);
  });
});

describe('a site by HTTPS', () => {
  it('is read where its certificate is trusted, and else not at all', async () => {
    const certificate = certificateFor('127.0.0.1');
    const server = await serve({ '/': keyOf('by HTTPS') }, certificate);
    const cwd = temporaryDirectory({ 'ca.pem': certificate.cert });
    const distrusted = await runJson([server.origin], { cwd });
    expect([distrusted.code, distrusted.report.findings, server.requests]).toEqual([3, [], []]);
    expect(distrusted.report.scan.skipped[0]?.reason).toBe('its certificate is self-signed');
    const careless = await runJson([server.origin], { cwd, env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } });
    expect([careless.code, careless.report.findings]).toEqual([3, []]);
    const trusted = await runJson([server.origin], { cwd, env: { NODE_EXTRA_CA_CERTS: 'ca.pem' } });
    expect([trusted.code, placesIn(trusted.report, server.origin)]).toEqual([1, ['/:1:1']]);
  });

  it('is asked for by way of the proxy that the environment names', async () => {
    const proxy = await serve({ 'http://site.test/': keyOf('by the proxy') });
    const env = { http_proxy: proxy.origin, NO_PROXY: 'other.test' };
    const { code, report } = await runJson(['http://site.test/'], { cwd: temporaryDirectory(), env });
    expect([code, placesIn(report, 'http://site.test')]).toEqual([1, ['/:1:1']]);
  });
});

describe('reports of a site', () => {
  const key = keyOf('reported from a site');
  const answers = { '/': `<p>${key}</p>`, '/a/b:c.js?x=[1]|2': key, '/b.js': key };
  const page = `${answers['/']}<script src="/a/b:c.js?x=[1]|2"></script><script src=b.js></script>`;

  it('are SARIF whose places are paths below the origin, which GitHub takes', async () => {
    const other = await serve({ '/cdn.js': key });
    const server = await serve({ ...answers, '/': `${page}<script src="${other.origin}/cdn.js"></script>` });
    const { stdout } = await runCli([server.origin, '--origin', other.origin, '--format', 'sarif'], {
      cwd: temporaryDirectory(),
    });
    const [run] = JSON.parse(stdout).runs;
    expect(run.automationDetails.id).toBe('ttleaks/site/');
    const bases = run.originalUriBaseIds;
    expect(bases).toEqual({
      [server.origin]: { uri: `${server.origin}/` },
      [other.origin]: { uri: `${other.origin}/` },
    });
    interface Located {
      readonly locations: [{ physicalLocation: { artifactLocation: { uri: string; uriBaseId: string } } }];
    }
    const places = (run.results as Located[]).map(
      ({ locations }) => locations[0].physicalLocation.artifactLocation,
    );
    expect(places.map(({ uri }) => uri).sort()).toEqual(['./', 'a/b:c.js?x=%5B1%5D%7C2', 'b.js', 'cdn.js']);
    for (const { uri, uriBaseId } of places) {
      expect(new URL(uri, bases[uriBaseId].uri).href.startsWith(`${uriBaseId}/`)).toBe(true);
    }
    const texts = run.results.map(({ message }: { message: { text: string } }) => message.text).join();
    expect(texts).toContain(`Served by the site: everyone can read it. It stands in ${server.origin}/:1:4.`);
  });

  it('are annotations without a file, since no file of the checkout is meant', async () => {
    const server = await serve({ '/': answers['/'] });
    const { stdout } = await runCli([server.origin, '--format', 'github'], { cwd: temporaryDirectory() });
    expect(stdout).toBe(
      `::error title=ttleaks::TimeTime API key ${maskOf(key)} at ${server.origin}/:1:4: served by the site: everyone can read it. Revoke it: deleting it is not enough.\n`,
    );
  });

  it('can be written to a baseline, which waives the same key at the same address', async () => {
    const server = await serve({ '/': answers['/'] });
    const cwd = temporaryDirectory();
    expect((await runCli(['baseline', server.origin], { cwd })).code).toBe(0);
    const { code, report } = await runJson([server.origin], { cwd });
    expect([code, report.findings.map(({ suppressed }) => suppressed?.kind)]).toEqual([0, ['baseline']]);
  });
});

describe('the target of a site', () => {
  it.each([
    [['https://user:word@example.com/'], /user name or a password/],
    [['https://'], /not an address/],
    [['http://127.0.0.1:1/', 'src'], /on its own/],
    [['http://127.0.0.1:1/', '--staged'], /--staged/],
    [['--depth', '1'], /--depth is for a site/],
    [['.', '--origin', 'https://example.com'], /--origin is for a site/],
    [['http://127.0.0.1:1/', '--origin', 'example.com'], /not an address/],
    [['http://127.0.0.1:1/', '--origin', 'https://example.com/cdn'], /an origin has no path/],
    [['http://127.0.0.1:1/', '--depth', '-1'], /--depth/],
    [['http://127.0.0.1:1/', '--rate', '0'], /--rate/],
    [['http://127.0.0.1:1/', '--max-time', 'long'], /--max-time/],
    [['http://127.0.0.1:1/', '--max-resources', '1.5'], /--max-resources/],
    [['http://127.0.0.1:1/', '--max-total-size', 'much'], /--max-total-size/],
  ])('is refused with words: %j', async (args, words) => {
    const { code, stdout, stderr } = await runCli(args, { cwd: temporaryDirectory() });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^ttleaks: [^\n]+\n$/);
    expect(stderr).toMatch(words);
  });

  it('is refused without the password that it holds', async () => {
    const { stderr } = await runCli(['https://me:hunter22@example.com/'], { cwd: temporaryDirectory() });
    expect(stderr).not.toContain('hunter22');
  });
});
