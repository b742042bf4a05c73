/** Bare repositories whose objects git packed itself, in one of many ways. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRepository, type Repository } from '../../../src/git/repository.ts';
import { Seeded } from './seeded.ts';

export const PACKINGS = [
  'as imported',
  'loose',
  'loose and packed',
  'repacked',
  'repacked, unreachable kept',
  'unreachable made loose',
  'cruft pack',
  'gc',
  'several packs',
  'overlapping packs',
  'kept pack',
  'geometric',
  'thin pack, completed',
  'alternates',
  'alternates of alternates',
  'index of several packs',
  'path-walk',
  'blobs without deltas',
  'every offset in the 64-bit table',
  'deltas by id',
] as const;
export type PackingKind = (typeof PACKINGS)[number];

/** `git pack-objects -h` says what it has; it ends with code 129. */
const HELP = (() => {
  try {
    return execFileSync('git', ['pack-objects', '-h'], { stdio: 'pipe' }).toString();
  } catch (error) {
    return String((error as { stdout: Buffer }).stdout) + String((error as { stderr: Buffer }).stderr);
  }
})();
export const HAS_PATH_WALK = HELP.includes('--path-walk') || HELP.includes('--[no-]path-walk');
const HAS_CRUFT = HELP.includes('cruft');

export interface Packing {
  readonly kind: PackingKind;
  readonly hash: 'sha1' | 'sha256';
  readonly seed: number;
  readonly depth: number;
  readonly window: number;
  readonly level: number;
  readonly looseLevel: number;
  readonly isById: boolean;
}

export function packingOf(number: number): Packing {
  const random = new Seeded(number ^ 0xbac4);
  const kind = PACKINGS[number % PACKINGS.length]!;
  return {
    kind,
    hash: random.oneIn(4) ? 'sha256' : 'sha1',
    seed: number,
    depth: random.pick([1, 2, 5, 50, 50, 250, 4000]),
    window: random.pick([2, 10, 10, 50, 250]),
    level: random.between(0, 9),
    looseLevel: random.between(0, 9),
    isById: kind === 'deltas by id' || random.oneIn(6),
  };
}

export class PackedStore {
  readonly path: string;
  readonly #home: string;
  readonly #packing: Packing;
  readonly #random: Seeded;

  /** Within `directory`, by hand: `git init` would take a fourth of the time of a test. */
  constructor(directory: string, packing: Packing) {
    this.#packing = packing;
    this.#random = new Seeded(packing.seed ^ 0x9ac);
    this.#home = directory;
    this.path = mkdtempSync(join(directory, 'store-'));
    for (const folder of ['objects/pack', 'objects/info', 'refs/heads'])
      mkdirSync(join(this.path, folder), { recursive: true });
    writeFileSync(join(this.path, 'HEAD'), 'ref: refs/heads/main\n');
    writeFileSync(join(this.path, 'config'), configOf(packing));
  }

  get env(): NodeJS.ProcessEnv {
    const { PATH } = process.env;
    return { PATH, HOME: this.#home, GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C' };
  }

  git(args: readonly string[], input?: Buffer | string): Buffer {
    return execFileSync('git', args, {
      cwd: this.path,
      env: this.env,
      stdio: 'pipe',
      maxBuffer: 1 << 28,
      ...(input === undefined ? {} : { input }),
    });
  }

  async open(): Promise<Repository> {
    const repository = await openRepository(this.path, { environment: 'strip' });
    if (repository === undefined) throw new Error('no repository');
    // What the machine is configured to must not matter here.
    return {
      ...repository,
      context: { ...repository.context, env: { ...repository.context.env, ...this.env } },
    };
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  import(stream: Buffer): void {
    this.git(['fast-import', '--quiet', '--force', `--depth=${this.#packing.depth}`], stream);
    this.#pack(this.#packing.kind);
  }

  /** Every object as git prints it. */
  print(): Buffer {
    return this.git(['cat-file', '--batch-all-objects', '--batch', '--unordered', '--buffer']);
  }

  #pack(kind: PackingKind): void {
    switch (kind) {
      case 'as imported':
      case 'loose':
        break;
      case 'loose and packed':
        this.#packIds(this.#ids());
        break;
      case 'repacked':
      case 'blobs without deltas':
      case 'deltas by id':
        this.git(['repack', '-adfq']);
        break;
      case 'repacked, unreachable kept':
        this.git(['repack', '-adkfq']);
        break;
      case 'unreachable made loose':
        this.#dropBranches();
        this.git(['repack', '-Adq']);
        break;
      case 'cruft pack':
        this.#dropBranches();
        this.git(HAS_CRUFT ? ['repack', '--cruft', '-dq'] : ['repack', '-Adq']);
        break;
      case 'gc':
        this.git(['gc', '-q', this.#random.oneIn(2) ? '--prune=now' : '--no-prune']);
        break;
      default:
        this.#packInParts(kind);
    }
  }

  #packInParts(kind: Exclude<PackingKind, 'as imported'>): void {
    const random = this.#random;
    const imported = this.#packs();
    switch (kind) {
      case 'thin pack, completed':
        this.#addThinPack();
        return;
      case 'kept pack':
        this.#packIds(this.#ids().filter(() => random.oneIn(3)));
        for (const name of this.#packs()) {
          if (!imported.includes(name)) writeFileSync(join(this.path, 'objects/pack', `${name}.keep`), '');
        }
        this.git(['repack', '-adq']);
        return;
      case 'path-walk':
        this.#packIds(this.#ids(), HAS_PATH_WALK ? ['--path-walk'] : []);
        this.#removePacks(imported);
        return;
      case 'every offset in the 64-bit table':
        this.#packIds(this.#ids(), ['--index-version=2,0x10']);
        this.#removePacks(imported);
        return;
      case 'overlapping packs':
        for (let parts = 0; parts < 3; parts++) this.#packIds(this.#ids().filter(() => random.oneIn(2)));
        return;
      default:
        this.#split();
        this.#removePacks(imported);
    }
    if (kind === 'geometric') this.git(['repack', '--geometric=2', '-dq']);
    else if (kind === 'index of several packs') this.git(['multi-pack-index', 'write']);
    else if (kind === 'alternates') this.#moveToAlternate(1);
    else if (kind === 'alternates of alternates') this.#moveToAlternate(2);
  }

  /** Every object is in one of the packs. */
  #split(): void {
    const parts = this.#random.between(2, 5);
    const ids = this.#ids().map((id) => ({ id, part: this.#random.below(parts) }));
    for (let number = 0; number < parts; number++)
      this.#packIds(ids.filter(({ part }) => part === number).map(({ id }) => id));
  }

  #ids(): string[] {
    const list = this.git(['cat-file', '--batch-all-objects', '--batch-check=%(objectname)']);
    return list.toString('latin1').split('\n').filter(Boolean);
  }

  #packIds(ids: readonly string[], options: readonly string[] = []): void {
    if (ids.length === 0) return;
    const { isById, depth, window } = this.#packing;
    const byOffset = isById ? [] : ['--delta-base-offset'];
    const args = [
      '-q',
      ...byOffset,
      `--depth=${depth}`,
      `--window=${window}`,
      ...options,
      'objects/pack/pack',
    ];
    // A name in common is what makes git compare objects.
    const lines = ids.map((id) => `${id} ${options.includes('--path-walk') ? '' : 'name'}\n`);
    this.git(['pack-objects', ...args], lines.join(''));
  }

  #packs(): string[] {
    const names = readdirSync(join(this.path, 'objects/pack'));
    return names.filter((name) => name.endsWith('.pack')).map((name) => name.slice(0, -'.pack'.length));
  }

  #filesOf(pack: string): string[] {
    return readdirSync(join(this.path, 'objects/pack')).filter((name) => name.startsWith(`${pack}.`));
  }

  #removePacks(names: readonly string[]): void {
    for (const name of names)
      for (const file of this.#filesOf(name)) unlinkSync(join(this.path, 'objects/pack', file));
  }

  #dropBranches(): void {
    const refs = this.git(['for-each-ref', '--format=%(refname)', 'refs/heads', 'refs/stash*'])
      .toString()
      .split('\n');
    const dropped = refs.filter((ref) => ref !== '' && ref !== 'refs/heads/main');
    this.git(['update-ref', '--stdin'], dropped.map((ref) => `delete ${ref}\n`).join(''));
  }

  /** What a fetch leaves: bases from outside the pack are put at its end. */
  #addThinPack(): void {
    const tips = this.git(['rev-list', '-n', '4', '--first-parent', 'refs/heads/main'])
      .toString()
      .split('\n');
    const wanted = `${tips[0]}\n${tips[3] ? `^${tips[3]}\n` : ''}`;
    const thin = this.git(['pack-objects', '-q', '--thin', '--revs', '--stdout'], wanted);
    this.git(['index-pack', '--fix-thin', '--stdin'], thin);
  }

  #moveToAlternate(levels: number): void {
    const packs = this.#packs();
    let near = join(this.path, 'objects');
    for (let level = 1; level <= levels; level++) {
      const far = join(this.path, `alternate${level}`);
      mkdirSync(join(far, 'pack'), { recursive: true });
      mkdirSync(join(far, 'info'));
      const pack = packs.pop();
      for (const file of pack === undefined ? [] : this.#filesOf(pack))
        renameSync(join(this.path, 'objects/pack', file), join(far, 'pack', file));
      const line = this.#random.oneIn(2) ? far : `../alternate${level}`;
      writeFileSync(join(near, 'info/alternates'), `${line}\n`);
      near = far;
    }
  }
}

function configOf({ kind, hash, seed, depth, window, level, looseLevel, isById }: Packing): string {
  const isLoose = kind === 'loose' || kind === 'loose and packed';
  return `
[core]
  repositoryFormatVersion = ${hash === 'sha256' ? 1 : 0}
  bare = true
  ${seed % 3 === 0 ? `compression = ${looseLevel}` : `looseCompression = ${looseLevel}`}
  ${kind === 'blobs without deltas' ? 'bigFileThreshold = 300' : ''}
${hash === 'sha256' ? '[extensions]\n  objectFormat = sha256' : ''}
[fastimport]
  unpackLimit = ${isLoose ? 100_000 : 0}
[pack]
  threads = 1
  ${seed % 3 === 0 ? '' : `compression = ${level}`}
  depth = ${depth}
  window = ${window}
  writeReverseIndex = ${seed % 2 === 0}
[repack]
  useDeltaBaseOffset = ${!isById}
  writeBitmaps = ${seed % 5 === 0}
[gc]
  auto = 0
`;
}
