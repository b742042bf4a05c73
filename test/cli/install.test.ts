import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keyOf, maskOf } from '../core/key-maker.ts';
import { type CliRun, expectNoKey, runCli } from './run-cli.ts';
import { ScratchRepository, temporaryDirectory } from './tree.ts';

const KEY = keyOf('install');
const LINE = `KEY=${KEY}\n`;
const SHELL_HOOK = '#!/bin/sh\necho the shell hook ran\nexit 0';

async function ttleaks(scratch: ScratchRepository, words: string, cwd = scratch.path): Promise<CliRun> {
  return await runCli(words.split(' '), { cwd, env: { HOME: scratch.home } });
}

async function installed(scratch: ScratchRepository, words = 'install', cwd = scratch.path): Promise<void> {
  const { code, stderr } = await ttleaks(scratch, words, cwd);
  expect([code, stderr]).toEqual([0, expect.stringContaining('ttleaks')]);
}

function gitIn(scratch: ScratchRepository, words: readonly string[], { cwd = scratch.path, env = {} } = {}) {
  const { status, stdout, stderr } = spawnSync('git', words, {
    cwd,
    env: { ...scratch.env, ...env },
    encoding: 'utf8',
  });
  expectNoKey(stdout + stderr);
  return { code: status, output: stdout + stderr };
}

/** Stages a key in `a.ts` and commits. */
function leak(scratch: ScratchRepository, cwd = scratch.path, env = {}) {
  writeFileSync(join(cwd, 'a.ts'), LINE);
  gitIn(scratch, ['add', '.'], { cwd });
  return gitIn(scratch, ['commit', '-m', 'leak'], { cwd, env });
}

function expectBlocked({ code, output }: { code: number | null; output: string }, what = 'commit'): void {
  expect(code).toBe(1);
  expect(output).toContain(`The ${what} is blocked`);
  expect(output).toContain(maskOf(KEY));
}

/** Names, modes, links and bytes of all in a folder. */
function stateOf(directory: string): readonly (readonly [string, number, string])[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const path = join(directory, name);
      const stats = lstatSync(path);
      const content = stats.isSymbolicLink()
        ? readlinkSync(path)
        : stats.isFile()
          ? readFileSync(path, 'latin1')
          : '';
      return [name, stats.isDirectory() ? 0 : stats.mode, content];
    });
}

function hook(scratch: ScratchRepository, name: string, text: string | Buffer, mode = 0o755): void {
  scratch.write(`.git/hooks/${name}`, text);
  chmodSync(join(scratch.path, '.git/hooks', name), mode);
}

describe('install with git alone', () => {
  it('has commits, merges and pushes checked, and uninstall leaves the folder as it was', async () => {
    const scratch = new ScratchRepository();
    const before = stateOf(join(scratch.path, '.git/hooks'));
    scratch.write('b.ts', 'clean\n').commit();
    await installed(scratch);
    expectBlocked(leak(scratch));
    gitIn(scratch, ['checkout', '-q', '-b', 'side']);
    gitIn(scratch, ['commit', '-q', '--no-verify', '-m', 'leak']);
    const remote = new ScratchRepository({ args: ['--bare'] });
    expectBlocked(gitIn(scratch, ['push', `file://${remote.path}`, 'side']), 'push');
    gitIn(scratch, ['checkout', '-q', 'main']);
    expectBlocked(gitIn(scratch, ['merge', '--no-ff', '-m', 'merge', 'side']));
    await installed(scratch, 'uninstall');
    expect(stateOf(join(scratch.path, '.git/hooks'))).toEqual(before);
  });

  it.each<[string, (scratch: ScratchRepository) => void]>([
    ['a shell script without an end of line', (scratch) => hook(scratch, 'pre-commit', SHELL_HOOK)],
    [
      'a script of bash with an odd mode',
      (scratch) => hook(scratch, 'pre-commit', `#!/usr/bin/env bash\n${SHELL_HOOK}\n`, 0o711),
    ],
    [
      'a script with bytes that are no UTF-8',
      (scratch) =>
        hook(
          scratch,
          'pre-commit',
          Buffer.from('#!/bin/sh\n# \xff\xe9\necho the shell hook ran\n', 'latin1'),
        ),
    ],
    [
      'a program in another language',
      (scratch) => hook(scratch, 'pre-commit', "#!/usr/bin/env node\nconsole.log('the shell hook ran');\n"),
    ],
    [
      'a link to a file of the tree',
      (scratch) => {
        scratch.write('scripts/check', `${SHELL_HOOK}\n`);
        chmodSync(join(scratch.path, 'scripts/check'), 0o755);
        symlinkSync('../../scripts/check', join(scratch.path, '.git/hooks/pre-commit'));
      },
    ],
  ])('chains %s, and uninstall gives it back to the byte', async (_, put) => {
    const scratch = new ScratchRepository();
    put(scratch);
    const before = stateOf(scratch.path);
    await installed(scratch);
    const blocked = leak(scratch);
    expectBlocked(blocked);
    expect(blocked.output).not.toContain('the shell hook ran');
    scratch.write('a.ts', 'clean\n').git('add', '.');
    const clean = gitIn(scratch, ['commit', '-m', 'clean']);
    expect([clean.code, clean.output]).toEqual([0, expect.stringContaining('the shell hook ran')]);
    await installed(scratch, 'uninstall');
    const hooks = before.filter(([name]) => name.startsWith('.git/hooks/'));
    expect(stateOf(scratch.path).filter(([name]) => name.startsWith('.git/hooks/'))).toEqual(hooks);
  });

  it('hands what git says of a push on to the hook that was there', async () => {
    const scratch = new ScratchRepository();
    hook(
      scratch,
      'pre-push',
      '#!/bin/sh\necho "to $1"\nwhile read -r local id ref old; do echo "got $ref"; done\n',
    );
    scratch.write('b.ts', 'clean\n').commit();
    await installed(scratch);
    const remote = new ScratchRepository({ args: ['--bare'] });
    scratch.git('remote', 'add', 'origin', `file://${remote.path}`);
    const { code, output } = gitIn(scratch, ['push', 'origin', 'main', 'main:other']);
    expect(code).toBe(0);
    expect(output).toMatch(/to origin\n(?:.*\n)*got refs\/heads\/main\ngot refs\/heads\/other\n/);
    expect(gitIn(scratch, ['push', 'origin', 'main']).output).not.toContain('got ');
  });

  it('refuses to enable a hook that git does not run, and changes nothing', async () => {
    const scratch = new ScratchRepository();
    hook(scratch, 'pre-push', SHELL_HOOK, 0o644);
    const before = stateOf(scratch.path);
    const { code, stderr } = await ttleaks(scratch, 'install');
    expect([code, stderr]).toEqual([2, expect.stringContaining('chmod +x')]);
    expect(stateOf(scratch.path)).toEqual(before);
  });

  it('done twice is done once', async () => {
    const scratch = new ScratchRepository();
    hook(scratch, 'pre-commit', SHELL_HOOK);
    await installed(scratch);
    const once = stateOf(join(scratch.path, '.git/hooks'));
    const { stderr } = await ttleaks(scratch, 'install');
    expect(stderr).toContain('is set up with git already');
    expect(stateOf(join(scratch.path, '.git/hooks'))).toEqual(once);
  });

  it('from a folder and from a linked work tree sets up the one folder that both use', async () => {
    const scratch = new ScratchRepository();
    scratch.write('sub/b.ts', 'clean\n').commit();
    const tree = join(scratch.home, 'tree');
    scratch.git('worktree', 'add', '-q', tree);
    await installed(scratch, 'install', join(tree, 'sub'));
    expectBlocked(leak(scratch, tree));
    expectBlocked(leak(scratch));
    expect((await ttleaks(scratch, 'install', join(scratch.path, 'sub'))).stderr).toContain('already');
  });

  it('says so where core.hooksPath turns hooks off, and uninstall has nothing to do there', async () => {
    const scratch = new ScratchRepository();
    scratch.git('config', 'core.hooksPath', '/dev/null');
    const { code, stderr } = await ttleaks(scratch, 'install');
    expect([code, stderr]).toEqual([2, expect.stringContaining('unset core.hooksPath')]);
    expect((await ttleaks(scratch, 'uninstall')).code).toBe(0);
  });

  it('goes where core.hooksPath leads', async () => {
    const scratch = new ScratchRepository();
    scratch.git('config', 'core.hooksPath', 'tools/git hooks');
    const { code, stderr } = await ttleaks(scratch, 'install');
    expect([code, stderr]).toEqual([0, expect.stringContaining('paths of this machine')]);
    expect(existsSync(join(scratch.path, 'tools/git hooks/pre-commit'))).toBe(true);
    expectBlocked(leak(scratch));
  });

  it('runs without node on the PATH, and stops the commit with one line where there is none at all', async () => {
    const scratch = new ScratchRepository();
    await installed(scratch);
    const bare = temporaryDirectory();
    const { PATH = '' } = process.env;
    for (const name of ['git', 'sh', 'cat']) {
      const found = PATH.split(delimiter).find((folder) => existsSync(join(folder, name)));
      symlinkSync(join(found ?? '', name), join(bare, name));
    }
    expectBlocked(leak(scratch, scratch.path, { PATH: bare }));
    const path = join(scratch.path, '.git/hooks/pre-commit');
    writeFileSync(path, readFileSync(path, 'utf8').replace(process.execPath, '/nowhere/node'));
    expectBlocked(leak(scratch));
    const { code, output } = leak(scratch, scratch.path, { PATH: bare });
    expect(code).toBe(1);
    expect(output).toMatch(/^ttleaks: pre-commit is stopped: node or .* is not there; .*ttleaks install\n$/);
  });

  it('with --husky and the like is refused where the project has no such thing, or two are named', async () => {
    const scratch = new ScratchRepository();
    for (const words of [
      'install --husky',
      'install --lefthook',
      'install --pre-commit',
      'install --git --husky',
    ]) {
      const { code, stderr } = await ttleaks(scratch, words);
      expect([code, stderr]).toEqual([2, expect.stringMatching(/^ttleaks: .*\n$/)]);
    }
  });

  it('outside a repository and in a bare one ends with 2', async () => {
    const bare = new ScratchRepository({ args: ['--bare'] });
    for (const cwd of [temporaryDirectory(), bare.path]) {
      for (const words of ['install', 'uninstall', 'doctor']) {
        const { code, stderr } = await runCli([words], { cwd });
        expect([code, stderr]).toEqual([2, expect.stringMatching(/^ttleaks: not in a .*\n$/)]);
      }
    }
  });
});

describe('install --global', () => {
  it('has all repositories checked, keeps the hooks that they have, and goes without a trace', async () => {
    const scratch = new ScratchRepository();
    const settings = join(scratch.home, '.gitconfig');
    const before = readFileSync(settings, 'utf8');
    hook(scratch, 'commit-msg', '#!/bin/sh\necho "message in $1"\n');
    hook(scratch, 'pre-commit', '#!/bin/sh\necho own pre-commit\n');
    await installed(scratch, 'install --global');
    expectBlocked(leak(scratch));
    scratch.write('a.ts', 'clean\n').git('add', '.');
    const clean = gitIn(scratch, ['commit', '-m', 'clean']);
    expect(clean).toMatchObject({ code: 0, output: expect.stringMatching(/own pre-commit\nmessage in /) });
    await installed(scratch, 'uninstall --global');
    expect(readFileSync(settings, 'utf8').replace(/\[core\]\n/, '')).toBe(before);
    expect(existsSync(join(scratch.home, '.config/ttleaks'))).toBe(false);
    expect(leak(scratch).code).toBe(0);
  });

  it('adds itself to the folder that the user has already', async () => {
    const scratch = new ScratchRepository();
    const folder = join(scratch.home, 'my hooks');
    mkdirSync(folder);
    writeFileSync(join(folder, 'pre-commit'), SHELL_HOOK, { mode: 0o755 });
    scratch.git('config', '--global', 'core.hooksPath', '~/my hooks');
    const before = stateOf(folder);
    await installed(scratch, 'install --global');
    expectBlocked(leak(scratch));
    await installed(scratch, 'uninstall --global');
    expect(stateOf(folder)).toEqual(before);
    expect(scratch.git('config', '--global', 'core.hooksPath')).toBe('~/my hooks');
  });
});

describe('doctor', () => {
  it('tries it: says no before the hooks are set up and yes after, and leaves everything as it was', async () => {
    const scratch = new ScratchRepository();
    scratch.write('b.ts', 'clean\n').commit();
    const sick = await ttleaks(scratch, 'doctor');
    expect(sick.code).toBe(1);
    expect(sick.stderr).toMatch(
      /A commit from here is NOT checked.*\n.*there is none\. Run: ttleaks install\n/,
    );
    expect(sick.stderr).toContain('A push from here is NOT checked');
    await installed(scratch);
    const before = stateOf(scratch.path);
    const well = await ttleaks(scratch, 'doctor');
    expect([well.code, well.stderr]).toEqual([
      0,
      ['commit', 'merge', 'push']
        .map((what) => `A ${what} from here is checked: one with a made-up key was blocked.\n`)
        .join(''),
    ]);
    expect(stateOf(scratch.path)).toEqual(before);
  });

  it('says that a merge is not checked, and lets that be: what it brings comes to a push', async () => {
    const scratch = new ScratchRepository();
    await installed(scratch);
    rmSync(join(scratch.path, '.git/hooks/pre-merge-commit'));
    const { code, stderr } = await ttleaks(scratch, 'doctor');
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/A commit from here is checked.*\nA merge from here is NOT checked/),
    ]);
  });

  it('names an alias that goes past the hooks, and none that does not', async () => {
    const scratch = new ScratchRepository();
    await installed(scratch);
    scratch.git('config', 'alias.quick', 'commit -an');
    scratch.git('config', 'alias.send', 'push --no-verify');
    scratch.git('config', 'alias.again', 'commit --amend --no-edit -m note');
    const { code, stderr } = await ttleaks(scratch, 'doctor');
    expect([code, stderr.match(/The alias .*/g)]).toEqual([
      0,
      [
        'The alias `git quick` goes past the hooks: commit -an',
        'The alias `git send` goes past the hooks: push --no-verify',
      ],
    ]);
  });

  it.each<[string, RegExp, (scratch: ScratchRepository) => void]>([
    [
      'a hook that may not be executed',
      /may not be executed/,
      (scratch) => chmodSync(join(scratch.path, '.git/hooks/pre-commit'), 0o644),
    ],
    [
      'a hook that another has replaced',
      /does not come to ttleaks/,
      (scratch) => hook(scratch, 'pre-commit', SHELL_HOOK),
    ],
    [
      'a core.hooksPath that leads nowhere',
      /core\.hooksPath \(local\) is \.gone/,
      (scratch) => void scratch.git('config', 'core.hooksPath', '.gone'),
    ],
    [
      'hooks that are turned off as a whole',
      /core\.hooksPath \(local\) is \/dev\/null, which is no folder/,
      (scratch) => void scratch.git('config', 'core.hooksPath', '/dev/null'),
    ],
    [
      'a configuration that lets all pass',
      /A commit from here is NOT checked: ttleaks is there/,
      (scratch) => void scratch.write('ttleaks.config.yml', 'failOn: never\n'),
    ],
    [
      'a project of which all is ignored',
      /A push from here is NOT checked: ttleaks is there/,
      (scratch) => void scratch.write('.ttleaksignore', '**\n'),
    ],
    [
      'a configuration that cannot be read',
      /Whether a push from here is checked cannot be told.*\n +ttleaks: ttleaks\.config\.yml: unknown key/,
      (scratch) => void scratch.write('ttleaks.config.yml', 'nonsense: 1\n'),
    ],
    [
      'a hook that stops before',
      /cannot be told: something else stopped it.*\n.*no good/,
      (scratch) => hook(scratch, 'pre-commit', '#!/bin/sh\necho no good\nexit 1\n'),
    ],
  ])('sees %s', async (_, words, spoil) => {
    const scratch = new ScratchRepository();
    await installed(scratch);
    spoil(scratch);
    const { code, stderr } = await ttleaks(scratch, 'doctor');
    expect([code, stderr]).toEqual([1, expect.stringMatching(words)]);
  });
});
