export async function build({ require, root, minify, map, environment }) {
  const { build: esbuild } = require('esbuild');
  const variables = Object.entries(environment).map(([name, value]) => [
    name === 'DEFINED_KEY' ? '__DEFINED_KEY__' : `process.env.${name}`,
    JSON.stringify(value),
  ]);
  await esbuild({
    absWorkingDir: root,
    entryPoints: ['src/index.js', 'src/worker.js'],
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    minify,
    sourcemap: { external: true, inline: 'inline', none: false }[map],
    define: Object.fromEntries(variables),
    logLevel: 'error',
  });
}
