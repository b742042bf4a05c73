/**
 * What a search for needles must stop at, so that no container is passed over: a hit means no more than a closer look.
 * Each stands in every container of its format; a zip archive is told by its end too, since anything may stand before
 * it. For what git holds, where the search knows needles alone.
 */
import { type Needle, NeedleSearch } from '../core/needle-search.ts';

/** Each with its place in the tables behind the needles of the shipped rules: to look for it costs as much as all else. */
const MAGICS: readonly (readonly [text: string, bucket: number, at: number])[] = [
  ['PK\x03\x04', 0, 1],
  ['PK\x05\x06', 0, 1],
  ['\x1f\x8b\x08', 7, 0],
  ['\x28\xb5\x2f\xfd', 0, 0],
  ['\xfd7zXZ\0', 4, 0],
  ['AY&SY', 0, 0],
  ['ustar\0', 6, 1],
  ['ustar  \0', 6, 1],
  ['{"files":{', 4, 7],
  ['7z\xbc\xaf\x27\x1c', 3, 2],
  ['Rar!\x1a\x07', 4, 3],
];
const CONTAINER_NEEDLES: readonly Needle[] = MAGICS.map(([text, bucket, at]) => ({
  bytes: Buffer.from(text, 'latin1'),
  skipsTrees: true,
  fingerprint: { bucket, at },
}));

/** A search that stops at containers too. */
export function alsoForContainers({ needles, hasEncodedText }: NeedleSearch): NeedleSearch {
  return new NeedleSearch([...needles, ...CONTAINER_NEEDLES], hasEncodedText);
}
