/** UTF-16 of ASCII characters, as in PowerShell's encoded commands, for what is encoded once more within it. */
import {
  AHEAD_BYTES,
  type Decoded,
  type DecoderPass,
  type Layer,
  LEAD_BYTES,
  OVERLAP_BYTES,
} from './layer.ts';

const MIN_CHARACTERS = 16;

export class WideTextPass implements DecoderPass {
  /** That of the blob's own text is no step. */
  readonly #own: string | undefined;
  #coveredTo = 0;

  constructor(own?: string) {
    this.#own = own;
  }

  *decodeAround(layer: Layer, hit: number): Generator<Decoded, void> {
    const { bytes, base } = layer;
    if (base + hit < this.#coveredTo || !isUnit(bytes, hit) || !isUnit(bytes, hit + 2)) return;
    const text = new WideText(layer, hit, this.#own);
    if (text.bytes.length < MIN_CHARACTERS) return;
    this.#coveredTo = base + text.run.end - (text.run.end >= hit + AHEAD_BYTES ? OVERLAP_BYTES : 0);
    yield text;
  }
}

/** A character and a NUL byte behind it. */
function isUnit(bytes: Buffer, at: number): boolean {
  return at >= 0 && at + 1 < bytes.length && bytes[at] !== 0 && bytes[at + 1] === 0;
}

class WideText implements Decoded {
  readonly step: string;
  readonly bytes: Buffer;
  readonly run: { readonly start: number; readonly end: number };
  readonly isCut: boolean;
  readonly endsWithLayer: boolean;
  /** Bytes between the begin of a unit and its character. */
  readonly #lead: 0 | 1;
  readonly #first: number;

  constructor(layer: Layer, hit: number, own: string | undefined) {
    const { bytes } = layer;
    let first = hit;
    const low = Math.max(0, hit - LEAD_BYTES);
    while (first - 2 >= low && isUnit(bytes, first - 2)) first -= 2;
    const high = Math.min(bytes.length, hit + AHEAD_BYTES);
    let end = hit;
    while (end + 1 < high && isUnit(bytes, end)) end += 2;
    // In big-endian text the NUL byte of the last character stands before it.
    if (end < high && bytes[end] !== 0 && bytes[end - 1] === 0) end += 2;
    const isBigEndian = own === 'utf16be' || (own !== 'utf16le' && first % 2 === 1 && bytes[first - 1] === 0);
    this.#lead = isBigEndian ? 1 : 0;
    this.#first = first;
    const encoding = isBigEndian ? 'utf16be' : 'utf16le';
    this.step = encoding === own ? '' : encoding;
    this.bytes = Buffer.allocUnsafe((end - first) >> 1);
    for (let index = 0; index < this.bytes.length; index++) this.bytes[index] = bytes[first + 2 * index]!;
    this.run = { start: first - this.#lead, end: Math.min(bytes.length, end - this.#lead) };
    this.endsWithLayer = end + 2 >= bytes.length;
    this.isCut = this.endsWithLayer ? layer.isCut : end + 2 >= high;
  }

  spanOf(start: number, end: number) {
    const from = this.#first - this.#lead;
    // Half a character may be left over at the end.
    return { start: from + 2 * start, end: Math.min(from + 2 * end, this.run.end) };
  }
}
