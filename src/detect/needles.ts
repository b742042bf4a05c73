/**
 * What the prefilter looks for: every spelling of the rules' anchors that the detector understands.
 * Sound by construction: what the detector finds holds one of these.
 */
import { type Needle, NeedleSearch } from '../core/needle-search.ts';
import type { Rule } from '../core/rule.ts';
import { ENCODINGS, type Encoding, encodeAscii } from './encoding.ts';
import { LFS_POINTER_START } from './lfs-pointer.ts';
import { PublishedNames } from './published-names.ts';

export interface Spelling {
  readonly anchor: string;
  readonly encoding: Encoding;
  readonly bytes: Buffer;
  /**
   * The bytes without NUL bytes at either end: the same in both byte orders, and quick to search for, since runs of
   * NUL bytes are common and no needle begins with one.
   */
  readonly core: Buffer;
  /** Where the core begins within the bytes. */
  readonly coreAt: number;
}

export function anchorsOf(rules: readonly Rule[]): string[] {
  return [...new Set(rules.map(({ anchor }) => anchor))];
}

export function spellingsOf(rules: readonly Rule[]): Spelling[] {
  return anchorsOf(rules).flatMap((anchor) =>
    ENCODINGS.map((encoding) => {
      const bytes = encodeAscii(anchor, encoding);
      const coreAt = bytes.findIndex((byte) => byte !== 0);
      const core = bytes.subarray(coreAt, bytes.findLastIndex((byte) => byte !== 0) + 1);
      return { anchor, encoding, bytes, core, coreAt };
    }),
  );
}

export function prefilterOf(rules: readonly Rule[]): NeedleSearch {
  const cores = new Map(spellingsOf(rules).map(({ core }) => [core.toString('latin1'), core]));
  const needles: Needle[] = [...cores.values()].map((bytes) => ({ bytes, isBinary: bytes.includes(0) }));
  const others = [Buffer.from(LFS_POINTER_START), ...new PublishedNames(rules).needles];
  return new NeedleSearch([...needles, ...others.map((bytes) => ({ bytes, isBinary: false }))]);
}
