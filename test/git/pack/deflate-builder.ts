/** Deflated blocks (RFC 1951) bit by bit, with codes that no deflater would make. */

export interface Code {
  readonly code: number;
  readonly length: number;
}

export interface CodedLength {
  readonly symbol: number;
  readonly extra: number;
  readonly extraBits: number;
}

export interface DynamicBlock {
  /** Lengths of codes, by symbol: as many as are declared. */
  readonly literals: readonly number[];
  readonly distances: readonly number[];
  readonly symbols: readonly (
    | number
    | { readonly distance: number }
    | { readonly bits: number; readonly count: number }
  )[];
  /** In place of the two sets one by one. */
  readonly lengths?: readonly (number | CodedLength)[];
}

/** RFC 1951, 3.2.2. Of sets that are too large, codes run over. */
export function codesOf(lengths: readonly number[]): Code[] {
  const next: number[] = [];
  let code = 0;
  for (let length = 1; length <= 15; length++) {
    next[length] = code;
    code = (code + lengths.filter((each) => each === length).length) << 1;
  }
  return lengths.map((length) => ({ code: length === 0 ? 0 : next[length]!++, length }));
}

export class BitWriter {
  readonly #bits: number[] = [];

  bits(value: number, count: number): this {
    for (let bit = 0; bit < count; bit++) this.#bits.push((value >> bit) & 1);
    return this;
  }

  /** Codes come with their highest bit first. */
  code(code: number, length: number): this {
    for (let bit = length - 1; bit >= 0; bit--) this.#bits.push((code >> bit) & 1);
    return this;
  }

  fixedBlock(isLast = true): this {
    return this.bits(isLast ? 1 : 0, 1).bits(1, 2);
  }

  fixedSymbol(symbol: number): this {
    if (symbol < 144) return this.code(0x30 + symbol, 8);
    if (symbol < 256) return this.code(0x190 + symbol - 144, 9);
    return symbol < 280 ? this.code(symbol - 256, 7) : this.code(0xc0 + symbol - 280, 8);
  }

  fixedLiteral(byte: number): this {
    return this.fixedSymbol(byte);
  }

  fixedEnd(): this {
    return this.fixedSymbol(256);
  }

  fixedMatch(length: number, distance: number): this {
    const { symbol, extra, extraBits } = lengthOf(length);
    this.fixedSymbol(symbol).bits(extra, extraBits);
    const far = distanceOf(distance);
    return this.code(far.symbol, 5).bits(far.extra, far.extraBits);
  }

  bytes(): Buffer {
    const bytes = Buffer.alloc(Math.ceil(this.#bits.length / 8));
    for (const [at, bit] of this.#bits.entries()) bytes[at >> 3]! |= bit << (at & 7);
    return bytes;
  }
}

function lengthOf(length: number): CodedLength {
  if (length === 258) return { symbol: 285, extra: 0, extraBits: 0 };
  return coded(length - 3, { perDoubling: 4, from: 257 });
}

function distanceOf(distance: number): CodedLength {
  return coded(distance - 1, { perDoubling: 2, from: 0 });
}

function coded(value: number, { perDoubling, from }: { perDoubling: number; from: number }): CodedLength {
  if (value < 2 * perDoubling) return { symbol: from + value, extra: 0, extraBits: 0 };
  const extraBits = Math.floor(Math.log2(value / perDoubling));
  const top = value >> extraBits;
  return {
    symbol: from + perDoubling * extraBits + top,
    extra: value & ((1 << extraBits) - 1),
    extraBits,
  };
}

/** One block, the last one. */
export function dynamicBlock({ literals, distances, symbols, lengths }: DynamicBlock): Buffer {
  const writer = new BitWriter().bits(1, 1).bits(2, 2);
  writer
    .bits(literals.length - 257, 5)
    .bits(distances.length - 1, 5)
    .bits(15, 4);
  // All 19 code lengths: 16, 17 and 18, and 0, which come first in this order, have codes of 5 bits or less.
  const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
  const ofLengths = Array.from({ length: 19 }, (_, symbol) => (symbol < 13 ? 4 : 5));
  for (const symbol of order) writer.bits(ofLengths[symbol]!, 3);
  const lengthCodes = codesOf(ofLengths);
  for (const each of lengths ?? [...literals, ...distances]) {
    const { symbol, extra, extraBits } =
      typeof each === 'number' ? { symbol: each, extra: 0, extraBits: 0 } : each;
    const { code, length } = lengthCodes[symbol]!;
    writer.code(code, length).bits(extra, extraBits);
  }
  const literalCodes = codesOf(literals);
  const distanceCodes = codesOf(distances);
  for (const symbol of symbols) {
    if (typeof symbol === 'object' && 'bits' in symbol) writer.bits(symbol.bits, symbol.count);
    else {
      const { code, length } =
        typeof symbol === 'number' ? literalCodes[symbol]! : distanceCodes[symbol.distance]!;
      writer.code(code, length);
    }
  }
  return writer.bytes();
}
