import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { keyOf, maskOf } from '../core/key-maker.ts';
import { runCli, runJson } from './run-cli.ts';
import { ScratchRepository, temporaryDirectory } from './tree.ts';

const KEY = keyOf('files');
const LINE = `KEY=${KEY}\n`;
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

/** Whoever runs the tests, unless that is root, to whom nothing is unreadable. */
const uid = isRoot ? NOBODY : undefined;

function readableByAll(cwd: string): string {
  chmodSync(cwd, 0o755);
  return cwd;
}

describe('a scan of files', () => {
  it('names a file and a folder that cannot be read, goes on, and ends with 3', async () => {
    const cwd = readableByAll(
      temporaryDirectory({ 'a.ts': 'nothing\n', 'closed.env': LINE, 'shut/b.env': LINE }),
    );
    chmodSync(join(cwd, 'closed.env'), 0);
    chmodSync(join(cwd, 'shut'), 0);
    onTestFinished(() => chmodSync(join(cwd, 'shut'), 0o755));
    const { code, report } = await runJson([], { cwd, ...(uid === undefined ? {} : { uid }) });
    expect([code, report.scan.complete, report.scan.files]).toEqual([3, false, 1]);
    expect(report.scan.skipped).toEqual([
      { path: 'closed.env', reason: 'permission denied', kind: 'unread' },
      { path: 'shut', reason: 'permission denied', kind: 'unread' },
    ]);
  });

  it('with a key elsewhere ends with 1 though something cannot be read, and says both', async () => {
    const cwd = readableByAll(temporaryDirectory({ 'a.env': LINE, 'closed.env': LINE }));
    chmodSync(join(cwd, 'closed.env'), 0);
    const { code, stdout, stderr } = await runCli([], { cwd, ...(uid === undefined ? {} : { uid }) });
    expect(code).toBe(1);
    expect(stdout).toContain('a.env');
    expect(stderr).toContain('closed.env: permission denied');
    expect(stderr).toContain('INCOMPLETE');
  });

  it('of what cannot be read at all never ends with 0', async () => {
    const cwd = readableByAll(temporaryDirectory({ 'shut/b.env': LINE, 'closed.env': LINE }));
    chmodSync(join(cwd, 'shut'), 0);
    chmodSync(join(cwd, 'closed.env'), 0);
    onTestFinished(() => chmodSync(join(cwd, 'shut'), 0o755));
    const as = uid === undefined ? {} : { uid };
    const { code, report } = await runJson(['closed.env'], { cwd, ...as });
    expect([code, report.scan.complete]).toEqual([3, false]);
    // Whether it holds a configuration cannot be read either.
    const shut = await runCli(['shut'], { cwd, ...as });
    expect([2, 3]).toContain(shut.code);
    expect(shut.stderr).toContain('permission denied');
  });

  it('neither waits for a FIFO nor opens a socket or a device, and says so', async () => {
    const cwd = temporaryDirectory({ 'a.ts': 'nothing\n' });
    execFileSync('mkfifo', [join(cwd, 'pipe.env')]);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(cwd, 'socket'), resolve));
    onTestFinished(() => void server.close());
    const { code, report } = await runJson([], { cwd });
    expect([code, report.scan.files]).toEqual([0, 1]);
    expect(report.scan.skipped.map(({ path, kind }) => [path, kind])).toEqual([
      ['pipe.env', 'pointer'],
      ['socket', 'pointer'],
    ]);
  });

  it('follows no link: out of the root, to itself, to nothing, to a device', async () => {
    const outside = temporaryDirectory({ 'secret.env': LINE, 'folder/x.env': LINE });
    const cwd = temporaryDirectory({ 'a.ts': 'nothing\n' });
    symlinkSync(join(outside, 'secret.env'), join(cwd, 'file'));
    symlinkSync(join(outside, 'folder'), join(cwd, 'folder'));
    symlinkSync('.', join(cwd, 'loop'));
    symlinkSync('nowhere', join(cwd, 'dangling'));
    symlinkSync('/dev/zero', join(cwd, 'zero'));
    const { code, report } = await runJson([], { cwd });
    expect([code, report.findings, report.scan.files]).toEqual([0, [], 1]);
  });

  it('goes through a link that the user names', async () => {
    const outside = temporaryDirectory({ 'x.env': LINE });
    const cwd = temporaryDirectory();
    symlinkSync(outside, join(cwd, 'named'));
    expect((await runJson(['named'], { cwd })).report.findings.map(({ path }) => path)).toEqual(['x.env']);
  });

  it('finds a key in what a link leads to, since git keeps that text', async () => {
    const scratch = new ScratchRepository();
    symlinkSync(`https://host/?key=${KEY}`, join(scratch.path, 'link'));
    const { report } = await runJson([], { cwd: scratch.path });
    expect(report.findings).toMatchObject([{ path: 'link', startLine: 1, startColumn: 19 }]);
  });

  it('ends though a file grows all the while', async () => {
    const cwd = temporaryDirectory({ 'grows.log': 'x' });
    const writer = spawn('sh', ['-c', 'while :; do printf "%65536s" x >> grows.log || exit; done'], { cwd });
    const gone = new Promise((resolve) => writer.once('exit', resolve));
    onTestFinished(async () => {
      writer.kill('SIGKILL');
      await gone;
    });
    const { code, report } = await runJson([], { cwd });
    expect([0, 3]).toContain(code);
    expect(report.findings).toEqual([]);
  });

  it('tells of a file as large as it is while nothing is skipped', async () => {
    const size = 5_000_000;
    const cwd = temporaryDirectory();
    writeFileSync(join(cwd, 'large'), Buffer.alloc(size, 'x'));
    appendFileSync(join(cwd, 'large'), LINE);
    const { report } = await runJson([], { cwd });
    expect(report.scan.bytes).toBe(size + LINE.length);
    expect(report.findings[0]).toMatchObject({ path: 'large', startLine: 1, startColumn: size + 5 });
  });

  it('reads deep folders', async () => {
    const cwd = temporaryDirectory();
    const deep = Array.from({ length: 200 }, () => 'deep').join('/');
    mkdirSync(join(cwd, deep), { recursive: true });
    writeFileSync(join(cwd, deep, 'a.env'), LINE);
    expect((await runJson([], { cwd })).report.findings.map(({ path }) => path)).toEqual([`${deep}/a.env`]);
  });

  it('writes nothing into what it scans', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a.env', LINE).commit();
    const listing = () =>
      execFileSync('find', [scratch.path, '-printf', '%P %s %T@\n'], { encoding: 'utf8' });
    const before = listing();
    for (const args of [[], ['--history'], ['--staged']]) await runCli(args, { cwd: scratch.path });
    expect(listing()).toBe(before);
    expect(existsSync(join(scratch.path, '.ttleaks-baseline.json'))).toBe(false);
  });
});

describe('a name', () => {
  it('of a file or a folder that holds a key is a finding of its own, shown masked', async () => {
    const [file, folder] = [keyOf('file name'), keyOf('folder name')];
    const scratch = new ScratchRepository();
    scratch
      .write(`a/${file}.txt`, 'nothing\n')
      .write(`${folder}/b/c.txt`, 'nothing\n')
      .write(`${folder}/d.txt`, '');
    const { code, report } = await runJson([], { cwd: scratch.path });
    expect(code).toBe(1);
    expect(report.findings.map(({ path, site, level }) => [path, site, level])).toEqual([
      [`a/${maskOf(file)}.txt`, 'name', 'warning'],
      [maskOf(folder), 'name', 'warning'],
    ]);
    for (const format of ['text', 'sarif', 'github', 'markdown', 'html', 'csv']) {
      await runCli(['-f', format, '--verbose'], { cwd: scratch.path });
    }
    scratch.commit();
    const committed = await runJson([], { cwd: scratch.path });
    expect(committed.report.findings.map(({ exposure }) => exposure)).toEqual([
      'committed',
      expect.any(String),
    ]);
  });

  it('of the file or folder that is named holds its key too', async () => {
    const key = keyOf('named file');
    const cwd = temporaryDirectory({ [`${key}.txt`]: 'nothing\n' });
    const { code, report } = await runJson([`${key}.txt`], { cwd });
    expect([code, report.findings.map(({ site }) => site)]).toEqual([1, ['name']]);
  });

  it('that holds a key does not hide what is wrong with the file', async () => {
    const key = keyOf('closed name');
    const cwd = readableByAll(temporaryDirectory({ [`${key}.txt`]: 'nothing\n' }));
    chmodSync(join(cwd, `${key}.txt`), 0);
    const { code, report } = await runJson([], { cwd, ...(uid === undefined ? {} : { uid }) });
    expect([code, report.findings.length, report.scan.complete]).toEqual([1, 1, false]);
  });
});
