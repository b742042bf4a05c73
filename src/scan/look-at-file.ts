/** A closer look at one file that was hit: its keys, their lines' hashes, their sources. */
import type { Detector } from '../detect/detector.ts';
import type { Detection, Match, PublishedMatch } from '../detect/match.ts';
import { readWindows } from '../sources/file-search.ts';
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
