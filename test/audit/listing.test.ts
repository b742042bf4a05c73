/** How a list of GitHub's comes in whole, or is said not to be. */
import { describe, expect, it } from 'vitest';
import { startCli } from '../cli/run-cli.ts';
import type { Failure, HeldRepository } from './github-api.ts';
import { audited, startGitHub } from './organisation.ts';

const THREE: readonly HeldRepository[] = [{ name: 'acme/a' }, { name: 'acme/b' }, { name: 'acme/c' }];

describe('a list of GitHub', () => {
  it('of 5,000 repositories is read to its end, past failures and limits in its middle', async () => {
    const repositories = Array.from({ length: 5000 }, (_, n) => ({
      name: `acme/r${n}`,
      topics: n === 4999 ? ['last'] : [],
    }));
    const early = Array.from({ length: 20 }, (): Failure => 'none');
    const failures: Failure[] = [...early, 'secondary', 'none', 502, 'none', 'too-many', 'primary', 'none'];
    const github = await startGitHub({ repositories, failures }, { given: ['acme/r4999'] });
    const { names, report } = await audited(github, ['github:acme', '--topic', 'last']);
    expect([names, report.scan.complete]).toEqual([['acme/r4999'], true]);
    expect(github.requests.filter((line) => line.includes('/orgs/acme/repos'))).toHaveLength(50 + 4);
  });

  it.each<[string, Failure, string]>([
    ['a page of a portal', 'captive', 'something else than JSON'],
    ['something that is no list', 'no-list', 'something else than a list'],
    ['a repository without a name', 'nameless', 'a repository without a usable name'],
    ['a page that leads to itself', 'circle', 'pages that lead in a circle'],
    ['a redirect to another host, which would get the token', 'elsewhere', 'which gets no token'],
  ])('with %s in its middle is said not to be whole', async (_, failure, words) => {
    const failures: Failure[] = ['none', failure, failure];
    const github = await startGitHub({ repositories: THREE, pageSize: 1, failures });
    const { code, names, report, stderr } = await audited(github, ['github:acme'], { GITHUB_TOKEN: 'ghp_x' });
    expect([code, names, report.scan.complete]).toEqual([1, ['acme/a'], false]);
    expect(stderr).toContain(words);
  });

  it('is waited for as long as GitHub asks, and no longer than until the audit is ended', async () => {
    const github = await startGitHub({ repositories: THREE, failures: ['long-pause'] });
    const args = ['audit', '--github-url', github.origin, 'github:acme'];
    const { child, ended } = startCli(args, { cwd: github.cwd });
    child.stderr.on('data', (text: Buffer) => {
      if (text.includes('waiting for 900 s')) child.kill('SIGTERM');
    });
    const { code, stderr } = await ended;
    expect([code, stderr]).toEqual([143, expect.stringContaining('interrupted while GitHub was asked')]);
  });

  it('names a repository that is gone by now: one line and 3, and the others are read', async () => {
    const github = await startGitHub({ repositories: THREE }, { given: ['acme/a', 'acme/c'] });
    const { names, report, stderr } = await audited(github, ['github:acme']);
    expect([names, report.scan.complete]).toEqual([['acme/a', 'acme/c'], false]);
    expect(stderr).toContain('acme/b: cannot be cloned');
  });

  it('of nothing but what is gone ends with 3', async () => {
    const github = await startGitHub({ repositories: THREE }, { given: [] });
    expect((await audited(github, ['github:acme'])).code).toBe(3);
  });
});

describe('github:owner/repo', () => {
  it('that was renamed is read under its new name', async () => {
    const renamed = { 'acme/old': 'acme/new' };
    const github = await startGitHub({ repositories: [{ name: 'acme/new' }], renamed });
    const { names, report } = await audited(github, ['github:acme/old']);
    expect([names, report.scan.complete]).toEqual([['acme/new'], true]);
  });
});
