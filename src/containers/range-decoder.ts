/**
 * The range decoder of LZMA: bits out of bytes, by probabilities that each bit moves. It knows nothing of what the
 * bits stand for, and reads on past the end of its input: whether all came out well is seen at the end.
 */

const PROBABILITY_BITS = 11;
const INITIAL_PROBABILITY = 1 << (PROBABILITY_BITS - 1);
const MOVE_BITS = 5;
const TOP = 2 ** 24;

export function probabilities(count: number): Uint16Array {
  return new Uint16Array(count).fill(INITIAL_PROBABILITY);
}

/** As if nothing had been decoded with them. */
export function forget(tables: readonly Uint16Array[]): void {
  for (const table of tables) table.fill(INITIAL_PROBABILITY);
}

export class RangeDecoder {
  #input: Buffer = Buffer.alloc(0);
  #at = 0;
  #range = 0;
  #code = 0;

  start(input: Buffer): void {
    this.#input = input;
    this.#range = 0xffffffff;
    this.#code = input.length < 5 ? 0 : input.readUInt32BE(1);
    this.#at = 5;
  }

  /** Whether the input was read to its end, no further, and came out even. */
  get isSpent(): boolean {
    return this.#at === this.#input.length && this.#code === 0;
  }

  /** A number of `bits` bits, the highest first, each with a probability of its own. */
  tree(table: Uint16Array, from: number, bits: number): number {
    let symbol = 1;
    for (let left = bits; left > 0; left--) symbol = (symbol << 1) | this.bit(table, from + symbol);
    return symbol - (1 << bits);
  }

  /** The same, the lowest bit first. */
  reverseTree(table: Uint16Array, from: number, bits: number): number {
    let node = 1;
    let symbol = 0;
    for (let place = 0; place < bits; place++) {
      const bit = this.bit(table, from + node);
      node = (node << 1) | bit;
      symbol |= bit << place;
    }
    return symbol;
  }

  /** Bits that are as likely one as the other. */
  direct(bits: number): number {
    let value = 0;
    for (let left = bits; left > 0; left--) {
      this.#range >>>= 1;
      const bit = this.#code >= this.#range ? 1 : 0;
      if (bit === 1) this.#code -= this.#range;
      value = value * 2 + bit;
      this.#normalize();
    }
    return value;
  }

  /** Moves the probability at `at`. */
  bit(table: Uint16Array, at: number): number {
    const probability = table[at]!;
    const bound = (this.#range >>> PROBABILITY_BITS) * probability;
    let bit = 0;
    if (this.#code < bound) {
      this.#range = bound;
      table[at] = probability + (((1 << PROBABILITY_BITS) - probability) >>> MOVE_BITS);
    } else {
      this.#range -= bound;
      this.#code -= bound;
      table[at] = probability - (probability >>> MOVE_BITS);
      bit = 1;
    }
    this.#normalize();
    return bit;
  }

  #normalize(): void {
    if (this.#range >= TOP) return;
    this.#range = (this.#range * 0x100) >>> 0;
    // Past its end a chunk reads as zeros; that it did is seen when it is decoded.
    this.#code = this.#code * 0x100 + (this.#input[this.#at++] ?? 0);
  }
}
