/** Settings of hook managers that are not for us to write: what is to be written there is said, whole. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BIN, runCli } from './run-cli.ts';
import { ScratchRepository } from './tree.ts';

const RUN = 'node_modules/.bin/ttleaks hook';

async function inProject(files: Readonly<Record<string, string>>, word: string) {
  const scratch = new ScratchRepository();
  mkdirSync(join(scratch.path, 'node_modules/.bin'), { recursive: true });
  symlinkSync(BIN, join(scratch.path, 'node_modules/.bin/ttleaks'));
  for (const [path, text] of Object.entries(files)) scratch.write(path, text);
  const { code, stderr } = await runCli([word], { cwd: scratch.path, env: { HOME: scratch.home } });
  return { code, stderr };
}

const LEFTHOOK = { 'lefthook.json': '{ "pre-commit": { "commands": {} } }' };
const LEFTHOOK_TOML = { 'lefthook.toml': '[pre-commit.commands.lint]\nrun = "true"\n' };
const SIMPLE_GIT_HOOKS = { '.simple-git-hooks.cjs': 'module.exports = { "pre-commit": "true" };\n' };

describe('install', () => {
  it.each([
    ['lefthook.json', LEFTHOOK],
    ['lefthook.toml', LEFTHOOK_TOML],
  ])('in a project with %s names all jobs that are to be added', async (name, files) => {
    const { code, stderr } = await inProject(files, 'install');
    expect(code).toBe(2);
    expect(stderr).toContain(name);
    const always = `{files}, files: echo ${name}`;
    for (const job of [
      `pre-commit ${always}`,
      `pre-merge-commit ${always}`,
      `pre-push '{1}' ${always}, use_stdin: true`,
    ])
      expect(stderr).toContain(`(run: ${RUN} ${job})`);
  });

  it('in a project whose settings of simple-git-hooks are a program runs none of it, and names all commands', async () => {
    const { code, stderr } = await inProject(SIMPLE_GIT_HOOKS, 'install');
    expect(code).toBe(2);
    expect(stderr).toContain(`'pre-commit': '${RUN} pre-commit'`);
    expect(stderr).toContain(`'pre-push': '${RUN} pre-push $1'`);
  });

  it('is done where somebody has written them', async () => {
    const jobs = ['pre-commit', 'pre-merge-commit', 'pre-push'].map((hook) => `${RUN} ${hook}`);
    const { code, stderr } = await inProject({ 'lefthook.json': JSON.stringify(jobs) }, 'install');
    expect([code, stderr]).toEqual([0, expect.stringContaining('set up with lefthook already')]);
    const program = { '.simple-git-hooks.cjs': `module.exports = ${JSON.stringify(jobs)};\n` };
    expect((await inProject(program, 'install')).code).toBe(0);
  });
});

it('uninstall says that they are to be taken out by hand, and takes nothing out', async () => {
  const files = { 'lefthook.toml': `[pre-commit.commands.ttleaks]\nrun = "${RUN} pre-commit"\n` };
  const { code, stderr } = await inProject(files, 'uninstall');
  expect([code, stderr]).toEqual([2, expect.stringContaining('take the jobs named ttleaks out')]);
});
