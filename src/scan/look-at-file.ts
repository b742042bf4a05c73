/** A closer look at one file that was hit: its keys, their lines' hashes, their sources. */
import type { Detector } from '../detect/detector.ts';
import { hasDigitsOfKey, MAX_FOLDED_BYTES } from '../detect/fold/hint.ts';
import type { Detection, Match, PublishedMatch } from '../detect/match.ts';
import { readWindows, wholeBytes } from '../sources/file-search.ts';
import type { Folding } from './folding.ts';
import { type LedBack, ledBack, type NeighbourFiles } from './led-back.ts';
import { lineHashes } from './line-hashes.ts';

export interface LookedAt extends Omit<LedBack, 'matches'> {
  readonly detection: Detection;
  /** Keys, without those that an inline source map repeats, and settings that publish one. */
  readonly found: readonly (Match | PublishedMatch)[];
  /** By line, where they are asked for. */
  readonly hashes: ReadonlyMap<number, string> | undefined;
}

export interface LookOptions {
  readonly detector: Detector;
  readonly lineHashes: boolean;
  readonly files: NeighbourFiles;
  readonly folding: Folding;
}

/** Whether there is enough in a file for a key that is put together from parts. Yes if that cannot be told. */
export function holdsParts(absolute: string): boolean {
  const bytes = wholeBytes(absolute, MAX_FOLDED_BYTES);
  return bytes === undefined || (bytes !== 'too-large' && hasDigitsOfKey(bytes.toString('latin1')));
}

/** Throws what reading throws. `shown` is the path of findings. */
export async function lookAtFile(absolute: string, shown: string, options: LookOptions): Promise<LookedAt> {
  const { detector, files, folding } = options;
  const pass = detector.begin();
  for (const window of readWindows(absolute)) pass.push(window);
  const detection = await folding.settled(pass.end());
  const bytes = detection.matches.length > 0 ? await files.read(shown) : undefined;
  const { matches, warnings } = await ledBack({
    matches: detection.matches,
    path: shown,
    bytes: bytes instanceof Buffer ? bytes : undefined,
    folding,
    files,
  });
  const found = [...matches, ...detection.published];
  const isHashed = options.lineHashes && found.length > 0;
  const hashes = isHashed ? lineHashes(readWindows(absolute), found) : undefined;
  return { detection, found, warnings, hashes };
}
