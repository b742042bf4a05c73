/** The text of a run of literals, with the way back to where each of its bytes stands. */
import type { Decoded, Layer, Span } from '../decode/layer.ts';
import type { Part } from './joined-run.ts';

/** Of what a key begins with a part may hold much more in front, and behind. */
const MAX_PIECE_BYTES = 4096;

interface Segment {
  /** In the text. */
  readonly at: number;
  /** In the layer. */
  readonly source: number;
  /** Whether what stands before it is more than quotes, operators and white space. */
  readonly isLoose: boolean;
}

export class JoinedText implements Decoded {
  readonly step = 'joined';
  readonly bytes: Buffer;
  readonly run: Span;
  readonly isCut: boolean;
  readonly endsWithLayer = false;
  readonly #segments: readonly Segment[];

  private constructor(bytes: Buffer, segments: readonly Segment[], run: Span, isCut: boolean) {
    this.bytes = bytes;
    this.#segments = segments;
    this.run = run;
    this.isCut = isCut;
  }

  /** Undefined where there is nothing to join. */
  static of(layer: Layer, parts: readonly Part[]): JoinedText | undefined {
    const pieces: Buffer[] = [];
    const segments: Segment[] = [];
    let at = 0;
    for (const { literal, seam } of parts) {
      for (const [index, piece] of literal.pieces.entries()) {
        const isFirst = segments.length === 0;
        const start = isFirst ? Math.max(piece.start, piece.end - MAX_PIECE_BYTES) : piece.start;
        if (start === piece.end && !isFirst) {
          if (index === 0 && seam !== 'adjacent') segments.push({ at, source: start, isLoose: true });
          continue;
        }
        segments.push({ at, source: start, isLoose: index === 0 && !isFirst && seam !== 'adjacent' });
        pieces.push(layer.bytes.subarray(start, piece.end));
        at += piece.end - start;
      }
    }
    if (segments.length < 2) return undefined;
    const last = parts.at(-1)!.literal;
    const run = { start: parts[0]!.literal.start, end: last.end };
    const isCut = last.isClipped || (layer.isCut && run.end === layer.bytes.length);
    return new JoinedText(Buffer.concat(pieces), segments, run, isCut);
  }

  spanOf(start: number, end: number): Span {
    return { start: this.#sourceOf(start), end: this.#sourceOf(end - 1) + 1 };
  }

  isDoubtful({ start, end }: Span): boolean {
    return this.#segments.some(({ at, isLoose }) => isLoose && at > start && at < end);
  }

  #sourceOf(at: number): number {
    let low = 0;
    let high = this.#segments.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.#segments[middle]!.at <= at) low = middle;
      else high = middle;
    }
    const segment = this.#segments[low]!;
    return segment.source + at - segment.at;
  }
}
