/**
 * What decoders work on and what they give. A layer is bytes in which keys are looked for: a window of a blob, or what
 * a decoder made of a part of the layer above. Each keeps its way back, span by span.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Layer {
  readonly bytes: Buffer;
  /** Where the bytes begin within the blob; 0 for what was decoded. */
  readonly base: number;
  /** What stands behind the bytes is not at hand. */
  readonly isCut: boolean;
  /** Decoding steps that led here, outermost first. */
  readonly via: readonly string[];
  readonly origin?: { readonly layer: Layer; readonly decoded: Decoded };
}

/** What a decoder made of a run of a layer. All spans are those of the layer's bytes. */
export interface Decoded {
  /** Name of the step; empty for what is no encoding of its own. */
  readonly step: string;
  readonly bytes: Buffer;
  readonly run: Span;
  /** The run goes on behind what was decoded. */
  readonly isCut: boolean;
  /** The run goes up to the end of the layer's bytes. */
  readonly endsWithLayer: boolean;
  /** Where bytes come from. */
  spanOf(start: number, end: number): Span;
  /**
   * Where the bytes are put together from others: whether a key in the span is less than certain by that. What is not
   * certain by itself is no key then.
   */
  isDoubtful?(span: Span): boolean;
  /** The same, with all of the run; where it is larger than what is decoded at once. */
  whole?(): Decoded | undefined;
}

/** What one decoder remembers of one layer: what it went over already, so that each byte is decoded a few times at most. */
export interface DecoderPass {
  /** Around a hit of the prefilter. Hits come in ascending order. */
  decodeAround(layer: Layer, hit: number): Iterable<Decoded>;
}

/** How far a run is followed from a hit: before it, and behind it. */
export const LEAD_BYTES = 4096;
export const AHEAD_BYTES = 32_768;
/** An encoded key up to this length is never torn apart by the bounds of what is decoded at once. */
export const OVERLAP_BYTES = 16_384;

/** Where a span of a layer stands in the blob. */
export function spanInBlob(layer: Layer, span: Span): Span {
  let { start, end } = span;
  let at = layer;
  while (at.origin !== undefined) {
    ({ start, end } = at.origin.decoded.spanOf(start, end));
    at = at.origin.layer;
  }
  return { start: at.base + start, end: at.base + end };
}

/** First index whose value is not less than `wanted`, in the first `count` ascending values. */
export function lowerBound(values: Int32Array, count: number, wanted: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
