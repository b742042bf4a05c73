/**
 * The closer look at a hit: whether a key stands there, plainly or in what decoders make of the bytes around. Where it
 * stands is not asked: long rows of base64 are decoded natively, all at once.
 */
import { ENCODED_BYTES, isDigit, textPhases } from '../core/encoded-text.ts';
import { CONTEXT_BEHIND, type ContentWindow, type HitTrial } from '../core/hit-trial.ts';
import { Base64Pass, isWholeRun } from './decode/base64.ts';
import { holdsCompressed } from './decode/compressed.ts';
import { HexPass } from './decode/hex.ts';
import type { DecoderPass, Span } from './decode/layer.ts';
import { MAX_DEPTH, NestedSearch } from './decode/nested-search.ts';
import type { Detector } from './detector.ts';
import { hasDigitsOfKey } from './fold/hint.ts';
import { JoinPass } from './join/join-pass.ts';
import { isQuote } from './join/literals.ts';
import { LFS_POINTER_START } from './lfs-pointer.ts';

/** Of all that is decoded of one content; what is more is left to a full pass, which says so. */
const MAX_DECODED_BYTES = 64 * 1024 * 1024;
const ALIGNMENTS = 4;
/** Text in hex, as much of it as it is told by: narrow, or wide. */
const HEX_TEXT = /(?:[2-7][0-9a-fA-F]){14}|(?:[2-7][0-9a-fA-F]00){7}/;
const EQUALS = 0x3d;
const BREAKS = new Set(Buffer.from('\r\n'));
/** No escape and no literal begins or ends with one of these. */
const CLOSING = new Set(Buffer.from('\0\t\r\n ()[]{}<>,:;.|@!'));

interface Budget {
  bytes: number;
}

interface WindowFacts {
  readonly base: number;
  readonly length: number;
  /** What a key may be made of stands anywhere in it. */
  hasDigits?: boolean;
  /** The row that was looked at last. */
  row?: Span;
}

export class KeyTrial implements HitTrial {
  readonly #detector: Detector;
  readonly #depth: number;
  readonly #budget: Budget;
  readonly #nested: NestedSearch;
  #decoders: readonly DecoderPass[] | undefined;
  #seenTo = 0;
  clearedTo = 0;
  /** Before this one it is to be looked into around each hit. */
  #openRowEnd = 0;
  /** Of the window at hand, lest each hit in it costs as much as all of it. */
  #facts: WindowFacts = { base: 0, length: -1 };

  constructor(detector: Detector, depth = 0, budget: Budget = { bytes: MAX_DECODED_BYTES }) {
    this.#detector = detector;
    this.#depth = depth;
    this.#budget = budget;
    this.#nested = new NestedSearch(detector);
  }

  mayBeKey(window: ContentWindow, hit: number): boolean {
    const { bytes, base } = window;
    if (base + hit < this.clearedTo) return false;
    if (base !== this.#facts.base || bytes.length !== this.#facts.length)
      this.#facts = { base, length: bytes.length };
    this.#nested.grow(Math.max(0, base + bytes.length - this.#seenTo));
    this.#seenTo = Math.max(this.#seenTo, base + bytes.length);
    return (
      (base + hit === 0 && isPointer(bytes)) ||
      this.#detector.publishedNames.publishedAt(bytes, hit) !== undefined ||
      this.#isPlainKey(bytes, hit) ||
      this.#isForParser(bytes, hit) ||
      this.#isEncodedKey(window, hit)
    );
  }

  /** Whether it may be a part of what has to be worked out. */
  #isForParser(bytes: Buffer, hit: number): boolean {
    const hint = this.#detector.foldHints.at(bytes, hit);
    if (hint !== 'weak') return hint === 'strong';
    this.#facts.hasDigits ??= hasDigitsOfKey(bytes.toString('latin1'));
    return this.#facts.hasDigits;
  }

  #isEncodedKey(window: ContentWindow, hit: number): boolean {
    const { bytes, base } = window;
    this.#decoders ??= this.#detector.newDecoders();
    const isBase64 = textPhases(bytes, hit, 'base64') !== 0;
    // Something compressed begins with a needle, and is no text.
    const isText = isBase64 || textPhases(bytes, hit, 'hex') !== 0;
    const row = !isText || base + hit < this.#openRowEnd ? undefined : this.#rowAround(window, hit);
    if (row === undefined) return this.#isDecodedKey(window, hit, this.#decoders);
    if (isBase64) {
      if (this.#isInRow(bytes, row)) return true;
      // Where it goes on, its end is looked at once more, together with what follows.
      const isOpen = window.isCut && row.end === bytes.length;
      if (!HEX_TEXT.test(bytes.toString('latin1', row.start, row.end)))
        this.clearedTo = base + row.end - (isOpen ? CONTEXT_BEHIND : 0);
    }
    const edge = edgeOf(bytes, row);
    const others = this.#decoders.filter(
      (decoder) => BESIDES[edge](decoder) || (!isBase64 && decoder instanceof HexPass),
    );
    return others.length > 0 && this.#isDecodedKey(window, hit, others);
  }

  /** The digits in a row at encoded text, as far as they are at hand; undefined where a break is in it, or there is none. */
  #rowAround({ bytes, base }: ContentWindow, hit: number): Span | undefined {
    const known = this.#facts.row;
    if (known !== undefined && hit >= known.start && hit + ENCODED_BYTES <= known.end) return known;
    let end = hit;
    while (isDigit(bytes[end])) end++;
    if (end - hit < ENCODED_BYTES) return undefined;
    let start = hit;
    while (start > 0 && isDigit(bytes[start - 1])) start--;
    if (!isWholeRun(bytes, start, end)) {
      this.#openRowEnd = base + end;
      return undefined;
    }
    this.#facts.row = { start, end };
    return this.#facts.row;
  }

  #isInRow(bytes: Buffer, { start, end }: Span): boolean {
    for (let alignment = 0; alignment < ALIGNMENTS; alignment++) {
      const decoded = Buffer.from(bytes.toString('latin1', start + alignment, end), 'base64');
      this.#budget.bytes -= decoded.length;
      if (this.#budget.bytes < 0 || holdsCompressed(decoded) || this.#isInText(decoded)) return true;
    }
    return false;
  }

  #isInText(bytes: Buffer): boolean {
    if (this.#depth + 1 >= MAX_DEPTH) return false;
    const { prefilter } = this.#detector;
    const trial = new KeyTrial(this.#detector, this.#depth + 1, this.#budget);
    const window = { bytes, base: 0, isCut: false };
    return prefilter.placesToLook(bytes).some((place) => trial.mayBeKey(window, place));
  }

  /** Whether the content is binary, where a key may run into what follows, is not known from a part of it. */
  #isPlainKey(bytes: Buffer, hit: number): boolean {
    return this.#detector.keysAround(bytes, hit, 0, true).next().done === false;
  }

  /** What goes on behind the bytes at hand, and what is too much to look into, may be anything. */
  #isDecodedKey(window: ContentWindow, hit: number, decoders: readonly DecoderPass[]): boolean {
    const isWhole = this.#nested.searchAround({ ...window, via: [] }, hit, decoders);
    return !isWhole || this.#nested.takeFound().length > 0 || this.#nested.unread.size > 0;
  }
}

type Edge = 'closed' | 'quoted' | 'open';

/** Decoders that a row may have to do with besides those that decode rows. */
const BESIDES: Readonly<Record<Edge, (decoder: DecoderPass) => boolean>> = {
  closed: () => false,
  quoted: (decoder) => decoder instanceof JoinPass,
  open: (decoder) => !(decoder instanceof Base64Pass),
};

/** How a row ends, on either side: in a literal that may go on in another one, or perhaps in something that is escaped. */
function edgeOf(bytes: Buffer, { start, end }: Span): Edge {
  let behind = end;
  while (bytes[behind] === EQUALS && behind < end + 2) behind++;
  // Of quoted-printable.
  if (behind > end && (isDigit(bytes[behind]) || BREAKS.has(bytes[behind]!))) return 'open';
  const edges = [edgeAt(bytes[start - 1]), edgeAt(bytes[behind])];
  return edges.find((edge) => edge === 'open') ?? edges.find((edge) => edge === 'quoted') ?? 'closed';
}

function edgeAt(byte: number | undefined): Edge {
  if (byte === undefined || CLOSING.has(byte)) return 'closed';
  return isQuote(byte) ? 'quoted' : 'open';
}

function isPointer(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, LFS_POINTER_START.length) === LFS_POINTER_START;
}
