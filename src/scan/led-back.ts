/**
 * Leads keys back to their sources through source maps, where a text that holds keys may have one: only then is loaded
 * what reads maps.
 */
import type { Match } from '../detect/match.ts';
import type { Folding } from './folding.ts';

/** What may be read beside the text: files of the same target, by the paths of findings. */
export interface NeighbourFiles {
  /** The absolute path that the paths begin at. */
  readonly root?: string;
  /** Undefined where there is no such file that can be read. */
  read(path: string): Promise<Buffer | 'too-large' | undefined>;
}

export interface LedBackInput {
  readonly matches: readonly Match[];
  readonly path: string;
  /** The whole text; undefined where it is too large to be held. */
  readonly bytes: Buffer | undefined;
  readonly folding: Folding;
  readonly files?: NeighbourFiles | undefined;
}

export interface LedBack {
  /** Without those that an inline map only repeats. */
  readonly matches: readonly Match[];
  /** Why maps were of no use, in words that follow the path. */
  readonly warnings: readonly string[];
}

/** Of a text or a map, and at the same time the most that is held for this. */
export const MAX_LED_BYTES = 128 * 1024 * 1024;
const MARKS = ['sourceMappingURL=', '"mappings"'];
/** A map may lie beside a text that does not name it: bundlers write such maps for reports of errors. */
const GENERATED = /\.(?:[cm]?js|css)(?:\.map)?$/i;
const TOO_LARGE = 'too large to be led back through a source map';

export async function ledBack(input: LedBackInput): Promise<LedBack> {
  const { matches, path, bytes, files } = input;
  if (matches.length === 0) return { matches, warnings: [] };
  if (bytes === undefined) return { matches, warnings: GENERATED.test(path) ? [TOO_LARGE] : [] };
  const isNamed = MARKS.some((mark) => bytes.includes(mark));
  if (!isNamed && (files === undefined || !GENERATED.test(path))) return { matches, warnings: [] };
  const { withOriginals } = await import('./originals.ts');
  return await withOriginals({ ...input, bytes });
}
