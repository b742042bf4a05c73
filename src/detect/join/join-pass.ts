/**
 * The joiner: a decoder whose text is what neighbouring string literals make together. A tolerant tokenizer and no
 * parser: it starts from a hit, finds the literal that holds it, and follows what stands before and behind that in
 * whatever language. It need not know which: text that is joined wrongly is no key.
 */
import { rowEnd } from '../../core/byte-runs.ts';
import type { Decoded, DecoderPass, Layer } from '../decode/layer.ts';
import { MAX_BEHIND_BYTES, runAround, wordBefore } from './joined-run.ts';
import { JoinedText } from './joined-text.ts';
import {
  BACKSLASH,
  isBlank,
  isQuote,
  type Literal,
  literalAt,
  openingBefore,
  prefixStart,
} from './literals.ts';
import { wrappedLines } from './wrapped-lines.ts';

/** How far the end of a literal is sought from a hit in it, and its beginning. */
const LOOK_BYTES = 4096;
/** A key, split and encoded however often, is no longer than that in source. */
const LONGEST_KEY_BYTES = 8192;
/** What is encoded and goes on behind what was looked at; the end of a key that stands at its end. */
const LONGEST_END_BYTES = 1024;
/** What may stand between a hit and the end of its literal besides digits: of keys, and what they are encoded to. */
const INNER = new Set(Buffer.from('.=%&;#{}'));

export class JoinPass implements DecoderPass {
  readonly #keyReach: number;
  /** Offsets in the blob. */
  #coveredTo = 0;
  /** Up to there goes a list that is not joined. */
  #apartTo = 0;

  constructor(keyReach: number) {
    this.#keyReach = keyReach;
  }

  *decodeAround(layer: Layer, hit: number): Generator<Decoded, void> {
    const { bytes, base } = layer;
    if (base + hit < this.#coveredTo) return;
    this.#coveredTo = base + hit + 1;
    const close = endOfLiteral(bytes, hit);
    if (close === 'far') this.#coveredTo = base + hit + LOOK_BYTES - LONGEST_END_BYTES;
    else if (close !== undefined) yield* this.#joined(layer, hit, close);
    else {
      const text = JoinedText.of(layer, wrappedLines(bytes, hit, this.#keyReach));
      if (text !== undefined) yield text;
    }
  }

  *#joined(layer: Layer, hit: number, close: number): Generator<Decoded, void> {
    const { bytes, base } = layer;
    let end: number | undefined;
    for (const literal of hit === close ? literalFrom(bytes, hit) : literalsAround(bytes, hit, close)) {
      const { parts, end: runEnd } = runAround(bytes, literal, base + hit < this.#apartTo);
      const partsEnd = parts.at(-1)!.literal.end;
      if (partsEnd < runEnd) this.#apartTo = base + runEnd;
      end ??= Math.min(partsEnd, hit + MAX_BEHIND_BYTES - LONGEST_KEY_BYTES);
      const text = JoinedText.of(layer, parts);
      if (text !== undefined) yield text;
    }
    this.#coveredTo = base + Math.max(hit + 1, end ?? close);
  }
}

function literalFrom(bytes: Buffer, open: number): Literal[] {
  const literal = literalAt(bytes, prefixStart(bytes, open, 0)) ?? literalAt(bytes, open);
  return literal === undefined ? [] : [literal];
}

/** The first quote from a hit on: of a literal that begins or ends there, or is joined to a bare word. */
function endOfLiteral(bytes: Buffer, hit: number): number | 'far' | undefined {
  const high = Math.min(bytes.length, hit + LOOK_BYTES);
  for (let at = rowEnd(bytes, hit, high); at < high; at = rowEnd(bytes, at + 1, high)) {
    const byte = bytes[at]!;
    if (isQuote(byte)) return at;
    if (byte === BACKSLASH) {
      if (isQuote(bytes[at + 1]) || isBlank(bytes[at + 1])) return undefined;
      at++;
    } else if (!INNER.has(byte)) return undefined;
  }
  return high === hit + LOOK_BYTES ? 'far' : undefined;
}

/** One that is closed at `close`, and a word that is followed by a literal there: what it is cannot always be told. */
function literalsAround(bytes: Buffer, hit: number, close: number): Literal[] {
  const low = Math.max(0, hit - LOOK_BYTES);
  const literals: Literal[] = [];
  const nearest = openingBefore(bytes, close, low);
  if (nearest !== undefined) {
    const quote = bytes[close];
    const isTriple = bytes[nearest - 1] === quote && bytes[nearest - 2] === quote;
    literals.push(...literalFrom(bytes, isTriple ? nearest - 2 : nearest));
  }
  const word = wordBefore(bytes, close, low);
  if (!isQuote(bytes[word.start - 1])) literals.push(word);
  return literals;
}
