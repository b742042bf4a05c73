/**
 * What a search for needles must stop at, so that no container is passed over: a hit means no more than a closer look.
 * Each stands in every container of its format; a zip archive is told by its end too, since anything may stand before
 * it. For what git holds, where the search knows needles alone.
 */
import { arranged } from '../core/needle-arrangement.ts';
import { type Needle, NeedleSearch } from '../core/needle-search.ts';

const MAGICS = [
  'PK\x03\x04',
  'PK\x05\x06',
  '\x1f\x8b\x08',
  '\x28\xb5\x2f\xfd',
  '\xfd7zXZ\0',
  'AY&SY',
  'ustar\0',
  'ustar  \0',
  '{"files":{',
  '7z\xbc\xaf\x27\x1c',
  'Rar!\x1a\x07',
];
export const CONTAINER_NEEDLES: readonly Needle[] = MAGICS.map((text) =>
  arranged({ bytes: Buffer.from(text, 'latin1'), skipsTrees: true }),
);

/** A search that stops at containers too. */
export function alsoForContainers({ needles, hasEncodedText }: NeedleSearch): NeedleSearch {
  return new NeedleSearch([...needles, ...CONTAINER_NEEDLES], hasEncodedText);
}
