/**
 * The hot path: finds fixed byte strings in a buffer. Knows nothing of rules or encodings, allocates nothing
 * while there is no hit.
 */

export interface Needle {
  readonly bytes: Uint8Array;
  /** The needle holds NUL bytes: text without any need not be searched for it. */
  readonly hasNul: boolean;
}

export class NeedleSearch {
  readonly needles: readonly Needle[];
  /** Length of the longest needle less one: what two neighbouring windows must share. */
  readonly margin: number;
  readonly #plain: readonly Buffer[];
  readonly #wide: readonly Buffer[];

  constructor(needles: readonly Needle[]) {
    this.needles = needles;
    this.margin = Math.max(0, ...needles.map(({ bytes }) => bytes.length - 1));
    this.#plain = needles.filter(({ hasNul }) => !hasNul).map(({ bytes }) => Buffer.from(bytes));
    this.#wide = needles.filter(({ hasNul }) => hasNul).map(({ bytes }) => Buffer.from(bytes));
  }

  hasHit(bytes: Buffer): boolean {
    for (const needle of this.#plain) if (bytes.includes(needle)) return true;
    if (this.#wide.length === 0 || !bytes.includes(0)) return false;
    for (const needle of this.#wide) if (bytes.includes(needle)) return true;
    return false;
  }

  /** Offsets at which any needle begins, ascending, each once. */
  hits(bytes: Buffer): number[] {
    const offsets: number[] = [];
    for (const needle of this.#plain) collect(bytes, needle, offsets);
    if (this.#wide.length > 0 && bytes.includes(0)) {
      for (const needle of this.#wide) collect(bytes, needle, offsets);
    }
    return offsets.length > 1 ? [...new Set(offsets.sort((a, b) => a - b))] : offsets;
  }
}

function collect(bytes: Buffer, needle: Buffer, offsets: number[]): void {
  for (let at = bytes.indexOf(needle); at !== -1; at = bytes.indexOf(needle, at + 1)) offsets.push(at);
}
