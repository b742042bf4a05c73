/** Text that is written backwards, to be turned round when it is used. It is looked at where an anchor stands backwards. */
import type { Decoded, DecoderPass, Layer } from './layer.ts';

/** Behind an anchor; less is no key. */
const MIN_BYTES = 16;

export class ReversedPass implements DecoderPass {
  readonly #anchors: readonly Buffer[];
  readonly #keyReach: number;
  /** Offset in the blob: where the anchor before ends, which no other key goes beyond. */
  #lastEnd = 0;

  constructor(anchors: readonly string[], keyReach: number) {
    this.#anchors = anchors.map((anchor) => Buffer.from(anchor, 'latin1').reverse());
    this.#keyReach = keyReach;
  }

  *decodeAround({ bytes, base }: Layer, hit: number): Generator<Decoded, void> {
    for (const anchor of this.#anchors) {
      const end = hit + anchor.length;
      if (!bytes.subarray(hit, end).equals(anchor)) continue;
      const start = Math.max(0, end - this.#keyReach, this.#lastEnd - base);
      this.#lastEnd = base + end;
      if (hit - start < MIN_BYTES) continue;
      yield {
        step: 'reversed',
        bytes: Buffer.from(bytes.subarray(start, end)).reverse(),
        run: { start, end },
        isCut: false,
        endsWithLayer: false,
        spanOf: (from, to) => ({ start: end - to, end: end - from }),
        isDoubtful: () => true,
      };
    }
  }
}
