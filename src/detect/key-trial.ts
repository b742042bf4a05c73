/**
 * The closer look at a hit: whether a key stands there, plainly or in what decoders make of the bytes around. Where it
 * stands is not asked: long rows of base64 are decoded natively, all at once.
 */
import { isUtf8 } from 'node:buffer';
import { rowEnd, rowStart } from '../core/byte-runs.ts';
import { ENCODED_BYTES, isDigit, textPhases } from '../core/encoded-text.ts';
import { CONTEXT_BEFORE, CONTEXT_BEHIND, type ContentWindow, type HitTrial } from '../core/hit-trial.ts';
import { Base64Pass, isWholeRun } from './decode/base64.ts';
import { holdsCompressed } from './decode/compressed.ts';
import { HexPass } from './decode/hex.ts';
import type { DecoderPass, Span } from './decode/layer.ts';
import { MAX_DEPTH, NestedSearch } from './decode/nested-search.ts';
import type { Detector } from './detector.ts';
import { KeyDigits } from './fold/hint.ts';
import { JoinPass } from './join/join-pass.ts';
import { isQuote } from './join/literals.ts';
import { LFS_POINTER_START } from './lfs-pointer.ts';
import { GLANCE_BYTES } from './lone-hits.ts';

/** Of all that is decoded of one content; what is more is left to a full pass, which says so. */
const MAX_DECODED_BYTES = 64 * 1024 * 1024;
const ALIGNMENTS = [0, 1, 2, 3];
/** Of the last character, and the last group. */
const CUT_BYTES = 6;
/** Text in hex, as much of it as it is told by: narrow, or wide. */
const HEX_TEXT = /(?:[2-7][0-9a-fA-F]){14}|(?:[2-7][0-9a-fA-F]00){7}/g;
/** A hit may begin so far before it. */
const HEX_PHASES = ENCODED_BYTES - 28;
/** The longest escape of one character that is usual, and what else says how a row ends. */
const ESCAPE_BYTES = 16;
const EDGE_BYTES = 3;
/** Of a row that may go on in another one, as much as a key may be spread over. */
const JOINED_BYTES = CONTEXT_BEFORE;
/** So much more is looked through for digits where one hit follows another. */
const DIGITS_AHEAD = 262_144;
const EQUALS = 0x3d;
/** `e`, with which zlib in base64 begins. */
const ZLIB_DIGIT = 0x65;
const BREAKS = new Set(Buffer.from('\r\n'));
/** No escape and no literal begins or ends with one of these. */
const CLOSING = new Set(Buffer.from('\0\t\r\n ()[]{}<>,:;.|@!'));

/** Of escapes. */
const LEADS = new Set(Buffer.from('%\\=&'));

interface Budget {
  bytes: number;
}

interface Row extends Span {
  /** Behind it, what may go on in another row. */
  readonly ownEnd: number;
  /** All of it was decoded. */
  isTried: boolean;
  text?: string;
}

interface WindowFacts {
  readonly base: number;
  readonly length: number;
  /** What a key may be made of. */
  digits?: KeyDigits;
  /** The row that was looked at last. */
  row?: Row;
}

export class KeyTrial implements HitTrial {
  readonly #detector: Detector;
  readonly #depth: number;
  readonly #budget: Budget;
  readonly #nested: NestedSearch;
  #decoders: readonly DecoderPass[] | undefined;
  #seenTo = 0;
  clearedTo = 0;
  judgedFrom = 0;
  judgedTo = 0;
  /** The hit at hand may be a piece of an anchor. */
  #isPiece = false;
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
    this.judgedFrom = base + hit - CONTEXT_BEFORE;
    this.judgedTo = base + hit + CONTEXT_BEHIND;
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
    this.#isPiece = hint !== undefined;
    if (hint !== 'weak') return hint === 'strong';
    const from = Math.max(0, hit - CONTEXT_BEFORE);
    const to = Math.min(bytes.length, hit + CONTEXT_BEHIND);
    const known = this.#facts.digits;
    const isKnown = known !== undefined && to <= known.to;
    const digits = isKnown ? known : new KeyDigits(bytes, from, known === undefined ? to : to + DIGITS_AHEAD);
    this.#facts.digits = digits;
    return digits.areBetween(from, to);
  }

  #isEncodedKey(window: ContentWindow, hit: number): boolean {
    const { bytes, base } = window;
    const isBase64 = textPhases(bytes, hit, 'base64') !== 0;
    const isHex = textPhases(bytes, hit, 'hex') !== 0;
    // Something compressed begins with a needle, and is no text.
    const isText = isBase64 || isHex;
    if (!isText && isWithinRow(bytes, hit)) {
      this.#judgeBy(base + hit - ESCAPE_BYTES, base + hit + ENCODED_BYTES);
      return false;
    }
    if (!isText && this.#detector.loneHits.isAt(bytes, hit)) {
      this.#judgeBy(base + hit, base + hit + GLANCE_BYTES);
      return false;
    }
    this.#decoders ??= this.#detector.newDecoders();
    const row = !isText || base + hit < this.#openRowEnd ? undefined : this.#rowAround(window, hit);
    if (row === undefined) return this.#isDecodedKey(window, hit, this.#decoders);
    if (isBase64) {
      if (!row.isTried && this.#isInRow(bytes, row, hit)) return true;
      row.isTried = true;
      this.#clear(window, row, hit);
    }
    const edge = edgeOf(bytes, row);
    if (edge === 'closed') this.#judgeBy(base + row.start - EDGE_BYTES, base + row.end + EDGE_BYTES);
    const others = this.#decoders.filter(
      (decoder) => BESIDES[edge](decoder) || (isHex && decoder instanceof HexPass),
    );
    return others.length > 0 && this.#isDecodedKey(window, hit, others);
  }

  /** What no piece of an anchor has a say in. */
  #judgeBy(from: number, to: number): void {
    if (this.#isPiece) return;
    this.judgedFrom = from;
    this.judgedTo = to;
  }

  /** Behind a hit in a row of which all was decoded, up to the next text in hex. */
  #clear({ bytes, base, isCut }: ContentWindow, row: Row, hit: number): void {
    row.text ??= bytes.toString('latin1', row.start, row.end);
    HEX_TEXT.lastIndex = hit + 1 - row.start;
    const next = HEX_TEXT.exec(row.text)?.index;
    // Where the row goes on, its end is looked at once more, together with what follows.
    const isOpen = isCut && row.end === bytes.length;
    const end = base + Math.min(row.ownEnd, row.end - (isOpen ? CONTEXT_BEHIND : 0));
    this.clearedTo = next === undefined ? end : Math.min(end, base + row.start + next - HEX_PHASES);
  }

  /**
   * The digits in a row at encoded text, as far as they are at hand; undefined where there is none, and where what is
   * encoded may go on in the row before or behind.
   */
  #rowAround({ bytes, base }: ContentWindow, hit: number): Row | undefined {
    const known = this.#facts.row;
    if (known !== undefined && hit >= known.start && hit + ENCODED_BYTES <= known.ownEnd) return known;
    const end = rowEnd(bytes, hit, bytes.length);
    if (end - hit < ENCODED_BYTES) return undefined;
    const start = rowStart(bytes, hit, 0);
    const isBroken = !isWholeRun(bytes, start, end);
    const [from, to] = isBroken ? [start + JOINED_BYTES, end - JOINED_BYTES] : [start, end];
    if (hit < from || hit + ENCODED_BYTES > to) {
      this.#openRowEnd = base + (hit < from && from < to ? from : end);
      return undefined;
    }
    this.#facts.row = { start, end, ownEnd: to, isTried: false };
    return this.#facts.row;
  }

  /** What is text throughout at one alignment is none at another. */
  #isInRow(bytes: Buffer, { start, end }: Span, hit: number): boolean {
    for (const alignment of alignmentsFrom(bytes, start, hit)) {
      const decoded = Buffer.from(bytes.toString('latin1', start + alignment, end), 'base64');
      this.#budget.bytes -= decoded.length;
      if (this.#budget.bytes < 0 || holdsCompressed(decoded) || this.#isInText(decoded)) return true;
      if (isUtf8(decoded.subarray(0, decoded.length - CUT_BYTES))) return false;
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

/** All of them; first those at which there is text. */
function alignmentsFrom(bytes: Buffer, start: number, hit: number): number[] {
  const phases = textPhases(bytes, hit, 'base64');
  const isText = (alignment: number) => (phases >> ((start + alignment - hit) & 3)) & 1;
  return [...ALIGNMENTS].sort((one, other) => isText(other) - isText(one));
}

/** Where something compressed would begin, were there no digit before it that is no part of an escape. */
function isWithinRow(bytes: Buffer, hit: number): boolean {
  if (bytes[hit] !== ZLIB_DIGIT || !isDigit(bytes[hit - 1])) return false;
  for (let at = Math.max(0, hit - ESCAPE_BYTES); at < hit; at++) if (LEADS.has(bytes[at]!)) return false;
  return true;
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
