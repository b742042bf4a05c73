/**
 * Stores that are damaged, hostile, or rewritten while they are read: both readers, our own and git's, say the same,
 * and what was there before is found or something is named as unread.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { constants, deflateRawSync, deflateSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ObjectSearch } from '../../../src/git/object-search.ts';
import { searchObjects } from '../../../src/git/object-stream.ts';
import type { Repository } from '../../../src/git/repository.ts';
import { runJson } from '../../cli/run-cli.ts';
import { keyOf } from '../../core/key-maker.ts';
import { ScratchRepository, temporaryDirectory } from '../scratch-repository.ts';
import { objectsIn, PREFILTER, plainPlaces } from './needle-sets.ts';
import { type BuiltPack, buildIndex, buildPack, type PackEntry } from './pack-builder.ts';
import { fastImportStream, historyPlan } from './random-history.ts';
import { PackedStore, packingOf } from './random-packing.ts';

const SWITCH = 'TTLEAKS_GIT_READER';

async function bothReaders(repository: Repository): Promise<{ own: ObjectSearch; git: ObjectSearch }> {
  const own = await searchObjects(repository, PREFILTER);
  Object.assign(process.env, { [SWITCH]: 'stream' });
  try {
    return { own, git: await searchObjects(repository, PREFILTER) };
  } finally {
    delete process.env[SWITCH];
  }
}

function idsOf({ hits }: ObjectSearch): string[] {
  return hits.map(({ id }) => id).sort();
}

/** A bare repository of two packs, one of them with a delta for nearly everything. */
class Victim {
  readonly store: PackedStore;
  readonly hitIds: ReadonlySet<string>;
  /** The larger one first, without endings. */
  readonly packs: readonly string[];

  constructor(number = 4) {
    this.store = new PackedStore(temporaryDirectory(), {
      ...packingOf(number),
      kind: 'several packs',
      hash: 'sha1',
      level: 6,
    });
    this.store.import(fastImportStream(historyPlan(number)));
    const objects = objectsIn(this.store.print());
    this.hitIds = new Set(plainPlaces(objects, PREFILTER.needles).map((place) => place.slice(0, 40)));
    const folder = join(this.store.path, 'objects/pack');
    const names = readdirSync(folder).filter((name) => name.endsWith('.pack'));
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o644);
    const sizeOf = (path: string) => readFileSync(path).length;
    this.packs = names
      .map((name) => join(folder, name))
      .sort((a, b) => sizeOf(b) - sizeOf(a))
      .map((path) => path.slice(0, -'.pack'.length));
  }

  get pack(): string {
    return `${this.packs[0]}.pack`;
  }

  get index(): string {
    return `${this.packs[0]}.idx`;
  }

  objectsFile(path: string): string {
    return join(this.store.path, 'objects', path);
  }

  change(file: string, change: (bytes: Buffer) => Buffer | undefined): void {
    const bytes = readFileSync(file);
    writeFileSync(file, change(bytes) ?? bytes);
  }

  /** The index of the larger pack with other offsets, by rank, and a sound checksum. */
  reindex(offsetsOf: (offsets: number[], packBytes: number) => number[]): void {
    const listing = this.store.git(['show-index'], readFileSync(this.index)).toString('latin1');
    const lines = listing
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split(' '));
    const pack = readFileSync(this.pack);
    const offsets = offsetsOf(
      lines.map(([offset]) => Number(offset)),
      pack.length,
    );
    const objects = lines.map(([, id = ''], rank) => ({ id, offset: offsets[rank]! }));
    writeFileSync(this.index, buildIndex(objects, { checksum: pack.subarray(-20), largeFrom: 0x7fffffff }));
  }

  add({ pack, index }: Pick<BuiltPack, 'pack' | 'index'>): void {
    writeFileSync(this.objectsFile('pack/pack-added.pack'), pack);
    writeFileSync(this.objectsFile('pack/pack-added.idx'), index);
  }

  loose(id: string, bytes: Buffer): void {
    mkdirSync(this.objectsFile(id.slice(0, 2)), { recursive: true });
    writeFileSync(this.objectsFile(`${id.slice(0, 2)}/${id.slice(2)}`), bytes);
  }
}

const BASE: PackEntry = {
  type: 'blob',
  content: Buffer.from('a base of some length, which the deltas need'),
};
const DELTA: PackEntry = { base: 0, instructions: [{ copy: 0, size: 40 }, { insert: Buffer.from('tt1.') }] };
const CHILD: PackEntry = { base: 1, instructions: [{ copy: 0, size: 44 }, { insert: Buffer.from('!') }] };
const OTHER: PackEntry = { type: 'blob', content: Buffer.from('tt1. in another object') };

function lying(lie: NonNullable<Parameters<typeof buildPack>[1]>['lies']): BuiltPack {
  return buildPack([BASE, DELTA, CHILD, OTHER], { lies: lie ?? [] });
}

const LOOSE_ID = 'ab'.repeat(20);

/** Each is done to a repository that was whole. */
const DAMAGE: Readonly<Record<string, (victim: Victim) => void>> = {
  'an index of the other pack': ({ packs }) => copyFileSync(`${packs[1]}.idx`, `${packs[0]}.idx`),
  'indexes that are swapped': ({ packs }) => {
    renameSync(`${packs[0]}.idx`, `${packs[0]}.tmp`);
    renameSync(`${packs[1]}.idx`, `${packs[0]}.idx`);
    renameSync(`${packs[0]}.tmp`, `${packs[1]}.idx`);
  },
  'a pack that is the other one': ({ packs }) => copyFileSync(`${packs[1]}.pack`, `${packs[0]}.pack`),
  'an index without a pack': ({ pack }) => unlinkSync(pack),
  'an empty pack': ({ pack }) => truncateSync(pack, 0),
  'a pack that is cut in its header': ({ pack }) => truncateSync(pack, 11),
  'a pack that is cut in the middle': (victim) =>
    victim.change(victim.pack, (bytes) => bytes.subarray(0, bytes.length >> 1)),
  'a pack without its last byte': (victim) => victim.change(victim.pack, (bytes) => bytes.subarray(0, -1)),
  'garbage behind a pack': ({ pack }) => appendFileSync(pack, 'garbage'),
  'a pack of version 4': (victim) => victim.change(victim.pack, (bytes) => void bytes.writeUInt32BE(4, 4)),
  'a pack with another count': (victim) =>
    victim.change(victim.pack, (bytes) => void bytes.writeUInt32BE(3, 8)),
  'noise in the middle of a pack': (victim) =>
    victim.change(victim.pack, (bytes) => bytes.fill(0xee, bytes.length >> 1, (bytes.length >> 1) + 300)),
  'NUL bytes from the first entry on': (victim) =>
    victim.change(victim.pack, (bytes) => bytes.fill(0, 12, 200)),
  'an empty index': ({ index }) => truncateSync(index, 0),
  'an index that is cut': (victim) => victim.change(victim.index, (bytes) => bytes.subarray(0, -41)),
  'garbage behind an index': ({ index }) => appendFileSync(index, 'garbage!'),
  'a fan-out that starts late': (victim) =>
    victim.change(victim.index, (bytes) => bytes.fill(0, 8, 8 + 4 * 128)),
  'a fan-out that counts one too few': (victim) =>
    victim.change(
      victim.index,
      (bytes) => void bytes.writeUInt32BE(bytes.readUInt32BE(8 + 1020) - 1, 8 + 1020),
    ),
  'a fan-out with more entries than there are': (victim) =>
    victim.change(victim.index, (bytes) => void bytes.writeUInt32BE(0x00ffffff, 8 + 1020)),
  'ids in descending order': (victim) =>
    victim.change(victim.index, (bytes) => {
      const count = bytes.readUInt32BE(8 + 1020);
      const ids = Array.from({ length: count }, (_, rank) =>
        Buffer.from(bytes.subarray(1032 + 20 * rank, 1052 + 20 * rank)),
      );
      Buffer.concat(ids.reverse()).copy(bytes, 1032);
      return bytes;
    }),
  'two entries in one place': (victim) => victim.reindex((offsets) => [offsets[1]!, ...offsets.slice(1)]),
  'all entries in one place': (victim) => victim.reindex((offsets) => offsets.map(() => 12)),
  'offsets of other entries': (victim) => victim.reindex((offsets) => [...offsets].reverse()),
  'an offset within an entry': (victim) =>
    victim.reindex((offsets) => [offsets[0]! + 5, ...offsets.slice(1)]),
  'an offset in the header': (victim) => victim.reindex((offsets) => [3, ...offsets.slice(1)]),
  'an offset at the checksum': (victim) =>
    victim.reindex((offsets, bytes) => [bytes - 20, ...offsets.slice(1)]),
  'an offset behind the pack': (victim) =>
    victim.reindex((offsets, bytes) => [bytes + 100, ...offsets.slice(1)]),
  'an offset of terabytes': (victim) => victim.reindex((offsets) => [2 ** 42, ...offsets.slice(1)]),
  'an entry whose size is too small': (victim) => victim.add(lying([{ entry: 3, size: 9 }])),
  'an entry whose size is too large': (victim) => victim.add(lying([{ entry: 3, size: 900 }])),
  'a delta whose size is too small': (victim) => victim.add(lying([{ entry: 1, size: 5 }])),
  'a delta whose size is too large': (victim) => victim.add(lying([{ entry: 1, size: 5000 }])),
  'a delta for a smaller base': (victim) => victim.add(lying([{ entry: 1, baseSize: 20 }])),
  'a delta for a larger base': (victim) => victim.add(lying([{ entry: 1, baseSize: 2000 }])),
  'a delta of a smaller object': (victim) => victim.add(lying([{ entry: 1, targetSize: 20 }])),
  'a delta of a larger object': (victim) => victim.add(lying([{ entry: 1, targetSize: 2000 }])),
  'a delta without its base': (victim) =>
    victim.add(
      buildPack([BASE, { ...DELTA, isById: true }, OTHER], { lies: [{ entry: 1, baseId: 'cd'.repeat(20) }] }),
    ),
  'a type that does not exist': (victim) => victim.add(lying([{ entry: 3, typeCode: 5 }])),
  'a delta cut short': (victim) => victim.add(lying([{ entry: 1, delta: Buffer.from([44, 44, 0xb0]) }])),
  'a bomb': (victim) =>
    victim.add(lying([{ entry: 3, size: 100, stream: deflateSync(Buffer.alloc(40_000_000)) }])),
  'a bomb as a delta': (victim) =>
    victim.add(lying([{ entry: 1, size: 20, stream: deflateSync(Buffer.alloc(40_000_000)) }])),
  'garbage in the place of a stream': (victim) =>
    victim.add(lying([{ entry: 3, stream: Buffer.from('garbage') }])),
  'a stream without its checksum': (victim) =>
    victim.add(
      lying([{ entry: 3, stream: deflateSync(Buffer.from('tt1. in another object')).subarray(0, -4) }]),
    ),
  'a loose object that is empty': (victim) => victim.loose(LOOSE_ID, Buffer.alloc(0)),
  'a loose object that is no stream': (victim) => victim.loose(LOOSE_ID, Buffer.from('tt1. as it is')),
  'a loose object that is cut': (victim) =>
    victim.loose(
      LOOSE_ID,
      deflateSync(Buffer.from(`blob 400\0${'tt1. '.repeat(80)}`), { level: 0 }).subarray(0, 200),
    ),
  'a loose object of more than it says': (victim) =>
    victim.loose(LOOSE_ID, deflateSync(Buffer.from('blob 3\0tt1. and more'))),
  'a loose object of less than it says': (victim) =>
    victim.loose(LOOSE_ID, deflateSync(Buffer.from('blob 300\0tt1.'))),
  'a loose object of no known type': (victim) =>
    victim.loose(LOOSE_ID, deflateSync(Buffer.from('blub 4\0tt1.'))),
  'a loose object without a header': (victim) => victim.loose(LOOSE_ID, deflateSync(Buffer.from('tt1.'))),
  'a loose object that is a bomb': (victim) =>
    victim.loose(LOOSE_ID, deflateSync(Buffer.concat([Buffer.from('blob 9\0'), Buffer.alloc(60_000_000)]))),
  'a folder in the place of a loose object': (victim) =>
    mkdirSync(victim.objectsFile(`ab/${LOOSE_ID.slice(2)}`), { recursive: true }),
  'a link to nowhere in the place of a loose object': (victim) => {
    mkdirSync(victim.objectsFile('ab'), { recursive: true });
    symlinkSync('/nowhere', victim.objectsFile(`ab/${LOOSE_ID.slice(2)}`));
  },
  'a folder in the place of an index': ({ index }) => {
    unlinkSync(index);
    mkdirSync(index);
  },
  'a folder in the place of a pack': ({ pack }) => {
    unlinkSync(pack);
    mkdirSync(pack);
  },
  'an alternate that is not there': (victim) =>
    writeFileSync(victim.objectsFile('info/alternates'), '/nowhere/objects\n'),
  'an alternate that is a file': (victim) =>
    writeFileSync(victim.objectsFile('info/alternates'), `${victim.pack}\n`),
  'an alternate that is the repository itself': (victim) =>
    writeFileSync(victim.objectsFile('info/alternates'), '.\n../objects\n'),
  'alternates that go deeper than git follows': (victim) => {
    let near = victim.objectsFile('');
    for (let depth = 0; depth < 9; depth++) {
      const far = join(temporaryDirectory(), 'objects');
      mkdirSync(join(far, 'info'), { recursive: true });
      mkdirSync(join(near, 'info'), { recursive: true });
      writeFileSync(join(near, 'info/alternates'), `${far}\n`);
      near = far;
    }
  },
};

/**
 * git does not see these, nor do we, as long as only objects are asked for: a pack that cannot be opened is none, and
 * what an index says of two objects is believed. In the first case a scan tells by what refs and commits name.
 */
const UNSEEN = /^an index without a pack|^a folder in the place of a pack|in one place$/;

/** With keys that come and go. */
function growing(): ScratchRepository {
  const scratch = new ScratchRepository();
  const lines = Array.from({ length: 300 }, (_, number) => `line ${number} ${keyOf(number).slice(4)}`);
  const stream: string[] = [];
  for (let number = 0; number < 60; number++) {
    lines.splice(
      (number * 37) % 300,
      1,
      number % 6 === 0 ? `key = ${keyOf(`packed ${number}`)}` : `changed ${number}`,
    );
    const text = `${lines.join('\n')}\n`;
    stream.push(
      `commit refs/heads/main\ncommitter A <a@example.invalid> ${1_700_000_000 + number} +0000\ndata 1\nm\n`,
      `M 100644 inline file${number % 4}\ndata ${text.length}\n${text}\n`,
    );
  }
  scratch.gitBytes(['fast-import', '--quiet'], stream.join(''));
  return scratch;
}

describe('a store that is damaged', () => {
  it.each(Object.keys(DAMAGE))(
    'is read alike by both readers, and nothing is lost in silence: %s',
    async (name) => {
      const victim = new Victim();
      DAMAGE[name]!(victim);
      const { own, git } = await bothReaders(await victim.store.open());
      expect(idsOf(own)).toEqual(idsOf(git));
      expect(own.objects).toBe(git.objects);
      expect(own.skipped.length > 0).toBe(git.skipped.length > 0);
      const found = new Set(idsOf(own));
      const lost = [...victim.hitIds].filter((id) => !found.has(id));
      if (!UNSEEN.test(name)) expect(lost.length === 0 || own.skipped.length > 0).toBe(true);
    },
    60_000,
  );

  it('is told by what a scan misses, where git says nothing: an index without a pack', async () => {
    const scratch = growing();
    scratch.git('repack', '-adfq');
    const folder = join(scratch.path, '.git/objects/pack');
    unlinkSync(join(folder, readdirSync(folder).find((name) => name.endsWith('.pack'))!));
    const { report, code } = await runJson(['--history'], { cwd: scratch.path });
    expect(report.scan.complete).toBe(false);
    expect(code).toBe(3);
  });

  it('is searched along chains of ten thousand deltas, by the end of which git must go too', async () => {
    const filler = Buffer.alloc(300, 'filler ');
    const entries: PackEntry[] = [{ type: 'blob', content: Buffer.concat([filler, Buffer.from('tt1.')]) }];
    for (let number = 1; number <= 10_000; number++) {
      // The needle goes half-way, and comes again at the end.
      const size = filler.length + (number < 5000 ? 4 : 2);
      const insert = Buffer.from(number > 9990 ? `1.${number}` : `x${number}`);
      entries.push({ base: number - 1, instructions: [{ copy: 0, size }, { insert }] });
    }
    const victim = new Victim();
    const built = buildPack(entries);
    victim.add(built);
    const { own, git } = await bothReaders(await victim.store.open());
    expect(own.skipped).toEqual([]);
    expect(idsOf(own)).toEqual(idsOf(git));
    expect(own.hits.length - victim.hitIds.size).toBe(5000 + 10);
  }, 120_000);

  it('names deltas that lead in a circle, without asking git, whose memory they would fill', async () => {
    const circle: PackEntry[] = [
      { base: 1, instructions: [{ copy: 0, size: 40 }], isById: true },
      { base: 2, instructions: [{ copy: 0, size: 40 }], isById: true },
      { base: 0, instructions: [{ copy: 0, size: 40 }], isById: true },
      { base: 1, instructions: [{ copy: 0, size: 39 }] },
      OTHER,
    ];
    const lies = [0, 1, 2, 3].map((entry) => ({ entry, baseSize: 40, targetSize: 40 }));
    const victim = new Victim();
    const built = buildPack(circle, { lies });
    victim.add(built);
    const repository = await victim.store.open();
    // Should it be asked: it must not take the machine with it.
    const wrapper = temporaryDirectory();
    const { PATH } = process.env;
    writeFileSync(join(wrapper, 'git'), `#!/bin/sh\nulimit -v 2000000\nPATH=${PATH} exec git "$@"\n`, {
      mode: 0o755,
    });
    const env = { ...repository.context.env, PATH: `${wrapper}:${PATH}` };
    const found = await searchObjects({ ...repository, context: { ...repository.context, env } }, PREFILTER);
    const named = built.objects.slice(0, 4).map(({ id }) => id);
    expect(found.skipped.map(({ path }) => path).sort()).toEqual(named.sort());
    expect(new Set(found.skipped.map(({ reason }) => reason))).toEqual(
      new Set(['it is stored as a difference to itself']),
    );
    expect(found.hits).toHaveLength(victim.hitIds.size + 1);
  });

  it('is searched to the last byte of a blob of more than 2 GiB', async () => {
    const { pack, index, id, size } = hugeBlob();
    const victim = new Victim();
    victim.add({ pack, index });
    const { hits, skipped } = await searchObjects(await victim.store.open(), PREFILTER);
    expect(skipped).toEqual([]);
    expect(hits).toContainEqual({ id, type: 'blob', size });
    expect(hits).toHaveLength(victim.hitIds.size + 1);
  }, 120_000);
});

/** A blob of zeros with an anchor at its end, as a stream that was put together and not deflated: that would take long. */
function hugeBlob(): { pack: Buffer; index: Buffer; id: string; size: number } {
  const megabyte = 1024 * 1024;
  const count = 2050;
  const last = Buffer.from('tt1.');
  const deflated = (bytes: Buffer) => deflateRawSync(bytes, { finishFlush: constants.Z_FULL_FLUSH });
  const zeros = deflated(Buffer.alloc(megabyte));
  const size = count * megabyte + last.length;
  // Adler-32: zeros leave the first sum at 1, and add it to the second.
  const PRIME = 65_521;
  let low = 1;
  let high = (count * megabyte) % PRIME;
  for (const byte of last) {
    low = (low + byte) % PRIME;
    high = (high + low) % PRIME;
  }
  const sum = Buffer.alloc(4);
  sum.writeUInt16BE(high);
  sum.writeUInt16BE(low, 2);
  const parts = Array.from({ length: count }, () => zeros);
  const stream = Buffer.concat([Buffer.from([0x78, 0x9c]), ...parts, deflateRawSync(last), sum]);
  const built = buildPack([{ type: 'blob', content: last }], { lies: [{ entry: 0, size, stream }] });
  return { ...built, id: built.objects[0]!.id, size };
}

/** Packs anew until it is told to end, each time in another way. Says so after each time. */
const PACKER = `
  cd "$1" || exit 1
  number=0
  while :; do
    number=$((number + 1))
    git -c pack.threads=1 repack -adfq --depth=$((number % 7 + 1)) --window=$((number % 5 + 2)) || exit 1
    echo repacked
    git -c pack.threads=1 gc -q --prune=now || exit 1
    git unpack-objects -q <"$(ls -t .git/objects/pack/*.pack | head -1)"
    echo unpacked
    git -c pack.threads=1 repack -dq && git prune-packed -q || exit 1
  done`;

class Packer {
  readonly #child: ChildProcess;
  times = 0;

  constructor(scratch: ScratchRepository) {
    this.#child = spawn('sh', ['-c', PACKER, 'packer', scratch.path], {
      env: scratch.env,
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    this.#child.stdout?.on('data', (chunk: Buffer) => {
      this.times += chunk.toString().split('\n').length - 1;
    });
    onTestFinished(() => this.end());
  }

  get hasFailed(): boolean {
    return this.#child.exitCode !== null;
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'close');
    // What it runs too.
    process.kill(-this.#child.pid!, 'SIGKILL');
    await ended;
  }
}

describe('a store that is packed anew, again and again, while it is read', () => {
  it('is searched whole each time', async () => {
    const scratch = growing();
    const repository = await scratch.open();
    const { hits, objects } = await searchObjects(repository, PREFILTER);
    const expected = hits.map(({ id }) => id).sort();
    const packer = new Packer(scratch);
    let scans = 0;
    // As many of the one as of the other, whichever is faster.
    while ((packer.times < 40 || scans < 40) && !packer.hasFailed) {
      const found = await searchObjects(repository, PREFILTER);
      scans++;
      expect(found.skipped).toEqual([]);
      expect(idsOf(found)).toEqual(expected);
      expect(found.objects).toBe(objects);
    }
    expect(packer.hasFailed).toBe(false);
  }, 120_000);

  it('gives the same report each time', async () => {
    const scratch = growing();
    const scan = () => runJson(['--history'], { cwd: scratch.path });
    const before = await scan();
    expect(before.report.findings.length).toBeGreaterThan(5);
    const packer = new Packer(scratch);
    for (let scans = 0; (packer.times < 12 || scans < 12) && !packer.hasFailed; scans++) {
      const { code, report } = await scan();
      expect(report.scan.skipped).toEqual(before.report.scan.skipped);
      expect(report.findings).toEqual(before.report.findings);
      expect(report.scan.complete).toBe(true);
      expect(code).toBe(1);
    }
    expect(packer.hasFailed).toBe(false);
  }, 120_000);
});
