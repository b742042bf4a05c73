/** Tells hits of the search at a glance that are chance, from the few bytes behind them: what decodes is spared those. */
import { loneEscapes } from './decode/lone-escapes.ts';
import { lonePieces } from './join/lone-pieces.ts';

/** As far as it is looked; where the content ends before, so does what is sought. */
export const GLANCE_BYTES = 160;

/** Of all anchors. With more of them, patterns would take longer to compile than decoding does: then nothing is told. */
const MAX_CHARACTERS = 64;

export class LoneHits {
  readonly #patterns: readonly RegExp[];

  constructor(anchors: readonly string[]) {
    const isMuch = anchors.join('').length > MAX_CHARACTERS;
    this.#patterns = isMuch ? [] : [loneEscapes(anchors), lonePieces(anchors)];
  }

  isAt(bytes: Buffer, hit: number): boolean {
    const text = bytes.toString('latin1', hit, hit + GLANCE_BYTES);
    return this.#patterns.some((pattern) => pattern.test(text));
  }
}
