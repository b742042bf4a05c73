import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { indexEntries, stagedChange, trackedState } from '../../src/git/index-state.ts';
import { openRepository } from '../../src/git/repository.ts';
import { ScratchRepository, temporaryDirectory } from './scratch-repository.ts';

afterEach(() => vi.unstubAllEnvs());

async function staged(scratch: ScratchRepository, directory = scratch.path) {
  return stagedChange(await scratch.open(directory));
}

describe('stagedChange', () => {
  it('gives the blobs of the index, not of the work tree', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a', 'base\n').commit();
    scratch.write('a', 'staged\n').git('add', 'a');
    scratch.write('a', 'edited later\n');
    const { entries, replaced } = await staged(scratch);
    const headObject = scratch.git('rev-parse', 'HEAD:a');
    expect(entries).toEqual([{ path: 'a', object: scratch.hash('staged\n'), headObject }]);
    expect(replaced).toEqual([{ path: 'a', object: headObject }]);
  });

  it('gives the whole index before the first commit, and nothing for an empty one', async () => {
    const scratch = new ScratchRepository();
    expect((await staged(scratch)).entries).toEqual([]);
    scratch.write('a', 'a').git('add', 'a');
    expect((await staged(scratch)).entries).toEqual([{ path: 'a', object: scratch.hash('a') }]);
  });

  it('gives the same from a sub-directory, with paths from the top', async () => {
    const scratch = new ScratchRepository();
    scratch.write('sub/a', 'a').write('b', 'b').git('add', '-A');
    const { entries } = await staged(scratch, join(scratch.path, 'sub'));
    expect(entries.map(({ path }) => path)).toEqual(['b', 'sub/a']);
  });

  it('takes a renamed and edited file for a new one, and the old one for replaced', async () => {
    const scratch = new ScratchRepository();
    scratch.write('old', `${'line\n'.repeat(40)}`).commit();
    scratch.git('mv', 'old', 'new');
    scratch.write('new', `${'line\n'.repeat(40)}more\n`).git('add', '-A');
    const { entries, replaced } = await staged(scratch);
    expect(entries.map(({ path }) => path)).toEqual(['new']);
    expect(replaced.map(({ path }) => path)).toEqual(['old']);
  });

  it('takes a file that replaces a symbolic link, and the other way round', async () => {
    const scratch = new ScratchRepository();
    scratch.write('file', 'text');
    symlinkSync('file', join(scratch.path, 'link'));
    scratch.commit();
    scratch.remove('file').remove('link').write('link', 'now a file');
    symlinkSync('target text', join(scratch.path, 'file'));
    scratch.git('add', '-A');
    const { entries } = await staged(scratch);
    expect(entries.map(({ path, object }) => [path, object])).toEqual([
      ['file', scratch.hash('target text')],
      ['link', scratch.hash('now a file')],
    ]);
  });

  it('gives every stage of an unmerged path beside what is staged', async () => {
    const scratch = new ScratchRepository();
    scratch.write('f', 'a\nb\nc\n').commit();
    scratch.git('checkout', '-q', '-b', 'other');
    scratch.write('f', 'a\ntheirs\nc\n').commit();
    scratch.git('checkout', '-q', 'main');
    scratch.write('f', 'a\nours\nc\n').commit();
    expect(() => scratch.git('merge', '-q', 'other')).toThrow();
    scratch.write('ok', 'ok').git('add', 'ok');
    const { entries } = await staged(scratch);
    const stages = ['a\nb\nc\n', 'a\nours\nc\n', 'a\ntheirs\nc\n'].map((text) => scratch.hash(text));
    expect(
      entries
        .filter(({ path }) => path === 'f')
        .map(({ object }) => object)
        .sort(),
    ).toEqual(stages.sort());
    expect(entries.some(({ path }) => path === 'ok')).toBe(true);
  });

  it('takes no harm from a path that is only meant to be added', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a', 'a').commit();
    scratch.write('later', 'not staged yet').git('add', '-N', 'later');
    const { entries } = await staged(scratch);
    expect(entries.every(({ object }) => object === scratch.hash(''))).toBe(true);
  });

  it('names submodules apart', async () => {
    const library = new ScratchRepository();
    library.write('l', 'l').commit();
    const scratch = new ScratchRepository();
    scratch.write('a', 'a').commit();
    scratch.git('submodule', '--quiet', 'add', library.path, 'sub');
    const { entries, submodules } = await staged(scratch);
    expect(submodules).toEqual(['sub']);
    expect(entries.map(({ path }) => path)).toEqual(['.gitmodules']);
  });

  it('keeps names with spaces, quotes, line feeds, leading dashes and other scripts as they are', async () => {
    const scratch = new ScratchRepository();
    scratch.write('base', 'base').commit();
    const names = [' leading', '-rf', 'a"b', 'back\\slash', 'naïve-日本', 'new\nline', 'tab\tname', '🔑/k'];
    for (const name of names) scratch.write(name, name);
    scratch.git('add', '-A', '--', '.');
    const { entries } = await staged(scratch);
    expect(entries.map(({ path }) => path).sort()).toEqual(names.sort());
  });

  it('reads the index that a hook names, relative to the top or absolute', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a', 'a').commit();
    scratch.write('b', 'b');
    execFileSync('git', ['add', 'b'], {
      cwd: scratch.path,
      env: { ...scratch.env, GIT_INDEX_FILE: '.git/next-index' },
    });
    vi.stubEnv('HOME', scratch.home);
    mkdirSync(join(scratch.path, 'sub'));
    for (const name of ['.git/next-index', join(scratch.path, '.git/next-index')]) {
      vi.stubEnv('GIT_INDEX_FILE', name);
      for (const directory of [scratch.path, join(scratch.path, 'sub')]) {
        const repository = await openRepository(directory, { environment: 'inherit' });
        const { entries } = await stagedChange(repository!);
        expect(entries.map(({ path }) => path)).toContain('b');
      }
      const other = await openRepository(scratch.path, { environment: 'strip' });
      expect((await stagedChange(other!)).entries).toEqual([]);
    }
  });

  it('reads the index of a linked work tree with what git exports to its hooks, and writes nothing', async () => {
    const scratch = new ScratchRepository();
    scratch.write('sub/a', 'a').commit();
    const linked = join(temporaryDirectory(), 'linked');
    scratch.git('worktree', 'add', '-q', linked, '-b', 'side');
    scratch.gitIn(linked, 'rm', '-q', 'sub/a');
    vi.stubEnv('HOME', scratch.home);
    vi.stubEnv('GIT_DIR', join(scratch.path, '.git/worktrees/linked'));
    vi.stubEnv('GIT_INDEX_FILE', join(scratch.path, '.git/worktrees/linked/index'));
    const repository = await openRepository(linked, { environment: 'inherit' });
    expect(repository?.workTree).toBe(linked);
    const { entries, replaced } = await stagedChange(repository!);
    expect(entries).toEqual([]);
    expect(replaced.map(({ path }) => path)).toEqual(['sub/a']);
  });

  it.each([
    ['a split', ['update-index', '--split-index']],
    ['a sparse', ['sparse-checkout', 'set', '--cone', '--sparse-index', 'in']],
  ])('reads %s index whole', async (_name, command) => {
    const scratch = new ScratchRepository();
    scratch.write('in/a', 'a').write('out/b', 'b').commit();
    scratch.git(...command);
    scratch.write('in/c', 'c').git('add', 'in/c');
    expect((await staged(scratch)).entries.map(({ path }) => path)).toEqual(['in/c']);
    const { files } = await indexEntries(await scratch.open());
    expect(files.map(({ path }) => path)).toEqual(['in/a', 'in/c', 'out/b']);
  });

  it('says so when the index is damaged', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a', 'a').commit();
    scratch.write('.git/index', 'DIRC damaged');
    await expect(staged(scratch)).rejects.toMatchObject({ code: 'INCOMPLETE' });
  });
});

describe('trackedState', () => {
  it('tells tracked, ignored and untracked paths apart, by every source of patterns', async () => {
    const scratch = new ScratchRepository();
    scratch.write('.gitignore', 'dist/\n*.env\n!kept.env\n').write('own-excludes', '*.mine\n');
    scratch.git('config', '--global', 'core.excludesFile', join(scratch.path, 'own-excludes'));
    scratch.write('.git/info/exclude', '*.local\n').write('forced.env', 'x').write('a', 'x');
    scratch.git('add', '-f', 'a', 'forced.env');
    const paths = [
      'a',
      'forced.env',
      'dist/app.js',
      'x.env',
      'kept.env',
      'y.mine',
      'z.local',
      'new\nline.env',
      ':(top)x.env',
      '[id].env',
      '*.env',
    ];
    const states = await trackedState(await scratch.open(), paths);
    expect(Object.fromEntries([...states].map(([path, { kind }]) => [path, kind]))).toEqual({
      a: 'tracked',
      'forced.env': 'tracked',
      'dist/app.js': 'ignored',
      'x.env': 'ignored',
      'kept.env': 'untracked',
      'y.mine': 'ignored',
      'z.local': 'ignored',
      'new\nline.env': 'ignored',
      ':(top)x.env': 'ignored',
      '[id].env': 'ignored',
      '*.env': 'ignored',
    });
    expect(states.get('a')).toEqual({ kind: 'tracked', objects: [scratch.hash('x')] });
  });

  it('answers for thousands of paths', async () => {
    const scratch = new ScratchRepository();
    scratch.write('.gitignore', '*.tmp\n');
    const paths = Array.from(
      { length: 20_000 },
      (_, index) => `some/folder/file-${index}.${index % 2 ? 'tmp' : 'txt'}`,
    );
    const states = await trackedState(await scratch.open(), paths);
    const ignored = [...states.values()].filter(({ kind }) => kind === 'ignored');
    expect(ignored).toHaveLength(10_000);
  });

  it('leaves what is in a submodule to the submodule', async () => {
    const library = new ScratchRepository();
    library.write('l', 'l').commit();
    const scratch = new ScratchRepository();
    scratch.git('submodule', '--quiet', 'add', library.path, 'deep/sub');
    const states = await trackedState(await scratch.open(), ['deep/sub/l', 'deep/other']);
    expect(states.get('deep/sub/l')).toEqual({ kind: 'submodule', root: 'deep/sub' });
    expect(states.get('deep/other')).toEqual({ kind: 'untracked' });
  });

  it('answers for the others where git objects to a path', async () => {
    const scratch = new ScratchRepository();
    scratch.write('.gitignore', '*.env\n').write('real/a', 'a');
    symlinkSync('real', join(scratch.path, 'link'));
    const states = await trackedState(await scratch.open(), ['link/a', 'x.env', 'y', '../outside']);
    expect(states.get('x.env')).toEqual({ kind: 'ignored' });
    expect(states.get('link/a')).toEqual({ kind: 'untracked' });
    expect(states.get('../outside')).toEqual({ kind: 'untracked' });
  });
});
