/**
 * The LZMA decoder, for the chunks of LZMA2: synchronous, a chunk at a time, the state kept in between as its header
 * says. Written here since no library on the registry is kept up, free of install scripts, and able to read two
 * streams at once, one within the other.
 * After the specification in the LZMA SDK: https://7-zip.org/sdk.html
 */
import { Unreadable } from './budget.ts';
import { forget, probabilities, RangeDecoder } from './range-decoder.ts';

const STATES = 12;
const LITERAL_STATES = 7;
const POSITION_STATES = 16;
const LENGTH_STATES = 4;
const SLOT_BITS = 6;
const ALIGN_BITS = 4;
const FIRST_MODELLED_SLOT = 4;
const FIRST_DIRECT_SLOT = 14;
const MODELLED_DISTANCES = 128;
const MIN_LENGTH = 2;
const LITERAL_CODERS = 0x300;
const START_BYTES = 64 * 1024;

class LengthCoder {
  readonly choice = probabilities(2);
  readonly low = probabilities(POSITION_STATES << 3);
  readonly middle = probabilities(POSITION_STATES << 3);
  readonly high = probabilities(256);

  reset(): void {
    forget([this.choice, this.low, this.middle, this.high]);
  }
}

/** What was decoded last, as far back as a match may reach. Takes memory only as it fills. */
class Dictionary {
  readonly #size: number;
  #bytes: Buffer;
  #at = 0;
  #isFull = false;

  constructor(size: number) {
    this.#size = Math.max(size, 1);
    this.#bytes = Buffer.allocUnsafe(Math.min(this.#size, START_BYTES));
  }

  reset(): void {
    this.#at = 0;
    this.#isFull = false;
  }

  get isEmpty(): boolean {
    return this.#at === 0 && !this.#isFull;
  }

  reaches(distance: number): boolean {
    return distance < this.#at || (this.#isFull && distance < this.#size);
  }

  /** `distance` 0 is the last byte. */
  back(distance: number): number {
    const at = this.#at - distance - 1;
    return this.#bytes[at < 0 ? at + this.#size : at]!;
  }

  put(byte: number): void {
    if (this.#at === this.#bytes.length) this.#makeRoom();
    this.#bytes[this.#at++] = byte;
  }

  #makeRoom(): void {
    if (this.#bytes.length === this.#size) {
      this.#at = 0;
      this.#isFull = true;
      return;
    }
    const larger = Buffer.allocUnsafe(Math.min(this.#size, 2 * this.#bytes.length));
    this.#bytes.copy(larger);
    this.#bytes = larger;
  }
}

export class LzmaDecoder {
  readonly #dictionary: Dictionary;
  readonly #input = new RangeDecoder();
  #literalContext = 0;
  #literalPosition = 0;
  #positionMask = 0;
  #literals = probabilities(LITERAL_CODERS);
  readonly #isMatch = probabilities(STATES * POSITION_STATES);
  readonly #isRepeat = probabilities(STATES);
  readonly #isRepeat0 = probabilities(STATES);
  readonly #isRepeat1 = probabilities(STATES);
  readonly #isRepeat2 = probabilities(STATES);
  readonly #isLongRepeat0 = probabilities(STATES * POSITION_STATES);
  readonly #slots = probabilities(LENGTH_STATES << SLOT_BITS);
  readonly #distances = probabilities(MODELLED_DISTANCES);
  readonly #align = probabilities(1 << ALIGN_BITS);
  readonly #matchLength = new LengthCoder();
  readonly #repeatLength = new LengthCoder();
  #state = 0;
  #repeats: [number, number, number, number] = [0, 0, 0, 0];
  /** Counted since the last reset of the dictionary. */
  #position = 0;

  constructor(dictionaryBytes: number) {
    this.#dictionary = new Dictionary(dictionaryBytes);
  }

  resetDictionary(): void {
    this.#dictionary.reset();
    this.#position = 0;
  }

  /** False where the byte stands for no properties. */
  setProperties(byte: number): boolean {
    if (byte > 224) return false;
    this.#literalContext = byte % 9;
    this.#literalPosition = Math.floor(byte / 9) % 5;
    this.#positionMask = (1 << Math.floor(byte / 45)) - 1;
    const bits = this.#literalContext + this.#literalPosition;
    // LZMA2's own bound.
    if (bits > 4) return false;
    this.#literals = probabilities(LITERAL_CODERS << bits);
    return true;
  }

  resetState(): void {
    forget([
      this.#literals,
      this.#isMatch,
      this.#isRepeat,
      this.#isRepeat0,
      this.#isRepeat1,
      this.#isRepeat2,
      this.#isLongRepeat0,
      this.#slots,
      this.#distances,
      this.#align,
    ]);
    this.#matchLength.reset();
    this.#repeatLength.reset();
    this.#state = 0;
    this.#repeats = [0, 0, 0, 0];
  }

  /** Bytes that are not packed. */
  copy(bytes: Buffer): Buffer {
    for (const byte of bytes) this.#dictionary.put(byte);
    this.#position += bytes.length;
    return bytes;
  }

  /** A chunk, whole; `size` is what it unpacks to. */
  decode(chunk: Buffer, size: number): Buffer {
    this.#input.start(chunk);
    const output = Buffer.allocUnsafe(size);
    let filled = 0;
    while (filled < size) filled = this.#step(output, filled);
    if (!this.#input.isSpent) throw damaged();
    return output;
  }

  /** A literal or a match. Returns how much is filled then. */
  #step(output: Buffer, filled: number): number {
    const state = this.#state;
    const positionState = this.#position & this.#positionMask;
    if (this.#input.bit(this.#isMatch, state * POSITION_STATES + positionState) === 0) {
      return this.#emit(output, filled, this.#literal());
    }
    if (this.#input.bit(this.#isRepeat, state) === 0) {
      const [first, second, third] = this.#repeats;
      const length = this.#length(this.#matchLength, positionState);
      this.#state = state < LITERAL_STATES ? 7 : 10;
      this.#repeats = [this.#distance(length), first, second, third];
      return this.#match(output, filled, length + MIN_LENGTH);
    }
    if (this.#input.bit(this.#isRepeat0, state) === 0) {
      if (this.#input.bit(this.#isLongRepeat0, state * POSITION_STATES + positionState) === 0) {
        this.#state = state < LITERAL_STATES ? 9 : 11;
        return this.#match(output, filled, 1);
      }
    } else this.#chooseRepeat(state);
    const length = this.#length(this.#repeatLength, positionState);
    this.#state = state < LITERAL_STATES ? 8 : 11;
    return this.#match(output, filled, length + MIN_LENGTH);
  }

  #chooseRepeat(state: number): void {
    const [first, second, third, fourth] = this.#repeats;
    if (this.#input.bit(this.#isRepeat1, state) === 0) this.#repeats = [second, first, third, fourth];
    else if (this.#input.bit(this.#isRepeat2, state) === 0) this.#repeats = [third, first, second, fourth];
    else this.#repeats = [fourth, first, second, third];
  }

  #emit(output: Buffer, filled: number, byte: number): number {
    output[filled] = byte;
    this.#dictionary.put(byte);
    this.#position++;
    return filled + 1;
  }

  #match(output: Buffer, filled: number, length: number): number {
    const [distance] = this.#repeats;
    if (!this.#dictionary.reaches(distance) || filled + length > output.length) throw damaged();
    let at = filled;
    for (let left = length; left > 0; left--) at = this.#emit(output, at, this.#dictionary.back(distance));
    return at;
  }

  #literal(): number {
    const state = this.#state;
    const before = this.#dictionary.isEmpty ? 0 : this.#dictionary.back(0);
    const place =
      ((this.#position & ((1 << this.#literalPosition) - 1)) << this.#literalContext) +
      (before >>> (8 - this.#literalContext));
    const coder = LITERAL_CODERS * place;
    let symbol = 1;
    if (state >= LITERAL_STATES) {
      const [distance] = this.#repeats;
      if (!this.#dictionary.reaches(distance)) throw damaged();
      let expected = this.#dictionary.back(distance);
      while (symbol < 0x100) {
        const expectedBit = (expected >>> 7) & 1;
        expected <<= 1;
        const bit = this.#input.bit(this.#literals, coder + ((1 + expectedBit) << 8) + symbol);
        symbol = (symbol << 1) | bit;
        if (bit !== expectedBit) break;
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | this.#input.bit(this.#literals, coder + symbol);
    this.#state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
    return symbol & 0xff;
  }

  #length(coder: LengthCoder, positionState: number): number {
    if (this.#input.bit(coder.choice, 0) === 0) return this.#input.tree(coder.low, positionState << 3, 3);
    if (this.#input.bit(coder.choice, 1) === 0)
      return 8 + this.#input.tree(coder.middle, positionState << 3, 3);
    return 16 + this.#input.tree(coder.high, 0, 8);
  }

  #distance(length: number): number {
    const slot = this.#input.tree(this.#slots, Math.min(length, LENGTH_STATES - 1) << SLOT_BITS, SLOT_BITS);
    if (slot < FIRST_MODELLED_SLOT) return slot;
    const bits = (slot >>> 1) - 1;
    // Past 2^31, so no shifts.
    const base = (2 | (slot & 1)) * 2 ** bits;
    if (slot < FIRST_DIRECT_SLOT) return base + this.#input.reverseTree(this.#distances, base - slot, bits);
    const direct = this.#input.direct(bits - ALIGN_BITS) * (1 << ALIGN_BITS);
    return base + direct + this.#input.reverseTree(this.#align, 0, ALIGN_BITS);
  }
}

function damaged(): Unreadable {
  return new Unreadable('damaged: its packed data makes no sense');
}
