// Builds the program after `npm ci` in a clone, and sets up this repository's own hooks. Without the development
// tools (a production install), without git, or in CI, it leaves out what cannot be done and breaks nothing.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

// `npm install --global git+…`, which is what pre-commit does, makes a clone, and puts its tools elsewhere.
if (!hasTools() && process.env.npm_config_global === 'true')
  npm('ci', '--no-global', '--location=project', '--include=dev', '--ignore-scripts');
if (hasTools()) process.exitCode = npm('run', '--silent', 'build');
else console.error('ttleaks: development tools are not installed, so nothing is built');

function hasTools() {
  return existsSync('node_modules/rolldown') && existsSync('node_modules/typescript');
}

function npm(...words) {
  const { status } = spawnSync('npm', words, {
    // Standard output is npm's: `npm pack` writes the name of its file there, and pre-commit reads it.
    stdio: ['inherit', process.stderr, 'inherit'],
    shell: process.platform === 'win32',
  });
  return status ?? 1;
}

if (existsSync('.git') && !process.env.CI && process.env.NODE_ENV !== 'production') {
  const husky = await import('husky').catch(() => undefined);
  const problem = husky?.default();
  if (problem) console.error(problem);
}
