/** A signal while an audit still finds out what there is to read: its server is asked, and does not answer. */
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { startCli } from '../cli/run-cli.ts';
import { temporaryDirectory } from '../cli/tree.ts';
import { startGitServer } from '../git/git-server.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const LIMIT = { message: 'You have exceeded a secondary rate limit.' };

const SILENCES: readonly [string, (response: ServerResponse) => void][] = [
  ['nothing is answered', () => {}],
  ['an answer stops in its middle', (response) => void response.writeHead(200, JSON_TYPE).write('{"login":')],
  [
    'GitHub asks for a long pause',
    (response) =>
      void response.writeHead(429, { ...JSON_TYPE, 'retry-after': '900' }).end(JSON.stringify(LIMIT)),
  ],
];

describe.each(SILENCES)('an audit that is interrupted while %s', (_, answer) => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s says so in a line and ends with %i', async (signal, expected) => {
    let asked = () => {};
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const { origin } = await startGitServer(temporaryDirectory(), {
      intercept: (_, response) => {
        answer(response);
        asked();
        return true;
      },
    });
    const args = ['audit', '--github-url', origin, 'github:acme'];
    const { child, ended } = startCli(args, { cwd: temporaryDirectory() });
    await isAsked;
    child.kill(signal);
    const { code, stdout, stderr } = await ended;
    expect([code, stdout]).toEqual([expected, '']);
    expect(stderr).toContain('    github:acme: interrupted while GitHub was asked\n');
    expect(stderr).not.toMatch(/^\s+at |unexpected|Error/m);
  });
});
