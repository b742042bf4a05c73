/** Text that is written backwards, to be turned round when it is used. It is looked at where an anchor stands backwards. */
import type { Decoded, DecoderPass, Layer } from './layer.ts';

export class ReversedPass implements DecoderPass {
  readonly #anchors: readonly Buffer[];
  readonly #keyReach: number;

  constructor(anchors: readonly string[], keyReach: number) {
    this.#anchors = anchors.map((anchor) => Buffer.from(anchor, 'latin1').reverse());
    this.#keyReach = keyReach;
  }

  *decodeAround({ bytes }: Layer, hit: number): Generator<Decoded, void> {
    for (const anchor of this.#anchors) {
      const end = hit + anchor.length;
      if (!bytes.subarray(hit, end).equals(anchor)) continue;
      const start = Math.max(0, end - this.#keyReach);
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
