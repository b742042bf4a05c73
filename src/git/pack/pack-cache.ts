/**
 * Keeps what the search of a pack gave, beside the packs: they never change. A file for each pack and each set of
 * needles; ids, numbers and sizes, never a byte of an object. The directory is in the hands of whoever made the
 * repository, so each file is signed with a secret of the user: what another has put there counts for nothing.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Sought } from '../../core/needle-search.ts';
import { fsPath } from '../../core/path-text.ts';
import { linksToOutside } from './object-links.ts';
import type { PackIndex } from './pack-index.ts';
import type { PackResult } from './pack-result.ts';
import { NOTHING_READ } from './read-counts.ts';

/** One more with each change of what is kept or of how packs are searched. */
const FORMAT = 2;
const DIRECTORY = 'ttleaks';
const ENDING = '.searched';
const MAC_BYTES = 32;
const MAX_FILE_BYTES = 512 * 1024 * 1024;
/** Smaller packs are searched in less time than it takes to look here. */
export const MIN_PACK_BYTES = 64 * 1024;

export interface PackCacheOptions {
  readonly secret: Uint8Array;
  /** Of the check that tells chance hits, if there is one. */
  readonly checkVersion?: string | undefined;
  readonly onDamage: (warning: string) => void;
}

export class PackCache {
  readonly #directory: string;
  readonly #secret: Uint8Array;
  /** Ends the names of files for the same user, needles and format. */
  readonly #suffix: string;
  readonly #onDamage: (warning: string) => void;
  readonly #inUse = new Set<string>();

  constructor(
    commonDir: string,
    { needles, hasEncodedText }: Sought,
    { secret, checkVersion = '', onDamage }: PackCacheOptions,
  ) {
    this.#directory = join(commonDir, DIRECTORY);
    this.#secret = secret;
    this.#onDamage = onDamage;
    const sought = createHash('sha256').update(`${FORMAT} ${process.versions.v8} ${hasEncodedText}\n`);
    sought.update(`${checkVersion}\n`);
    for (const { bytes } of needles) sought.update(`${bytes.length}\n`).update(bytes);
    const user = createHash('sha256').update(secret).digest('hex').slice(0, 16);
    this.#suffix = `-${sought.digest('hex').slice(0, 16)}-${user}${ENDING}`;
  }

  /** `undefined` where nothing is known of the pack, or nothing that can be trusted. */
  read(packChecksum: Buffer): PackResult | undefined {
    const name = this.#nameOf(packChecksum);
    this.#inUse.add(name);
    const bytes = this.#bytesOf(name);
    if (bytes === undefined) return undefined;
    const content = bytes.subarray(MAC_BYTES);
    const mac = this.#macOf(name, content);
    if (bytes.length < MAC_BYTES || !timingSafeEqual(mac, bytes.subarray(0, MAC_BYTES))) {
      this.#onDamage(`${name} in ${DIRECTORY}/ of the git directory is damaged, and was not used`);
      return undefined;
    }
    return deserialize(content) as PackResult;
  }

  /** Nothing happens where it cannot be written: the next scan takes longer then. */
  write({ packChecksum, ids }: PackIndex, result: PackResult): void {
    const name = this.#nameOf(packChecksum);
    const links = [linksToOutside(result.links, ids)];
    const content = serialize({ ...result, links, counts: NOTHING_READ } satisfies PackResult);
    // Its own name until it is whole: another scan may read or write the same.
    const unfinished = join(this.#directory, `${randomBytes(8).toString('hex')}.tmp`);
    try {
      mkdirSync(fsPath(this.#directory), { recursive: true });
      if (!this.#isOwnDirectory()) return;
      writeFileSync(fsPath(unfinished), Buffer.concat([this.#macOf(name, content), content]), { flag: 'wx' });
      renameSync(fsPath(unfinished), fsPath(join(this.#directory, name)));
    } catch {
      rmSync(fsPath(unfinished), { force: true });
    }
  }

  /** Forgets packs that are gone. */
  prune(): void {
    try {
      if (!this.#isOwnDirectory()) return;
      for (const name of readdirSync(fsPath(this.#directory))) {
        if (name.endsWith(this.#suffix) && !this.#inUse.has(name))
          rmSync(fsPath(join(this.#directory, name)));
      }
    } catch {
      // Another scan may do the same; what stays does no harm.
    }
  }

  /** Not a link, which could lead anywhere. */
  #isOwnDirectory(): boolean {
    return lstatSync(fsPath(this.#directory), { throwIfNoEntry: false })?.isDirectory() === true;
  }

  #bytesOf(name: string): Buffer | undefined {
    let fd: number;
    try {
      if (!this.#isOwnDirectory()) return undefined;
      fd = openSync(
        fsPath(join(this.#directory, name)),
        constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
      );
    } catch {
      return undefined;
    }
    try {
      const stats = fstatSync(fd);
      return stats.isFile() && stats.size <= MAX_FILE_BYTES ? readFileSync(fd) : undefined;
    } catch {
      return undefined;
    } finally {
      closeSync(fd);
    }
  }

  #nameOf(packChecksum: Buffer): string {
    return `${packChecksum.toString('hex')}${this.#suffix}`;
  }

  /** Of the name too: the result of one pack is not that of another. */
  #macOf(name: string, content: Buffer): Buffer {
    return createHmac('sha256', this.#secret).update(`${name}\n`).update(content).digest();
  }
}
