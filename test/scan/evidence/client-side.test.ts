import { describe, expect, it } from 'vitest';
import type { ContentSign } from '../../../src/detect/content-signs.ts';
import { clientReason, type FileFacts } from '../../../src/scan/evidence/client-side.ts';
import { packageFacts } from '../../../src/scan/evidence/package-facts.ts';

function reasonFor(
  path: string,
  signs: readonly ContentSign[] = [],
  more: Partial<FileFacts> = {},
): string | undefined {
  const reason = clientReason({ names: [path], signs: new Set(signs), ...more });
  return reason && [reason.kind, reason.name].filter(Boolean).join(' ');
}

const within = (manifest: object, pathInPackage: string) => ({
  package: packageFacts(JSON.stringify(manifest)),
  pathInPackage,
});

describe('what is within a file', () => {
  it('is where the file is, if its own path says nothing', () => {
    const names = ['build/client/assets/a.js.br', 'a.js'];
    expect(reasonFor('', [], { names })).toBe('framework-output the client folder of the build');
    expect(reasonFor('', ['vite'], { names: ['build/server/a.js.br', 'a.js'] })).toBeUndefined();
  });
});

describe('a path alone', () => {
  it.each([
    ['dist/a.js', 'output-folder dist/'],
    ['build/x', 'output-folder build/'],
    ['out/index.css', 'output-folder out/'],
    ['DIST/A.JS', 'output-folder DIST/'],
    ['a/b/dist/c', 'output-folder dist/'],
    ['public/env.js', 'served-folder public/'],
    ['web/wwwroot/config.json', 'served-folder wwwroot/'],
    ['static/js/main.js', 'served-folder static/'],
    ['www/a', 'served-folder www/'],
    ['assets/a.js', 'served-folder assets/'],
    ['.nuxt/a.js', 'output-folder .nuxt/'],
    ['.next/static/chunks/a.js', 'framework-output .next/static/ of Next.js'],
    ['.next/standalone/apps/web/.next/static/a.js', 'framework-output .next/static/ of Next.js'],
    ['.next/standalone/public/a.js', 'served-folder public/'],
    ['.next/server/app/index.html', 'page'],
    ['.next/server/app/index.rsc', 'page'],
    ['.next/server/pages/shop.json', 'page'],
    ['.output/public/_nuxt/a.js', 'framework-output _nuxt/ of Nuxt'],
    ['.svelte-kit/output/client/_app/immutable/a.js', 'framework-output _app/immutable/ of SvelteKit'],
    ['.vercel/output/static/a.js', 'framework-output .vercel/output/static/ of Vercel'],
    ['build/client/assets/a.js', 'framework-output the client folder of the build'],
    ['dist/shop/browser/main.js', 'framework-output the browser folder of the build'],
    ['platforms/android/app/src/main/assets/www/a.js', 'app Cordova'],
    ['android/app/src/main/assets/index.android.bundle', 'app React Native'],
    ['app/src/main/res/values/strings.xml', 'app Android'],
    ['ios/App/App/public/a.js', 'app Capacitor'],
    ['ios/Shop/Info.plist', 'app Apple'],
    ['release/app.asar', 'app Electron'],
    ['a.apk', 'app Android'],
    ['a.ipa', 'app Apple'],
    ['a.crx', 'browser-extension'],
    ['a.min.js', 'minified'],
    ['lib/a.min.mjs', 'minified'],
    ['main.bundle.js', 'minified'],
    ['1.chunk.js', 'minified'],
    ['a.js.map', 'source-map'],
    ['docs/index.html', 'page'],
    ['x.htm', 'page'],
    ['src/App.vue', 'component Vue'],
    ['src/routes/+page.svelte', 'component Svelte'],
    ['sw.js', 'service-worker'],
  ])('is client-side: %s', (path, reason) => {
    expect(reasonFor(path)).toBe(reason);
  });

  it.each([
    'src/a.ts',
    '.env',
    'dist',
    'distribution/a.js',
    'redist/a.js',
    'src/public.ts',
    'README.md',
    'a.js',
    '.next/server/a.js',
    '.next/server/app/public/page.js',
    '.next/server/pages-manifest.json',
    '.next/server/chunks/ssr/a.js.map',
    '.next/standalone/server.js',
    '.next/standalone/node_modules/x/dist/a.js',
    '.output/server/chunks/a.mjs',
    '.nuxt/dist/server/a.js',
    '.svelte-kit/output/server/index.js',
    '.vercel/output/functions/a.func/index.js',
    '.netlify/functions/a.js',
    'build/server/index.js',
    'dist/server/entry.mjs',
    'dist/shop/server/main.server.mjs',
    'dist/_worker.js',
    'public/index.php',
    'www/app.py',
    'static/settings.yml',
    'build/deploy.sh',
    'dist/index.d.ts',
    'src/main/resources/application.properties',
    'src/Api.server.vue',
  ])('is not: %s', (path) => {
    expect(reasonFor(path)).toBeUndefined();
  });
});

describe('what a file holds', () => {
  it.each<[string, ContentSign[], string]>([
    ['lib/vendor.js', ['webpack-web'], 'bundle webpack'],
    ['lib/vendor.js', ['webpack'], 'bundle webpack'],
    ['docs/a.js', ['vite'], 'bundle Vite'],
    ['a', ['esbuild'], 'bundle esbuild'],
    ['a.js', ['parcel'], 'bundle Parcel'],
    ['x.js', ['metro'], 'app a Metro bundle'],
    ['x.bin', ['hermes'], 'app Hermes bytecode'],
    ['tool.js', ['service-worker'], 'service-worker'],
    ['app/cart.tsx', ['use-client'], 'component React'],
    ['export', ['page', 'next-data'], 'page-data Next.js'],
    ['index.html', ['nuxt-data'], 'page-data Nuxt'],
    ['.next/server/pages/a.html', ['page', 'next-data'], 'page-data Next.js'],
    // Runtimes of browsers outweigh a module of Node.js that some library asks for.
    ['dist/a.js', ['vite', 'server-module'], 'bundle Vite'],
    ['dist/lib.js', ['umd', 'commonjs'], 'output-folder dist/'],
    ['dist/app.js.map', ['vite'], 'source-map'],
    ['public/install', ['program'], 'served-folder public/'],
    ['public/lib.js', ['server-module'], 'served-folder public/'],
  ])('makes it client-side: %s with %j', (path, signs, reason) => {
    expect(reasonFor(path, signs)).toBe(reason);
  });

  it.each<[string, ContentSign[]]>([
    ['dist/cli.js', ['program', 'webpack']],
    ['dist/server.js', ['server-module']],
    ['dist/server.js', ['server-module', 'webpack']],
    ['build/main.js', ['server-module', 'esbuild']],
    ['dist/config.js', ['commonjs']],
    ['dist/339.js', ['server-chunk', 'webpack-web']],
    ['app.min.js', ['server-module']],
    ['dist/server.js.map', ['server-module']],
    ['.next/server/chunks/a.js', ['turbopack']],
    ['docs/bundlers.md', ['webpack-web', 'vite']],
    ['src/a.ts', ['vite']],
    ['views/shop.php', ['page']],
  ])('makes it none: %s with %j', (path, signs) => {
    expect(reasonFor(path, signs)).toBeUndefined();
  });
});

describe('what stands around a file', () => {
  it('makes the output of a build with a page client-side, whatever a library in it asks for', () => {
    expect(reasonFor('dist/assets/a.js', ['server-module'], { isBesidePage: true })).toBe(
      'served-folder assets/',
    );
    expect(reasonFor('dist/assets/a.js', ['program'], { isBesidePage: true })).toBeUndefined();
  });

  it('makes a source map what the script beside it is', () => {
    expect(reasonFor('dist/a.js.map', ['parcel'], { isBesidePage: true })).toBe('source-map');
    expect(reasonFor('dist/a.js', ['parcel'], { isBesidePage: true })).toBe('bundle Parcel');
  });

  it('makes what a browser extension holds client-side, but not the settings beside it', () => {
    expect(reasonFor('ext/background.js', [], { isInExtension: true })).toBe('browser-extension');
    expect(reasonFor('ext/deploy.sh', [], { isInExtension: true })).toBeUndefined();
  });

  it.each([
    [{ browser: './lib/web.js' }, 'lib/web.js', 'browser-entry browser'],
    [{ browser: { './lib/a.js': './lib/web.js' } }, 'lib/web.js', 'browser-entry browser'],
    [{ unpkg: 'lib/web.js' }, 'lib/web.js', 'browser-entry unpkg'],
    [{ jsdelivr: 'lib/web' }, 'lib/web.js', 'browser-entry jsdelivr'],
    [
      { exports: { '.': { browser: './lib/web.js', node: './lib/node.js' } } },
      'lib/web.js',
      'browser-entry exports',
    ],
    [{ exports: { '.': { browser: './dist/web.js', node: './dist/node.js' } } }, 'dist/node.js', undefined],
    [{ bin: './dist/cli.js' }, 'dist/cli.js', undefined],
    [{ bin: { a: 'dist/cli.js' } }, 'dist/chunk-ABC.js', undefined],
    [{ scripts: { start: 'NODE_ENV=production node dist/main' } }, 'dist/main.js', undefined],
    [{ scripts: { start: 'vite' } }, 'dist/main.js', 'output-folder dist/'],
    [{ name: 'a', files: ['lib'] }, 'lib/a.js', 'package'],
    [{ name: 'a', files: ['lib/**'] }, 'lib/sub/a.js', 'package'],
    [{ name: 'a', main: './index.js' }, 'index.js', 'package'],
    [{ name: 'a', exports: { '.': { import: './lib/a.mjs' } } }, 'lib/a.mjs', 'package'],
    [{ name: 'a', private: true, files: ['lib'] }, 'lib/a.js', undefined],
    [{ name: 'a', files: ['lib'], bin: 'lib/cli.js' }, 'lib/cli.js', undefined],
    [{ name: 'a', files: ['lib'] }, 'src/a.js', undefined],
    [{ name: 'a', files: ['dist'] }, 'dist/assets/a.js', 'package'],
    [{ name: 'a', private: true, files: ['dist'] }, 'dist/a.js', 'output-folder dist/'],
    [{ devDependencies: { electron: '1' } }, 'dist/main.js', 'app Electron'],
    [{ engines: { vscode: '^1' } }, 'out/extension.js', 'app VS Code'],
  ])('counts as %j has it: %s', (manifest, path, reason) => {
    expect(reasonFor(path, [], within(manifest, path))).toBe(reason);
  });

  it('of an application for the desktop goes to users, the part that runs in Node.js too', () => {
    const around = within({ devDependencies: { electron: '1' } }, 'dist/main.js');
    expect(reasonFor('dist/main.js', ['server-module'], around)).toBe('app Electron');
    expect(reasonFor('dist/main.js', ['electron', 'server-module'])).toBe('app Electron');
    expect(reasonFor('src/main.js', ['electron', 'server-module'], around)).toBeUndefined();
  });

  it.each([
    '',
    '[]',
    '{',
    'null',
    '{"bin":{"a":{"b":{"c":7}}},"files":7,"exports":[null,{}],"scripts":null}',
  ])('may be odd: %s', (text) => {
    const facts = packageFacts(text);
    expect(reasonFor('dist/a.js', [], { package: facts, pathInPackage: 'dist/a.js' })).toBe(
      'output-folder dist/',
    );
  });
});

describe('what stands in a container', () => {
  const reasonOf = (...names: string[]) => clientReason({ names, signs: new Set() })?.kind;

  it('is what its own path says', () => {
    expect(reasonOf('a.tgz', 'package/dist/a.js')).toBe('output-folder');
    expect(reasonOf('a.zip', 'src/a.ts')).toBeUndefined();
    expect(reasonOf('image.tar', 'layer.tar', 'app/.next/server/a.js')).toBeUndefined();
  });

  it('is client-side where what holds it is', () => {
    expect(reasonOf('a.asar', 'main.js')).toBe('app');
    expect(reasonOf('release.zip', 'a.apk', 'res/a.xml')).toBe('app');
    expect(reasonOf('public/a.zip', 'a.ts')).toBe('served-folder');
    expect(reasonOf('dist/a.tgz', 'package/a.ts')).toBe('output-folder');
  });
});
