/** Searches a batch of files; what is told of it is small, since most files are clean. */
import type { FileOutcome, FileSearch } from './file-search.ts';

export interface BatchOutcome {
  readonly files: number;
  readonly bytes: number;
  /** Indexes into the batch. */
  readonly notable: readonly { readonly index: number; readonly outcome: FileOutcome }[];
}

export function searchBatch(search: FileSearch, paths: readonly string[]): BatchOutcome {
  let files = 0;
  let bytes = 0;
  const notable: { index: number; outcome: FileOutcome }[] = [];
  for (const [index, path] of paths.entries()) {
    const outcome = search.search(path);
    if (outcome.kind !== 'unread' && outcome.kind !== 'too-large') {
      files++;
      // Of the others, the search saw the begin only: their bytes count when they are looked at.
      if (outcome.kind === 'clean') bytes += outcome.bytes;
    }
    if (outcome.kind !== 'clean') notable.push({ index, outcome });
  }
  return { files, bytes, notable };
}
