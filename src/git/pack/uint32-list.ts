/** Numbers, one behind the other: a list of millions of them that is no list of objects. */
export class Uint32List {
  #numbers = new Uint32Array(1024);
  length = 0;

  push(number: number): void {
    if (this.length === this.#numbers.length) this.#grow(1);
    this.#numbers[this.length++] = number;
  }

  /** Makes room for so many more, which are to be set. Gives the place of the first. */
  extend(count: number): number {
    const from = this.length;
    if (from + count > this.#numbers.length) this.#grow(count);
    this.length += count;
    return from;
  }

  #grow(count: number): void {
    const larger = new Uint32Array(Math.max(2 * this.length, this.length + count));
    larger.set(this.#numbers);
    this.#numbers = larger;
  }

  /** Valid until there are more. */
  get numbers(): Uint32Array {
    return this.#numbers.subarray(0, this.length);
  }

  set(place: number, number: number): void {
    this.#numbers[place] = number;
  }
}
