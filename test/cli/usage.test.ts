import { describe, expect, it } from 'vitest';
import { keyOf } from '../core/key-maker.ts';
import { runCli } from './run-cli.ts';
import { temporaryDirectory } from './tree.ts';

/** One line, that names the thing, on standard error; nothing on standard output. */
async function expectUsageError(args: readonly string[], what: RegExp): Promise<void> {
  const cwd = temporaryDirectory({ 'a.ts': `${keyOf('usage')}\n` });
  const { code, stdout, stderr } = await runCli(args, { cwd });
  expect([code, stdout], args.join(' ')).toEqual([2, '']);
  expect(stderr).toMatch(/^ttleaks: [^\n]+\n$/);
  expect(stderr).toMatch(what);
}

describe('a usage error (2, one line, nothing scanned)', () => {
  it.each(['--frobnicate', '--Staged', '-x', '--verified'])(
    'is an option that there is not: %s',
    async (option) => {
      await expectUsageError([option], new RegExp(option.replace(/^-+|=.*$/g, ''), 'i'));
      await expectUsageError(['scan', '.', option], new RegExp(option.replace(/^-+|=.*$/g, ''), 'i'));
    },
  );

  it('is a target that there is not, named without the key in it', async () => {
    await expectUsageError(['missing'], /missing: no such file or directory/);
    await expectUsageError(['.', 'missing'], /missing: no such file or directory/);
    await expectUsageError([`no/${keyOf('named')}`], /no\/tt1\..{4}…/);
    await expectUsageError(['--history', 'missing'], /missing/);
    await expectUsageError(['--staged', 'missing'], /missing/);
  });

  it.each([
    [['--format', 'xml'], /format/],
    [['--format'], /format/],
    [['--fail-on', 'fatal'], /fail-on/],
    [['--fail-on'], /fail-on/],
    [['--max-size', 'large'], /max-size large/],
    [['--max-size'], /max-size/],
    [['--jobs', '0'], /jobs/],
    [['--jobs', '1.5'], /jobs/],
    [['--jobs', 'many'], /jobs/],
    [['--jobs', '100000'], /jobs/],
    [['--yes'], /yes.*--revoke/],
    [['--dry-run'], /dry-run.*--revoke/],
    [['--rotate'], /rotate.*--revoke/],
    [['--max', '3'], /max.*--revoke/],
    [['--include-ignored'], /include-ignored.*--revoke/],
    [['--verify', '--verify-timeout', '0'], /verify-timeout/],
    [['--verify', '--verify-timeout', 'long'], /verify-timeout/],
    [['--verify', '--ca', 'missing.pem'], /missing\.pem/],
    [['--verify', '--ca', 'a.ts'], /a\.ts: no certificate/],
    [['--verify', '--api-url', 'api.timetime.in'], /--api-url is no URL/],
    [['--verify', '--api-url', 'http://api.timetime.in'], /--api-url is not HTTPS/],
    [['--verify', '--api-url', 'http://127.0.0.1.example.com'], /--api-url is not HTTPS/],
    [['--verify', '--api-url', 'https://me:secret@api.timetime.in'], /--api-url holds a user name/],
    [['--verify', '--api-url', 'https://api.timetime.in/?a=b'], /--api-url holds a query/],
    [['--verify', '--api-url', 'ftp://localhost/'], /--api-url is not HTTPS/],
    [['revoke', '--max', '0'], /--max/],
    [['revoke', '--rotate'], /--to-env-file/],
    [['revoke', '--to-command', 'cat'], /add --rotate/],
    [['revoke', '--rotate', '--to-env-file', '.env', '--to-command', 'cat'], /--to-env-file/],
    [['revoke', '--rotate', '--to-env-file', '.env', '--to-env-name', 'A B'], /--to-env-name/],
    [['revoke', '--rotate', '--to-env-file', 'no/such/.env'], /no such file/],
    [['revoke', '--format', 'sarif'], /revoke prints text or json/],
    [['revoke', '--stdin', '--output', 'a.json'], /--output/],
    [['revoke', '--resume', 'missing.jsonl'], /missing\.jsonl/],
    [['revoke', '--resume', 'a.ts'], /a\.ts: no receipt/],
    [['baseline', '--verify'], /baseline/],
    [['--output'], /output/],
    [['--output', 'report.pdf'], /report\.pdf.*ending/],
    [['--output', 'report'], /ending/],
    [['--output', 'no/such/folder/a.json'], /no such file/],
    [['--config', 'missing.yml'], /missing\.yml/],
    [['--config'], /config/],
    [['--baseline', 'missing.json'], /missing\.json/],
    [['--baseline'], /baseline/],
    [['--rules', 'missing.yml'], /missing\.yml/],
    [['--rules'], /rules/],
    [['--exclude'], /exclude/],
    [['--range', 'A..B'], /--history/],
    [['--since', '2024-01-01'], /--history/],
    [['--history', '--range'], /range/],
    [['--history', '--since'], /since/],
    [['--history', '--range', 'A..B', '--since', '2024-01-01'], /choose one/],
    [['--staged', '--history'], /choose one/],
    [['--stdin', '--staged'], /choose one/],
    [['--stdin', '.'], /--stdin/],
    [['--stdin-path', 'a.ts'], /--stdin/],
    [['--stdin', '--stdin-path'], /stdin-path/],
    [['--history', '.', '..'], /one directory/],
    [['--format', 'json', '--format', 'text'], /twice/],
    [['hook'], /hook/],
    [['hook', 'pre-rebase'], /hook/],
    [['hook', '--frobnicate'], /frobnicate/],
    [['rules', 'check'], /rule files/],
    [['rules', 'check', 'missing.yml'], /missing\.yml/],
    [['rules', '--frobnicate'], /frobnicate/],
    [['baseline', '--frobnicate'], /frobnicate/],
  ] as const)('is %j', async (args, what) => {
    await expectUsageError(args, what);
  });

  it('shows no key that an argument holds', async () => {
    const key = keyOf('argument');
    for (const args of [
      [`--${key}`],
      ['--config', key],
      ['--baseline', key],
      ['--output', `${key}/a.json`],
      ['--max-size', key],
    ]) {
      expect((await runCli(args, { cwd: temporaryDirectory() })).code).toBe(2);
    }
  });
});

describe('help', () => {
  it('goes to standard output, names every command and the exit codes, and ends with 0', async () => {
    const { code, stdout } = await runCli(['--help'], { cwd: temporaryDirectory() });
    expect(code).toBe(0);
    for (const word of [
      'ttleaks scan',
      'ttleaks revoke',
      'ttleaks baseline',
      'ttleaks rules',
      'ttleaks hook',
      'ttleaks audit',
      'ttleaks merge',
      'ttleaks install',
      'ttleaks uninstall',
      'ttleaks doctor',
      'Exit codes',
      '130',
    ]) {
      expect(stdout).toContain(word);
    }
  });

  it('is the same for the command that has no name', async () => {
    for (const args of [
      ['scan', '--help'],
      ['revoke', '--help'],
      ['baseline', '--help'],
      ['rules', '--help'],
      ['rules', 'check', '--help'],
    ]) {
      expect((await runCli(args, { cwd: temporaryDirectory() })).code).toBe(0);
    }
  });

  it('has the version of package.json', async () => {
    const { code, stdout } = await runCli(['--version'], { cwd: temporaryDirectory() });
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
  });
});
