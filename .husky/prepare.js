// Builds the program after `npm ci` in a clone, and sets up this repository's own hooks. Without the development
// tools (a production install), without git, or in CI, it leaves out what cannot be done and breaks nothing.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const hasTools = existsSync('node_modules/rolldown') && existsSync('node_modules/typescript');
if (!hasTools) {
  console.error('ttleaks: development tools are not installed, so nothing is built');
} else {
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], {
    // Standard output is npm's: `npm pack` writes the name of its file there, and pre-commit reads it.
    stdio: ['inherit', process.stderr, 'inherit'],
    shell: process.platform === 'win32',
  });
  process.exitCode = status ?? 1;
}

if (existsSync('.git') && !process.env.CI && process.env.NODE_ENV !== 'production') {
  const husky = await import('husky').catch(() => undefined);
  const problem = husky?.default();
  if (problem) console.error(problem);
}
