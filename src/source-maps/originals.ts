/**
 * Leads what was found in one text back through its source maps: bytes and places in, places out. Who finds the keys,
 * opens files or fetches maps is the caller's business.
 */
import type { Original, Region } from '../core/finding.ts';
import type { Secret } from '../core/secret.ts';
import { type InlineMap, readInlineMap } from './data-url.ts';
import type { FoundKey } from './known-sources.ts';
import type { SourceFiles } from './locate.ts';
import { MapContent } from './map-content.ts';
import { OriginalSearch, type Traced } from './original-search.ts';
import { referencesIn } from './references.ts';
import { parseSourceMap, type SourceMap } from './source-map.ts';
import { UnusableMap } from './unusable-map.ts';

export interface Found {
  readonly secret: Secret;
  /** Half-open byte span in the text. */
  readonly start: number;
  readonly end: number;
  readonly region: Region;
}

export interface GeneratedText {
  /** In the terms of `files`. */
  readonly path: string;
  readonly bytes: Buffer;
  /** The map that is no part of the text, where there is one. */
  readonly map?: { readonly path: string; readonly bytes: Buffer } | undefined;
}

export interface Means {
  /** The keys in a source. */
  readonly keysIn: (text: string) => Promise<readonly FoundKey[]>;
  /** Where sources may be looked up. */
  readonly files?: SourceFiles | undefined;
  /** Told why a map is of no use: `its source map cannot be used: it is not JSON`. */
  readonly warn: (words: string) => void;
}

export interface LedBack<Item> {
  readonly found: Item;
  readonly original: Traced | undefined;
}

/** In the order of `found`, without what an inline map only repeats of the text. */
export async function leadBack<Item extends Found>(
  found: readonly Item[],
  text: GeneratedText,
  means: Means,
): Promise<LedBack<Item>[]> {
  if (isSourceMap(text.bytes)) return await ledBackInMap(found, text, means);
  const { inline, last } = referencesIn(text.bytes);
  const maps = new InlineMaps(inline, text, means);
  const generated = found.filter((item) => maps.around(item) === undefined);
  const governing = text.map
    ? searchIn(text.map.bytes, text.map.path, text, means)
    : typeof last === 'object'
      ? maps.search(last)
      : undefined;
  const traced = (await governing?.ofGenerated(generated)) ?? [];
  if (governing?.damage !== undefined) means.warn(unusable(governing.damage));
  const originals = new Map(generated.map((item, index) => [item, traced[index]]));
  const repeatable = new Set(generated.map(({ secret }) => secret.id));
  const led: LedBack<Item>[] = [];
  for (const item of found) {
    if (originals.has(item)) {
      led.push({ found: item, original: originals.get(item) ?? (await maps.holding(item)) });
    } else if (!repeatable.has(item.secret.id)) {
      led.push({ found: item, original: await maps.within(item) });
    }
  }
  return led;
}

/** The maps that stand in the text, each parsed once, and only where it is asked. */
class InlineMaps {
  readonly #spans: readonly InlineMap[];
  readonly #text: GeneratedText;
  readonly #means: Means;
  readonly #searches = new Map<InlineMap, OriginalSearch | undefined>();
  /** How many places of a key were told of a map so far. */
  readonly #told = new Map<string, number>();

  constructor(spans: readonly InlineMap[], text: GeneratedText, means: Means) {
    this.#spans = spans;
    this.#text = text;
    this.#means = means;
  }

  /** The map that the item is a part of. */
  around({ start }: Found): InlineMap | undefined {
    return this.#spans.find((span) => start >= span.start && start < span.end);
  }

  search(span: InlineMap): OriginalSearch | undefined {
    if (!this.#searches.has(span)) {
      const bytes = readInlineMap(this.#text.bytes, span);
      this.#searches.set(span, searchIn(bytes, this.#text.path, this.#text, this.#means));
    }
    return this.#searches.get(span);
  }

  /** The source of a key in the text: bundles for development have a map for each module. */
  async holding({ secret }: Found): Promise<Original | undefined> {
    const span = await this.#firstWith(secret);
    const places = (span && (await this.search(span)?.placesOf(secret))) ?? [];
    return places.length === 1 ? places[0] : undefined;
  }

  async #firstWith(secret: Secret): Promise<InlineMap | undefined> {
    for (const span of this.#spans) if (await this.search(span)?.holds(secret)) return span;
    return undefined;
  }

  /** The source of a key that stands in a map: the places of a key follow each other in both. */
  async within(item: Found): Promise<Original | undefined> {
    const span = this.around(item)!;
    const places = (await this.search(span)?.placesOf(item.secret)) ?? [];
    const told = `${span.start} ${item.secret.id}`;
    const count = this.#told.get(told) ?? 0;
    this.#told.set(told, count + 1);
    return places[count] ?? places.at(-1);
  }
}

async function ledBackInMap<Item extends Found>(
  found: readonly Item[],
  { path, bytes }: GeneratedText,
  { keysIn, files, warn }: Means,
): Promise<LedBack<Item>[]> {
  const map = parsed(bytes, (reason) => warn(`as a source map it cannot be used: ${reason}`));
  if (map === undefined) return found.map((item) => ({ found: item, original: undefined }));
  const generatedPath = path.replace(/\.map$/i, '');
  const search = new OriginalSearch(map, { generatedPath, mapPath: path, keysIn, files });
  const content = new MapContent(bytes, map);
  const led = new Map<Item, LedBack<Item>>();
  for (const item of [...found].sort((a, b) => a.start - b.start)) {
    const at = content.at(item.start);
    const original = at && (await search.ofContent(at.source, item.secret, at.place));
    led.set(item, { found: item, original });
  }
  return found.map((item) => led.get(item)!);
}

function searchIn(
  bytes: Buffer,
  mapPath: string,
  { path }: GeneratedText,
  { keysIn, files, warn }: Means,
): OriginalSearch | undefined {
  const map = parsed(bytes, (reason) => warn(unusable(reason)));
  return map && new OriginalSearch(map, { generatedPath: path, mapPath, keysIn, files });
}

function parsed(bytes: Buffer, onUnusable: (reason: string) => void): SourceMap | undefined {
  try {
    return parseSourceMap(bytes);
  } catch (error) {
    if (!(error instanceof UnusableMap)) throw error;
    onUnusable(error.message);
    return undefined;
  }
}

function unusable(reason: string): string {
  return `its source map cannot be used: ${reason}`;
}

/** Whatever its name is: only maps have all of these. */
export function isSourceMap(bytes: Buffer): boolean {
  return (
    /^\ufeff?(?:\)\]\}'[^\n]*\n)?\s*\{/.test(bytes.toString('utf8', 0, 256)) &&
    ['"version"', '"mappings"', '"sources"'].every((key) => bytes.includes(key))
  );
}
