/** Paths that the user leaves out: the options' patterns, and the ignore files of the folders that are met. */

import type { Suppression } from '../core/finding.ts';
import { maskKeysIn } from '../core/key-mask.ts';
import { IGNORE_FILE, PathFilter } from '../settings/path-filter.ts';
import { readSmallFileIfAny } from '../settings/read-small-file.ts';
import type { Collector } from './collector.ts';
import type { ScanOptions } from './options.ts';

export class LeftOut {
  readonly #filter: PathFilter;
  readonly #root: string | undefined;
  readonly #collector: Collector;
  readonly #loaded = new Set<string>();

  /** `root` is where paths begin, on disk; none for a bare repository. */
  constructor(
    root: string | undefined,
    { excludes, ignoreFiles }: Pick<ScanOptions, 'excludes' | 'ignoreFiles'>,
    collector: Collector,
  ) {
    this.#filter = new PathFilter(excludes);
    this.#root = ignoreFiles === undefined ? root : undefined;
    this.#collector = collector;
    for (const [directory, text] of ignoreFiles ?? []) this.#filter.addIgnoreFile(directory, text);
  }

  /** Reads the ignore file of a folder, if there is one. A broken one leaves nothing out. */
  load(directory: string): void {
    if (this.#root === undefined || this.#loaded.has(directory)) return;
    this.#loaded.add(directory);
    const path = directory === '' ? IGNORE_FILE : `${directory}/${IGNORE_FILE}`;
    try {
      const text = readSmallFileIfAny(`${this.#root}/${path}`);
      if (text !== undefined) this.#filter.addIgnoreFile(directory, text);
    } catch (error) {
      this.#collector.warn(maskKeysIn(error instanceof Error ? error.message : String(error)));
    }
  }

  /** Reads the ignore files of every folder above `path`. */
  loadAbove(path: string): void {
    this.load('');
    for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
      this.load(path.slice(0, slash));
    }
  }

  /** Neither an option nor the ignore file of the root leaves anything out. */
  get isEmpty(): boolean {
    this.load('');
    return this.#filter.isEmpty;
  }

  isExcluded(path: string, isDirectory: boolean): boolean {
    return this.#filter.isExcluded(path, isDirectory);
  }

  /** For sources that have read the content before its path is known. */
  suppression(path: string): Suppression | undefined {
    this.loadAbove(path);
    if (!this.isExcluded(path, false)) return undefined;
    return { kind: 'config', justification: `left out by --exclude or ${IGNORE_FILE}` };
  }
}
