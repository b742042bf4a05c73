/** What a scan of files may read beside the file at hand: files of the same target. */
import { readNeighbour } from '../sources/neighbour-files.ts';
import { MAX_LED_BYTES, type NeighbourFiles } from './led-back.ts';
import type { FileTarget } from './targets.ts';

export function targetFiles({ path: target, isFile, prefix: shown }: FileTarget): NeighbourFiles {
  const folder = isFile ? target.slice(0, target.lastIndexOf('/')) : target;
  const prefix = isFile ? shown.slice(0, shown.lastIndexOf('/') + 1) : shown;
  const above = `${folder}/`;
  return {
    // With several targets outside a repository, paths may begin with `../`: then they begin nowhere.
    ...(above.endsWith(`/${prefix}`) ? { root: above.slice(0, above.length - prefix.length - 1) } : {}),
    read: async (path) =>
      path.startsWith(prefix) ? readNeighbour(folder, path.slice(prefix.length), MAX_LED_BYTES) : undefined,
  };
}
