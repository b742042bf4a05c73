/** One repository with a key in every place where git keeps text, through the command line. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { loadRules, type Report, type ScanOptions, scan } from '../src/index.ts';
import { type JsonFinding, type JsonReport, runCli, runJson } from './cli/run-cli.ts';
import { zip } from './containers/archives.ts';
import { keyOf, maskOf } from './core/key-maker.ts';
import { ScratchRepository } from './git/scratch-repository.ts';

const PLACES = [
  'evil merge',
  'top stash',
  'older stash',
  'amended away',
  'index only',
  'UTF-16',
  '-diff',
  'tag message',
  'note',
  'branch name',
  'author field',
] as const;
type Place = (typeof PLACES)[number];

function lineOf(place: Place): string {
  return `KEY=${keyOf(place)}\n`;
}

interface Planted {
  readonly scratch: ScratchRepository;
  readonly commits: Readonly<Record<'merge' | 'amended' | 'wide' | 'binary' | 'removal' | 'author', string>>;
}

async function scanHistory(
  { path }: ScratchRepository,
  interruption: Pick<ScanOptions, 'signal' | 'onProgress'>,
): Promise<Report> {
  return await scan({
    target: { mode: 'history', directory: path, scope: { kind: 'all' } },
    cwd: path,
    rules: await loadRules([]),
    excludes: [],
    jobs: 1,
    nodeModules: false,
    foreignAllow: false,
    lineHashes: false,
    ...interruption,
  });
}

function plantedRepository(): Planted {
  const scratch = new ScratchRepository();
  scratch.write('a.txt', 'base\n').write('.gitattributes', '*.bin -diff\n').commit('base');
  const merge = evilMerge(scratch);
  const wide = scratch.write('wide.txt', Buffer.from(`\ufeff${lineOf('UTF-16')}`, 'utf16le')).commit('wide');
  const binary = scratch.write('data.bin', lineOf('-diff')).commit('binary');
  const removal = scratch.remove('wide.txt').commit('take out the wide file');
  const amended = scratch.write('amended.txt', lineOf('amended away')).commit('to be amended');
  scratch.remove('amended.txt').git('add', '-A');
  scratch.git('commit', '-q', '--amend', '--allow-empty', '-m', 'amended');
  scratch.write('a.txt', `older\n${lineOf('older stash')}`).git('stash', '-q');
  scratch.write('a.txt', `top\n${lineOf('top stash')}`).git('stash', '-q');
  scratch.git('tag', '-a', 'v1', '-m', `release\n\n${lineOf('tag message')}`);
  scratch.git('notes', 'add', '-m', lineOf('note'), 'HEAD');
  scratch.git('branch', `topic/${keyOf('branch name')}`);
  scratch.tick();
  scratch.git(
    'commit',
    '-q',
    '--allow-empty',
    '-m',
    'author',
    `--author=${keyOf('author field')} <a@example.invalid>`,
  );
  const author = scratch.git('rev-parse', 'HEAD');
  scratch.write('staged.txt', lineOf('index only')).git('add', 'staged.txt');
  return { scratch, commits: { merge, wide, binary, removal, amended, author } };
}

/** A key that neither side of the merge has. */
function evilMerge(scratch: ScratchRepository): string {
  scratch.git('checkout', '-q', '-b', 'side');
  scratch.write('a.txt', 'side\n').commit('side');
  scratch.git('checkout', '-q', 'main');
  scratch.write('a.txt', 'main\n').commit('main');
  spawnSync('git', ['merge', '-q', 'side'], { cwd: scratch.path, env: scratch.env });
  const merge = scratch.write('a.txt', 'merged\n').write('evil.txt', lineOf('evil merge')).commit('merge');
  scratch.git('branch', '-q', '-D', 'side');
  return merge;
}

describe('a scan of history', () => {
  let planted: Planted;
  let report: JsonReport;
  let code: number | null;

  function at(place: Place): JsonFinding {
    const found = report.findings.filter(({ masked }) => masked === maskOf(keyOf(place)));
    expect(found.length, `findings of the key in: ${place}`).toBe(1);
    return found[0] as JsonFinding;
  }

  // Made anew for each test: the scratch repository goes when its test ends.
  async function scanPlanted(): Promise<void> {
    planted = plantedRepository();
    const run = await runJson(['--history'], { cwd: planted.scratch.path });
    ({ code, report } = run);
  }

  it('finds the key of every place, once each, and ends with 1', async () => {
    await scanPlanted();
    expect(code).toBe(1);
    const masks = report.findings.map(({ masked }) => masked).sort();
    expect(masks).toEqual(PLACES.map((place) => maskOf(keyOf(place))).sort());
    expect(report.secrets.length).toBe(PLACES.length);
    expect(report.scan).toMatchObject({ mode: 'history', complete: true });
    expect(
      report.findings.every(({ level, exposure }) => level === 'error' && exposure === 'committed'),
    ).toBe(true);
  });

  it('tells of each where it stands, who brought it in and who took it out', async () => {
    await scanPlanted();
    const { commits } = planted;
    const main = { inHead: true, reachable: true };
    expect(at('evil merge')).toMatchObject({
      path: 'evil.txt',
      startLine: 1,
      startColumn: 5,
      introduced: { commit: commits.merge, subject: 'merge' },
      refs: expect.arrayContaining(['refs/heads/main']),
      ...main,
    });
    expect(at('-diff')).toMatchObject({
      path: 'data.bin',
      introduced: { commit: commits.binary },
      refs: expect.arrayContaining(['refs/heads/main', 'refs/tags/v1']),
      ...main,
    });
    expect(at('UTF-16')).toMatchObject({
      path: 'wide.txt',
      startLine: 1,
      startColumn: 5,
      introduced: { commit: commits.wide },
      removed: { commit: commits.removal },
      refs: [],
      inHead: false,
      reachable: true,
    });
    expect(at('amended away')).toMatchObject({
      path: 'amended.txt',
      introduced: { commit: commits.amended },
      refs: [],
      inHead: false,
    });
    expect(at('index only')).toMatchObject({ path: 'staged.txt', inHead: false });
    expect(at('index only').introduced).toBeUndefined();
  });

  it('tells of stashes, messages, notes and names by what they are', async () => {
    await scanPlanted();
    expect(at('top stash')).toMatchObject({
      path: 'a.txt',
      startLine: 2,
      refs: ['refs/stash'],
      reachable: true,
    });
    expect(at('older stash')).toMatchObject({ path: 'a.txt', startLine: 2, reachable: true });
    expect(at('tag message')).toMatchObject({
      path: '(tag message)',
      site: 'message',
      refs: ['refs/tags/v1'],
    });
    expect(at('note')).toMatchObject({ site: 'content', refs: ['refs/notes/commits'] });
    expect(at('branch name')).toMatchObject({
      site: 'ref',
      path: `refs/heads/topic/${maskOf(keyOf('branch name'))}`,
    });
    expect(at('author field')).toMatchObject({
      site: 'message',
      introduced: {
        commit: planted.commits.author,
        author: expect.stringContaining(maskOf(keyOf('author field'))),
      },
    });
  });

  it('finds the same in packs, and shows no key in any format', async () => {
    await scanPlanted();
    const before = report.findings.map(({ fingerprint }) => fingerprint);
    planted.scratch.git('gc', '-q');
    const packed = await runJson(['--history'], { cwd: planted.scratch.path });
    expect(packed.report.findings.map(({ fingerprint }) => fingerprint)).toEqual(before);
    for (const format of ['text', 'sarif', 'github', 'markdown', 'html', 'csv']) {
      const run = await runCli(['--history', '--verbose', '-f', format], { cwd: planted.scratch.path });
      expect(run.code, format).toBe(1);
    }
  });

  it('of a range has what the range adds, and of a date what is newer', async () => {
    await scanPlanted();
    const cwd = planted.scratch.path;
    const { merge, wide, binary } = planted.commits;
    const masksOf = async (...args: string[]) => {
      const run = await runJson(['--history', ...args], { cwd });
      return run.report.findings.map(({ masked }) => masked).sort();
    };
    const expected = (...places: Place[]) => places.map((place) => maskOf(keyOf(place))).sort();
    expect(await masksOf('--range', `${wide}..${binary}`)).toEqual(expected('-diff'));
    expect(await masksOf('--range', `${merge}^1..${binary}`)).toEqual(
      expected('evil merge', 'UTF-16', '-diff'),
    );
    expect(await masksOf('--range', `${binary}..${binary}`)).toEqual([]);
    const since = await masksOf('--since', '2001-01-01');
    expect(since).toEqual(expect.arrayContaining(expected('evil merge', 'UTF-16', '-diff')));
  });

  it('from a folder within, and of a repository that is named, is the same', async () => {
    await scanPlanted();
    const { path, home } = planted.scratch;
    const named = await runJson(['--history', path], { cwd: home });
    expect(named.report.findings.map(({ fingerprint }) => fingerprint)).toEqual(
      report.findings.map(({ fingerprint }) => fingerprint),
    );
  });

  it('of which only a part could be searched tells what was found by then, whole', async () => {
    const scratch = new ScratchRepository();
    for (let number = 0; number < 30; number++) scratch.write(`noise-${number}`, randomBytes(200_000));
    const commit = scratch.commit(`see ${keyOf('message')}`);
    scratch.git('repack', '-adfq');
    const controller = new AbortController();
    const { scan: facts, findings } = await scanHistory(scratch, {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('interrupted')),
    });
    expect(facts.complete).toBe(false);
    expect(facts.skipped.map(({ path }) => path)).toEqual(['(interrupted)']);
    expect(findings).toMatchObject([
      { site: 'message', introduced: { commit }, refs: ['refs/heads/main'], reachable: true },
    ]);
  });

  it('is incomplete where a signal comes while archives in it are looked into', async () => {
    const scratch = new ScratchRepository();
    for (let number = 0; number < 30; number++) {
      const members = Array.from({ length: 40 }, (_, member) => [`${member}.txt`, `${number}`] as const);
      const last = number === 29 ? { 'k.js': keyOf('in the last') } : {};
      scratch.write(`${number}.zip`, zip({ ...Object.fromEntries(members), ...last }));
    }
    scratch.commit('archives');
    scratch.git('repack', '-adfq');
    const asked = { count: 0 };
    const scanned = async (abortAt: number) => {
      const controller = new AbortController();
      const { signal } = controller;
      const ask = signal.throwIfAborted.bind(signal);
      asked.count = 0;
      signal.throwIfAborted = () => {
        if (++asked.count === abortAt) controller.abort(new Error('interrupted'));
        ask();
      };
      return await scanHistory(scratch, { signal });
    };
    const { scan: whole, findings } = await scanned(Number.POSITIVE_INFINITY);
    expect([whole.complete, findings.length]).toEqual([true, 1]);
    // Once for each member at least.
    const members = 30 * 40 + 1;
    expect(asked.count).toBeGreaterThan(members);
    for (const back of [members / 2, 45, 20]) {
      const { scan: facts } = await scanned(asked.count - Math.floor(back));
      expect(facts.skipped.map(({ path }) => path)).toEqual(['(interrupted)']);
      expect(facts.complete).toBe(false);
      await scanned(Number.POSITIVE_INFINITY);
    }
  });
});
