/**
 * The first look at what a push would bring: which objects the needles hit. As with the index, most are done with it,
 * so it loads nothing that tells keys, and makes no report.
 */
import type { Rule } from '../core/rule.ts';
import { anchorsOf } from '../detect/arranged-needles.ts';
import { type AddedScope, selectionOfAdded } from '../git/history-scope.ts';
import { listedObjects } from '../git/listed-objects.ts';
import { type ObjectSearch, objectsOf } from '../git/object-search.ts';
import type { Repository } from '../git/repository.ts';
import { searchAtOnce } from '../git/search-lane.ts';
import { allNeedlesSearch } from './needles-at-hand.ts';

/** More are found by threads that read packs. */
const MAX_OBJECTS = 4096;

/** `undefined` where there is so much that a scan is the faster way. Throws INCOMPLETE where git cannot list it. */
export async function searchPushed(
  repository: Repository,
  scope: AddedScope,
  rules: readonly Rule[],
): Promise<ObjectSearch | undefined> {
  const search = await allNeedlesSearch(rules);
  const ids: string[] = [];
  for await (const id of listedObjects(repository, selectionOfAdded(scope), new Set())) {
    ids.push(id);
    if (ids.length === MAX_OBJECTS) return undefined;
  }
  return objectsOf(await searchAtOnce(ids, { repository, search, signal: undefined }));
}

/** Whether a scan would find nothing, and have nothing to say: whoever is not sure runs it. */
export function isCleanPush(
  { hits, skipped }: ObjectSearch,
  { tips }: AddedScope,
  rules: readonly Rule[],
): boolean {
  const anchors = anchorsOf(rules);
  return (
    hits.length === 0 &&
    skipped.length === 0 &&
    !tips.some(({ name }) => anchors.some((anchor) => name.includes(anchor)))
  );
}
