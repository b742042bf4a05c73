/** The real hook managers, set up by `ttleaks install`: real commits and pushes through each. */
import { readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { ScratchRepository } from '../cli/tree.ts';
import { keyOf, maskOf } from '../core/key-maker.ts';
import { MANAGERS, ManagedProject, requireInstalled } from './project.ts';

const KEY = keyOf('managers');

beforeAll(requireInstalled);

describe.each(MANAGERS)('$name', (manager) => {
  async function installed(): Promise<ManagedProject> {
    const project = new ManagedProject(manager);
    const { code, stderr } = await project.ttleaks('install');
    expect([code, stderr]).toEqual([0, expect.stringContaining(`ttleaks is set up with ${manager.name}`)]);
    project.activate();
    return project;
  }

  it('blocks a commit with a key, lets a clean one through, and runs what was there', async () => {
    const project = await installed();
    project.scratch.write('a.ts', `KEY=${KEY}\n`).git('add', '.');
    const blocked = project.run('git', ['commit', '-m', 'leak']);
    expect(blocked.code).toBe(1);
    expect(blocked.output).toContain(maskOf(KEY));
    expect(blocked.output).toContain('The commit is blocked');
    expect(blocked.output).not.toContain('\u001b[31m');
    project.scratch.write('a.ts', 'clean\n').git('add', '.');
    const clean = project.run('git', ['commit', '-m', 'clean']);
    expect([clean.code, clean.output]).toEqual([0, expect.stringContaining('their check ran')]);
  });

  it('blocks what is staged though the work tree is clean, and a merge', async () => {
    const project = await installed();
    const { scratch } = project;
    scratch.write('a.ts', `KEY=${KEY}\n`).git('add', '.');
    scratch.write('a.ts', 'cleaned, but not staged\n');
    expect(project.run('git', ['commit', '-m', 'leak']).code).toBe(1);
    scratch.git('checkout', '-q', '-b', 'side');
    scratch.git('commit', '-q', '--no-verify', '-m', 'leak');
    scratch.git('checkout', '-q', '-f', 'main');
    scratch.write('b.ts', 'b\n').git('add', '.');
    scratch.git('commit', '-q', '--no-verify', '-m', 'main');
    const merge = project.run('git', ['merge', '-m', 'merge', 'side']);
    expect([merge.code, merge.output]).toEqual([1, expect.stringContaining(maskOf(KEY))]);
  });

  it('blocks a push with a key, and lets a clean one through', async () => {
    const project = await installed();
    const { scratch } = project;
    const remote = new ScratchRepository({ args: ['--bare'] });
    scratch.git('remote', 'add', 'origin', `file://${remote.path}`);
    const clean = project.run('git', ['push', 'origin', 'main']);
    expect([clean.code, clean.output]).toEqual([0, expect.stringContaining('main -> main')]);
    if (manager.name === 'husky') expect(clean.output).toContain('theirs got refs/heads/main');
    scratch.write('a.ts', `KEY=${KEY}\n`).git('add', '.');
    scratch.git('commit', '-q', '--no-verify', '-m', 'leak');
    const blocked = project.run('git', ['push', 'origin', 'main']);
    expect([blocked.code, blocked.output]).toEqual([1, expect.stringContaining('The push is blocked')]);
    expect(remote.git('rev-list', '--count', 'main')).toBe('1');
  });

  it('blocks a link that leads to a key, and a push of a branch that is not checked out', async () => {
    const project = await installed();
    const { scratch } = project;
    const remote = new ScratchRepository({ args: ['--bare'] });
    scratch.git('remote', 'add', 'origin', `file://${remote.path}`);
    scratch.write('a.ts', 'clean\n').commit();
    scratch.git('push', '-q', '--no-verify', '-u', 'origin', 'main');
    scratch.remove('a.ts');
    symlinkSync(`to/${KEY}`, join(scratch.path, 'a.ts'));
    scratch.git('add', '.');
    expect(project.run('git', ['commit', '-m', 'link']).output).toContain('The commit is blocked');
    scratch.git('checkout', '-q', '-b', 'side');
    scratch.git('commit', '-q', '--no-verify', '-m', 'leak');
    scratch.git('checkout', '-q', 'main');
    const blocked = project.run('git', ['push', 'origin', 'side:main']);
    expect([blocked.code, blocked.output]).toEqual([1, expect.stringContaining('The push is blocked')]);
  });

  it('is found well by doctor once it is active, and ill before', async () => {
    const project = new ManagedProject(manager);
    await project.ttleaks('install');
    const before = await project.ttleaks('doctor');
    expect([before.code, before.stderr]).toEqual([1, expect.stringContaining('NOT checked')]);
    project.activate();
    const after = await project.ttleaks('doctor');
    expect([after.code, after.stderr]).toEqual([0, expect.stringContaining('A push from here is checked')]);
    expect(
      project.scratch.git('status', '--porcelain', '--', ':!*.yml', ':!*.json', ':!.husky', ':!*.yaml'),
    ).toBe('');
  });

  it('gets its files back to the byte', async () => {
    const project = new ManagedProject(manager);
    const before = project.settings();
    await project.ttleaks('install');
    const once = project.settings();
    expect(once).not.toEqual(before);
    expect((await project.ttleaks('install')).stderr).toContain('already');
    expect(project.settings()).toEqual(once);
    const { code } = await project.ttleaks('uninstall');
    expect([code, project.settings()]).toEqual([0, before]);
  });
});

it('a task of lint-staged blocks by what is staged, whatever files lint-staged names', () => {
  const lintStaged = { name: 'husky', activate: ['husky'] } as const;
  const project = new ManagedProject({
    ...lintStaged,
    files: {
      'package.json': '{ "name": "p" }',
      '.husky/pre-commit': 'lint-staged\n',
      '.lintstagedrc.json': '{ "*": "ttleaks hook pre-commit" }\n',
    },
  });
  project.activate();
  const { scratch } = project;
  scratch.write('a.ts', `KEY=${KEY}\n`).write('b.ts', 'b\n').git('add', '.');
  scratch.write('a.ts', 'cleaned, but not staged\n');
  const blocked = project.run('git', ['commit', '-m', 'leak']);
  expect([blocked.code, blocked.output]).toEqual([1, expect.stringContaining(maskOf(KEY))]);
  scratch.git('add', '.');
  expect(project.run('git', ['commit', '-m', 'clean']).code).toBe(0);
});

it('what was added to lefthook since is left in its place', async () => {
  const [, lefthook] = MANAGERS;
  const project = new ManagedProject({ ...lefthook!, files: { 'lefthook.yml': 'colors: false\n' } });
  await project.ttleaks('install');
  const file = join(project.scratch.path, 'lefthook.yml');
  const since = `${readFileSync(file, 'utf8')}  parallel: true\n`;
  writeFileSync(file, since.replace('pre-merge-commit:', 'pre-merge-commit:\n  piped: true'));
  await project.ttleaks('uninstall');
  const left = 'colors: false\npre-merge-commit:\n  piped: true\npre-push:\n  parallel: true\n';
  expect(readFileSync(file, 'utf8')).toBe(left);
});

it('uninstall says what takes ttleaks out of the hooks that simple-git-hooks has written', async () => {
  const project = new ManagedProject(MANAGERS[2]!);
  await project.ttleaks('install');
  project.activate();
  const { stderr } = await project.ttleaks('uninstall');
  expect(stderr).toContain('still call it, until you run: npx simple-git-hooks');
  project.activate();
  expect((await project.ttleaks('doctor')).stderr).toContain('A commit from here is NOT checked');
});

it('the hooks that are for pre-commit are what pre-commit takes', () => {
  const project = new ManagedProject(MANAGERS[0]!);
  const manifest = fileURLToPath(new URL('../../.pre-commit-hooks.yaml', import.meta.url));
  const { code, output } = project.run('pre-commit', ['validate-manifest', manifest]);
  expect([code, output]).toEqual([0, '']);
});

it('doctor sees that a new work tree has no .husky/_, so that git runs no hook there', async () => {
  const [husky] = MANAGERS;
  const project = new ManagedProject(husky!);
  await project.ttleaks('install');
  project.activate();
  project.scratch.git('add', '.');
  project.scratch.git('commit', '-q', '--no-verify', '-m', 'hooks');
  const tree = join(project.scratch.home, 'tree');
  project.scratch.git('worktree', 'add', '-q', tree);
  const { code, output } = project.run('ttleaks', ['doctor'], tree);
  expect(code).toBe(1);
  expect(output).toMatch(
    /NOT checked.*\n.*core\.hooksPath \(local\) is \.husky\/_, and that is not there.*npx husky/,
  );
});

it('doctor sees that lefthook has not put in the hook of a push yet, though one of a commit would do so', async () => {
  const project = new ManagedProject({
    ...MANAGERS[1]!,
    files: { 'lefthook.yml': 'pre-commit:\n  jobs:\n    - run: echo theirs\n' },
  });
  project.activate();
  await project.ttleaks('install');
  const { code, stderr } = await project.ttleaks('doctor');
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/push from here is NOT.*\n.*npx lefthook install/),
  ]);
  project.activate();
  expect((await project.ttleaks('doctor')).code).toBe(0);
});

it('husky of a package is set up from the root of the repository, too', async () => {
  const project = new ManagedProject({ ...MANAGERS[0]!, files: { 'web/package.json': '{ "name": "web" }' } });
  const { scratch } = project;
  renameSync(join(scratch.path, 'node_modules'), join(scratch.path, 'web/node_modules'));
  expect(project.run('web/node_modules/.bin/husky', ['web/.husky']).code).toBe(0);
  const installed = project.run('web/node_modules/.bin/ttleaks', ['install']);
  expect([installed.code, installed.output]).toEqual([0, expect.stringContaining('web/.husky/pre-commit')]);
  expect(project.run('web/node_modules/.bin/ttleaks', ['doctor']).code).toBe(0);
});

it('a project without ttleaks among its packages is told so, as a clone of it would have none', async () => {
  for (const manager of MANAGERS) {
    const project = new ManagedProject(manager);
    const before = project.settings();
    project.scratch.remove('node_modules/.bin/ttleaks');
    const { code, stderr } = await project.ttleaks('install');
    expect([code, stderr]).toEqual([2, expect.stringContaining('npm install --save-dev ttleaks')]);
    expect(project.settings()).toEqual(before);
  }
});
