/** Searches the objects of history for what may begin a key. */
import { alsoForContainers } from '../containers/needles.ts';
import type { Detector } from '../detect/detector.ts';
import { countCommits, type HistoryScope } from '../git/history-scope.ts';
import type { ObjectSearch } from '../git/object-search.ts';
import { searchObjects } from '../git/object-stream.ts';
import { objectIdsOf } from '../git/range-objects.ts';
import { peelTips, type TipNames } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import type { Collector } from './collector.ts';
import { ContentCheck } from './content-check.ts';
import type { ScanOptions } from './options.ts';

export type HistoryOptions = Pick<
  ScanOptions,
  'excludes' | 'ignoreFiles' | 'signal' | 'endSignal' | 'cwd' | 'jobs' | 'cacheSecret'
>;

export interface SearchInput {
  readonly repository: Repository;
  readonly detector: Detector;
  readonly collector: Collector;
  readonly options: HistoryOptions;
}

/** Of a part of history. */
export async function searchScope(
  input: SearchInput & { readonly scope: HistoryScope; readonly names: TipNames },
): Promise<ObjectSearch> {
  const { repository, scope, names, collector, options } = input;
  const { signal } = options;
  const tips = await peelTips(repository, names, signal);
  collector.commits = await countCommits(repository, scope, tips, signal);
  return await searchObjectsOf(input, objectIdsOf(repository, scope, tips, signal));
}

/** Without ids, of all that is stored. */
export function searchObjectsOf(
  { repository, detector, collector, options }: SearchInput,
  onlyIds?: AsyncIterable<string>,
): Promise<ObjectSearch> {
  const { signal, jobs, cacheSecret } = options;
  return searchObjects(repository, alsoForContainers(detector.prefilter), {
    check: new ContentCheck(detector),
    signal,
    jobs,
    cacheSecret,
    onlyIds,
    onProgress: ({ objects, bytes, stored }) => {
      collector.objects = objects;
      collector.bytes = bytes;
      collector.stored = stored;
      collector.progress();
    },
  });
}
