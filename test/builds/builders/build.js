/**
 * Runs one real build, in a process of its own: builders keep global state, and old ones need other flags of Node.js.
 * `node build.js '{"tool":"vite-8","root":"…","minify":true,"map":"external","environment":{"VITE_X":"…"}}'`.
 * The application stands in `root`, below the folder of its tool, so that the tool's own packages are what it finds.
 */
import { createRequire } from 'node:module';

const BUILDERS = {
  esbuild: () => import('./esbuild.js'),
  next: () => import('./next.js'),
  parcel: () => import('./parcel.js'),
  rollup: () => import('./rollup.js'),
  vite: () => import('./vite.js'),
  webpack: () => import('./webpack.js'),
};

const options = JSON.parse(process.argv[2]);
const [, name, version] = /^([a-z]+)-([\d.]+)$/.exec(options.tool);
const { build } = await BUILDERS[name]();
await build({ ...options, version: Number(version), require: createRequire(`${options.root}/package.json`) });
