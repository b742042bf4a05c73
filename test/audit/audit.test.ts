import { chmodSync, cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CliOptions, type JsonReport, type JsonRun, runCli, runJson } from '../cli/run-cli.ts';
import { ScratchRepository, temporaryDirectory } from '../cli/tree.ts';
import { keyOf } from '../core/key-maker.ts';
import { startGitServer } from '../git/git-server.ts';

const KEY = keyOf('audited');
const OLD_KEY = keyOf('taken out');
const LINE = `const key = '${KEY}';\n`;

type AuditReport = JsonReport & {
  readonly repositories: readonly {
    readonly name: string;
    readonly url?: string;
    readonly complete: boolean;
  }[];
};

async function audit(
  args: readonly string[],
  options: CliOptions,
): Promise<JsonRun & { report: AuditReport }> {
  return (await runJson(['audit', ...args], options)) as JsonRun & { report: AuditReport };
}

/** A key that HEAD holds, one that only history does, and one that a pull request brings. */
function leakyRepository(path?: string): ScratchRepository {
  const scratch = new ScratchRepository();
  scratch.write('src/a.js', LINE).write('b.js', `'${OLD_KEY}'\n`).commit('one');
  scratch.remove('b.js').commit('two');
  const tip = scratch.git('rev-parse', 'HEAD');
  scratch.write('pr.js', `'${keyOf('pull request')}'\n`).commit('three');
  scratch.git('update-ref', 'refs/pull/7/head', 'HEAD');
  scratch.git('reset', '-q', '--hard', tip);
  if (path !== undefined) scratch.git('clone', '-q', '--mirror', scratch.path, path);
  return scratch;
}

describe('an audit of a directory', () => {
  it('takes files and history, and says a key that both hold once, with its history', async () => {
    const { path } = leakyRepository().write('.env', `K=${keyOf('untracked')}\n`);
    const { code, report } = await audit(['.'], { cwd: path });
    expect(code).toBe(1);
    expect(report.scan.mode).toBe('audit');
    const found = report.findings.map((finding) => [finding.path, finding.exposure, finding.inHead]);
    expect(found.sort()).toEqual([
      ['.env', 'untracked', undefined],
      ['b.js', 'committed', false],
      ['pr.js', 'committed', false],
      ['src/a.js', 'committed', true],
    ]);
    const now = report.findings.find((finding) => finding.path === 'src/a.js');
    expect(now?.introduced?.subject).toBe('one');
    expect(now?.startLine).toBe(1);
  });

  it('that is no repository takes its files', async () => {
    const cwd = temporaryDirectory({ 'x/a.js': LINE });
    const { code, report } = await audit(['x'], { cwd });
    expect(code).toBe(1);
    expect(report.findings.map(({ repository, path }) => [repository, path])).toEqual([['x', 'a.js']]);
  });

  it('that holds repositories, and is none, names those whose histories it does not read', async () => {
    const cwd = temporaryDirectory({ 'all/notes.txt': 'x' });
    for (const place of ['one', 'team/two']) {
      const { path } = leakyRepository();
      mkdirSync(join(cwd, 'all', place, '..'), { recursive: true });
      cpSync(path, join(cwd, 'all', place), { recursive: true });
    }
    const { report, stderr } = await audit(['all'], { cwd });
    expect(report.scan.complete).toBe(false);
    expect(report.scan.skipped.map(({ path, kind }) => [path, kind])).toEqual([
      ['all: one', 'unread'],
      ['all: team/two', 'unread'],
    ]);
    expect(stderr).toContain('name it as a target');
  });

  it('that holds no key ends with 0', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a.js', 'x').commit();
    expect((await audit(['.'], { cwd: scratch.path })).code).toBe(0);
  });

  it('that is not there ends with 2, and nothing is scanned', async () => {
    const cwd = temporaryDirectory({ 'a.js': LINE });
    const { code, stdout, stderr } = await runCli(['audit', '.', 'missing'], { cwd });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('missing: no such directory');
  });
});

describe('an audit of an address', () => {
  it('clones all refs over HTTP, and leaves nothing behind', async () => {
    const root = temporaryDirectory();
    leakyRepository(join(root, 'web.git'));
    const server = await startGitServer(root);
    const own = temporaryDirectory();
    const options = { cwd: root, env: { TMPDIR: own } };
    const { code, report } = await audit([`${server.origin}/web.git`], options);
    expect(code).toBe(1);
    expect(report.findings.map(({ path }) => path).sort()).toEqual(['b.js', 'pr.js', 'src/a.js']);
    expect(report.repositories).toMatchObject([{ url: `${server.origin}/web.git`, complete: true }]);
    expect(readdirSync(own)).toEqual([]);
  });

  it('leaves pull requests out where it is told to', async () => {
    const root = temporaryDirectory();
    leakyRepository(join(root, 'web.git'));
    const { report } = await audit(['--no-pull-requests', `file://${root}/web.git`], { cwd: root });
    expect(report.findings.map(({ path }) => path).sort()).toEqual(['b.js', 'src/a.js']);
  });

  it('that cannot be cloned is one line and 3, and the others are read', async () => {
    const root = temporaryDirectory();
    new ScratchRepository().write('a', 'x').git('init', '-q', '--bare', join(root, 'empty.git'));
    const server = await startGitServer(root);
    const args = [`${server.origin}/gone.git`, `${server.origin}/empty.git`];
    const { code, report, stderr } = await audit(args, { cwd: root });
    expect(code).toBe(3);
    expect(report.scan.skipped.length).toBe(1);
    expect(report.scan.skipped[0]).toMatchObject({ kind: 'unread' });
    expect(stderr).toMatch(/gone: cannot be cloned: there is no such repository/);
    expect(report.repositories.map(({ complete }) => complete)).toEqual([true, false]);
  });

  it('that wants a login is not waited for: nobody is asked', async () => {
    const root = temporaryDirectory();
    leakyRepository(join(root, 'web.git'));
    const server = await startGitServer(root, { token: 'wanted' });
    const { code, stderr } = await audit([`${server.origin}/web.git`], {
      cwd: root,
      env: { SSH_ASKPASS: '/bin/false', GIT_ASKPASS: '/bin/false' },
    });
    expect(code).toBe(3);
    expect(stderr).toContain('wants a login');
  });

  it('with a password in it is refused, and the password not shown', async () => {
    const cwd = temporaryDirectory();
    const { code, stderr } = await runCli(['audit', 'https://me:hunter2@example.invalid/x.git'], { cwd });
    expect(code).toBe(2);
    expect(stderr).not.toContain('hunter2');
  });

  it('with a token as the name of its user is refused, and a person is not taken for one', async () => {
    const cwd = temporaryDirectory();
    const token = `ghp_${'a1'.repeat(18)}`;
    const { code, stderr } = await runCli(['audit', `https://${token}@127.0.0.1:9/x.git`], { cwd });
    expect(code).toBe(2);
    expect(stderr).not.toContain(token);
    expect((await runCli(['audit', 'http://acme2@127.0.0.1:9/x.git'], { cwd })).code).toBe(3);
  });

  it.each(['ext::sh -c true', '--upload-pack=touch', 'fd::17', 'ftp://example.invalid/x'])(
    'of a kind that git could run something for is refused: %s',
    async (address) => {
      const cwd = temporaryDirectory();
      expect((await runCli(['audit', '--', address], { cwd })).code).toBe(2);
    },
  );

  it('runs no hook, no filter of the user and no template, whatever the repository asks for', async () => {
    const root = temporaryDirectory({ 'home/marks/.keep': '' });
    const home = join(root, 'home');
    const mark = (name: string) => `touch ${join(home, 'marks', name)}`;
    writeFileSync(
      join(home, '.gitconfig'),
      `[filter "lfs"]\n\tsmudge = ${mark('smudge')}; cat\n\trequired = true\n[init]\n\ttemplateDir = ${home}/template\n`,
    );
    mkdirSync(join(home, 'template/hooks'), { recursive: true });
    for (const hook of ['post-checkout', 'reference-transaction']) {
      const file = join(home, 'template/hooks', hook);
      writeFileSync(file, `#!/bin/sh\n${mark(hook)}\n`);
      chmodSync(file, 0o755);
    }
    const scratch = new ScratchRepository();
    scratch.write('.gitattributes', '*.js filter=lfs\n').write('a.js', LINE);
    scratch.write('.gitmodules', `[submodule "s"]\n\tpath = s\n\turl = ${mark('submodule')}\n`).commit();
    scratch.git('clone', '-q', '--mirror', scratch.path, join(root, 'web.git'));
    const { report } = await audit([`file://${root}/web.git`], { cwd: root, env: { HOME: home } });
    expect(report.findings.map(({ path }) => path)).toEqual(['a.js']);
    expect(readdirSync(join(home, 'marks'))).toEqual(['.keep']);
  });

  it('reads what a link points to in no other place', async () => {
    const root = temporaryDirectory({ 'outside/secret.js': LINE });
    const scratch = new ScratchRepository();
    scratch.git('config', 'core.symlinks', 'true');
    const link = scratch.hash(join(root, 'outside'));
    scratch.git('update-index', '--add', '--cacheinfo', `120000,${link},link`);
    scratch.git('commit', '-q', '-m', 'link');
    const { code, report } = await audit([`file://${scratch.path}`], { cwd: root });
    expect([code, report.findings]).toEqual([0, []]);
  });
});

describe('a file of targets', () => {
  it('names one a line, each read once', async () => {
    const root = temporaryDirectory({ 'a/x.js': LINE, 'b/x.js': LINE });
    writeFileSync(join(root, 'list'), '# ours\na\n\nb\na\n');
    const { report } = await audit(['@list', 'b'], { cwd: root });
    expect(report.findings.map(({ repository }) => repository)).toEqual(['a', 'b']);
    expect(report.secrets).toMatchObject([{ findings: 2 }]);
  });

  it('may come from any editor, and names a directory once however it spells it', async () => {
    const root = temporaryDirectory({ 'a/x.js': LINE, 'b/x.js': LINE });
    symlinkSync('a', join(root, 'link'));
    const lines = ['\ufeff# ours', '', 'a/', '  ./a', '\t', `${root}/b/../a`, '#b', 'link'];
    writeFileSync(join(root, 'list'), lines.join('\r\n'));
    const { code, report, stderr } = await audit(['@list'], { cwd: root });
    expect([code, report.scan.files, report.findings.length]).toEqual([1, 1, 1]);
    expect(stderr).not.toContain('not be read');
  });

  it('names an address once however it spells it', async () => {
    const root = temporaryDirectory();
    const server = await startGitServer(root, {
      intercept: (_, response) => Boolean(response.writeHead(404).end()),
    });
    const url = `${server.origin}/acme/web`;
    const words = [url, `${url}.git`, `${url}.git/`, url.replace('http:', 'HTTP:')];
    const { report } = await audit(words, { cwd: root });
    expect(report.scan.skipped).toHaveLength(1);
  });

  it('that names none is an error', async () => {
    const cwd = temporaryDirectory({ list: '# nothing\n' });
    expect((await runCli(['audit', '@list'], { cwd })).code).toBe(2);
  });
});

describe('--keep', () => {
  it('fetches only what is new the next time', async () => {
    const root = temporaryDirectory();
    const scratch = leakyRepository(join(root, 'web.git'));
    scratch.git('remote', 'add', 'web', join(root, 'web.git'));
    const server = await startGitServer(root);
    const args = ['--keep', 'kept', `${server.origin}/web.git`];
    const first = await audit(args, { cwd: root });
    expect(readdirSync(join(root, 'kept')).length).toBe(1);
    const sentFirst = server.sentBytes;
    scratch.write('c.js', `'${keyOf('later')}'\n`).commit('later');
    scratch.git('push', '-q', 'web', 'main');
    const second = await audit(args, { cwd: root });
    expect(second.report.findings.length).toBe(first.report.findings.length + 1);
    expect(second.report.findings.find(({ path }) => path === 'c.js')?.inHead).toBe(true);
    expect(server.sentBytes - sentFirst).toBeLessThan(sentFirst);
  });

  it('is for one audit at a time', async () => {
    const root = temporaryDirectory({ 'a/x': 'x', 'kept/audit.lock': `${process.pid}\n` });
    const { code, stderr } = await runCli(['audit', '--keep', 'kept', 'a'], { cwd: root });
    expect(code).toBe(3);
    expect(stderr).toContain(`process ${process.pid}`);
  });

  it('goes on where a killed audit has left a lock of git, and its files', async () => {
    const root = temporaryDirectory();
    const scratch = leakyRepository(join(root, 'web.git'));
    scratch.git('remote', 'add', 'web', join(root, 'web.git'));
    const args = ['--keep', 'kept', `file://${root}/web.git`];
    const first = await audit(args, { cwd: root });
    const mirror = readdirSync(join(root, 'kept')).find((name) => name.endsWith('.git'))!;
    writeFileSync(join(root, 'kept', mirror, 'refs/heads/main.lock'), '');
    mkdirSync(join(root, 'kept/files-left'));
    scratch.write('c.js', 'clean').commit('later');
    scratch.git('push', '-q', 'web', 'main');
    const second = await audit(args, { cwd: root });
    expect(second.report.scan.complete).toBe(true);
    expect(second.report.findings.length).toBe(first.report.findings.length);
    expect(readdirSync(join(root, 'kept'))).toEqual([mirror]);
  });
});
