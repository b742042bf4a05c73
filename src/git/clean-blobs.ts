/**
 * Keeps the ids of blobs in which the search of history hits something, but that were looked into and hold nothing, as
 * archives mostly do: to unpack them again takes longer than all the rest of a second scan. An id stands for its content.
 */
import type { Repository } from './repository.ts';
import { SignedFiles } from './signed-files.ts';

const NAME = 'blobs';

export interface CleanBlobsOptions {
  /** Changes with whatever it depends on what a blob holds. */
  readonly version: string;
  /** Absent: nothing is kept or used. */
  readonly secret: Uint8Array | undefined;
  readonly onDamage: (warning: string) => void;
}

export class CleanBlobs {
  readonly #files: SignedFiles | undefined;
  #known: ReadonlySet<string> | undefined;
  readonly #current = new Set<string>();

  constructor({ commonDir }: Repository, { secret, ...options }: CleanBlobsOptions) {
    this.#files = secret && new SignedFiles(commonDir, { ...options, ending: '.clean', secret });
  }

  /** Whether an earlier scan found it so. */
  has(id: string): boolean {
    this.#known ??= new Set((this.#files?.read(NAME) as readonly string[] | undefined) ?? []);
    if (!this.#known.has(id)) return false;
    this.#current.add(id);
    return true;
  }

  add(id: string): void {
    this.#current.add(id);
  }

  /** Those that were asked about or added; all others are forgotten. */
  save(): void {
    const known = this.#known;
    if (known?.size === this.#current.size && [...this.#current].every((id) => known.has(id))) return;
    this.#files?.write(NAME, [...this.#current]);
    this.#files?.prune();
  }
}
