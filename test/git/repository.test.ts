import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { openRepository } from '../../src/git/repository.ts';
import { ScratchRepository, temporaryDirectory } from './scratch-repository.ts';

const STRIP = { environment: 'strip' } as const;

describe('openRepository', () => {
  it('finds the top of the work tree from a sub-directory', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a dir/b/file', 'x').commit();
    const repository = await scratch.open(join(scratch.path, 'a dir/b'));
    expect(repository).toMatchObject({
      workTree: scratch.path,
      prefix: 'a dir/b/',
      gitDir: join(scratch.path, '.git'),
      commonDir: join(scratch.path, '.git'),
      isBare: false,
      isShallow: false,
      objectFormat: 'sha1',
      headCommit: scratch.git('rev-parse', 'HEAD'),
    });
    expect(repository.context.directory).toBe(scratch.path);
  });

  it('says that a directory is in no repository', async () => {
    expect(await openRepository(temporaryDirectory(), STRIP)).toBeUndefined();
  });

  it('names a directory that does not exist', async () => {
    const path = join(temporaryDirectory(), 'none');
    await expect(openRepository(path, STRIP)).rejects.toThrow(`${path}: no such directory`);
  });

  it('opens a repository without any commit', async () => {
    const repository = await new ScratchRepository().open();
    expect(repository.headCommit).toBeUndefined();
    expect(repository.prefix).toBe('');
  });

  it('opens a bare repository, which has no work tree', async () => {
    const scratch = new ScratchRepository({ args: ['--bare'] });
    const repository = await scratch.open();
    expect(repository).toMatchObject({ isBare: true, gitDir: scratch.path });
    expect(repository.workTree).toBeUndefined();
  });

  it('has no work tree within the .git directory', async () => {
    const scratch = new ScratchRepository();
    const repository = await scratch.open(join(scratch.path, '.git/objects'));
    expect(repository.workTree).toBeUndefined();
    expect(repository.gitDir).toBe(join(scratch.path, '.git'));
  });

  it('tells a linked work tree from the repository that it shares', async () => {
    const scratch = new ScratchRepository();
    scratch.commit();
    const linked = join(temporaryDirectory(), 'linked');
    scratch.git('worktree', 'add', '-q', linked, '-b', 'side');
    const repository = await scratch.open(linked);
    expect(repository.workTree).toBe(linked);
    expect(repository.gitDir).toBe(join(scratch.path, '.git/worktrees/linked'));
    expect(repository.commonDir).toBe(join(scratch.path, '.git'));
  });

  it('opens a submodule as a repository of its own', async () => {
    const library = new ScratchRepository();
    library.write('l', 'l').commit();
    const scratch = new ScratchRepository();
    scratch.git('submodule', '--quiet', 'add', library.path, 'sub');
    const repository = await scratch.open(join(scratch.path, 'sub'));
    expect(repository.workTree).toBe(join(scratch.path, 'sub'));
    expect(repository.gitDir).toBe(join(scratch.path, '.git/modules/sub'));
  });

  it('takes a path that holds line feeds', async () => {
    const path = join(temporaryDirectory(), 'two\nlines');
    const scratch = new ScratchRepository();
    scratch.gitIn(temporaryDirectory(), 'init', '-q', path);
    mkdirSync(join(path, 'in\nner'));
    expect(await scratch.open(join(path, 'in\nner'))).toMatchObject({ workTree: path, prefix: 'in\nner/' });
  });

  it('resolves symbolic links on the way to the repository', async () => {
    const scratch = new ScratchRepository();
    const link = join(temporaryDirectory(), 'link');
    symlinkSync(scratch.path, link);
    expect((await scratch.open(link)).workTree).toBe(scratch.path);
  });

  it('knows a repository of SHA-256 and a shallow one', async () => {
    const wide = new ScratchRepository({ args: ['--object-format=sha256'] });
    expect((await wide.open()).objectFormat).toBe('sha256');
    const origin = new ScratchRepository();
    origin.commit('one');
    origin.commit('two');
    const clone = join(temporaryDirectory(), 'clone');
    origin.git('clone', '-q', '--depth', '1', `file://${origin.path}`, clone);
    expect((await origin.open(clone)).isShallow).toBe(true);
  });

  it('refuses a .git file that leads nowhere, instead of finding no repository', async () => {
    const path = temporaryDirectory();
    writeFileSync(join(path, '.git'), 'gitdir: /nowhere/at/all\n');
    await expect(openRepository(path, STRIP)).rejects.toMatchObject({ code: 'INCOMPLETE' });
  });

  it('says how to trust a repository of another owner, instead of finding none', async () => {
    const scratch = new ScratchRepository();
    vi.stubEnv('GIT_TEST_ASSUME_DIFFERENT_OWNER', '1');
    vi.stubEnv('HOME', scratch.home);
    await expect(openRepository(scratch.path, STRIP)).rejects.toThrow(
      `git config --global --add safe.directory '${scratch.path}'`,
    );
    vi.unstubAllEnvs();
  });

  it('reports a git that is not on the PATH in one line', async () => {
    const path = temporaryDirectory();
    mkdirSync(join(path, '.git'));
    vi.stubEnv('PATH', '/nowhere');
    await expect(openRepository(path, STRIP)).rejects.toThrow(/^git is not on the PATH: install git/);
    vi.unstubAllEnvs();
  });

  it('asks git only where there may be one', async () => {
    vi.stubEnv('PATH', '/nowhere');
    expect(await openRepository(temporaryDirectory(), STRIP)).toBeUndefined();
    // A bare one has no `.git`; one may lie above; and the environment may name one.
    const [bare, above] = [temporaryDirectory(), temporaryDirectory()];
    writeFileSync(join(bare, 'HEAD'), '');
    writeFileSync(join(above, '.git'), 'gitdir: elsewhere');
    mkdirSync(join(above, 'a/b'), { recursive: true });
    for (const path of [bare, above, join(above, 'a'), join(above, 'a/b')])
      await expect(openRepository(path, STRIP)).rejects.toThrow(/^git is not on the PATH/);
    vi.stubEnv('GIT_DIR', bare);
    await expect(openRepository(temporaryDirectory(), { environment: 'inherit' })).rejects.toThrow(
      /^git is not on the PATH/,
    );
    vi.unstubAllEnvs();
  });
});
