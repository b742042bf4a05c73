import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const TOP = fileURLToPath(new URL('..', import.meta.url));

export async function build({ version, require, root, minify, map, environment }) {
  const lines = Object.entries(environment).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(`${root}/.env`, lines.join(''));
  const settings = [
    `productionBrowserSourceMaps: ${map === 'external'}`,
    ...(version < 15 ? [] : [`outputFileTracingRoot: ${JSON.stringify(TOP)}`]),
    ...(version < 16 ? [] : [`turbopack: { root: ${JSON.stringify(TOP)} }`]),
    ...(minify ? [] : ['webpack: (config) => { config.optimization.minimize = false; return config; }']),
  ];
  writeFileSync(`${root}/next.config.js`, `module.exports = { ${settings.join(', ')} };\n`);
  const child = spawn(process.execPath, [require.resolve('next/dist/bin/next'), 'build'], {
    cwd: root,
    stdio: 'inherit',
  });
  const code = await new Promise((resolve) => child.on('exit', resolve));
  if (code !== 0) throw new Error(`next build ended with ${code}`);
}
