import { describe, expect, it } from 'vitest';
import { keyOf } from '../core/key-maker.ts';
import { runCli, runJson } from './run-cli.ts';
import { ScratchRepository, temporaryDirectory } from './tree.ts';

const LINE = `KEY=${keyOf('exposure')}\n`;

async function exposures(cwd: string, args: readonly string[] = []): Promise<Record<string, string>> {
  const { report } = await runJson(args, { cwd });
  return Object.fromEntries(
    report.findings.map(({ path, exposure, level }) => [path, `${exposure} ${level}`]),
  );
}

describe('a key', () => {
  it('is exposed as git and the path have it', async () => {
    const scratch = new ScratchRepository();
    scratch
      .write('.gitignore', '.env\ndist/\nignored/\n')
      .write('committed.ts', LINE)
      .write('modified.ts', 'none\n')
      .commit();
    scratch
      .write('modified.ts', LINE)
      .write('untracked.ts', LINE)
      .write('.env', LINE)
      .write('ignored/a.ts', LINE);
    scratch.write('staged.ts', LINE).git('add', 'staged.ts');
    scratch
      .write('dist/app.js', `k='${keyOf('exposure')}'`)
      .write('public/index.html', LINE)
      .write('app.js.map', LINE);
    scratch.write('.env.local', `VITE_KEY=${keyOf('exposure')}\n`);
    expect(await exposures(scratch.path)).toEqual({
      'committed.ts': 'committed error',
      'modified.ts': 'untracked warning',
      'untracked.ts': 'untracked warning',
      '.env': 'ignored note',
      'ignored/a.ts': 'ignored note',
      'staged.ts': 'committed error',
      'dist/app.js': 'client error',
      'public/index.html': 'client error',
      'app.js.map': 'client error',
      '.env.local': 'client error',
    });
  });

  it('outside any repository is an error', async () => {
    const cwd = temporaryDirectory({ 'a.ts': LINE, 'dist/a.js': LINE });
    expect(await exposures(cwd)).toEqual({ 'a.ts': 'none error', 'dist/a.js': 'client error' });
  });

  it('that stands in the work tree and, another one, in the index, is judged one by one', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a.ts', LINE).commit();
    scratch.write('a.ts', `${LINE}B=${keyOf('later')}\n`);
    const { report } = await runJson([], { cwd: scratch.path });
    expect(report.findings.map(({ startLine, exposure }) => [startLine, exposure])).toEqual([
      [1, 'committed'],
      [2, 'untracked'],
    ]);
  });

  it('is ignored by .git/info/exclude and by the .gitignore of a folder', async () => {
    const scratch = new ScratchRepository();
    scratch
      .write('.git/info/exclude', 'a.env\n')
      .write('sub/.gitignore', 'b.env\n')
      .write('a.env', LINE)
      .write('sub/b.env', LINE);
    scratch.write('tracked.env', LINE).commit();
    scratch.write('.gitignore', 'tracked.env\n');
    expect(await exposures(scratch.path)).toEqual({
      'a.env': 'ignored note',
      'sub/b.env': 'ignored note',
      'tracked.env': 'committed error',
    });
  });

  it('in a repository within another one is judged by the inner one', async () => {
    const outer = new ScratchRepository();
    outer.write('.gitignore', 'inner/\n');
    const inner = new ScratchRepository({ path: `${outer.path}/inner` });
    outer.gitIn(outer.path, 'init', '-q', 'inner');
    inner.write('a.ts', LINE).commit();
    inner.write('b.ts', LINE);
    expect(await exposures(outer.path)).toEqual({
      'inner/a.ts': 'committed error',
      'inner/b.ts': 'untracked warning',
    });
  });

  it('in a linked work tree is judged by its own index', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a.ts', LINE).commit();
    const tree = `${scratch.home}/tree`;
    scratch.git('worktree', 'add', '-q', tree);
    expect(await exposures(tree)).toEqual({ 'a.ts': 'committed error' });
  });

  it('counts as committed where git will not read the repository', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a.ts', LINE).write('.git/HEAD', 'broken\n');
    const { code, report } = await runJson([], { cwd: scratch.path });
    expect([code, report.findings.map(({ level }) => level)]).toEqual([1, ['error']]);
  });

  it.each(['*.env', ':(top)a', '-x.env', 'a b', 'ü.env'])(
    'is judged whatever the name of its file: %j',
    async (name) => {
      const scratch = new ScratchRepository();
      scratch.write('seen.env', 'nothing\n').write(name, LINE).commit();
      scratch.write(`sub/${name}`, LINE);
      expect(await exposures(scratch.path)).toEqual({
        [name]: 'committed error',
        [`sub/${name}`]: 'untracked warning',
      });
    },
  );
});

describe('paths left out', () => {
  it('are those that --exclude matches, from the root of the repository', async () => {
    const scratch = new ScratchRepository();
    for (const path of ['a.env', 'b.ts', 'sub/a.env', 'sub/c/d.ts']) scratch.write(path, LINE);
    const { code, report } = await runJson(['--exclude', '*.env', '--exclude', '/sub/c/'], {
      cwd: scratch.path,
    });
    expect([code, report.findings.map(({ path }) => path), report.scan.excluded]).toEqual([1, ['b.ts'], 3]);
    const within = await runJson(['--exclude', '/sub/c/', 'sub'], { cwd: scratch.path });
    expect(within.report.findings.map(({ path }) => path)).toEqual(['sub/a.env']);
  });

  it('are those of .ttleaksignore in every folder, which may take back what one above says', async () => {
    const scratch = new ScratchRepository();
    scratch
      .write('.ttleaksignore', '# tests\nfixtures/\n*.log\n')
      .write('sub/.ttleaksignore', '!keep.log\n/only-here.ts\n');
    for (const path of [
      'fixtures/a.ts',
      'sub/fixtures/a.ts',
      'a.log',
      'sub/keep.log',
      'sub/only-here.ts',
      'only-here.ts',
    ]) {
      scratch.write(path, LINE);
    }
    const { report } = await runJson([], { cwd: scratch.path });
    expect(report.findings.map(({ path }) => path)).toEqual(['only-here.ts', 'sub/keep.log']);
    const below = await runJson(['.'], { cwd: `${scratch.path}/sub` });
    expect(below.report.findings.map(({ path }) => path)).toEqual(['sub/keep.log']);
    const other = await runJson(['sub'], { cwd: scratch.path });
    expect(other.report.findings.map(({ path }) => path)).toEqual(['sub/keep.log']);
  });

  it('are told of in --staged and --history as suppressed findings', async () => {
    const scratch = new ScratchRepository();
    scratch.write('.ttleaksignore', 'fixtures/\n').write('fixtures/a.ts', LINE).git('add', '.');
    const staged = await runJson(['--staged'], { cwd: scratch.path });
    expect([staged.code, staged.report.findings[0]?.suppressed?.kind]).toEqual([0, 'config']);
    scratch.commit();
    const history = await runJson(['--history'], { cwd: scratch.path });
    expect([history.code, history.report.findings[0]?.suppressed?.kind]).toEqual([0, 'config']);
  });

  it('are larger files with --max-size, and are told of', async () => {
    const cwd = temporaryDirectory({ 'large.ts': `${'x'.repeat(2000)}${LINE}`, 'small.ts': LINE });
    const { code, report } = await runJson(['--max-size', '1K'], { cwd });
    expect([code, report.findings.map(({ path }) => path)]).toEqual([1, ['small.ts']]);
    expect(report.scan.skipped).toMatchObject([{ path: 'large.ts', kind: 'by-request' }]);
    expect(report.scan.complete).toBe(true);
    expect((await runJson([], { cwd })).report.findings.length).toBe(2);
  });
});

describe('a Git LFS pointer', () => {
  it.each([[[]], [['--staged']], [['--history']]])(
    'stands for content that was not looked at, and that is told: %j',
    async (args) => {
      const scratch = new ScratchRepository();
      const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'4d7a'.repeat(16)}\nsize 12345\n`;
      scratch.write('large.bin', pointer).git('add', '.');
      const { code, report } = await runJson(args, { cwd: scratch.path });
      const told = report.scan.skipped.filter(({ reason }) => reason.includes('Git LFS'));
      expect([code, told.map(({ kind }) => kind)]).toEqual([0, ['pointer']]);
    },
  );
});

describe('allow comments', () => {
  it('count with a reason, and without one a warning says so', async () => {
    const cwd = temporaryDirectory({
      'a.ts': `const k = '${keyOf(1)}'; // ttleaks:allow revoked long ago\n`,
      'b.ts': `const k = '${keyOf(2)}'; // ttleaks:allow\n`,
      'c.ts': `// ttleaks:allow-next-line revoked too\nconst k = '${keyOf(3)}';\n`,
    });
    const { code, report } = await runJson([], { cwd });
    expect(code).toBe(1);
    const byPath = report.findings.map(({ path, suppressed }) => [path, suppressed?.justification]);
    expect(byPath).toEqual([
      ['a.ts', 'revoked long ago'],
      ['b.ts', undefined],
      ['c.ts', 'revoked too'],
    ]);
    expect(report.scan.warnings).toEqual([expect.stringContaining('b.ts:1: ttleaks:allow has no reason')]);
  });

  it('of other scanners count only with --foreign-allow', async () => {
    const cwd = temporaryDirectory({ 'a.ts': `const k = '${keyOf(1)}'; // gitleaks:allow\n` });
    expect((await runCli([], { cwd })).code).toBe(1);
    expect((await runCli(['--foreign-allow'], { cwd })).code).toBe(0);
  });

  it('--no-cache changes nothing', async () => {
    const cwd = temporaryDirectory({ 'a.ts': LINE });
    expect((await runCli(['--no-cache'], { cwd })).code).toBe(1);
  });
});
