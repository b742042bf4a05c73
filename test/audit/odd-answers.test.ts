/** Answers of a GitHub that are none: what is asked for is said not to be known, in words that help. */
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { runJson } from '../cli/run-cli.ts';
import { temporaryDirectory } from '../cli/tree.ts';
import { startGitServer } from '../git/git-server.ts';

type Odd = (response: ServerResponse) => void;

/** What only who has written the program understands. */
const INTERNAL =
  /undefined|null|NaN|Cannot |is not an? |destructur|\[object|TypeError|SyntaxError|invalid_type|Unexpected|^\s+at |unexpected failure/m;

const json =
  (value: unknown): Odd =>
  (response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));

const text =
  (type: string, body: string): Odd =>
  (response) =>
    void response.writeHead(200, { 'content-type': type }).end(body);

/** No answer to any question. */
const NOWHERE: readonly [string, Odd][] = [
  ['a page', text('text/html', '<h1>Please log in</h1>')],
  ['a page that calls itself JSON', text('application/json', '<h1>Please log in</h1>')],
  ['JSON that is cut off', text('application/json', '[{"full_name":"acme')],
  ['nothing', text('application/json', '')],
  ['null', json(null)],
  ['a number', json(-1)],
  ['a text', json('acme')],
];
const NO_OBJECT: readonly [string, Odd][] = [
  ['a list', json([])],
  ['an object without its fields', json({})],
  ['fields that are null', json({ type: null, login: null, full_name: null, id: null })],
  ['fields of other kinds', json({ type: 1, login: {}, full_name: ['acme/a'], id: -1 })],
];
const NO_LIST: readonly [string, Odd][] = [
  ['an object', json({ message: 'soon' })],
  ['a list of null', json([null])],
  ['a list of lists', json([[]])],
  ['names that are null', json([{ full_name: null }])],
  ['names that are lists', json([{ full_name: ['acme/a'] }])],
  ['a path', json([{ full_name: '../../etc' }])],
];
const OWNER = json({ login: 'acme', type: 'Organization' });
const PERSON = json({ login: 'acme', type: 'User' });

async function auditedWith(answers: Readonly<Record<string, Odd>>, args: readonly string[]) {
  const { origin } = await startGitServer(temporaryDirectory(), {
    intercept: (request, response) => {
      const path = request.url?.split('?')[0]?.replace('/api/v3', '') ?? '';
      const answer = answers[path];
      if (answer === undefined) response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
      else answer(response);
      return true;
    },
  });
  const env = { GITHUB_TOKEN: 'ghp_loopback' };
  return await runJson(['audit', '--github-url', origin, ...args], { cwd: temporaryDirectory(), env });
}

function expectPlain({ code, stderr, report }: Awaited<ReturnType<typeof auditedWith>>, word: string): void {
  expect([code, report.scan.complete]).toEqual([3, false]);
  const line = stderr.split('\n').find((one) => one.includes(`${word}: `)) ?? '';
  expect(line).toMatch(/: (?:the list is not whole|could not be looked up): GitHub answered with .*: check /);
  expect(stderr).not.toMatch(INTERNAL);
}

describe('an answer of GitHub to the question', () => {
  it.each([...NOWHERE, ...NO_OBJECT])('who an owner is, which is %s', async (_, odd) => {
    expectPlain(await auditedWith({ '/users/acme': odd }, ['github:acme']), 'github:acme');
  });

  it.each([...NOWHERE, ...NO_LIST])('which repositories there are, which is %s', async (_, odd) => {
    const answers = { '/users/acme': OWNER, '/orgs/acme/repos': odd };
    expectPlain(await auditedWith(answers, ['github:acme']), 'github:acme');
  });

  it.each([...NOWHERE, ...NO_OBJECT])('what a repository is, which is %s', async (_, odd) => {
    expectPlain(await auditedWith({ '/repos/acme/a': odd }, ['github:acme/a']), 'github:acme/a');
  });

  it.each(NOWHERE)('whose the token is, which is %s', async (_, odd) => {
    const answers = { '/users/acme': PERSON, '/user': odd };
    expectPlain(await auditedWith(answers, ['github:acme']), 'github:acme');
  });

  it.each([...NOWHERE, ...NO_LIST])('which gists there are, which is %s', async (_, odd) => {
    const answers = { '/users/acme': PERSON, '/users/acme/repos': json([]), '/users/acme/gists': odd };
    expectPlain(await auditedWith(answers, ['github:acme', '--gists']), 'github:acme');
  });

  it('of which nothing but names can be used counts as it can', async () => {
    const facts = { topics: null, archived: null, fork: 'x', pushed_at: 1, visibility: 7, has_wiki: null };
    const odd = json([{ full_name: 'acme/a', ...facts }, null]);
    const { stderr, report } = await auditedWith({ '/users/acme': OWNER, '/orgs/acme/repos': odd }, [
      'github:acme',
      '--no-archived',
      '--no-forks',
    ]);
    expect(stderr).not.toMatch(INTERNAL);
    expect(report).toMatchObject({ repositories: [{ name: 'acme/a', visibility: 'private' }] });
  });

  it('that ends in the middle of a list leaves what was listed, and says that it is not all', async () => {
    const answers = {
      '/users/acme': OWNER,
      '/orgs/acme/repos': (response: ServerResponse) => {
        const next = `<http://${response.req.headers.host}/api/v3/more>; rel="next"`;
        response.writeHead(200, { 'content-type': 'application/json', link: next });
        response.end(JSON.stringify([{ full_name: 'acme/a' }]));
      },
      '/more': json(null),
    };
    const { code, stderr, report } = await auditedWith(answers, ['github:acme']);
    expect([code, report.scan.skipped.map(({ path }) => path)]).toEqual([3, ['acme/a', 'github:acme']]);
    expect(stderr).toContain(
      'github:acme: the list is not whole: GitHub answered with something else than JSON',
    );
  });
});
