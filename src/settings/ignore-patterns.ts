/** One set of gitignore-style patterns, which hold below one directory. Paths are relative to that directory. */
import ignore, { type Ignore } from 'ignore';
import { configError } from './read-small-file.ts';

/** The library remembers every path that it was asked about: start afresh before that is much. */
const MAX_REMEMBERED_PATHS = 10_000;
const MAX_PATTERNS = 10_000;
const MAX_PATTERN_CHARACTERS = 1024;
/** With each `**` in the middle, the work on a deep path grows by a power. Stars within a name are linear. */
const MAX_DEEP_WILDCARDS = 2;

export type Verdict = 'excluded' | 'included' | undefined;

export class IgnorePatterns {
  readonly #patterns: readonly string[];
  #matcher: Ignore;
  #asked = 0;

  /** `source` names the patterns in errors: a file, an option. */
  constructor(patterns: readonly string[], source: string) {
    checkPatterns(patterns, source);
    this.#patterns = patterns;
    this.#matcher = matcherOf(patterns);
  }

  /** `undefined` where no pattern speaks of the path. The last pattern that does wins. */
  verdict(path: string, isDirectory: boolean): Verdict {
    if (++this.#asked > MAX_REMEMBERED_PATHS) {
      this.#matcher = matcherOf(this.#patterns);
      this.#asked = 0;
    }
    const { ignored, unignored } = this.#matcher.test(isDirectory ? `${path}/` : path);
    return ignored ? 'excluded' : unignored ? 'included' : undefined;
  }
}

/** Names differ by case in git, whatever the file system makes of them. */
function matcherOf(patterns: readonly string[]): Ignore {
  return ignore({ ignorecase: false }).add([...patterns]);
}

function checkPatterns(patterns: readonly string[], source: string): void {
  if (patterns.length > MAX_PATTERNS) {
    throw configError(source, `has more than ${MAX_PATTERNS} patterns`, 'name directories instead of files');
  }
  for (const [index, pattern] of patterns.entries()) {
    if (pattern.length > MAX_PATTERN_CHARACTERS) {
      throw configError(
        source,
        `pattern ${index + 1} is too long`,
        `use ${MAX_PATTERN_CHARACTERS} characters at most`,
      );
    }
    if (pattern.split('/**').length - 1 > MAX_DEEP_WILDCARDS) {
      throw configError(
        source,
        `pattern ${index + 1} has too many "/**"`,
        `use ${MAX_DEEP_WILDCARDS} at most`,
      );
    }
  }
}
