/** Keys in names: of files, folders, branches, tags. */
import { encodePath } from '../core/path-text.ts';
import type { Detector } from '../detect/detector.ts';
import type { Match } from '../detect/match.ts';

export interface NamedMatch {
  /** Up to the component that holds the key. */
  readonly path: string;
  readonly match: Match;
}

/** The keys in a path. `from` leaves out what stands before that offset, which was looked at already. */
export function keysInPath(detector: Detector, path: string, from = 0): NamedMatch[] {
  if (!detector.anchors.some((anchor) => path.includes(anchor, from))) return [];
  const found: NamedMatch[] = [];
  for (let start = from; start <= path.length; ) {
    const slash = path.indexOf('/', start);
    const end = slash === -1 ? path.length : slash;
    for (const match of detector.detect(encodePath(path.slice(start, end))).matches) {
      found.push({ path: path.slice(0, end), match });
    }
    start = end + 1;
  }
  return found;
}
