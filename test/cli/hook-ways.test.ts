/** The ways in which a commit comes about, each by git itself, and what git, its settings and hook managers do to a hook. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keyOf, maskOf } from '../core/key-maker.ts';
import { expectNoKey } from './run-cli.ts';
import { hookedRepository, installHook, ScratchRepository } from './tree.ts';

const KEY = keyOf('one of many ways');
const LINE = `KEY=${KEY}\n`;

function gitIn(scratch: ScratchRepository, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const options = { cwd: scratch.path, env: { ...scratch.env, ...env }, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync('git', args, options);
  const output = stdout + stderr;
  expectNoKey(output);
  return { code: status, output };
}

function expectBlocked({ code, output }: { code: number | null; output: string }, place: string): void {
  expect([code, output]).toEqual([1, expect.stringContaining('The commit is blocked')]);
  expect(output).toContain(place);
}

describe('a commit', () => {
  it('by --amend is blocked by what it adds; what HEAD brought in itself is a note', () => {
    const scratch = hookedRepository();
    scratch.write('a.ts', LINE).git('add', '.');
    scratch.git('commit', '-q', '--no-verify', '-m', 'leak');
    scratch.write('b.ts', 'clean\n').git('add', '.');
    const noted = gitIn(scratch, ['commit', '--amend', '-m', 'amended']);
    expect([noted.code, noted.output.includes('The commit is blocked')]).toEqual([0, false]);
    scratch.write('c.ts', `KEY=${keyOf('amended in')}\n`).git('add', '.');
    expectBlocked(gitIn(scratch, ['commit', '--amend', '-m', 'again']), 'c.ts:1:5');
  });

  it('of a file that is only to be added later (add -N) looks at what is staged of it: nothing', () => {
    const scratch = hookedRepository();
    scratch.write('later.ts', LINE).write('now.ts', 'clean\n');
    scratch.git('add', '-N', 'later.ts');
    scratch.git('add', 'now.ts');
    expect(gitIn(scratch, ['commit', '-m', 'now']).code).toBe(0);
    expectBlocked(gitIn(scratch, ['commit', '-a', '-m', 'all']), 'later.ts:1:5');
  });

  it('in a repository with SHA-256 ids is blocked, as the first one and later', () => {
    const scratch = new ScratchRepository({ args: ['--object-format=sha256'] });
    installHook(scratch);
    scratch.write('a.ts', LINE).git('add', '.');
    expectBlocked(gitIn(scratch, ['commit', '-m', 'first']), 'a.ts:1:5');
    scratch.write('a.ts', 'clean\n').git('add', '.');
    expect(gitIn(scratch, ['commit', '-m', 'first']).code).toBe(0);
    scratch.write('b.ts', LINE).git('add', '.');
    expectBlocked(gitIn(scratch, ['commit', '-m', 'second']), 'b.ts:1:5');
  });

  it('that makes a link of a file reads where the link leads', () => {
    const scratch = hookedRepository();
    scratch.write('a.ts', 'one\n').commit();
    rmSync(join(scratch.path, 'a.ts'));
    symlinkSync(`to/${KEY}`, join(scratch.path, 'a.ts'));
    scratch.git('add', '.');
    expectBlocked(gitIn(scratch, ['commit', '-m', 'link']), maskOf(KEY));
  });

  it('of a submodule says nothing of it, and is blocked by a key beside it', () => {
    const scratch = hookedRepository();
    scratch.write('a.ts', 'one\n').commit();
    const head = scratch.git('rev-parse', 'HEAD');
    scratch.git('update-index', '--add', '--cacheinfo', `160000,${head},module`);
    expect(gitIn(scratch, ['commit', '-m', 'module'])).toMatchObject({ code: 0 });
    scratch.write('b.ts', LINE).git('add', 'b.ts');
    expectBlocked(gitIn(scratch, ['commit', '-m', 'leak']), 'b.ts:1:5');
  });

  it('that git makes of a merge by itself is blocked by a key of the other side', () => {
    const scratch = hookedRepository();
    installHook(scratch, 'pre-merge-commit');
    scratch.write('a.ts', 'base\n').git('add', 'a.ts');
    scratch.git('commit', '-q', '--no-verify', '-m', 'base');
    scratch.git('checkout', '-q', '-b', 'side');
    scratch.write('side.ts', LINE).git('add', 'side.ts');
    scratch.git('commit', '-q', '--no-verify', '-m', 'side');
    scratch.git('checkout', '-q', 'main');
    scratch.write('main.ts', 'main\n').git('add', 'main.ts');
    scratch.git('commit', '-q', '--no-verify', '-m', 'main');
    const { code, output } = gitIn(scratch, ['merge', '-m', 'merge', 'side']);
    expect([code, output]).toEqual([1, expect.stringContaining('side.ts:1:5')]);
    expect(scratch.git('rev-list', '--count', '--merges', 'HEAD')).toBe('0');
  });

  it('from a folder below, and with the repository named by options of git, is blocked', () => {
    const scratch = hookedRepository();
    scratch.write('sub/a.ts', LINE).git('add', '.');
    const below = join(scratch.path, 'sub');
    expectBlocked(gitIn(scratch, ['-C', below, 'commit', '-m', 'x']), 'sub/a.ts:1:5');
    const named = [`--git-dir=${join(scratch.path, '.git')}`, `--work-tree=${scratch.path}`];
    expectBlocked(gitIn(scratch, [...named, 'commit', '-m', 'x']), 'sub/a.ts:1:5');
  });
});

describe('what git shows and what it stores', () => {
  it.each<[string, (scratch: ScratchRepository) => void]>([
    ['an attribute that hides the diff', (scratch) => void scratch.write('.gitattributes', '* -diff\n')],
    [
      'a program that converts for the diff',
      (scratch) => {
        scratch.write('.gitattributes', '* diff=empty\n').git('config', 'diff.empty.textconv', 'true');
      },
    ],
    ['another program for the diff', (scratch) => void scratch.git('config', 'diff.external', 'true')],
    ['paths without prefixes', (scratch) => void scratch.git('config', 'diff.noprefix', 'true')],
    ['paths with other prefixes', (scratch) => void scratch.git('config', 'diff.mnemonicPrefix', 'true')],
    ['colours', (scratch) => void scratch.git('config', 'color.ui', 'always')],
    ['relative paths', (scratch) => void scratch.git('config', 'diff.relative', 'true')],
    ['copies found', (scratch) => void scratch.git('config', 'diff.renames', 'copies')],
    [
      'an order of files',
      (scratch) => void scratch.write('order', '*.md\n').git('config', 'diff.orderFile', 'order'),
    ],
  ])('differ with %s: a key is found all the same', (_, configure) => {
    const scratch = hookedRepository();
    mkdirSync(join(scratch.path, 'sub'));
    scratch.write('sub/first.md', 'x\n').commit('base');
    configure(scratch);
    scratch.write('sub/größe.ts', LINE).git('add', '.');
    expectBlocked(gitIn(scratch, ['commit', '-m', 'x']), 'sub/größe.ts:1:5');
  });
});

describe('a hook of the pre-commit framework', () => {
  it('writes no colours, though a terminal is made up for it', () => {
    const scratch = hookedRepository();
    scratch.write('a.ts', LINE).git('add', '.');
    const env = { ...scratch.env, PRE_COMMIT: '1', TERM: 'xterm-256color' };
    const { stdout, status } = spawnSync('script', ['-qec', 'git commit -m x', '/dev/null'], {
      cwd: scratch.path,
      env: { ...env, NO_COLOR: undefined },
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stdout).toContain(maskOf(KEY));
    expect(stdout).not.toContain('\u001b[');
  });
});
