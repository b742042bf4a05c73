import { writeFileSync } from 'node:fs';

/** The variable stands in a file, as in most applications. */
export async function build({ require, root, minify, map, environment }) {
  const { build: vite } = require('vite');
  const lines = Object.entries(environment).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(`${root}/.env`, lines.join(''));
  await vite({
    root,
    configFile: false,
    logLevel: 'error',
    define: { __DEFINED_KEY__: JSON.stringify(environment.DEFINED_KEY) },
    build: { minify, sourcemap: { external: true, inline: 'inline', none: false }[map] },
  });
}
