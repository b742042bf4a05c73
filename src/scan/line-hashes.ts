/** GitHub's line hashes of the lines that hold keys. */
import { LineHasher } from '../core/line-hash.ts';
import type { Match } from '../detect/match.ts';

export function lineHashes(
  windows: Iterable<Uint8Array>,
  matches: readonly Pick<Match, 'region'>[],
): ReadonlyMap<number, string> {
  const lines = matches.map(({ region }) => region.startLine);
  const hasher = new LineHasher(Math.max(...new Set(lines)));
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for (const window of windows) {
    hasher.push(decoder.decode(window, { stream: true }));
    if (hasher.isDone) break;
  }
  hasher.push(decoder.decode());
  return hasher.finish(lines);
}
