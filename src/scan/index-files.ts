/** What a scan of the index may read beside the blob at hand: other files of the index, never the work tree. */
import { indexEntries } from '../git/index-state.ts';
import { ObjectReader } from '../git/object-reader.ts';
import type { Repository } from '../git/repository.ts';
import { MAX_LED_BYTES, type NeighbourFiles } from './led-back.ts';

export function indexFiles(repository: Repository, signal: AbortSignal | undefined): NeighbourFiles {
  return {
    ...(repository.workTree === undefined ? {} : { root: repository.workTree }),
    read: async (path) => {
      const { files } = await indexEntries(repository, signal, ['--', `:(top,literal)${path}`]);
      const entry = files.find((file) => file.path === path);
      return entry && (await readBlob(repository, entry.object, signal));
    },
  };
}

/** By a git of its own: another object may be half read. Undefined where the object is missing. */
async function readBlob(repository: Repository, object: string, signal: AbortSignal | undefined) {
  const reader = new ObjectReader(repository, signal);
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of reader.read(object)) {
      length += piece.length;
      if (length > MAX_LED_BYTES) return 'too-large';
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  } catch {
    signal?.throwIfAborted();
    return undefined;
  } finally {
    reader.close();
  }
}
