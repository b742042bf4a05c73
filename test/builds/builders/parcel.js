import { writeFileSync } from 'node:fs';

export async function build(options) {
  const { root, environment } = options;
  process.chdir(root);
  const lines = Object.entries(environment).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(`${root}/.env`, lines.join(''));
  await (options.version === 1 ? parcel1 : parcel2)(options);
}

async function parcel1({ require, root, minify, map }) {
  const Bundler = require('parcel-bundler');
  const bundler = new Bundler(`${root}/index.html`, {
    outDir: `${root}/dist`,
    cacheDir: `${root}/.cache`,
    minify,
    sourceMaps: map !== 'none',
    watch: false,
    hmr: false,
    autoInstall: false,
    logLevel: 1,
  });
  await bundler.bundle();
}

async function parcel2({ require, root, minify, map }) {
  const { Parcel } = require('@parcel/core');
  const parcel = new Parcel({
    entries: 'index.html',
    defaultConfig: require.resolve('@parcel/config-default'),
    cacheDir: `${root}/.parcel-cache`,
    mode: 'production',
    shouldAutoInstall: false,
    shouldDisableCache: true,
    env: { NODE_ENV: 'production' },
    defaultTargetOptions: {
      distDir: `${root}/dist`,
      shouldOptimize: minify,
      sourceMaps: map !== 'none',
      publicUrl: './',
    },
    targets: {
      site: {
        distDir: `${root}/dist`,
        context: 'browser',
        optimize: minify,
        sourceMap: map === 'none' ? false : { inline: map === 'inline' },
      },
    },
  });
  await parcel.run();
}
