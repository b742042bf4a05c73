/** Numbers, one behind the other: a list of millions of them that is no list of objects. */
export class Uint32List {
  #numbers = new Uint32Array(1024);
  length = 0;

  push(number: number): void {
    if (this.length === this.#numbers.length) {
      const larger = new Uint32Array(2 * this.length);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.length++] = number;
  }

  /** Valid until the next `push`. */
  get numbers(): Uint32Array {
    return this.#numbers.subarray(0, this.length);
  }

  set(place: number, number: number): void {
    this.#numbers[place] = number;
  }
}
