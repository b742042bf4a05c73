/** A real build, served as it is deployed. */
import { join } from 'node:path';
import { build } from 'rolldown';
import { describe, expect, it } from 'vitest';
import { keyOf } from '../core/key-maker.ts';
import { filesBelow, serve } from '../http/loopback-server.ts';
import { runJson } from './run-cli.ts';
import { temporaryDirectory } from './tree.ts';

const key = (name: string) => keyOf(`built ${name}`);

function application(): string {
  return temporaryDirectory({
    'src/main.ts': `
import { client } from './client.ts';
import settings from './settings.json';
// ${key('comment')}
const worker = new Worker(new URL('/assets/worker.js', import.meta.url), { type: 'module' });
document.querySelector('button')?.addEventListener('click', async () => {
  const { book } = await import('./booking.ts');
  book(client, settings, worker);
});`,
    'src/client.ts': `export const client = { key: '${key('literal')}' };`,
    'src/settings.json': `{ "apiKey": "${key('json')}" }`,
    'src/booking.ts': `export const book = (...parts: unknown[]) => console.log(parts, '${key('chunk')}');`,
    'src/worker.ts': `self.onmessage = () => fetch('/api', { headers: { authorization: 'Bearer ${key('worker')}' } });`,
    'dist/index.html': `<!doctype html>
<link rel="stylesheet" href="/style.css">
<link rel="preload" href="/data/first.json" as="fetch" crossorigin>
<script type="module" src="/assets/main.js"></script>
<script id="__NEXT_DATA__" type="application/json">{"props":{"key":"${key('page data')}"}}</script>
<script>window.KEY = '${key('inline')}';</script>`,
    'dist/style.css': `/* ${key('style')} */`,
    'dist/data/first.json': `{"key":"${key('preload')}"}`,
    'dist/never-linked.js': key('not part of the page'),
  });
}

async function bundle(root: string): Promise<void> {
  await build({
    input: { main: join(root, 'src/main.ts'), worker: join(root, 'src/worker.ts') },
    logLevel: 'silent',
    output: { dir: join(root, 'dist/assets'), format: 'esm', sourcemap: true, minify: true },
  });
}

describe('a deployed build', () => {
  it('shows each of the ways in which a key gets into it, by its address', async () => {
    const root = application();
    await bundle(root);
    const server = await serve(filesBelow(join(root, 'dist')));
    const { code, report } = await runJson([`${server.origin}/`], { cwd: temporaryDirectory() });
    const found = new Map<string, string[]>();
    for (const { masked, path } of report.findings) {
      found.set(masked, [
        ...(found.get(masked) ?? []),
        path.replace(server.origin, '').replace(/-[\w-]{8}(?=\.js)/, ''),
      ]);
    }
    const places = (name: string) => [
      ...new Set(found.get(`tt1.${key(name).slice(4, 8)}…${key(name).slice(-4)}`)),
    ];
    expect(code).toBe(1);
    expect(places('literal')).toEqual(['/assets/main.js', '/assets/main.js.map']);
    // The bundler's map leaves modules of JSON out.
    expect(places('json')).toEqual(['/assets/main.js']);
    expect(places('chunk')).toEqual(['/assets/booking.js', '/assets/booking.js.map']);
    expect(places('worker')).toEqual(['/assets/worker.js', '/assets/worker.js.map']);
    expect(places('comment')).toEqual(['/assets/main.js.map']);
    expect(places('page data')).toEqual(['/']);
    expect(places('inline')).toEqual(['/']);
    expect(places('style')).toEqual(['/style.css']);
    expect(places('preload')).toEqual(['/data/first.json']);
    expect(places('not part of the page')).toEqual([]);
    const originals = report.findings.flatMap(({ path, original }) =>
      path.endsWith('.js') && original ? [original] : [],
    );
    expect(
      originals.map(({ path, startLine }) => `${path.replace(/^.*src/, 'src')}:${startLine}`).sort(),
    ).toEqual(['src/booking.ts:1', 'src/client.ts:1', 'src/worker.ts:1']);
    expect(report.scan).toMatchObject({ complete: true, skipped: [] });
  });
});
