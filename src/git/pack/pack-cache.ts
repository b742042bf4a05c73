/**
 * Keeps what the search of a pack gave, beside the packs: they never change. A file for each pack and each set of
 * needles; ids, numbers and sizes, never a byte of an object.
 */
import { createHash } from 'node:crypto';
import type { Sought } from '../../core/needle-search.ts';
import { SignedFiles } from '../signed-files.ts';
import { linksToOutside } from './object-links.ts';
import type { PackIndex } from './pack-index.ts';
import type { PackResult } from './pack-result.ts';
import { NOTHING_READ } from './read-counts.ts';

/** One more with each change of what is kept or of how packs are searched. */
const FORMAT = 3;
/** Smaller packs are searched in less time than it takes to look here. */
export const MIN_PACK_BYTES = 64 * 1024;

export interface PackCacheOptions {
  readonly secret: Uint8Array;
  /** Of the check that tells chance hits, if there is one. */
  readonly checkVersion?: string | undefined;
  readonly onDamage: (warning: string) => void;
}

export class PackCache {
  readonly #files: SignedFiles;

  constructor(
    commonDir: string,
    { needles, hasEncodedText }: Sought,
    { secret, checkVersion = '', onDamage }: PackCacheOptions,
  ) {
    const sought = createHash('sha256').update(`${FORMAT} ${hasEncodedText}\n${checkVersion}\n`);
    for (const { bytes } of needles) sought.update(`${bytes.length}\n`).update(bytes);
    const version = sought.digest('hex');
    this.#files = new SignedFiles(commonDir, { version, ending: '.searched', secret, onDamage });
  }

  /** `undefined` where nothing is known of the pack, or nothing that can be trusted. */
  read(packChecksum: Buffer): PackResult | undefined {
    return this.#files.read(packChecksum.toString('hex')) as PackResult | undefined;
  }

  write({ packChecksum, ids }: PackIndex, result: PackResult): void {
    const links = [linksToOutside(result.links, ids)];
    const kept: PackResult = { ...result, links, counts: NOTHING_READ };
    this.#files.write(packChecksum.toString('hex'), kept);
  }

  /** Forgets packs that are gone. */
  prune(): void {
    this.#files.prune();
  }
}
