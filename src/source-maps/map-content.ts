/**
 * From a place in the bytes of a map to the place in the source that the map holds there. What parses JSON tells no
 * places, so the string around each key is cut out of the bytes and read on its own.
 */
import { closingQuote, openingQuote } from './json-guard.ts';
import type { SourceMap } from './source-map.ts';
import { advanced, type TextPlace } from './text-places.ts';

export interface ContentPlace {
  /** Index of the source. */
  readonly source: number;
  readonly place: TextPlace;
}

const FIRST: TextPlace = { startLine: 1, startColumn: 1 };

export class MapContent {
  readonly #bytes: Buffer;
  readonly #sources = new Map<string, number>();
  /** The string that the last key stood in, read up to it. */
  #start = 0;
  #end = -1;
  #at = 0;
  #source: number | undefined;
  #place = FIRST;

  constructor(bytes: Buffer, map: SourceMap) {
    this.#bytes = bytes;
    for (const [index, source] of map.sources.entries()) {
      if (source.content !== undefined && !this.#sources.has(source.content))
        this.#sources.set(source.content, index);
    }
  }

  /** Offsets must ascend. Undefined for what stands in no content of a source. */
  at(offset: number): ContentPlace | undefined {
    if (offset >= this.#end) this.#open(offset);
    if (this.#source === undefined) return undefined;
    const text = unescaped(this.#bytes, this.#at, offset);
    if (text === undefined) return undefined;
    this.#place = advanced(this.#place, text);
    this.#at = offset;
    return { source: this.#source, place: this.#place };
  }

  #open(offset: number): void {
    this.#start = openingQuote(this.#bytes, offset) + 1;
    this.#end = closingQuote(this.#bytes, this.#start);
    this.#at = this.#start;
    this.#place = FIRST;
    const content = unescaped(this.#bytes, this.#start, this.#end);
    this.#source = content === undefined ? undefined : this.#sources.get(content);
  }
}

function unescaped(bytes: Buffer, start: number, end: number): string | undefined {
  try {
    return JSON.parse(`"${bytes.toString('utf8', start, end)}"`);
  } catch {
    return undefined;
  }
}
