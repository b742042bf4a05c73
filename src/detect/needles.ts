/**
 * What the prefilter looks for: every spelling of the rules' anchors that the detector understands, and the marks of
 * what anchors may be hidden under. What the detector finds holds one of these:
 *
 * - A key in plain bytes, narrow or wide, holds its anchor.
 * - In escapes (percent, backslash, HTML, quoted-printable), whole or partial: let the first character that is escaped
 *   be number i of the anchor. If i = 0, the text holds the escape of that character; else it holds the plain character
 *   before it and the begin of its escape. Needles end before the first digit that may be of either case. (spellings.ts)
 * - Escapes of all characters of something else (of base64, say, or of other escapes): among its characters are digits
 *   or letters that have needles of their own.
 * - Escapes that are escaped once more as far as they must be (`%2574`, `\\\\u0074`, `&amp;#116;`) keep their digits.
 * - Base64 and hex in one piece, and whatever text is in them: the search itself tells (core/encoded-text.ts). Hex with
 *   something between its pairs holds those of the anchor.
 * - What is written apart, backwards or in numbers: join/needles.ts.
 * - Something compressed is told by its header, in base64, hex or escapes.
 */
import { base64Alignments } from '../core/base64-alignments.ts';
import { arranged } from '../core/needle-arrangement.ts';
import { type Needle, NeedleSearch } from '../core/needle-search.ts';
import type { Rule } from '../core/rule.ts';
import { anchorsOf, arrangedNeedlesOf, needleOf } from './arranged-needles.ts';
import { COMPRESSED_IN_BASE64, COMPRESSED_IN_ESCAPES } from './decode/compressed.ts';
import { escapeSpellings, separatedHexSpellings } from './decode/spellings.ts';
import { ENCODINGS, type Encoding, encodeAscii } from './encoding.ts';
import { splitSpellings } from './join/needles.ts';
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
  return new NeedleSearch(needlesOf(rules), true);
}

/** Without what was worked out for them. */
export function allNeedlesOf(rules: readonly Rule[]): Needle[] {
  const anchors = anchorsOf(rules);
  const texts = [
    ...spellingsOf(rules).map(({ core }) => core.toString('latin1')),
    LFS_POINTER_START,
    ...new PublishedNames(rules).needles.map((needle) => needle.toString('latin1')),
    ...COMPRESSED_IN_BASE64,
    ...COMPRESSED_IN_ESCAPES,
    ...anchors.flatMap((anchor) => [
      ...escapeSpellings(anchor),
      ...separatedHexSpellings(anchor),
      ...wideSpellings(anchor),
      ...splitSpellings(anchor),
    ]),
  ];
  return shortest(texts).map((text) => needleOf(text, anchors));
}

function needlesOf(rules: readonly Rule[]): readonly Needle[] {
  return arrangedNeedlesOf(rules) ?? allNeedlesOf(rules).map(arranged);
}

/** Encoded text in a file that is UTF-16 itself, as those of Windows are. */
function wideSpellings(anchor: string): string[] {
  const first = anchor.charCodeAt(0).toString(16);
  const digits = base64Alignments(anchor).map((aligned) => aligned.digits.slice(0, 4));
  return [...digits, `%${first}`, `u00${first}`, `${first}${first}`].map(wideCore);
}

function wideCore(text: string): string {
  return encodeAscii(text, 'utf16le').subarray(0, -1).toString('latin1');
}

/** Those that hold no other: where a longer one stands, the shorter one does. */
function shortest(texts: readonly string[]): string[] {
  const kept: string[] = [];
  for (const text of [...new Set(texts)].sort((a, b) => a.length - b.length)) {
    if (!kept.some((shorter) => text.includes(shorter))) kept.push(text);
  }
  return kept;
}
