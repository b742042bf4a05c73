/** Characters by their codes, in a list of decimal numbers: arguments of `String.fromCharCode`, an array of bytes. */
import type { Decoded, DecoderPass, Layer, Span } from './layer.ts';
import { countDigits, digitsAt } from './transcriber.ts';

const MIN_CODES = 16;
const MAX_CODES = 4096;
/** Of one key, encoded in whatever way. */
const OVERLAP_CODES = 1024;
const MAX_BLANKS = 64;
const MAX_CODE = 0xff;
const COMMA = 0x2c;
const BLANKS = new Set(Buffer.from(' \t\r\n'));

export class CharCodesPass implements DecoderPass {
  /** Offset in the blob. */
  #coveredTo = 0;

  *decodeAround(layer: Layer, hit: number): Generator<Decoded, void> {
    const { bytes, base } = layer;
    if (base + hit < this.#coveredTo || countDigits(bytes, hit, 1, 10) === 0) return;
    const places = codesFrom(bytes, hit);
    if (places.length < MIN_CODES) return;
    const end = places.at(-1)!.end;
    const isFull = places.length === MAX_CODES;
    this.#coveredTo = base + (isFull ? places[MAX_CODES - OVERLAP_CODES]!.start : end);
    yield {
      step: 'char-codes',
      bytes: Buffer.from(places.map((place) => codeAt(bytes, place))),
      run: { start: hit, end },
      isCut: isFull || (layer.isCut && end === bytes.length),
      endsWithLayer: false,
      spanOf: (from, to) => ({ start: places[from]!.start, end: places[to - 1]!.end }),
    };
  }
}

function codesFrom(bytes: Buffer, from: number): Span[] {
  const places: Span[] = [];
  for (let at = from; places.length < MAX_CODES; ) {
    const length = countDigits(bytes, at, 4, 10);
    const place = { start: at, end: at + length };
    if (length === 0 || length === 4 || codeAt(bytes, place) > MAX_CODE) break;
    places.push(place);
    const comma = blanksEnd(bytes, place.end);
    if (bytes[comma] !== COMMA) break;
    at = blanksEnd(bytes, comma + 1);
  }
  return places;
}

function codeAt(bytes: Buffer, { start, end }: Span): number {
  return digitsAt(bytes, start, end - start, 10);
}

function blanksEnd(bytes: Buffer, at: number): number {
  let end = at;
  while (end - at < MAX_BLANKS && BLANKS.has(bytes[end]!)) end++;
  return end;
}
