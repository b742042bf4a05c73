/**
 * A source map, as far as leading back needs it: its sources, what they hold, and where generated text comes from.
 * https://tc39.es/ecma426/. What is odd in it is left out; what makes no sense throws UnusableMap.
 */
import { guardValues } from './json-guard.ts';
import { type MapPlace, type MapSegment, segmentsAt } from './mappings.ts';
import { type SourceName, sourceName } from './source-name.ts';
import { UnusableMap } from './unusable-map.ts';

/** Parsing takes a few times as much memory. */
export const MAX_MAP_BYTES = 128 * 1024 * 1024;
/** JSON that is not even meant to be one. */
export const NO_MAP = 'it is no source map';
const MAX_SECTION_DEPTH = 10;
const FIRST: MapPlace = { line: 0, column: 0 };
/** Servers send it first, so that a map is no script. */
const GUARD = /^\)\]\}'[^\n]*\n?/;

export interface MapSource {
  readonly name: SourceName | undefined;
  /** Where the map has it. */
  readonly content: string | undefined;
}

/** Where a part of the generated text begins, and the mappings from there on. */
interface Section {
  readonly offset: MapPlace;
  readonly mappings: string;
  /** What the section's own numbers of sources count from. */
  readonly firstSource: number;
}

export class SourceMap {
  readonly sources: readonly MapSource[];
  readonly #sections: readonly Section[];

  constructor(sources: readonly MapSource[], sections: readonly Section[]) {
    this.sources = sources;
    this.#sections = sections;
  }

  /** In the order of `places`; undefined where nothing is said. Throws UnusableMap where the mappings are damaged. */
  trace(places: readonly MapPlace[]): (MapSegment | undefined)[] {
    const found: (MapSegment | undefined)[] = places.map(() => undefined);
    const indexes = new Map<Section, number[]>();
    for (const [index, place] of places.entries()) {
      const section = this.#sections.findLast(({ offset }) => !isBefore(place, offset));
      if (section === undefined) continue;
      const known = indexes.get(section);
      if (known === undefined) indexes.set(section, [index]);
      else known.push(index);
    }
    for (const [{ offset, mappings, firstSource }, inSection] of indexes) {
      const segments = segmentsAt(
        mappings,
        inSection.map((index) => within(places[index]!, offset)),
      );
      for (const [at, segment] of segments.entries()) {
        if (segment === undefined) continue;
        found[inSection[at]!] = { ...segment, source: segment.source + firstSource };
      }
    }
    return found;
  }
}

function isBefore(place: MapPlace, other: MapPlace): boolean {
  return place.line < other.line || (place.line === other.line && place.column < other.column);
}

function within({ line, column }: MapPlace, offset: MapPlace): MapPlace {
  return { line: line - offset.line, column: line === offset.line ? column - offset.column : column };
}

/** Throws UnusableMap. */
export function parseSourceMap(bytes: Buffer): SourceMap {
  if (bytes.length > MAX_MAP_BYTES) {
    throw new UnusableMap(`it is larger than ${MAX_MAP_BYTES / (1024 * 1024)} MiB`);
  }
  guardValues(bytes);
  let json: unknown;
  try {
    json = JSON.parse(
      bytes
        .toString('utf8')
        .replace(/^\ufeff/, '')
        .replace(GUARD, ''),
    );
  } catch {
    // The parser's own words quote what it read, which may be a key.
    throw new UnusableMap('it is not JSON');
  }
  const into: Gathered = { sources: [], sections: [] };
  gather(json, FIRST, 0, into);
  return new SourceMap(into.sources, into.sections);
}

interface Gathered {
  readonly sources: MapSource[];
  readonly sections: Section[];
}

function gather(json: unknown, offset: MapPlace, depth: number, into: Gathered): void {
  if (!isObject(json)) throw new UnusableMap(NO_MAP);
  const { sections, mappings } = json;
  if (Array.isArray(sections)) {
    if (depth >= MAX_SECTION_DEPTH) throw new UnusableMap('its sections are nested too deeply');
    for (const section of sections) gatherSection(section, offset, depth, into);
    return;
  }
  if (typeof mappings !== 'string') throw new UnusableMap(NO_MAP);
  into.sections.push({ offset, mappings, firstSource: into.sources.length });
  for (const source of sourcesOf(json)) into.sources.push(source);
}

function gatherSection(section: unknown, outer: MapPlace, depth: number, into: Gathered): void {
  const { offset, map } = isObject(section) ? section : {};
  if (!isPlace(offset)) throw new UnusableMap('its sections are damaged');
  // A section that stands elsewhere was hardly ever used, and is no longer part of the format.
  if (map === undefined) throw new UnusableMap('a section of it is elsewhere');
  const column = offset.line === 0 ? offset.column + outer.column : offset.column;
  gather(map, { line: offset.line + outer.line, column }, depth + 1, into);
}

function sourcesOf({ sources, sourceRoot, sourcesContent }: Record<string, unknown>): MapSource[] {
  if (!Array.isArray(sources)) throw new UnusableMap(NO_MAP);
  const root = typeof sourceRoot === 'string' ? sourceRoot : '';
  return sources.map((source: unknown, index) => {
    const content: unknown = Array.isArray(sourcesContent) ? sourcesContent[index] : undefined;
    return {
      name: typeof source === 'string' ? sourceName(source, root) : undefined,
      content: typeof content === 'string' ? content : undefined,
    };
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isPlace(value: unknown): value is MapPlace {
  const { line, column } = isObject(value) ? value : {};
  return Number.isSafeInteger(line) && Number.isSafeInteger(column);
}
