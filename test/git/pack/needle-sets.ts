/** What the differential tests look for, and the by-the-book search that the reader is held to. */
import type { Needle } from '../../../src/core/needle-search.ts';
import { NeedleSearch } from '../../../src/core/needle-search.ts';
import { anchorsOf } from '../../../src/detect/arranged-needles.ts';
import type { ObjectType } from '../../../src/git/batch-search.ts';
import { shippedRules } from '../../../src/rules/shipped-rules.ts';
import { keyOf } from '../../core/key-maker.ts';
import { needlesOf } from './search-built.ts';

/** Few, short ones: anchors as they are, narrow and wide. */
export const PREFILTER = new NeedleSearch(
  needlesOf(
    ...anchorsOf(shippedRules()).flatMap((anchor) => [
      anchor,
      Buffer.from(anchor, 'utf16le').toString('latin1').slice(0, -1),
    ]),
  ),
);
/** Two that begin alike: their cuts share their first bytes. */
export const KEYS: readonly string[] = [
  keyOf('differential'),
  `${keyOf('differential').slice(0, 40)}${'z'.repeat(28)}`,
];
/** Whole keys, plain and as UTF-16: a delta can cut them at many more places than an anchor. */
export const WHOLE_KEYS = new NeedleSearch(
  needlesOf(...KEYS, ...KEYS.map((key) => Buffer.from(key, 'utf16le').toString('latin1').slice(0, -1))),
);

export interface PlainObject {
  readonly id: string;
  readonly type: ObjectType;
  readonly content: Buffer;
}

/** `id:offset` of every place where a needle begins. Trees hold no text: a needle with NUL bytes is not for them. */
export function plainPlaces(objects: readonly PlainObject[], needles: readonly Needle[]): string[] {
  const places = new Set<string>();
  for (const { id, type, content } of objects) {
    for (const { bytes, skipsTrees } of needles) {
      if (skipsTrees && type === 'tree') continue;
      const needle = Buffer.from(bytes);
      for (let at = content.indexOf(needle); at !== -1; at = content.indexOf(needle, at + 1))
        places.add(`${id}:${at}`);
    }
  }
  return [...places].sort();
}

export function idsOf(places: readonly string[]): string[] {
  return [...new Set(places.map((place) => place.slice(0, place.indexOf(':'))))].sort();
}

/** Reads what `git cat-file --batch` prints. */
export function objectsIn(output: Buffer): PlainObject[] {
  const objects: PlainObject[] = [];
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf('\n', at);
    const [id = '', type = '', size = ''] = output.toString('latin1', at, end).split(' ');
    if (!/^\d+$/.test(size)) throw new Error(`git says: ${id} ${type}`);
    const content = output.subarray(end + 1, end + 1 + Number(size));
    objects.push({ id, type: type as ObjectType, content });
    at = end + 1 + content.length + 1;
  }
  return objects;
}
