/** Packs with what a plain search says of them. Plain data: it goes to threads. */
import { chanceEntries } from './chance-packs.ts';
import { type BuiltPack, buildPack, type PackEntry } from './pack-builder.ts';
import { ROW_SEARCH, rowEntries } from './row-packs.ts';
import { searchBuilt } from './search-built.ts';
import { holdsStrictKey, STRICT_SEARCH, StrictCheck } from './strict-check.ts';

export interface StrictTrial {
  readonly kind: 'chances' | 'rows';
  readonly pack: Uint8Array;
  readonly index: Uint8Array;
  readonly objects: number;
  readonly hitIds: readonly string[];
  /** Id of the base of each that is a delta. */
  readonly bases: ReadonlyMap<string, string>;
}

export function chanceTrial(number: number): StrictTrial {
  return trialOf('chances', chanceEntries(number), holdsStrictKey);
}

export function rowTrial(number: number): StrictTrial {
  return trialOf('rows', rowEntries(number), (content, type) =>
    type === 'tree'
      ? ROW_SEARCH.needles.some(
          ({ bytes, skipsTrees }) => !skipsTrees && content.includes(Buffer.from(bytes)),
        )
      : ROW_SEARCH.hasHit(content),
  );
}

function trialOf(
  kind: StrictTrial['kind'],
  entries: readonly PackEntry[],
  isHit: (content: Buffer, type: string) => boolean,
): StrictTrial {
  const { pack, index, objects }: BuiltPack = buildPack(entries);
  const bases = entries.flatMap((entry, at) =>
    'base' in entry ? [[objects[at]!.id, objects[entry.base]!.id] as const] : [],
  );
  const hitIds = objects.filter(({ content, type }) => isHit(content, type)).map(({ id }) => id);
  return { kind, pack, index, objects: objects.length, hitIds: hitIds.sort(), bases: new Map(bases) };
}

/** Which of the chance hits behind a key came along with it is not asked: an object may be hit because its base is. */
export function isRightAbout({ kind, pack, index, objects, hitIds, bases }: StrictTrial): boolean {
  const built = { pack: Buffer.from(pack), index: Buffer.from(index) };
  const isChecked = kind === 'chances';
  const found = searchBuilt(
    built,
    isChecked ? STRICT_SEARCH : ROW_SEARCH,
    isChecked ? { check: new StrictCheck() } : {},
  );
  if (found.unreadIds.length > 0 || found.objects !== objects) return false;
  const hits = new Set(found.hitIds);
  if (hitIds.some((id) => !hits.has(id))) return false;
  const isMore = (id: string) => !hitIds.includes(id) && !(isChecked && hits.has(bases.get(id) ?? ''));
  return !found.hitIds.some(isMore);
}
