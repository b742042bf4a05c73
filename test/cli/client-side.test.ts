import { describe, expect, it } from 'vitest';
import { keyOf } from '../core/key-maker.ts';
import { runCli, runJson } from './run-cli.ts';
import { ScratchRepository, temporaryDirectory } from './tree.ts';

const KEY = keyOf('client-side');
const LITERAL = `const k='${KEY}';`;

/** The reason of each finding by its path; empty where git alone decides. */
async function reasons(cwd: string, args: readonly string[] = []): Promise<Record<string, string>> {
  const { report } = await runJson(args, { cwd });
  return Object.fromEntries(
    report.findings.map(({ path, exposure, exposureReason: reason }) => {
      expect(exposure === 'client').toBe(reason !== undefined);
      return [path, [reason?.kind, reason?.name].filter(Boolean).join(' ')];
    }),
  );
}

describe('the work tree', () => {
  it('has bundles of browsers and programs of servers, told apart by what they hold', async () => {
    const cwd = temporaryDirectory({
      'dist/app.js': LITERAL,
      'dist/server.js': `const h=require("node:http");${LITERAL}`,
      'dist/cli.js': `#!/usr/bin/env node\n${LITERAL}`,
      'lib/chunk.js': `(self.webpackChunkshop=self.webpackChunkshop||[]).push([[1],{1(){${LITERAL}}}]);`,
      'lib/plain.js': LITERAL,
      '.next/server/app/page.js': LITERAL,
      '.next/server/app/index.html': `<!doctype html><script>self.__next_f.push([1,"${KEY}"])</script>`,
      '.next/static/chunks/a.js': LITERAL,
      'src/App.vue': `<script setup>${LITERAL}</script>`,
    });
    expect(await reasons(cwd)).toEqual({
      'dist/app.js': 'output-folder dist/',
      'dist/server.js': '',
      'dist/cli.js': '',
      'lib/chunk.js': 'bundle webpack',
      'lib/plain.js': '',
      '.next/server/app/page.js': '',
      '.next/server/app/index.html': 'page-data Next.js',
      '.next/static/chunks/a.js': 'framework-output .next/static/ of Next.js',
      'src/App.vue': 'component Vue',
    });
  });

  it('is judged by what stands around a file: package.json, pages, manifests, the script of a map', async () => {
    const cwd = temporaryDirectory({
      'cli/package.json': '{"name":"cli","bin":"dist/main.mjs"}',
      'cli/dist/main.mjs': LITERAL,
      'cli/dist/chunk-1.mjs': LITERAL,
      'lib/package.json': '{"name":"lib","unpkg":"umd/lib.js","files":["esm"]}',
      'lib/umd/lib.js': LITERAL,
      'lib/esm/lib.js': LITERAL,
      'lib/esm/package.json': '{"type":"module"}',
      'lib/test/lib.js': LITERAL,
      'site/dist/index.html': '<html></html>',
      'site/dist/assets/a.js': `import f from"fs";${LITERAL}`,
      'extension/manifest.json': '{"manifest_version": 3}',
      'extension/background.js': LITERAL,
      'desktop/package.json': '{"devDependencies":{"electron":"30"}}',
      'desktop/out/main.js': `const f=require("fs");${LITERAL}`,
      'api/dist/index.js': 'const h=require("http");',
      'api/dist/index.js.map': `{"sourcesContent":["${LITERAL}"]}`,
      'api/dist/lost.js.map': `{"sourcesContent":["${LITERAL}"]}`,
    });
    expect(await reasons(cwd)).toEqual({
      'cli/dist/main.mjs': '',
      'cli/dist/chunk-1.mjs': '',
      'lib/umd/lib.js': 'browser-entry unpkg',
      'lib/esm/lib.js': 'package',
      'lib/test/lib.js': '',
      'site/dist/assets/a.js': 'served-folder assets/',
      'extension/background.js': 'browser-extension',
      'desktop/out/main.js': 'app Electron',
      'api/dist/index.js.map': '',
      'api/dist/lost.js.map': 'source-map',
    });
  });

  it('is judged alike wherever the scan begins', async () => {
    const scratch = new ScratchRepository();
    scratch
      .write('.gitignore', 'dist/\n')
      .write('web/package.json', '{"name":"web","bin":"dist/main.js"}')
      .commit();
    scratch.write('web/dist/main.js', LITERAL).write('web/dist/a.js', LITERAL);
    for (const target of ['.', 'web', 'web/dist', 'web/dist/main.js']) {
      const { report } = await runJson([target], { cwd: scratch.path });
      expect(report.findings.map(({ exposure }) => exposure)).not.toContain('client');
    }
  });

  it('cannot be led astray by what stands around: links, folders, huge and odd manifests', async () => {
    const scratch = new ScratchRepository();
    scratch
      .write('a/dist/app.js', LITERAL)
      .write('a/package.json/x', '')
      .write('b/dist/app.js', LITERAL)
      .write('b/package.json', '['.repeat(100_000))
      .write('c/dist/app.js', LITERAL)
      .write('c/package.json', `{"name":"c","bin":"${'x'.repeat(2_000_000)}"}`);
    expect(Object.values(await reasons(scratch.path))).toEqual(Array(3).fill('output-folder dist/'));
  });
});

describe('the index and history', () => {
  it('are judged by their own package.json, not by that of the work tree', async () => {
    const scratch = new ScratchRepository();
    scratch
      .write('package.json', '{"name":"a","bin":"dist/cli.js"}')
      .write('dist/cli.js', LITERAL)
      .git('add', '.');
    scratch.write('package.json', '{"name":"a"}');
    expect(await reasons(scratch.path, ['--staged'])).toEqual({ 'dist/cli.js': '' });
    expect(await reasons(scratch.path)).toEqual({ 'dist/cli.js': 'output-folder dist/' });
    scratch.git('commit', '-q', '-m', 'one');
    scratch.git('rm', '-q', '-f', '.', '-r');
    scratch.git('commit', '-q', '-m', 'two');
    expect(await reasons(scratch.path, ['--history'])).toEqual({ 'dist/cli.js': '' });
  });

  it('are judged by what their blobs hold', async () => {
    const scratch = new ScratchRepository();
    scratch
      .write('out/server.js', `const h=require("http");${LITERAL}`)
      .write('vendor/app.js', `(globalThis.TURBOPACK||(globalThis.TURBOPACK=[])).push([1,${LITERAL}])`)
      .git('add', '.');
    const expected = { 'out/server.js': '', 'vendor/app.js': 'bundle Turbopack' };
    expect(await reasons(scratch.path, ['--staged'])).toEqual(expected);
    scratch.commit();
    expect(await reasons(scratch.path, ['--history'])).toEqual(expected);
  });
});

describe('standard input', () => {
  it('is judged by its content and by the name that it is given', async () => {
    const input = `<!doctype html><html>${KEY}</html>`;
    const cwd = temporaryDirectory({});
    const page = await runJson(['--stdin'], { cwd, input });
    expect(page.report.findings[0]?.exposureReason?.kind).toBe('page');
    const bundle = await runJson(['--stdin', '--stdin-path', 'dist/a.js'], { cwd, input: LITERAL });
    expect(bundle.report.findings[0]?.exposureReason?.name).toBe('dist/');
    const variable = await runJson(['--stdin'], { cwd, input: `VITE_A=${KEY}\n` });
    expect(variable.report.findings[0]).toMatchObject({ ruleId: 'timetime-public-env', variable: 'VITE_A' });
  });
});

describe('the reason', () => {
  it('stands in every report', async () => {
    const cwd = temporaryDirectory({ 'public/a.js': LITERAL });
    for (const format of ['text', 'json', 'sarif', 'github', 'markdown', 'html']) {
      const { stdout } = await runCli(['--format', format], { cwd });
      expect(stdout.toLowerCase(), format).toContain('in public/, which is served as it is');
    }
    expect((await runCli(['--format', 'csv'], { cwd })).stdout).toContain(',served-folder');
  });
});
