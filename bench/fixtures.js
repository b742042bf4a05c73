/** What is measured when no folder and no repository is named: made anew in a scratch folder, the same in every run. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment } from './measure.js';

const PACKAGES_COPIES = 3;
const HISTORY_COMMITS = 3000;
const HISTORY_FILES = 400;
const LINES_PER_FILE = 60;

/** The installed packages of this project, a few times. */
export function makeFiles(directory) {
  for (let copy = 1; copy <= PACKAGES_COPIES; copy++) {
    cpSync('node_modules', join(directory, `copy-${copy}`), { recursive: true, verbatimSymlinks: true });
  }
  return directory;
}

/** A repository in which `count` files are staged. */
export function makeStaged(directory, count) {
  mkdirSync(directory, { recursive: true });
  git(directory, ['init', '-q', '-b', 'main']);
  writeFileSync(join(directory, 'README.md'), '# Scratch\n');
  git(directory, ['add', '.']);
  git(directory, [...WHO, 'commit', '-q', '-m', 'Begin']);
  const random = randomFrom(count);
  for (let index = 0; index < count; index++) {
    const folder = join(directory, 'src', `part-${index % 20}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `file-${index}.js`), source(random));
  }
  git(directory, ['add', '.']);
  return directory;
}

/** On the branch at hand, each of which changes one file. */
export function addCommits(directory, count) {
  const random = randomFrom(count);
  for (let index = 0; index < count; index++) {
    writeFileSync(join(directory, 'src/part-0/file-0.js'), source(random));
    git(directory, [...WHO, 'commit', '-q', '-a', '--no-verify', '-m', `Change ${index}`]);
  }
}

/** A packed repository with a few thousand commits, each of which changes some lines of some files. */
export function makeHistory(directory) {
  mkdirSync(directory, { recursive: true });
  git(directory, ['init', '-q', '-b', 'main']);
  const random = randomFrom(1);
  const files = Array.from({ length: HISTORY_FILES }, () => source(random).split('\n'));
  const parts = [];
  for (let commit = 0; commit < HISTORY_COMMITS; commit++) {
    const message = `Change ${commit}`;
    const time = 1_600_000_000 + commit * 3600;
    parts.push(`commit refs/heads/main\ncommitter Bench <bench@example.com> ${time} +0000\n${data(message)}`);
    const changed = commit === 0 ? files.keys() : Array.from({ length: 3 }, () => random(HISTORY_FILES));
    for (const index of changed) {
      files[index][random(LINES_PER_FILE)] = line(random);
      parts.push(`M 100644 inline src/part-${index % 20}/file-${index}.js\n${data(files[index].join('\n'))}`);
    }
  }
  git(directory, ['fast-import', '--quiet'], `${parts.join('')}done\n`);
  git(directory, ['repack', '-adq', '--depth=50', '--window=10']);
  return directory;
}

/** Who commits. */
export const WHO = [
  '-c',
  'user.name=Bench',
  '-c',
  'user.email=bench@example.com',
  '-c',
  'commit.gpgSign=false',
];

/** What it prints. */
export function git(cwd, args, input = '') {
  const { status, stdout, stderr } = spawnSync('git', args, {
    cwd,
    input,
    env: environment(),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout;
}

function data(text) {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

function source(random) {
  return `${Array.from({ length: LINES_PER_FILE }, () => line(random)).join('\n')}\n`;
}

const WORDS = [
  'const',
  'value',
  'return',
  'booking',
  'calendar',
  'slot',
  'await',
  'client',
  'event',
  'token',
];

function line(random) {
  const words = Array.from({ length: 8 }, () => WORDS[random(WORDS.length)]);
  return `  ${words.join(' ')} // ${random(1e9).toString(36)}`;
}

/** Numbers below a bound that look random and are the same in every run: Park and Miller's generator. */
function randomFrom(seed) {
  let state = seed;
  return (bound) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % bound;
  };
}
