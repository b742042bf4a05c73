/**
 * What the prefilter looks for: every spelling of the rules' anchors that the detector understands.
 * Sound by construction: what the detector finds begins with one of these.
 */
import { type Needle, NeedleSearch } from '../core/needle-search.ts';
import type { Rule } from '../core/rule.ts';
import { ENCODINGS, type Encoding, encodeAscii } from './encoding.ts';
import { LFS_POINTER_START } from './lfs-pointer.ts';

export interface Spelling {
  readonly anchor: string;
  readonly encoding: Encoding;
  readonly bytes: Buffer;
}

export function spellingsOf(rules: readonly Rule[]): Spelling[] {
  const anchors = [...new Set(rules.map(({ anchor }) => anchor))];
  return anchors.flatMap((anchor) =>
    ENCODINGS.map((encoding) => ({ anchor, encoding, bytes: encodeAscii(anchor, encoding) })),
  );
}

export function prefilterOf(rules: readonly Rule[]): NeedleSearch {
  const needles: Needle[] = spellingsOf(rules).map(({ bytes }) => ({ bytes, hasNul: bytes.includes(0) }));
  return new NeedleSearch([...needles, { bytes: Buffer.from(LFS_POINTER_START), hasNul: false }]);
}
