import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { brotli, gzip } from '../containers/archives.ts';
import { keyOf, maskOf } from '../core/key-maker.ts';
import { ruleFile } from '../rules/rule-text.ts';
import { expectNoKey, runCli, runJson } from './run-cli.ts';
import { hookedRepository, installHook, ScratchRepository, temporaryDirectory } from './tree.ts';

const KEY = keyOf('hook');
const LINE = `KEY=${KEY}\n`;

/** `git` as a user runs it, with the repository's hooks. */
function gitIn(
  scratch: ScratchRepository,
  ...args: readonly string[]
): { code: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('git', args, {
    cwd: scratch.path,
    env: scratch.env,
    encoding: 'utf8',
  });
  const output = stdout + stderr;
  expectNoKey(output);
  return { code: status, output };
}

function commit(
  scratch: ScratchRepository,
  ...args: readonly string[]
): { code: number | null; output: string } {
  return gitIn(scratch, 'commit', '-m', 'change', ...args);
}

function expectBlocked({ code, output }: { code: number | null; output: string }, path: string): void {
  expect(code).toBe(1);
  expect(output).toContain('The commit is blocked');
  expect(output).toContain(path);
}

describe('git commit with hook pre-commit', () => {
  it('is blocked by a staged key, and goes through once the key is out', () => {
    const scratch = hookedRepository();
    scratch.write('a.ts', 'nothing\n').git('add', '.');
    expect(commit(scratch)).toMatchObject({ code: 0 });
    scratch.write('b.ts', LINE).git('add', '.');
    const blocked = commit(scratch);
    expectBlocked(blocked, 'b.ts:1:5');
    expect(blocked.output).toContain(maskOf(KEY));
    expect(scratch.git('rev-list', '--count', 'HEAD')).toBe('1');
    scratch.write('b.ts', 'nothing\n').git('add', '.');
    expect(commit(scratch).code).toBe(0);
  });

  it('prints nothing of its own where nothing is found', () => {
    const scratch = hookedRepository();
    scratch.write('a.ts', 'nothing\n').git('add', '.');
    expect(gitIn(scratch, 'commit', '-q', '-m', 'x')).toEqual({ code: 0, output: '' });
  });

  it('is blocked when it is the first one', () => {
    const scratch = hookedRepository();
    scratch.write('a.ts', LINE).git('add', '.');
    expectBlocked(commit(scratch), 'a.ts');
  });

  it('looks at the index, not at the work tree', () => {
    const scratch = hookedRepository();
    scratch.write('a.ts', LINE).git('add', '.');
    scratch.write('a.ts', 'cleaned, but not staged\n');
    expectBlocked(commit(scratch), 'a.ts');
    scratch.git('add', '.');
    scratch.write('a.ts', LINE).write('untracked.ts', LINE);
    expect(commit(scratch).code).toBe(0);
  });

  it('takes a key that HEAD holds at the path for a note', () => {
    const scratch = new ScratchRepository();
    scratch.write('a.ts', LINE).commit();
    installHook(scratch);
    scratch.write('a.ts', `// changed\n${LINE}`).git('add', '.');
    const { code, output } = commit(scratch);
    expect(code).toBe(0);
    expect(output).toMatch(/note {2}a\.ts:2:5/);
    scratch.write('a.ts', `${LINE}${LINE}OTHER=${keyOf('other')}\n`).git('add', '.');
    expectBlocked(commit(scratch), maskOf(keyOf('other')));
  });

  it('takes a key that moves with its file for a note, and a copied one for an error', () => {
    const scratch = new ScratchRepository();
    scratch.write('a.ts', LINE).commit();
    installHook(scratch);
    scratch.git('mv', 'a.ts', 'b.ts');
    expect(commit(scratch)).toMatchObject({ code: 0, output: expect.stringMatching(/note {2}b\.ts/) });
    scratch.write('c.ts', LINE).git('add', '.');
    expectBlocked(commit(scratch), 'c.ts');
  });

  it('of some paths alone (commit -- path) looks at those', () => {
    const scratch = hookedRepository();
    scratch.write('a.ts', 'one\n').write('b.ts', 'one\n').git('add', '.');
    commit(scratch);
    scratch.write('a.ts', LINE).git('add', '.');
    scratch.write('b.ts', 'two\n');
    expect(commit(scratch, '--', 'b.ts').code).toBe(0);
    expectBlocked(commit(scratch, '--', 'a.ts'), 'a.ts');
    expectBlocked(commit(scratch), 'a.ts');
  });

  it('of all that is tracked (commit -a) is blocked by what is not staged yet', () => {
    const scratch = hookedRepository();
    scratch.write('a.ts', 'one\n').git('add', '.');
    commit(scratch);
    scratch.write('a.ts', LINE);
    expectBlocked(commit(scratch, '-a'), 'a.ts');
  });

  it('of a merge is blocked by what its resolution adds, and not by what the other side had', () => {
    const scratch = new ScratchRepository();
    scratch.write('a.ts', 'base\n').commit();
    scratch.git('checkout', '-q', '-b', 'side');
    scratch.write('a.ts', 'side\n').commit();
    scratch.git('checkout', '-q', 'main');
    scratch.write('a.ts', 'main\n').commit();
    installHook(scratch);
    expect(gitIn(scratch, 'merge', 'side').code).toBe(1);
    scratch.write('a.ts', LINE).git('add', '.');
    expectBlocked(commit(scratch), 'a.ts');
    scratch.write('a.ts', 'both\n').git('add', '.');
    expect(commit(scratch).code).toBe(0);
    expect(scratch.git('rev-list', '--parents', '-1', 'HEAD').split(' ').length).toBe(3);
  });

  it('in a linked work tree, and in a folder of it, looks at that index', () => {
    const scratch = hookedRepository();
    scratch.write('a.ts', 'one\n').git('add', '.');
    commit(scratch);
    const tree = `${scratch.home}/tree`;
    scratch.git('worktree', 'add', '-q', tree);
    scratch.write('main-only.ts', LINE).git('add', '.');
    const linked = (...args: string[]) => {
      const { status, stderr, stdout } = spawnSync('git', args, {
        cwd: tree,
        env: scratch.env,
        encoding: 'utf8',
      });
      return { code: status, output: stdout + stderr };
    };
    spawnSync('sh', ['-c', 'mkdir sub && echo two > sub/b.ts'], { cwd: tree });
    expect(linked('add', '.').code).toBe(0);
    expect(linked('-C', 'sub', 'commit', '-m', 'x').code).toBe(0);
    spawnSync('sh', ['-c', 'cat > sub/b.ts'], { cwd: tree, input: LINE });
    linked('add', '.');
    expectBlocked(linked('-C', 'sub', 'commit', '-m', 'x'), 'sub/b.ts');
  });

  it('goes by the configuration, the baseline and the ignore files at the root', () => {
    const scratch = hookedRepository();
    scratch.write('ttleaks.config.yml', 'failOn: never\n').write('a.ts', LINE).git('add', '.');
    expect(commit(scratch).code).toBe(0);
    scratch
      .write('ttleaks.config.yml', 'exclude: [fixtures/]\n')
      .write('fixtures/a.ts', LINE)
      .git('add', '.');
    expect(commit(scratch).code).toBe(0);
    scratch.write('.ttleaksignore', '*.log\n').write('sub/a.log', LINE).git('add', '.');
    expect(gitIn(scratch, '-C', 'sub', 'commit', '-m', 'x').code).toBe(0);
  });

  it('lets a key with an allow comment pass', () => {
    const scratch = hookedRepository();
    scratch.write('a.ts', `const k = '${KEY}'; // ttleaks:allow revoked in May\n`).git('add', '.');
    expect(commit(scratch).code).toBe(0);
    scratch.write('a.ts', `const k = '${keyOf('new')}'; // ttleaks:allow\n`).git('add', '.');
    expectBlocked(commit(scratch), 'a.ts');
  });

  it('is blocked, with a line, where the configuration is wrong', () => {
    const scratch = hookedRepository();
    scratch.write('ttleaks.config.yml', 'nonsense: 1\n').write('a.ts', 'x\n').git('add', '.');
    const { code, output } = commit(scratch);
    expect(code).toBe(1);
    expect(output).toMatch(/ttleaks\.config\.yml.*nonsense/);
    expect(output).not.toContain('    at ');
  });

  it('is told, where it is clean as well, of patterns that cannot be and of entries that expired', () => {
    const scratch = hookedRepository();
    scratch
      .write('ttleaks.config.yml', 'exclude: ["a/**/b/**/c/**/d"]\n')
      .write('a.ts', 'x\n')
      .git('add', '.');
    expect(commit(scratch)).toMatchObject({ code: 1, output: expect.stringContaining('too many "/**"') });
    const entry = '{"path": "old.env", "rule": "timetime-api-key", "reason": "old", "expires": "2020-02-29"}';
    scratch
      .write('ttleaks.config.yml', '')
      .write('.ttleaks-baseline.json', `{"${'0'.repeat(32)}": ${entry}, "version": 1}`)
      .git('add', '.');
    expect(commit(scratch)).toMatchObject({
      code: 0,
      output: expect.stringContaining('the entry for old.env expired on 2020-02-29'),
    });
  });

  it('is blocked by a key of a rule that the configuration names', () => {
    const scratch = hookedRepository();
    scratch.write('ttleaks.config.yml', 'rules: [own.yml]\n').write('own.yml', ruleFile()).git('add', '.');
    expect(commit(scratch).code).toBe(0);
    scratch.write('a.ts', `const k = 'own_${KEY.slice(-32)}';\n`).git('add', '.');
    expectBlocked(commit(scratch), 'own-key');
  });

  it('is blocked by a key in a packed file, with and without magic bytes', () => {
    const scratch = hookedRepository();
    scratch.write('a.gz', gzip(LINE)).git('add', '.');
    expectBlocked(commit(scratch), 'a.gz');
    scratch.git('rm', '-q', '--cached', 'a.gz');
    scratch.write('a.br', brotli(LINE)).git('add', 'a.br');
    expectBlocked(commit(scratch), 'a.br');
  });

  it('is blocked by a key in the name of a file', () => {
    const scratch = hookedRepository();
    scratch.write(`${keyOf('name')}.txt`, 'x\n').git('add', '.');
    expectBlocked(commit(scratch), maskOf(keyOf('name')));
  });

  it('is not asked with --no-verify', () => {
    const scratch = hookedRepository();
    scratch.write('a.ts', LINE).git('add', '.');
    expect(commit(scratch, '--no-verify').code).toBe(0);
  });
});

describe('hook pre-commit by hand', () => {
  it('ends with 3 outside a repository and in a bare one', async () => {
    const bare = new ScratchRepository({ args: ['--bare'] });
    for (const cwd of [temporaryDirectory(), bare.path]) {
      const { code, stderr } = await runCli(['hook', 'pre-commit'], { cwd });
      expect(code).toBe(3);
      expect(stderr).toMatch(/^ttleaks: hook pre-commit: .*\n$/);
    }
  });

  it('says the same as --staged', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a.ts', LINE).git('add', '.');
    const hook = await runCli(['hook', 'pre-commit'], { cwd: scratch.path });
    const staged = await runJson(['--staged'], { cwd: scratch.path });
    expect([hook.code, staged.code]).toEqual([1, 1]);
    expect(hook.stdout).toBe('');
    expect(hook.stderr).toContain('a.ts:1:5');
    expect(staged.report.findings).toMatchObject([{ path: 'a.ts', level: 'error', exposure: 'committed' }]);
    expect(staged.report.scan).toMatchObject({ mode: 'staged', files: 1, complete: true });
  });
});

describe('--staged', () => {
  it('sees additions, changes and each side of a conflict, and no deletions', async () => {
    const scratch = new ScratchRepository();
    scratch.write('gone.ts', LINE).write('stays.ts', LINE).write('both.ts', 'base\n').commit();
    scratch.git('checkout', '-q', '-b', 'side');
    scratch.write('both.ts', `SIDE=${keyOf('side')}\n`).commit();
    scratch.git('checkout', '-q', 'main');
    scratch.write('both.ts', 'main\n').commit();
    spawnSync('git', ['merge', 'side'], { cwd: scratch.path, env: scratch.env });
    scratch.git('rm', '-q', 'gone.ts');
    scratch.write('new.ts', `NEW=${keyOf('staged new')}\n`).git('add', 'new.ts');
    const { report } = await runJson(['--staged'], { cwd: scratch.path });
    expect(report.findings.map(({ path, masked }) => [path, masked])).toEqual([
      ['both.ts', maskOf(keyOf('side'))],
      ['new.ts', maskOf(keyOf('staged new'))],
    ]);
  });

  it('of another repository is not led astray by the variables of this one', async () => {
    const [here, there] = [new ScratchRepository(), new ScratchRepository()];
    there.write('a.ts', LINE).git('add', '.');
    const env = { GIT_DIR: `${here.path}/.git`, GIT_INDEX_FILE: `${here.path}/.git/index` };
    const { report } = await runJson(['--staged', there.path], { cwd: here.path, env });
    expect(report.findings.map(({ path }) => path)).toEqual(['a.ts']);
  });

  it('names a missing object and ends with 3', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a.ts', 'lost\n').git('add', '.');
    scratch.remove(scratch.objectFile(scratch.git('rev-parse', ':a.ts')).slice(scratch.path.length + 1));
    const { code, report } = await runJson(['--staged'], { cwd: scratch.path });
    expect([code, report.scan.complete]).toEqual([3, false]);
    expect(report.scan.skipped.map(({ path }) => path)).toEqual(['a.ts']);
  });
});
