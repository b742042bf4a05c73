/**
 * What tells base64 with a key in it: needles for the prefilter, and the alignment that each of them stands for.
 *
 * Sound for what is found in one to three layers of base64: each alignment of each layer has a needle, and of one and
 * two layers a second one, so that a line break within the first does not matter. The alignments grow with the third
 * power: 3, 9, 27, and then 81 and 243. Of four and five layers the text is so regular that a few groups of three
 * digits stand in all but a few in a thousand of them, whatever the key (counted; so does nested.test.ts).
 */
import { type AlignedText, BASE64_DIGITS, base64Alignments } from '../../core/base64-alignments.ts';

export interface Base64Mark {
  /** Bit n: the first digit of the needle may be number n of a group of four. */
  readonly phases: number;
  /** A zlib stream begins with it, and so may the base64: nothing else tells where. */
  readonly isStart: boolean;
}

const ANY_PHASE = 0b1111;
const FIRST_PHASE = 0b0001;
/** Shortest needle, and what a needle is known by. */
const MARK_DIGITS = 3;
/** Long enough to be rare, short enough for few line breaks to fall into it. */
const RARE_DIGITS = 4;

/** Of text that is four or five times in base64; the most common groups of it, found by counting. */
const DEEP_MARKS = [
  ...['VlZ', 'Vmx', 'VkZ', 'bFp', 'Vlp', 'VjF', 'V1Z', 'VTF', 'VFZ', 'Vld'],
  ...['RlZ', 'VlR', 'Vm1', 'Rkp', 'VjJ', 'Umx', 'WkZ', 'bFZ', 'V0Z', 'VTJ'],
];

/** Header of gzip, with the method that is always used. */
const GZIP_START = 'H4sI';
/**
 * Header of zlib, with each of its levels and the two bits behind. `eNo` stands in `treeNode`, `eAE` and `eAG` in names
 * as well: with the kind of block that follows, and few lengths in its table, as texts with a key begin.
 */
const ZLIB_STARTS = [
  ...['eJw', 'eJx', 'eJy', 'eJz', 'eF4', 'eF5', 'eF6', 'eF7', 'eNp', 'eNq', 'eNr', 'eAF', 'eAH'],
  ...['eNoF', 'eNoN', 'eNoV', 'eNo1', 'eNo9', 'eAEF', 'eAEN', 'eAEV', 'eAGl'],
];
/** Of the usual level, in base64 twice. */
const ZLIB_START_TWICE = 'ZUp';

export class Base64Marks {
  readonly needles: readonly string[];
  readonly #marks = new Map<string, Base64Mark>();

  /** `inner`: other spellings of anchors that may stand in base64. */
  constructor(anchors: readonly string[], inner: readonly string[]) {
    const needles = new Set<string>();
    const add = (digits: string, phases: number, isStart = false) => {
      needles.add(digits);
      const key = digits.slice(0, MARK_DIGITS);
      const known = this.#marks.get(key);
      this.#marks.set(key, {
        phases: (known?.phases ?? 0) | phases,
        isStart: isStart || known?.isStart === true,
      });
    };
    for (const anchor of anchors) {
      const once = base64Alignments(anchor);
      const twice = once.flatMap(({ digits }) => base64Alignments(digits));
      const thrice = twice.flatMap(({ digits }) => base64Alignments(digits));
      for (const aligned of once)
        for (const [digits, phase] of breakProof(aligned, MARK_DIGITS)) add(digits, phase);
      for (const aligned of twice)
        for (const [digits, phase] of breakProof(aligned, RARE_DIGITS)) add(digits, phase);
      for (const { digits, phase } of thrice) add(digits, 1 << phase);
    }
    for (const text of inner) {
      for (const { digits, phase } of base64Alignments(text)) add(digits.slice(0, RARE_DIGITS), 1 << phase);
    }
    for (const digits of DEEP_MARKS) add(digits, ANY_PHASE);
    for (const digits of [GZIP_START, ZLIB_START_TWICE]) add(digits, FIRST_PHASE);
    for (const digits of ZLIB_STARTS) add(digits, FIRST_PHASE, true);
    for (const { digits, phase } of base64Alignments(GZIP_START))
      add(digits.slice(0, RARE_DIGITS), 1 << phase);
    this.needles = [...needles];
  }

  /** What the three digits at `hit` tell. */
  at(bytes: Buffer, hit: number): Base64Mark | undefined {
    return this.#marks.get(bytes.toString('latin1', hit, hit + MARK_DIGITS));
  }
}

/**
 * Pieces of an aligned text of which one at least has no line break within it, wherever there is one; but for one place
 * in five digits where the first piece has `length` four.
 */
function breakProof(
  { digits, phase, restBits, rest }: AlignedText,
  length: number,
): (readonly [string, number])[] {
  const first = [digits.slice(0, length), 1 << phase] as const;
  const last = (text: string) =>
    [text.slice(-MARK_DIGITS), 1 << ((phase + text.length - MARK_DIGITS) & 3)] as const;
  if (digits.length > RARE_DIGITS) return [first, last(digits)];
  // Two bits of the next digit are open; what follows is ASCII, so that the upper one is 0.
  if (restBits === 4)
    return [first, ...[0, 1].map((open) => last(digits + BASE64_DIGITS[(rest << 2) | open]))];
  return [[digits, 1 << phase]];
}
