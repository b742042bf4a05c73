/**
 * The closer look at a hit: whether a key stands there, plainly or in what decoders make of the bytes around. Where it
 * stands is not asked: long rows of base64 are decoded natively, all at once.
 */
import { isDigit, textPhases } from '../core/encoded-text.ts';
import { CONTEXT_BEHIND, type ContentWindow, type HitCheck, type HitTrial } from '../core/hit-check.ts';
import type { Rule } from '../core/rule.ts';
import { Base64Pass, isWholeRun } from './decode/base64.ts';
import { holdsCompressed } from './decode/compressed.ts';
import type { DecoderPass, Span } from './decode/layer.ts';
import { MAX_DEPTH, NestedSearch } from './decode/nested-search.ts';
import type { Detector } from './detector.ts';
import { LFS_POINTER_START } from './lfs-pointer.ts';

/** One more with each change of what decoders make of bytes. */
const DECODERS = 1;
/** Of all that is decoded of one content; what is more is left to a full pass, which says so. */
const MAX_DECODED_BYTES = 64 * 1024 * 1024;
const ALIGNMENTS = 4;

export class KeyCheck implements HitCheck {
  readonly data: readonly Rule[];
  readonly #detector: Detector;

  constructor(detector: Detector) {
    this.#detector = detector;
    this.data = detector.rules;
  }

  get version(): string {
    return JSON.stringify([DECODERS, this.data], (_, value) =>
      value instanceof RegExp ? `${value}` : value,
    );
  }

  begin(): HitTrial {
    return new KeyTrial(this.#detector, 0, { bytes: MAX_DECODED_BYTES });
  }
}

interface Budget {
  bytes: number;
}

class KeyTrial implements HitTrial {
  readonly #detector: Detector;
  readonly #depth: number;
  readonly #budget: Budget;
  readonly #nested: NestedSearch;
  #decoders: readonly DecoderPass[] | undefined;
  #seenTo = 0;
  /** Before this offset everything in base64 was looked into. */
  #rowEnd = 0;
  /** Before this one it is to be looked into around each hit. */
  #openRowEnd = 0;

  constructor(detector: Detector, depth: number, budget: Budget) {
    this.#detector = detector;
    this.#depth = depth;
    this.#budget = budget;
    this.#nested = new NestedSearch(detector);
  }

  mayBeKey(window: ContentWindow, hit: number): boolean {
    const { bytes, base } = window;
    if (base + hit < this.#rowEnd) return false;
    this.#nested.grow(Math.max(0, base + bytes.length - this.#seenTo));
    this.#seenTo = Math.max(this.#seenTo, base + bytes.length);
    if ((base + hit === 0 && isPointer(bytes)) || this.#isPlainKey(bytes, hit)) return true;
    if (this.#isForFullPass(bytes, hit)) return true;
    this.#decoders ??= this.#detector.newDecoders();
    const row = base + hit < this.#openRowEnd ? undefined : this.#rowAround(window, hit);
    if (row === undefined) return this.#isEncodedKey(window, hit, this.#decoders);
    if (this.#isInRow(bytes, row)) return true;
    // Where it goes on, its end is looked at once more, together with what follows.
    this.#rowEnd = base + row.end - (window.isCut && row.end === bytes.length ? CONTEXT_BEHIND : 0);
    // The row may itself be a part of something that is escaped.
    const others = this.#decoders.filter((decoder) => !(decoder instanceof Base64Pass));
    return this.#isEncodedKey(window, hit, others);
  }

  /** The digits in a row at a hit that is text in base64, as far as they are at hand; undefined where a break is in it. */
  #rowAround({ bytes, base }: ContentWindow, hit: number): Span | undefined {
    if (textPhases(bytes, hit, 'base64') === 0) return undefined;
    let start = hit;
    while (start > 0 && isDigit(bytes[start - 1])) start--;
    let end = hit;
    while (isDigit(bytes[end])) end++;
    const isBroken = !isWholeRun(bytes, start, end);
    if (isBroken) this.#openRowEnd = base + end;
    return isBroken ? undefined : { start, end };
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

  /** What has to be parsed, and settings that publish a key. */
  #isForFullPass(bytes: Buffer, hit: number): boolean {
    const { foldHints, publishedNames } = this.#detector;
    return foldHints.at(bytes, hit) !== undefined || publishedNames.publishedAt(bytes, hit) !== undefined;
  }

  #isPlainKey(bytes: Buffer, hit: number): boolean {
    return this.#detector.keysAround(bytes, hit, 0).next().done === false;
  }

  /** What goes on behind the bytes at hand, and what is too much to look into, may be anything. */
  #isEncodedKey(window: ContentWindow, hit: number, decoders: readonly DecoderPass[]): boolean {
    const isWhole = this.#nested.searchAround({ ...window, via: [] }, hit, decoders);
    return !isWhole || this.#nested.takeFound().length > 0 || this.#nested.unread.size > 0;
  }
}

function isPointer(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, LFS_POINTER_START.length) === LFS_POINTER_START;
}
