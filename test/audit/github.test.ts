import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli, runJson } from '../cli/run-cli.ts';
import { temporaryDirectory } from '../cli/tree.ts';
import type { Failure, HeldRepository } from './github-api.ts';
import { audited, type GitHub, startGitHub } from './organisation.ts';

const TOKEN = 'ghp_loopback';

const THREE: readonly HeldRepository[] = [{ name: 'acme/a' }, { name: 'acme/b' }, { name: 'acme/c' }];

describe('github:owner', () => {
  it('takes every repository of an organisation, page by page', async () => {
    const github = await startGitHub({ repositories: THREE, pageSize: 2 });
    const { code, names, report } = await audited(github, ['github:acme']);
    expect([code, names, report.scan.complete]).toEqual([1, ['acme/a', 'acme/b', 'acme/c'], true]);
    expect(github.requests.filter((line) => line.includes('/orgs/acme/repos')).length).toBe(2);
  });

  it('takes those of a person, and gists where asked', async () => {
    const gists = [{ owner: 'ana', id: 'abc123' }];
    const repositories = [{ name: 'ana/x' }];
    const github = await startGitHub({ repositories, gists }, { others: ['gist/abc123'] });
    expect((await audited(github, ['github:ana'])).names).toEqual(['ana/x']);
    expect((await audited(github, ['github:ana', '--gists'])).names).toEqual(['ana/gist:abc123', 'ana/x']);
  });

  it('hands the token to GitHub and to git, so that private repositories are read', async () => {
    const repositories: HeldRepository[] = [
      { name: 'ana/open' },
      { name: 'ana/closed', visibility: 'private' },
    ];
    const github = await startGitHub({ repositories, self: 'ana', token: TOKEN }, { gitToken: TOKEN });
    const { names, report, stderr, stdout } = await audited(github, ['github:ana'], { GITHUB_TOKEN: TOKEN });
    expect(names).toEqual(['ana/closed', 'ana/open']);
    expect(report).toMatchObject({
      repositories: [
        { name: 'ana/closed', visibility: 'private' },
        { name: 'ana/open', visibility: 'public' },
      ],
    });
    expect(stdout + stderr).not.toContain(TOKEN);
  });

  it('takes the token of GH_TOKEN where there is no GITHUB_TOKEN, and else that of GITHUB_TOKEN', async () => {
    const repositories: HeldRepository[] = [{ name: 'ana/closed', visibility: 'private' }];
    const github = await startGitHub({ repositories, self: 'ana', token: TOKEN }, { gitToken: TOKEN });
    const codeWith = async (env: NodeJS.ProcessEnv) => (await audited(github, ['github:ana'], env)).code;
    expect(await codeWith({ GH_TOKEN: TOKEN })).toBe(1);
    expect(await codeWith({ GITHUB_TOKEN: '', GH_TOKEN: TOKEN })).toBe(1);
    expect(await codeWith({ GITHUB_TOKEN: TOKEN, GH_TOKEN: 'ghp_wrong' })).toBe(1);
    expect(await codeWith({ GITHUB_TOKEN: 'ghp_wrong', GH_TOKEN: TOKEN })).toBe(3);
  });

  it('takes the filters for its list', async () => {
    const repositories: HeldRepository[] = [
      { name: 'acme/plain' },
      { name: 'acme/archived', archived: true },
      { name: 'acme/fork', fork: true },
      { name: 'acme/topical', topics: ['payments'], pushedAt: '2026-06-01T00:00:00Z' },
    ];
    const github = await startGitHub({ repositories });
    const namesWith = async (...args: string[]) => (await audited(github, ['github:acme', ...args])).names;
    expect(await namesWith()).toEqual(['acme/archived', 'acme/fork', 'acme/plain', 'acme/topical']);
    expect(await namesWith('--no-archived', '--no-forks')).toEqual(['acme/plain', 'acme/topical']);
    expect(await namesWith('--topic', 'payments')).toEqual(['acme/topical']);
    expect(await namesWith('--pushed-since', '2026-05-31')).toEqual(['acme/topical']);
    const none = await audited(github, ['github:acme', '--visibility', 'private']);
    expect([none.code, none.names]).toEqual([3, []]);
  });

  it('reads a wiki where there is one, and misses none where there is not', async () => {
    const repositories = [
      { name: 'acme/a', hasWiki: true },
      { name: 'acme/b', hasWiki: true },
    ];
    const github = await startGitHub({ repositories }, { others: ['acme/a.wiki'] });
    const { names, report } = await audited(github, ['github:acme', '--wiki']);
    expect([names, report.scan.complete]).toEqual([['acme/a', 'acme/a.wiki', 'acme/b'], true]);
  });

  it('with nothing visible ends with 3', async () => {
    const github = await startGitHub({ repositories: [{ name: 'acme/a', visibility: 'private' }] });
    const { code, stderr } = await audited(github, ['github:acme']);
    expect(code).toBe(3);
    expect(stderr).toContain('github:acme: no repository is visible');
    expect((await audited(github, ['github:nobody'])).code).toBe(3);
  });

  it.each<[string, Failure[]]>([
    ['its hourly limit is used up', ['primary']],
    ['it asks for a pause', ['secondary', 'too-many']],
    ['it fails', [500, 'no-json']],
    ['it hangs up', ['hang-up']],
  ])('is asked again where %s', async (_, failures) => {
    const github = await startGitHub({ repositories: THREE, failures });
    const { names, report } = await audited(github, ['github:acme']);
    expect([names.length, report.scan.complete]).toEqual([3, true]);
  });

  it('that fails for good within the list: what was listed is read, and the rest said to be missing', async () => {
    const github = await startGitHub({ repositories: THREE, pageSize: 1, failures: ['none', 401] });
    const { names, report, stderr } = await audited(github, ['github:acme']);
    expect(names).toEqual(['acme/a']);
    expect(report.scan.complete).toBe(false);
    expect(stderr).toContain('github:acme: the list is not whole: GitHub does not take the token');
  });

  it.each(['github:', 'github:a/b/c', 'github:../x', 'github:a b'])('%s is refused', async (word) => {
    const cwd = temporaryDirectory();
    expect((await runCli(['audit', word], { cwd })).code).toBe(2);
  });
});

describe('github:owner/repo', () => {
  it('that has no commit yet is clean, and leaves nothing behind', async () => {
    const TMPDIR = temporaryDirectory();
    const github = await startGitHub(
      { repositories: [{ name: 'acme/new' }] },
      { given: [], empty: ['acme/new'] },
    );
    const { code, names, report } = await audited(github, ['github:acme/new'], { TMPDIR });
    expect([code, names, report.scan.complete]).toEqual([0, [], true]);
    expect(readdirSync(TMPDIR)).toEqual([]);
  });

  it('is one repository, whatever the filters say', async () => {
    const github = await startGitHub({
      repositories: [{ name: 'acme/a', archived: true }, { name: 'acme/b' }],
    });
    expect((await audited(github, ['github:acme/a', '--no-archived'])).names).toEqual(['acme/a']);
  });

  it('that is not there ends with 3', async () => {
    const github = await startGitHub({ repositories: THREE });
    const { code, stderr } = await audited(github, ['github:acme/none']);
    expect(code).toBe(3);
    expect(stderr).toContain('github:acme/none');
  });
});

describe('--shard', () => {
  it('gives each target to one part, and merge makes the whole of the parts', async () => {
    const github = await startGitHub({ repositories: THREE });
    const shards = ['1/3', '2/3', '3/3'];
    const names: (string | undefined)[] = [];
    for (const [index, shard] of shards.entries()) {
      const run = await audited(github, ['github:acme', '--shard', shard, '-o', `${index}.json`]);
      names.push(...run.names);
    }
    expect(names.sort()).toEqual(['acme/a', 'acme/b', 'acme/c']);
    const merged = await runJson(['merge', '0.json', '1.json', '2.json'], { cwd: github.cwd });
    expect(merged.report.scan.complete).toBe(true);
    const whole = JSON.parse(readFileSync(await wholeOf(github), 'utf8')) as typeof merged.report;
    expect(merged.report.findings).toEqual(whole.findings);
  });

  it('a part without a report makes what merge says incomplete, and a stranger among them too', async () => {
    const cwd = temporaryDirectory({ 'x/a.js': 'clean\n' });
    for (const shard of ['1/3', '3/3', '1/2'])
      await runCli(['audit', 'x', '--shard', shard, '-o', `${shard[0]}-${shard[2]}.json`], { cwd });
    const missing = await runCli(['merge', '1-3.json', '3-3.json'], { cwd });
    expect([missing.code, missing.stderr]).toEqual([3, expect.stringContaining('no report of part 2 of 3')]);
    expect((await runCli(['merge', '1-3.json', '1-2.json'], { cwd })).code).toBe(3);
  });

  it.each(['0/3', '4/3', 'x', '1/0'])('%s is refused', async (shard) => {
    expect((await runCli(['audit', '.', '--shard', shard], { cwd: temporaryDirectory() })).code).toBe(2);
  });
});

async function wholeOf(github: GitHub): Promise<string> {
  await audited(github, ['github:acme', '-o', 'whole.json']);
  return join(github.cwd, 'whole.json');
}

describe('--github-url', () => {
  it.each(['http://example.invalid', 'ftp://localhost', 'https://u:p@example.invalid', 'nonsense'])(
    'that is no safe address is refused: %s',
    async (url) => {
      const run = await runCli(['audit', 'github:acme', '--github-url', url], { cwd: temporaryDirectory() });
      expect(run.code).toBe(2);
    },
  );
});
