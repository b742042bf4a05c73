import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { asar, brotli, gzip, tar, tgz, xz, zip, zipByHand } from '../containers/archives.ts';
import { fileWith } from '../containers/look-inside.ts';
import { keyOf, maskOf } from '../core/key-maker.ts';
import { type JsonReport, runCli, runJson } from './run-cli.ts';
import { hookedRepository, ScratchRepository, temporaryDirectory } from './tree.ts';

const KEY = keyOf('archive');
const FILE = fileWith(KEY);
const LOCKED = zipByHand([{ name: 'locked.txt', content: 'x', flags: 1 }]);

function placesOf({ findings }: JsonReport): string[] {
  return findings.map(({ path, container, startLine, startColumn }) => {
    return `${container ?? path}:${startLine}:${startColumn}`;
  });
}

describe('a container on disk', () => {
  it('shows its keys with the member that they stand in, and counts as one file', async () => {
    const cwd = temporaryDirectory({
      'a.zip': zip({ 'src/k.js': FILE }),
      'b.tgz': tgz({ 'in.jar': zip({ 'k.js': FILE }), 'k.js.xz': xz(FILE) }),
      'k.js.br': brotli(FILE),
      'plain.js': FILE,
    });
    const { code, report } = await runJson([], { cwd });
    expect(code).toBe(1);
    expect(report.scan).toMatchObject({ files: 4, complete: true, skipped: [] });
    expect(placesOf(report)).toEqual([
      'a.zip!src/k.js:2:10',
      'b.tgz!in.jar!k.js:2:10',
      'b.tgz!k.js.xz!k.js:2:10',
      'k.js.br!k.js:2:10',
      'plain.js:2:10',
    ]);
    expect(report.findings.map(({ path }) => path)).toEqual([
      'a.zip',
      'b.tgz',
      'b.tgz',
      'k.js.br',
      'plain.js',
    ]);
    expect(new Set(report.findings.map(({ fingerprint }) => fingerprint)).size).toBe(5);
  });

  it('shows what is encoded in a member, and tells of the member that was not decoded to its end', async () => {
    const bomb = deflateSync(Buffer.alloc(70 * 1024 * 1024)).toString('base64');
    const cwd = temporaryDirectory({
      'a.zip': zip({ 'k.txt': `token: ${Buffer.from(KEY).toString('base64')}\n` }),
      'b.tgz': tgz({ 'bomb.txt': bomb }),
    });
    const { report } = await runJson([], { cwd });
    expect(placesOf(report)).toEqual(['a.zip!k.txt:1:8']);
    expect(report.findings.map(({ via }) => via)).toEqual([['base64']]);
    expect(report.scan.skipped).toMatchObject([{ path: 'b.tgz!bomb.txt', kind: 'unread' }]);
  });

  it('has the level of where it is, and of what its members are', async () => {
    const scratch = new ScratchRepository();
    scratch
      .write('tracked.zip', zip({ 'k.js': FILE }))
      .write('.gitignore', '*.log.gz\nweb.zip\n')
      .commit();
    scratch
      .write('new.zip', zip({ 'k.js': FILE }))
      .write('a.log.gz', gzip(FILE))
      .write('web.zip', zip({ 'dist/k.js': FILE, 'server/k.js': FILE }))
      .write('tracked.zip', zip({ 'k.js': FILE, 'other.js': fileWith(keyOf('newer')) }));
    const { report } = await runJson([], { cwd: scratch.path });
    const exposures = report.findings.map(({ container, exposure }) => `${container} ${exposure}`).sort();
    expect(exposures).toEqual([
      'a.log.gz!a.log ignored',
      'new.zip!k.js untracked',
      'tracked.zip!k.js committed',
      'tracked.zip!other.js untracked',
      'web.zip!dist/k.js client',
      'web.zip!server/k.js ignored',
    ]);
  });

  it('that is what an app gets is client-side', async () => {
    const cwd = temporaryDirectory({
      'app.asar': asar({ 'main.js': FILE }),
      'app.apk': zip({ 'k.txt': FILE }),
    });
    const { report } = await runJson([], { cwd });
    expect(report.findings.map(({ exposure }) => exposure)).toEqual(['client', 'client']);
  });

  it('that cannot be read makes the scan incomplete, unless it is left out', async () => {
    const cwd = temporaryDirectory({
      'locked.zip': LOCKED,
      'cut.gz': gzip(randomBytes(999)).subarray(0, 500),
    });
    const { code, report, stderr } = await runJson([], { cwd });
    expect([code, report.scan.complete]).toEqual([3, false]);
    expect(report.scan.skipped).toEqual([
      { path: 'cut.gz', reason: 'ends before its end: cut short', kind: 'unread' },
      { path: 'locked.zip!locked.txt', reason: 'encrypted', kind: 'unread' },
    ]);
    expect(stderr).toContain('locked.zip!locked.txt: encrypted');
    expect((await runCli(['--exclude', '*.zip', '--exclude', 'cut.*'], { cwd })).code).toBe(0);
  });

  it('larger than --max-size is skipped, as any file is', async () => {
    const cwd = temporaryDirectory({ 'a.zip': zip({ 'k.js': FILE }) });
    const { code, report } = await runJson(['--max-size', '10'], { cwd });
    expect([code, report.scan.skipped[0]?.kind]).toEqual([0, 'by-request']);
  });

  it('writes nothing, whatever its members are named', async () => {
    const cwd = temporaryDirectory();
    const inner = join(cwd, 'inner');
    mkdirSync(inner);
    const scratch = temporaryDirectory({
      'a.tar': tar({ '../escaped.js': FILE, '/tmp/ttleaks-escaped.js': FILE }),
    });
    symlinkSync(join(scratch, 'a.tar'), join(inner, 'link.tar'));
    copyFileSync(join(scratch, 'a.tar'), join(inner, 'a.tar'));
    const { report } = await runJson([], { cwd: inner });
    expect(placesOf(report)).toEqual(['a.tar!../escaped.js:2:10', 'a.tar!/tmp/ttleaks-escaped.js:2:10']);
    expect(existsSync(join(cwd, 'escaped.js'))).toBe(false);
    expect(existsSync('/tmp/ttleaks-escaped.js')).toBe(false);
  });

  it('is waived member by member: by a baseline, and by a comment in the member', async () => {
    const other = `let other='${keyOf('allowed')}'; // ttleaks:allow a test key\n`;
    const cwd = temporaryDirectory({ 'a.zip': zip({ 'k.js': FILE, 'other.js': other }) });
    await runCli(['baseline'], { cwd });
    const waived = await runJson([], { cwd });
    expect(waived.code).toBe(0);
    expect(waived.report.findings.map(({ container, suppressed }) => [container, suppressed?.kind])).toEqual([
      ['a.zip!k.js', 'baseline'],
      ['a.zip!other.js', 'inline'],
    ]);
  });
});

describe('a container on standard input', () => {
  it.each([
    ['a zip archive', zip({ 'k.js': FILE }), '(stdin)!k.js'],
    ['a gzipped tar', tgz({ 'k.js': FILE }), '(stdin)!k.js'],
    ['a gzipped file', gzip(FILE), '(stdin)!(content)'],
  ])('is read: %s', async (_, input, place) => {
    const { code, report } = await runJson(['--stdin'], { cwd: temporaryDirectory(), input });
    expect([code, placesOf(report)]).toEqual([1, [`${place}:2:10`]]);
  });

  it('is known by the name that it is given', async () => {
    const args = ['--stdin', '--stdin-path', 'k.js.br'];
    const { report } = await runJson(args, { cwd: temporaryDirectory(), input: brotli(FILE) });
    expect(placesOf(report)).toEqual(['k.js.br!k.js:2:10']);
  });

  it('that is cut short is incomplete', async () => {
    const input = tgz({ 'k.js': FILE, rest: randomBytes(99_999) }).subarray(0, -5000);
    const { code, report } = await runJson(['--stdin'], { cwd: temporaryDirectory(), input });
    expect([code, report.scan.complete]).toEqual([1, false]);
    expect(placesOf(report)).toEqual(['(stdin)!k.js:2:10']);
  });
});

describe('a staged container', () => {
  it('stops the commit that would bring its key in', () => {
    const scratch = hookedRepository();
    scratch.write('a.tgz', tgz({ 'k.js': FILE }));
    expect(() => scratch.commit()).toThrow(/a\.tgz!k\.js:2:10/);
  });

  it('is read from the index, blocks for new keys alone, and for what cannot be read', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a.zip', zip({ 'k.js': FILE })).commit();
    scratch.write('a.zip', zip({ 'k.js': FILE, 'more.txt': 'x' }));
    scratch.git('add', '.');
    scratch.write('a.zip', 'the work tree does not count');
    const known = await runJson(['--staged'], { cwd: scratch.path });
    expect([known.code, known.report.findings.map(({ level }) => level)]).toEqual([0, ['note']]);
    scratch.write('locked.zip', LOCKED);
    scratch.git('add', 'locked.zip');
    const locked = await runJson(['--staged'], { cwd: scratch.path });
    expect(locked.code).toBe(3);
    expect(locked.report.scan.skipped[0]?.path).toBe('locked.zip!locked.txt');
  });
});

describe('a container in history', () => {
  it.each([
    ['stored zip', 'a.zip', zip({ 'k.js': FILE }, { method: 'stored' }), 'k.js'],
    ['tar', 'a.tar', tar({ 'k.js': FILE }, 'ustar'), 'k.js'],
    ['tar of GNU', 'a.tar', tar({ 'k.js': FILE }, 'gnu'), 'k.js'],
    ['an archive of Electron', 'app.asar', asar({ 'k.js': FILE }), 'k.js'],
    ['deflated zip', 'a.zip', zip({ 'src/k.js': FILE }), 'src/k.js'],
    ['tarball of npm', 'a.tgz', tgz({ 'package/k.js': FILE }), 'package/k.js'],
    ['gzip', 'k.js.gz', gzip(FILE), 'k.js'],
    ['xz', 'k.js.xz', xz(FILE), 'k.js'],
  ])('has its place there, loose and packed: %s', async (_, path, bytes, member) => {
    const scratch = new ScratchRepository();
    scratch.write(path, bytes);
    const added = scratch.commit('add it');
    scratch.remove(path).write('x', 'x');
    const removed = scratch.commit('take it out');
    for (const isPacked of [false, true]) {
      if (isPacked) scratch.git('gc', '-q');
      const { code, report } = await runJson(['--history'], { cwd: scratch.path });
      expect([code, report.scan.complete]).toEqual([1, true]);
      expect(report.findings).toMatchObject([
        { path, container: `${path}!${member}`, startLine: 2, inHead: false },
      ]);
      expect(report.findings[0]?.introduced?.commit).toBe(added);
      expect(report.findings[0]?.removed?.commit).toBe(removed);
    }
  });

  it('that holds nothing is not unpacked again by the next scan; all others are', async () => {
    const scratch = new ScratchRepository();
    const clean = zip({ 'noise.bin': randomBytes(90_000), 'm.js': 'm' }, { method: 'stored' });
    scratch
      .write('clean.zip', clean)
      .write('keys.zip', zip({ 'k.js': FILE }))
      .write('locked.zip', LOCKED);
    scratch.commit();
    scratch.git('gc', '-q');
    const first = await runJson(['--history'], { cwd: scratch.path });
    expect(first.report.findings).toMatchObject([{ container: 'keys.zip!k.js' }]);
    expect(first.report.scan.skipped).toMatchObject([{ kind: 'unread' }]);
    // Whoever unpacks it now finds it damaged: git checks what it gives out.
    const packs = join(scratch.path, '.git/objects/pack');
    const pack = join(packs, readdirSync(packs).find((name) => name.endsWith('.pack')) ?? '');
    const bytes = readFileSync(pack);
    chmodSync(pack, 0o600);
    const at = bytes.indexOf(clean.subarray(500, 520));
    writeFileSync(pack, bytes.fill(0, at, at + 50_000));
    const again = await runJson(['--history'], { cwd: scratch.path });
    expect(again.report.findings).toEqual(first.report.findings);
    expect(again.report.scan.skipped).toEqual(first.report.scan.skipped);
    const afresh = await runJson(['--history', '--no-cache'], { cwd: scratch.path });
    expect(afresh.report.scan.skipped.length).toBeGreaterThan(first.report.scan.skipped.length);
  });

  it('that is damaged is named by its object, and by its path where paths matter', async () => {
    const scratch = new ScratchRepository();
    scratch.write('old.zip', zip({ 'k.js': FILE, 'm.js': 'm' }).subarray(0, 90)).commit();
    const object = scratch.git('rev-parse', 'HEAD:old.zip').trim();
    scratch.remove('old.zip').write('x', 'x').commit();
    const { code, report } = await runJson(['--history'], { cwd: scratch.path });
    expect([code, report.scan.complete]).toEqual([3, false]);
    expect(report.scan.skipped.every(({ path, kind }) => path.startsWith(object) && kind === 'unread')).toBe(
      true,
    );
    expect(report.scan.warnings).toMatchObject([expect.stringContaining('--find-object=')]);
    const excluded = await runJson(['--history', '--exclude', '*.zip'], { cwd: scratch.path });
    expect([excluded.code, excluded.report.scan.skipped]).toEqual([0, []]);
    expect(excluded.report.scan.excluded).toBe(1);
  });
});

describe('every format', () => {
  it.each(['text', 'json', 'sarif', 'github', 'markdown', 'html', 'csv'])(
    'names the member: %s',
    async (format) => {
      const cwd = temporaryDirectory({ 'a.zip': zip({ 'src/k.js': FILE }) });
      const { stdout } = await runCli(['-f', format], { cwd });
      expect(stdout).toContain('a.zip!src/k.js');
      expect(stdout).toContain(maskOf(KEY));
    },
  );

  it('masks a key in the name of a member', async () => {
    const name = keyOf('member name');
    const cwd = temporaryDirectory({
      'a.tar': tar({ [`${name}.txt`]: 'x' }),
      'b.zip': zip({ [`${name}/x`]: LOCKED }),
    });
    for (const format of ['text', 'json', 'sarif', 'github', 'markdown', 'html', 'csv']) {
      // Whole keys in the output fail the run.
      expect((await runCli(['-f', format], { cwd })).stdout).toContain(maskOf(name));
    }
  });
});
