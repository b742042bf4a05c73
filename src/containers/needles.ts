/**
 * What a search for needles must stop at, so that no container is passed over: a hit means no more than a closer look.
 * Each stands in every container of its format; a zip archive is told by its end too, since anything may stand before it.
 */
import type { Needle } from '../core/needle-search.ts';

const MAGICS = [
  'PK\x03\x04',
  'PK\x05\x06',
  '\x1f\x8b\x08',
  '\x28\xb5\x2f\xfd',
  '\xfd7zXZ\0',
  // Of bzip2; the digit before it is too common a byte to look for.
  'AY&SY',
  'ustar\0',
  'ustar  \0',
  '{"files":{',
  '7z\xbc\xaf\x27\x1c',
  'Rar!\x1a\x07',
];

export const CONTAINER_NEEDLES: readonly Needle[] = MAGICS.map((text) => ({
  bytes: Buffer.from(text, 'latin1'),
  hasNul: text.includes('\0'),
}));
