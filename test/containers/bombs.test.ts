import { createHook } from 'node:async_hooks';
import { execFileSync } from 'node:child_process';
import { closeSync, ftruncateSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Budget, OverBudget } from '../../src/containers/budget.ts';
import { windowsOf } from '../../src/containers/member.ts';
import { BIN, bareEnvironment, runJson } from '../cli/run-cli.ts';
import { keyOf } from '../core/key-maker.ts';
import { temporaryDirectory } from '../settings/temporary-directory.ts';
import { bzip2, gzip, TAR_END, tar, tarMember, xz, zip, zipByHand, zstdRepeated } from './archives.ts';
import { at, fileWith, lookInside, lookInsideStream } from './look-inside.ts';

const KEY = keyOf('bomb');
const FILE = fileWith(KEY);
const MEBIBYTE = 1024 * 1024;
const zeros = (mebibytes: number) => Buffer.alloc(mebibytes * MEBIBYTE);
const OVER = /unpacks to more than 250 times its size$/;

it('small members are unpacked one by one, with nothing set aside for a stream of each', async () => {
  const names = Array.from({ length: 300 }, (_, index) => `${index}.txt`);
  const archive = zip(Object.fromEntries(names.map((name) => [name, `${name} holds nothing`.repeat(20)])));
  let engines = 0;
  const hook = createHook({
    init(_id, type) {
      if (type === 'ZLIB') engines++;
    },
  }).enable();
  try {
    expect((await lookInside(archive, 'a.zip')).found).toEqual([]);
  } finally {
    hook.disable();
  }
  expect(engines).toBe(names.length);
});

it('a signal is heard between members, though to unpack small ones waits for nothing', async () => {
  const names = Array.from({ length: 400 }, (_, number) => [`${number}.txt`, 'x'] as const);
  const bytes = zip({ ...Object.fromEntries(names), 'k.js': FILE });
  expect((await lookInside(bytes, 'a.zip')).found).toEqual([at('a.zip!k.js', KEY)]);
  const controller = new AbortController();
  setImmediate(() => controller.abort());
  const { found } = await lookInsideStream(windowsOf(bytes), 'a.zip', controller.signal);
  expect(found).toEqual([]);
});

describe('a bomb', () => {
  it.each([
    ['gzip, of 10 GB', () => Buffer.concat(Array<Buffer>(100).fill(gzip(zeros(100))))],
    ['Zstandard, of 10 GB', () => zstdRepeated(0, 80_000)],
    ['Brotli', () => brotliCompressSync(zeros(300), { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })],
    ['bzip2', () => bzip2(zeros(120))],
    ['xz', () => xz(zeros(120), { level: 0 })],
  ])('of %s is told of, and what stands beside it is read', async (_, make) => {
    const bytes = make();
    expect(await lookInside(bytes, 'bomb.br')).toEqual({ found: [], unread: [expect.stringMatching(OVER)] });
    const { found, unread } = await lookInside(tar({ 'bomb.br': bytes, 'k.js': FILE }), 'a.tar');
    // What the whole file may grow to is not much more than what one stream of it may.
    expect([...found, ...unread]).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^a\.tar!bomb\.br.*unpacks to more than 250 times its size$/),
      ]),
    );
  });

  it('in a large archive ends alone', async () => {
    const bytes = zipByHand([{ name: 'bomb', content: zeros(300) }]);
    const large = tar({ 'bomb.zip': bytes, 'k.js': FILE, ballast: zeros(3) });
    const { found, unread } = await lookInside(large, 'a.tar');
    expect(found).toEqual([at('a.tar!k.js', KEY)]);
    expect(unread).toEqual([expect.stringMatching(/^a\.tar!bomb\.zip!bomb: unpacks to more/)]);
  });

  it('of zips within zips within zips costs little', async () => {
    let bytes = zipByHand([{ name: 'zeros', content: zeros(64) }]);
    for (let level = 0; level < 5; level++) {
      const content = bytes;
      bytes = zipByHand(Array.from({ length: 16 }, (_, index) => ({ name: `${index}.zip`, content })));
    }
    expect(bytes.length).toBeLessThan(200_000);
    const { unread } = await lookInside(bytes, '42.zip');
    expect(unread).toEqual([
      expect.stringMatching(/^42\.zip!0\.zip!.*unpacks to more than 250 times its size$/),
    ]);
  });

  it('of members that lie over each other costs little', async () => {
    const content = zeros(8);
    const members = Array.from({ length: 2000 }, (_, index) => ({
      name: String(index),
      content: index === 0 ? content : '',
      lies: { at: 0, packedBytes: 8200, size: content.length },
    }));
    const { unread } = await lookInside(zipByHand(members), 'a.zip');
    expect(unread.at(-1)).toMatch(OVER);
  });

  it('of members by the hundred thousand ends', async () => {
    const bytes = gzip(Buffer.concat(Array<Buffer>(260_000).fill(tarMember('empty', ''))));
    const { unread } = await lookInside(bytes, 'a.tgz');
    expect(unread).toEqual(['a.tgz!empty: more than 250000 members in this file']);
  });

  it('does not hide the file behind it', async () => {
    const cwd = temporaryDirectory({
      'a.gz': Buffer.concat(Array<Buffer>(10).fill(gzip(zeros(100)))),
      'b.tgz': gzip(tar({ 'k.js': FILE })),
      'c.js': FILE,
    });
    const { code, report } = await runJson([], { cwd });
    expect([code, report.scan.complete]).toEqual([1, false]);
    expect(report.findings.map(({ path, container }) => container ?? path)).toEqual(['b.tgz!k.js', 'c.js']);
    expect(report.scan.skipped).toEqual([
      { path: 'a.gz', reason: 'unpacks to more than 250 times its size', kind: 'unread' },
    ]);
  });
});

describe('the budget', () => {
  const none = { members: 1e9, expandedBytes: 1e15, milliseconds: 1e9 };

  it('of a scan is that of all its files', () => {
    const budget = new Budget({ ...none, members: 3 });
    for (let file = 0; file < 3; file++) budget.forFile().member();
    expect(() => budget.forFile().member()).toThrow(OverBudget);
    expect(() => budget.forFile().member()).toThrow('more than 3 members in the containers of this scan');
  });

  it('of a file leaves the next file its own', () => {
    const budget = new Budget(none, { ...none, expandedBytes: 1024 ** 3 });
    const first = budget.forFile();
    first.read(1024 ** 3);
    first.expanded(1024 ** 3);
    expect(() => first.expanded(1)).toThrow('more than 1 GiB unpacked from this file');
    const second = budget.forFile();
    second.read(100);
    second.expanded(100);
  });

  it('counts time', async () => {
    const file = new Budget({ ...none, milliseconds: 1 }).forFile();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(() => file.member()).toThrow(OverBudget);
  });
});

describe('memory', () => {
  it('is bounded by windows: a member of more than 2 GB is read to its end', { timeout: 180_000 }, () => {
    const cwd = temporaryDirectory();
    const size = 2 ** 31 + 4096;
    const header = tarMember('large.js', '', { size });
    const descriptor = openSync(join(cwd, 'a.tar'), 'w');
    writeSync(descriptor, header);
    ftruncateSync(descriptor, 512 + size);
    writeSync(descriptor, `\n${FILE}`, 512 + size - 200);
    ftruncateSync(descriptor, 512 + size + TAR_END.length);
    closeSync(descriptor);
    const measure = `
import resource, subprocess, sys
run = subprocess.run(sys.argv[1:], capture_output=True, text=True)
print(run.stdout)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
`;
    const script = join(cwd, 'measure.py');
    writeFileSync(script, measure);
    const output = execFileSync('python3', [script, process.execPath, BIN, '-f', 'csv', 'a.tar'], {
      cwd,
      env: bareEnvironment(),
      encoding: 'utf8',
    });
    expect(output).toContain('a.tar!large.js');
    expect(Number(output.trim().split('\n').at(-1))).toBeLessThan(300_000);
  });

  it('does not grow with a stream, whatever it holds', async () => {
    const piece = tarMember('x', Buffer.alloc(MEBIBYTE, 'x'));
    const before = process.memoryUsage().rss;
    let most = before;
    const windows = async function* () {
      for (let index = 0; index < 600; index++) {
        yield piece;
        most = Math.max(most, process.memoryUsage().rss);
      }
      yield tarMember('k.js', FILE);
      yield TAR_END;
    };
    const { found } = await lookInsideStream(windows(), '(stdin)');
    expect(found).toEqual([at('(stdin)!k.js', KEY)]);
    expect(most - before).toBeLessThan(300 * MEBIBYTE);
  });
});
