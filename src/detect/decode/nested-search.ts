/**
 * Looks for keys in what decoders make of the text around a hit of the prefilter, in what they make of that, and so on,
 * to a depth of five. All that is done is paid for from a budget that grows with the blob, so that work stays linear
 * whatever is nested in what.
 */
import type { Confidence } from '../../core/finding.ts';
import type { NeedleSearch } from '../../core/needle-search.ts';
import type { Rule } from '../../core/rule.ts';
import type { Encoding } from '../encoding.ts';
import { publicVariable } from '../public-variable.ts';
import { inflatedIn } from './compressed.ts';
import { type Decoded, type DecoderPass, type Layer, type Span, spanInBlob } from './layer.ts';

export const MAX_DEPTH = 5;
/** Characters that a pattern may look at behind a key: one that ends nearer to a cut is seen whole elsewhere, or nowhere. */
const LOOK_BYTES = 32;
/** How much of a line is asked for the name of a variable. */
const VARIABLE_BYTES = 200;
/** What can be decoded of a blob in all: so much, and so many bytes for each of its own. */
const BUDGET_BYTES = 64 * 1024 * 1024;
const BUDGET_PER_BYTE = 16;
/** What each piece costs beside its bytes. */
const PIECE_BYTES = 1024;

const REFUSED = {
  'too-large': 'something compressed and encoded in it is too large when it is inflated',
  'too-many': 'too many compressed and encoded things in it',
};

export interface FoundKey {
  readonly rule: Rule;
  readonly text: string;
  readonly confidence: Confidence;
  /** In the blob. */
  readonly span: Span;
  readonly via: readonly string[];
  /** A public variable within what was decoded. */
  readonly variable: string | undefined;
  /** Where the outermost encoded run begins, in the blob. */
  readonly runStart: number;
}

/** How keys are told in plain bytes, and where to look for them. */
export interface KeySearch {
  readonly prefilter: NeedleSearch;
  /** Keys at the anchors around a hit, behind `from`; with the encoding they are spelled in where it is a wide one. */
  keysAround(bytes: Buffer, hit: number, from: number): Iterable<PlainKey>;
  /** Decoders that have seen nothing yet. */
  newDecoders(): readonly DecoderPass[];
}

export interface PlainKey extends Span {
  readonly rule: Rule;
  readonly text: string;
  readonly confidence: Confidence;
  readonly encoding: Encoding;
}

export class NestedSearch {
  #found: FoundKey[] = [];
  /** Why something was not looked into, once each. */
  readonly unread = new Set<string>();
  readonly #keys: KeySearch;
  #budget = BUDGET_BYTES;

  constructor(keys: KeySearch) {
    this.#keys = keys;
  }

  /** What was found since this was last asked. */
  takeFound(): readonly FoundKey[] {
    const found = this.#found;
    if (found.length > 0) this.#found = [];
    return found;
  }

  /** The blob is so much longer. */
  grow(bytes: number): void {
    this.#budget += bytes * BUDGET_PER_BYTE;
  }

  /**
   * What is encoded around a hit in the outermost layer. False if something compressed goes on behind the layer's end:
   * nothing is reported of it until there is more.
   */
  searchAround(layer: Layer, hit: number, decoders: readonly DecoderPass[]): boolean {
    let isWhole = true;
    for (const decoder of decoders) {
      for (const decoded of decoder.decodeAround(layer, hit)) {
        isWhole = this.#descend(layer, decoded) && isWhole;
      }
    }
    return isWhole;
  }

  /** A text that stands in the blob in a way that no decoder reads. */
  searchText(text: Decoded): void {
    this.#descend({ bytes: Buffer.alloc(0), base: 0, isCut: false, via: [] }, text);
  }

  /** False if something compressed is cut off by the end of the parent. */
  #descend(parent: Layer, decoded: Decoded): boolean {
    const depth = parent.via.length + (decoded.step === '' ? 0 : 1);
    if (depth > MAX_DEPTH || !this.#pay(decoded.bytes.length)) return true;
    const layer: Layer = {
      bytes: decoded.bytes,
      base: 0,
      isCut: decoded.isCut,
      via: decoded.step === '' ? parent.via : [...parent.via, decoded.step],
      origin: { layer: parent, decoded },
    };
    if (this.#search(layer, false)) return true;
    const whole = decoded.whole?.();
    if (whole !== undefined) return this.#descend(parent, whole);
    if (parent.isCut && decoded.endsWithLayer) return false;
    this.unread.add('something compressed and encoded in it is longer than what is decoded at once');
    this.#search(layer, true);
    return true;
  }

  #search(layer: Layer, isAllAtHand: boolean): boolean {
    const isWhole = this.#searchCompressed(layer, isAllAtHand);
    // Most of what is decoded holds no hit.
    let decoders: readonly DecoderPass[] | undefined;
    let from = 0;
    let isAllWhole = isWhole;
    for (const hit of this.#keys.prefilter.placesToLook(layer.bytes)) {
      for (const key of this.#keys.keysAround(layer.bytes, hit, from)) {
        if (key.start < from || (layer.isCut && key.end + LOOK_BYTES > layer.bytes.length)) continue;
        from = key.end;
        this.#take(layer, key);
      }
      if (layer.via.length >= MAX_DEPTH) continue;
      decoders ??= this.#keys.newDecoders();
      isAllWhole = this.searchAround(layer, hit, decoders) && isAllWhole;
    }
    return isAllWhole || isAllAtHand;
  }

  #searchCompressed(layer: Layer, isAllAtHand: boolean): boolean {
    if (layer.via.length >= MAX_DEPTH) return true;
    let isWhole = true;
    for (const inflated of inflatedIn(layer, isAllAtHand)) {
      if (inflated.kind === 'text') this.#descend(layer, inflated.decoded);
      else if (inflated.kind === 'cut') isWhole = false;
      else this.unread.add(REFUSED[inflated.kind]);
    }
    return isWhole;
  }

  #pay(bytes: number): boolean {
    this.#budget -= bytes + PIECE_BYTES;
    if (this.#budget >= 0) return true;
    this.unread.add('too much in it is encoded, and encoded again: not all of it was decoded');
    return false;
  }

  #take(layer: Layer, { rule, text, confidence: plain, start, end, encoding }: PlainKey): void {
    const confidence = confidenceIn(layer, plain, { start, end });
    if (confidence === undefined) return;
    this.#found.push({
      rule,
      text,
      confidence,
      span: spanInBlob(layer, { start, end }),
      via: encoding === 'utf8' ? layer.via : [...layer.via, encoding],
      ...carriers(layer, start),
    });
  }
}

/** How sure a key is that was told in a layer, by all that the layer was made of; undefined where it is none. */
function confidenceIn(innermost: Layer, plain: Confidence, found: Span): Confidence | undefined {
  let isDoubtful = false;
  let span = found;
  for (let { origin } = innermost; origin !== undefined; origin = origin.layer.origin) {
    const { decoded } = origin;
    if (decoded.isDoubtful !== undefined && plain !== 'certain') return undefined;
    isDoubtful ||= decoded.isDoubtful?.(span) === true;
    span = decoded.spanOf(span.start, span.end);
  }
  return isDoubtful ? 'likely' : plain;
}

/** The variable that stands before the key, or before an encoded run with the key in it, in any layer but the outermost. */
function carriers(innermost: Layer, at: number): Pick<FoundKey, 'variable' | 'runStart'> {
  let variable = publicVariable(lineBefore(innermost.bytes, at));
  let layer = innermost;
  let start = at;
  let runStart = 0;
  while (layer.origin !== undefined) {
    const { decoded, layer: parent } = layer.origin;
    start = decoded.spanOf(start, start + 1).start;
    runStart = decoded.run.start;
    layer = parent;
    if (layer.origin === undefined) break;
    variable ??=
      publicVariable(lineBefore(layer.bytes, start)) ?? publicVariable(lineBefore(layer.bytes, runStart));
  }
  return { variable, runStart: layer.base + runStart };
}

function lineBefore(bytes: Buffer, at: number): string {
  const text = bytes.toString('latin1', Math.max(0, at - VARIABLE_BYTES), at);
  return text.slice(Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1);
}
