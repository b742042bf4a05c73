/**
 * Which paths the user wants left out: `--exclude` and `exclude` of the configuration, and `.ttleaksignore` files in
 * any directory, as git has `.gitignore`. Reads nothing: the source that lists the paths hands over the ignore files
 * that it meets, from the disk, the index or a commit. Without patterns, a path costs one comparison.
 */
import { IgnorePatterns, type Verdict } from './ignore-patterns.ts';

export const IGNORE_FILE = '.ttleaksignore';

const MAX_REMEMBERED_DIRECTORIES = 10_000;

/** Patterns that hold below `directory` (`` for the root); what they exclude no ignore file brings back. */
export interface ExcludeSet {
  readonly directory: string;
  readonly patterns: readonly string[];
  /** For errors. */
  readonly source: string;
}

export class PathFilter {
  readonly #excludes: readonly { directory: string; patterns: IgnorePatterns }[];
  readonly #ignoreFiles = new Map<string, IgnorePatterns>();
  readonly #directories = new Map<string, boolean>();

  constructor(excludes: readonly ExcludeSet[] = []) {
    this.#excludes = excludes
      .filter(({ patterns }) => patterns.length > 0)
      .map(({ directory, patterns, source }) => ({
        directory,
        patterns: new IgnorePatterns(patterns, source),
      }));
  }

  /** Nothing is left out, so far. */
  get isEmpty(): boolean {
    return this.#excludes.length === 0 && this.#ignoreFiles.size === 0;
  }

  /** Hand over an ignore file before asking about what stands beside and below it. */
  addIgnoreFile(directory: string, text: string): void {
    const path = directory === '' ? IGNORE_FILE : `${directory}/${IGNORE_FILE}`;
    this.#ignoreFiles.set(directory, new IgnorePatterns(text.split(/\r?\n/), path));
    this.#directories.clear();
  }

  /** `path` is relative to the root, with `/`. Below an excluded directory everything is, so a walk may turn back. */
  isExcluded(path: string, isDirectory: boolean): boolean {
    if (this.isEmpty) return false;
    const parent = parentOf(path);
    if (parent !== '' && this.#isExcludedDirectory(parent)) return true;
    return isDirectory ? this.#isExcludedDirectory(path) : this.#isExcludedByPattern(path, false);
  }

  #isExcludedDirectory(path: string): boolean {
    const known = this.#directories.get(path);
    if (known !== undefined) return known;
    const parent = parentOf(path);
    const isExcluded =
      (parent !== '' && this.#isExcludedDirectory(parent)) || this.#isExcludedByPattern(path, true);
    if (this.#directories.size >= MAX_REMEMBERED_DIRECTORIES) this.#directories.clear();
    this.#directories.set(path, isExcluded);
    return isExcluded;
  }

  #isExcludedByPattern(path: string, isDirectory: boolean): boolean {
    for (const { directory, patterns } of this.#excludes) {
      const below = pathBelow(directory, path);
      if (below !== '' && patterns.verdict(below, isDirectory) === 'excluded') return true;
    }
    return this.#ignoreFileVerdict(path, isDirectory) === 'excluded';
  }

  /** The nearest file that speaks of the path decides. */
  #ignoreFileVerdict(path: string, isDirectory: boolean): Verdict {
    if (this.#ignoreFiles.size === 0) return undefined;
    for (let directory = parentOf(path); ; directory = parentOf(directory)) {
      const verdict = this.#ignoreFiles.get(directory)?.verdict(pathBelow(directory, path), isDirectory);
      if (verdict !== undefined || directory === '') return verdict;
    }
  }
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Empty where the path is not below the directory. */
function pathBelow(directory: string, path: string): string {
  if (directory === '') return path;
  return path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : '';
}
