/**
 * What a hook adds to a real `git commit` and `git push`: the same commit and the same push, made again and again, in
 * repositories that differ in their hooks alone.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { addCommits, git, makeStaged, WHO } from './fixtures.js';
import { environment } from './measure.js';

const STAGED_COUNTS = [1, 20, 500];
const PUSHED_COUNTS = [1, 100];

const PROGRAM = resolve('bin/ttleaks.js');
const HUSKY = resolve('node_modules/husky/bin.js');

/**
 * @typedef {object} Table
 * @property {string} title
 * @property {readonly import('./measure.js').Command[]} commands the first one is without a hook
 */

/** @returns {Generator<Table>} made when it is asked for */
export function* hookTables({ scratch, peers }) {
  for (const count of STAGED_COUNTS) {
    const title = `git commit: ${count} staged ${count === 1 ? 'file' : 'files'}`;
    yield {
      title,
      commands: commandsOf(peers, (way) => committing(join(scratch, `commit-${count}`), count, way)),
    };
  }
  for (const count of PUSHED_COUNTS) {
    const title = `git push: ${count} ${count === 1 ? 'commit' : 'commits'}`;
    yield {
      title,
      commands: commandsOf(peers, (way) => pushing(join(scratch, `push-${count}`), count, way)),
    };
  }
}

/**
 * @typedef {object} Way
 * @property {string} name what the table calls it
 * @property {string} folder
 * @property {(directory: string) => void} [setUp] what puts the hooks in
 * @property {(directory: string, staged: readonly string[]) => readonly string[] | undefined} [onCommit] what a plain hook runs
 * @property {(range: string) => readonly string[]} [onPush]
 */

function commandsOf(peers, make) {
  const nothing = () => [process.execPath, '-e', '0'];
  /** @type {Way[]} */
  const ways = [
    { name: 'no hook', folder: 'none' },
    { name: '`node -e 0`', folder: 'node', onCommit: nothing, onPush: nothing },
    { name: '`ttleaks`, hooks of git', folder: 'git', setUp: (directory) => install(directory, '--git') },
    { name: '`ttleaks`, husky', folder: 'husky', setUp: throughHusky },
    ...peers.map(({ name, staged, push }) => ({
      name: `\`${name}\``,
      folder: name,
      ...(staged ? { onCommit: (directory, files) => staged(directory, files).argv } : {}),
      ...(push ? { onPush: (range) => push(range).argv } : {}),
    })),
  ];
  return ways.map(make).filter((command) => command !== undefined);
}

function committing(root, count, way) {
  const cwd = makeStaged(join(root, way.folder), count);
  const staged = git(cwd, ['diff', '--cached', '--name-only']).trim().split('\n');
  if (!hasHook(cwd, 'pre-commit', way, () => way.onCommit?.(cwd, staged))) return undefined;
  const base = git(cwd, ['rev-parse', 'HEAD']).trim();
  return {
    name: way.name,
    cwd,
    argv: ['git', ...WHO, 'commit', '-q', '-m', 'Add the files'],
    accepts: [0],
    isBase: way.folder === 'none',
    prepare: () => git(cwd, ['reset', '-q', '--soft', base]),
  };
}

function pushing(root, count, way) {
  const cwd = makeStaged(join(root, way.folder), 20);
  const server = `${cwd}.git`;
  git(cwd, [...WHO, 'commit', '-q', '-m', 'Add the files']);
  git(cwd, ['init', '-q', '--bare', server]);
  git(server, ['config', 'receive.autogc', 'false']);
  git(cwd, ['remote', 'add', 'origin', server]);
  git(cwd, ['push', '-q', 'origin', 'main']);
  const base = git(cwd, ['rev-parse', 'HEAD']).trim();
  addCommits(cwd, count);
  if (!hasHook(cwd, 'pre-push', way, () => way.onPush?.(`${base}..main`))) return undefined;
  return {
    name: way.name,
    cwd,
    argv: ['git', 'push', '-q', 'origin', 'main'],
    accepts: [0],
    isBase: way.folder === 'none',
    prepare: () => {
      git(server, ['update-ref', 'refs/heads/main', base]);
      git(cwd, ['update-ref', 'refs/remotes/origin/main', base]);
    },
  };
}

/** False where this way has no such hook. */
function hasHook(cwd, hook, way, argvOf) {
  way.setUp?.(cwd);
  if (way.setUp !== undefined || way.folder === 'none') return true;
  const argv = argvOf();
  if (argv === undefined) return false;
  const file = join(cwd, '.git/hooks', hook);
  mkdirSync(join(cwd, '.git/hooks'), { recursive: true });
  writeFileSync(file, `#!/bin/sh\nexec ${argv.map((word) => `'${word}'`).join(' ')}\n`);
  chmodSync(file, 0o755);
  return true;
}

function throughHusky(cwd) {
  writeFileSync(join(cwd, 'package.json'), '{"private":true}\n');
  run(cwd, [process.execPath, HUSKY]);
  install(cwd, '--husky');
}

/** Installed where a package manager puts it, and kept out of the commit. */
function install(cwd, manager) {
  mkdirSync(join(cwd, 'node_modules/.bin'), { recursive: true });
  symlinkSync(PROGRAM, join(cwd, 'node_modules/.bin/ttleaks'));
  writeFileSync(join(cwd, '.git/info/exclude'), 'node_modules\n.husky\npackage.json\n');
  run(cwd, [process.execPath, PROGRAM, 'install', manager]);
}

function run(cwd, [file, ...args]) {
  const { status, stderr, stdout } = spawnSync(file, args, { cwd, env: environment(), encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stdout}${stderr}`);
}
