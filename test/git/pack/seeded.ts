/** Choices that look random and are the same for the same seed, so that one case can be made again alone. */
export class Seeded {
  #state: number;

  constructor(seed: number) {
    // Neighbouring seeds must not give neighbouring choices.
    this.#state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
    for (let round = 0; round < 4; round++) this.#next();
  }

  /** A whole number from 0 on. */
  below(limit: number): number {
    return Math.floor((this.#next() / 0x100000000) * limit);
  }

  /** Both ends may come. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  /** From 0 to 1: a place in something whose size is not known yet. */
  part(): number {
    return this.#next() / 0x100000000;
  }

  oneIn(count: number): boolean {
    return this.below(count) === 0;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  list<T>(count: number, make: (index: number) => T): T[] {
    return Array.from({ length: count }, (_, index) => make(index));
  }

  bytes(size: number): Buffer {
    return Buffer.from(this.list(size, () => this.below(256)));
  }

  /** Letters, so that no part of a key comes by chance. */
  word(size: number): string {
    return String.fromCharCode(...this.list(size, () => 0x67 + this.below(16)));
  }

  shuffled<T>(list: readonly T[]): T[] {
    const mixed = [...list];
    for (let at = mixed.length - 1; at > 0; at--) {
      const other = this.below(at + 1);
      [mixed[at], mixed[other]] = [mixed[other]!, mixed[at]!];
    }
    return mixed;
  }

  /** Mulberry32. */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }
}
