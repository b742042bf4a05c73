/**
 * The `mappings` of a source map (https://tc39.es/ecma426/#sec-mappings), read once from its beginning to its end for
 * the places that are asked for. Nothing is kept of the other segments, of which there may be tens of millions: a
 * library that decodes them all first takes some 130 bytes for each.
 */
import { UnusableMap } from './unusable-map.ts';

/** In generated text or in a source. Both from 0; columns in UTF-16 units. */
export interface MapPlace {
  readonly line: number;
  readonly column: number;
}

export interface MapSegment extends MapPlace {
  /** Index of the source that line and column are in. */
  readonly source: number;
}

const SEMICOLON = 0x3b;
const COMMA = 0x2c;
const CONTINUATION = 0x20;
const DIGIT_BITS = 5;
/** So many hold 32 bits. */
const MAX_DIGITS = 7;
/** The value of each base64 digit, by its character code. */
const DIGITS = new Int8Array(128).fill(-1);
for (const [value, digit] of [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
].entries()) {
  DIGITS[digit.charCodeAt(0)] = value;
}

/**
 * For each place the last segment on its line that does not begin behind it; undefined where there is none, or where
 * that one has no source. Throws UnusableMap where the mappings are no mappings.
 */
export function segmentsAt(mappings: string, places: readonly MapPlace[]): (MapSegment | undefined)[] {
  const order = [...places.keys()].sort((a, b) => compare(places[a]!, places[b]!));
  const found: (MapSegment | undefined)[] = places.map(() => undefined);
  const reader = new SegmentReader(mappings);
  let next = 0;
  let last: MapSegment | undefined;
  let lastLine = -1;
  const settle = () => {
    const index = order[next++]!;
    if (places[index]!.line === lastLine) found[index] = last;
  };
  while (next < order.length && reader.advance()) {
    while (next < order.length && compare(places[order[next]!]!, reader) < 0) settle();
    if (next === order.length || places[order[next]!]!.line !== reader.line) continue;
    last = reader.segment();
    lastLine = reader.line;
  }
  while (next < order.length) settle();
  return found;
}

function compare(a: MapPlace, b: MapPlace): number {
  return a.line - b.line || a.column - b.column;
}

/** Stands at one segment after the other: its line and column are those of the generated text. */
class SegmentReader {
  readonly #text: string;
  #at = 0;
  #source = 0;
  #sourceLine = 0;
  #sourceColumn = 0;
  #hasSource = false;
  line = 0;
  column = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** To the next segment; false at the end. */
  advance(): boolean {
    for (; this.#at < this.#text.length; this.#at++) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === SEMICOLON) {
        this.line++;
        this.column = 0;
      } else if (code !== COMMA) {
        this.#read();
        return true;
      }
    }
    return false;
  }

  segment(): MapSegment | undefined {
    if (!this.#hasSource) return undefined;
    return { source: this.#source, line: this.#sourceLine, column: this.#sourceColumn };
  }

  /** One field: a column without a source. Four, or five with a name: a place in a source. */
  #read(): void {
    this.column += this.#number();
    this.#hasSource = !this.#isAtEnd();
    if (!this.#hasSource) return;
    this.#source += this.#number();
    this.#sourceLine += this.#number();
    this.#sourceColumn += this.#number();
    if (!this.#isAtEnd()) this.#number();
    if (!this.#isAtEnd()) throw new UnusableMap('its mappings are damaged');
  }

  #isAtEnd(): boolean {
    const code = this.#text.charCodeAt(this.#at);
    return code === COMMA || code === SEMICOLON || this.#at >= this.#text.length;
  }

  #number(): number {
    let value = 0;
    for (let count = 0; count < MAX_DIGITS; count++) {
      const digit = DIGITS[this.#text.charCodeAt(this.#at++)] ?? -1;
      if (digit < 0) break;
      value |= (digit & (CONTINUATION - 1)) << (count * DIGIT_BITS);
      if ((digit & CONTINUATION) === 0) return value & 1 ? -(value >>> 1) : value >>> 1;
    }
    throw new UnusableMap('its mappings are damaged');
  }
}
