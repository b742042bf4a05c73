/** The packs and loose objects of a repository, opened so that a repack that runs meanwhile takes nothing away. */
import { closeSync, fstatSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fsPath } from '../../core/path-text.ts';
import type { Repository } from '../repository.ts';
import { type IdTable, idTable } from './id-table.ts';
import { objectDirectories } from './object-directories.ts';
import { MIN_PACK_BYTES, type PackCache } from './pack-cache.ts';
import { PackDamage } from './pack-damage.ts';
import { checkPack, readSmallPack } from './pack-file.ts';
import { type IdBytes, PackIndex, packChecksum, readIndexFile } from './pack-index.ts';
import type { PackResult } from './pack-result.ts';

/** What an open pack holds on to. */
const MAX_PACKS = 512;
const TRIES = 3;

export interface StoredPack {
  readonly fd: number;
  readonly size: number;
  readonly index: PackIndex;
  /** Its bytes, if they are being read already. */
  readonly ahead: Promise<Buffer<SharedArrayBuffer> | undefined> | undefined;
  /** What an earlier search gave. */
  readonly known: PackResult | undefined;
}

export interface OpenOptions {
  readonly cache?: PackCache | undefined;
  /** Hears of the size of each pack that is to be read, before the work of reading its index begins. */
  readonly onUnread: (size: number) => void;
}

export interface LooseObject {
  readonly id: string;
  /** As `node:fs` takes it. */
  readonly path: string | Buffer;
}

export interface ObjectStore {
  /** Largest first. */
  readonly packs: readonly StoredPack[];
  /** In the order of their ids. */
  readonly loose: readonly LooseObject[];
  readonly looseIds: IdTable;
  readonly idBytes: IdBytes;
}

/**
 * Throws PackDamage, or an error of `node:fs`, where this reader cannot vouch for seeing all that git would.
 */
export function openStore(repository: Repository, options: OpenOptions): ObjectStore {
  const directories = objectDirectories(repository);
  const idBytes: IdBytes = repository.objectFormat === 'sha256' ? 32 : 20;
  for (let tries = 1; ; tries++) {
    const packs: StoredPack[] = [];
    try {
      const names = packNames(directories);
      if (names.length > MAX_PACKS) throw new PackDamage('too many packs');
      for (const name of names) packs.push(openOne(name, idBytes, packs.length === 0, options));
      // Behind the packs: what is unpacked while this runs still lies in the one that is open.
      const loose = looseObjects(directories, idBytes);
      const known = new Set(names);
      if (packNames(directories).some((name) => !known.has(name))) throw new PackDamage('repacked meanwhile');
      packs.sort((a, b) => b.size - a.size);
      return { packs, loose, looseIds: tableOf(loose, idBytes), idBytes };
    } catch (error) {
      closeStore({ packs });
      if (tries === TRIES) throw error;
    }
  }
}

export function closeStore({ packs }: Pick<ObjectStore, 'packs'>): void {
  for (const { fd } of packs) closeSync(fd);
}

function openOne(
  name: string,
  idBytes: IdBytes,
  isFirst: boolean,
  { cache, onUnread }: OpenOptions,
): StoredPack {
  const fd = openSync(fsPath(`${name}.pack`), 'r');
  try {
    const { size } = fstatSync(fd);
    const bytes = readIndexFile(fsPath(`${name}.idx`));
    const known = size >= MIN_PACK_BYTES ? cache?.read(packChecksum(bytes, idBytes)) : undefined;
    if (known === undefined) onUnread(size);
    // One alone: all of them together may be more than memory holds.
    const ahead = isFirst && known === undefined ? readSmallPack(fd, size) : undefined;
    ahead?.catch(() => {});
    const index = new PackIndex(bytes, idBytes, size);
    checkPack(fd, size, index);
    return { fd, size, index, ahead, known };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** Without their endings. A pack without an index is none to git either, but one without a pack is damage. */
function packNames(directories: readonly string[]): string[] {
  return directories.flatMap((directory) => {
    const folder = join(directory, 'pack');
    const names = namesIn(folder).filter((name) => name.endsWith('.idx'));
    return names.map((name) => join(folder, name.slice(0, -'.idx'.length))).sort();
  });
}

function looseObjects(directories: readonly string[], idBytes: IdBytes): LooseObject[] {
  const rest = new RegExp(`^[0-9a-f]{${2 * idBytes - 2}}$`);
  const found = new Map<string, LooseObject>();
  for (const directory of directories) {
    for (const first of namesIn(directory)) {
      if (!/^[0-9a-f]{2}$/.test(first)) continue;
      const folder = join(directory, first);
      for (const name of namesIn(folder)) {
        const id = first + name;
        if (rest.test(name) && !found.has(id)) found.set(id, { id, path: fsPath(join(folder, name)) });
      }
    }
  }
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function tableOf(loose: readonly LooseObject[], idBytes: IdBytes): IdTable {
  const ids = Buffer.from(new SharedArrayBuffer(loose.length * idBytes));
  for (const [rank, { id }] of loose.entries()) ids.write(id, rank * idBytes, 'hex');
  return idTable(ids, idBytes);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(fsPath(folder));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
