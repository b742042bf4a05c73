/** What git is told: a wrapper that stands before the real git writes down the words and the environment of each run. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { audited, startGitHub } from '../audit/organisation.ts';
import { runCli, runJson } from '../cli/run-cli.ts';
import { startGitServer } from './git-server.ts';
import { ScratchRepository, temporaryDirectory } from './scratch-repository.ts';

/** Of no use to a git that reads. */
const SECRETS = {
  GITHUB_TOKEN: 'value-1',
  GH_TOKEN: 'value-2',
  TIMETIME_API_KEY: 'value-3',
  INPUT_TOKEN: 'value-4',
  'INPUT_API-URL': 'value-5',
  ACTIONS_RUNTIME_TOKEN: 'value-6',
  ACTIONS_ID_TOKEN_REQUEST_URL: 'value-7',
  AWS_SECRET_ACCESS_KEY: 'value-8',
  AWS_ACCESS_KEY_ID: 'value-9',
  DATABASE_PASSWORD: 'value-10',
  npm_config__authToken: 'value-11',
};

interface GitRun {
  readonly words: string;
  readonly env: Readonly<Record<string, string>>;
}

/** `PATH` begins with a git that is written down. */
function watchedGit(): { readonly PATH: string; readonly runs: () => GitRun[] } {
  const folder = temporaryDirectory();
  const [bin, log] = [join(folder, 'bin'), join(folder, 'log')];
  mkdirSync(bin);
  mkdirSync(log);
  const { PATH = '' } = process.env;
  const script = `#!/bin/sh
{ printf '%s\\0' "$*"; cat /proc/$$/environ; } > '${log}'/$$
PATH='${PATH}' exec git "$@"
`;
  writeFileSync(join(bin, 'git'), script);
  chmodSync(join(bin, 'git'), 0o755);
  const runs = () =>
    readdirSync(log).map((name) => {
      const [words = '', ...env] = readFileSync(join(log, name), 'utf8').split('\0');
      return { words, env: Object.fromEntries(env.map((line) => [line.split('=')[0], line])) };
    });
  return { PATH: `${bin}${delimiter}${PATH}`, runs };
}

function toldTo(runs: readonly GitRun[], names: readonly string[] = Object.keys(SECRETS)): string[] {
  return runs.flatMap(({ words, env }) =>
    names.filter((name) => name in env).map((name) => `${name}: ${words}`),
  );
}

function committed(): ScratchRepository {
  const scratch = new ScratchRepository();
  scratch.write('a.js', 'clean\n').commit();
  scratch.write('b.js', 'clean\n').git('add', '.');
  return scratch;
}

describe('a git that only reads', () => {
  it.each([
    ['of files', ['scan', '.']],
    ['of the index', ['scan', '--staged']],
    ['of history', ['scan', '--history']],
    ['of a range', ['scan', '--history', '--range', 'HEAD']],
    ['of a commit', ['hook', 'pre-commit']],
  ])('is told no password in a scan %s', async (_, args) => {
    const scratch = committed();
    const { PATH, runs } = watchedGit();
    expect((await runCli(args, { cwd: scratch.path, env: { ...SECRETS, PATH } })).code).toBe(0);
    expect(runs().length).toBeGreaterThan(0);
    expect(toldTo(runs())).toEqual([]);
  });

  it('is still told where the settings of the user are', async () => {
    const { PATH, runs } = watchedGit();
    const settings = { XDG_CONFIG_HOME: '/nonexistent/config', GIT_CONFIG_GLOBAL: '/nonexistent/git' };
    await runCli(['scan', '--history'], { cwd: committed().path, env: { ...settings, PATH } });
    const told = runs().map(({ env }) => Object.keys(settings).map((name) => env[name]));
    const expected = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
    expect(told.length).toBeGreaterThan(1);
    expect(new Set(told.map(String))).toEqual(new Set([String(expected)]));
  });
});

describe('a git that fetches', () => {
  it('has the token of its server from us alone, in no argument, and those that read what it fetched have none', async () => {
    const token = SECRETS.GITHUB_TOKEN;
    const github = await startGitHub(
      {
        repositories: [{ name: 'ana/closed', visibility: 'private' }],
        self: 'ana',
        token: SECRETS.GITHUB_TOKEN,
      },
      { gitToken: SECRETS.GITHUB_TOKEN },
    );
    const { PATH, runs } = watchedGit();
    const { names } = await audited(github, ['github:ana'], { ...SECRETS, PATH });
    expect(names).toEqual(['ana/closed']);
    expect(toldTo(runs())).toEqual([]);
    const withToken = runs().filter(({ env }) => 'TTLEAKS_GIT_TOKEN' in env);
    const spellings = [
      token,
      Buffer.from(token).toString('base64'),
      Buffer.from(`x-access-token:${token}`).toString('base64'),
    ];
    // An argument is there for every process to read.
    for (const { words } of runs()) for (const spelling of spellings) expect(words).not.toContain(spelling);
    expect(withToken.map(({ words }) => /ls-remote|fetch/.exec(words)?.[0]).sort()).toEqual([
      'fetch',
      'ls-remote',
    ]);
  });

  it('from where we have no token leaves to the helper of the user what that reads', async () => {
    const root = temporaryDirectory();
    committed().git('clone', '-q', '--mirror', '.', join(root, 'web.git'));
    const server = await startGitServer(root, { token: 'of the user' });
    const home = new ScratchRepository();
    const helper = '!f() { printf "username=x-access-token\\npassword=%s\\n" "$FORGE_TOKEN"; }; f';
    home.git('config', '--global', 'credential.helper', helper);
    const { PATH, runs } = watchedGit();
    const env = { ...SECRETS, PATH, HOME: home.home, FORGE_TOKEN: 'of the user' };
    const { report } = await runJson(['audit', `${server.origin}/web.git`], { cwd: home.path, env });
    expect([report.scan.complete, report.scan.files]).toEqual([true, 1]);
    expect(toldTo(runs(), ['TIMETIME_API_KEY', 'INPUT_TOKEN', 'ACTIONS_RUNTIME_TOKEN'])).toEqual([]);
    const words = runs()
      .filter(({ env: { FORGE_TOKEN } }) => FORGE_TOKEN !== undefined)
      .map((run) => run.words);
    expect(words.map((line) => /ls-remote|fetch/.exec(line)?.[0]).sort()).toEqual(['fetch', 'ls-remote']);
  });
});
