/**
 * Leads keys back to their sources. Maps lie: for what comes from JSON, from comments or from a loader, most have no
 * place, or that of a neighbour. So a place counts only where the source itself bears witness: it holds the key, or a
 * part of it, or the look-up that the bundler has replaced by the key.
 */
import type { Original, Region } from '../core/finding.ts';
import type { Secret } from '../core/secret.ts';
import { type FoundKey, type KnownSource, KnownSources, type Surroundings } from './known-sources.ts';
import type { MapSegment } from './mappings.ts';
import type { SourceMap } from './source-map.ts';
import { type LookUp, lookUpAt, partNear, type TextPlace } from './text-places.ts';
import { UnusableMap } from './unusable-map.ts';

export interface GeneratedKey {
  readonly secret: Secret;
  /** In the generated text. */
  readonly region: Region;
}

export interface Traced extends Original {
  /** What the source reads the key from, where that is a variable. */
  readonly variable?: string;
}

/** Where the mappings lead to. */
interface Lead {
  readonly source: KnownSource;
  readonly near: TextPlace;
}

const FIRST: TextPlace = { startLine: 1, startColumn: 1 };

export class OriginalSearch {
  readonly #map: SourceMap;
  readonly #sources: KnownSources;
  /** Why the mappings say nothing. */
  damage: string | undefined;

  constructor(map: SourceMap, around: Surroundings) {
    this.#map = map;
    this.#sources = new KnownSources(map, around);
  }

  /** In the order of `keys`. */
  async ofGenerated(keys: readonly GeneratedKey[]): Promise<(Traced | undefined)[]> {
    const segments = this.#trace(keys);
    const originals: (Traced | undefined)[] = [];
    for (const [index, { secret }] of keys.entries()) {
      originals.push(await this.#original(secret, await this.#leads(segments[index] ?? [])));
    }
    return originals;
  }

  /** Of a key that stands in what the map has of a source, at that place. */
  async ofContent(index: number, { id }: Secret, place: TextPlace): Promise<Original | undefined> {
    const source = await this.#sources.at(index);
    // Some maps hold the bundle itself, as it was before it was minified.
    if (source === undefined) return await this.#onlyHolder(id);
    return heldIn(source, id, place) ?? { path: source.path, ...place };
  }

  /** Whether the map has a source that holds the key. */
  async holds({ id }: Secret): Promise<boolean> {
    return (await this.#sources.holding(id)).size > 0;
  }

  /** All places of the key in what the map has of its sources, in the order of the map. */
  async placesOf({ id }: Secret): Promise<Original[]> {
    const places: Original[] = [];
    for (const index of await this.#sources.holding(id)) {
      const source = await this.#sources.at(index);
      for (const { secretId, startLine, startColumn } of source?.content?.keys ?? []) {
        if (secretId === id) places.push({ path: source!.path, startLine, startColumn });
      }
    }
    return places;
  }

  /**
   * What the mappings say of each key: at the sign before it, where its literal may begin, and at its own first sign.
   * Where a variable was replaced, some have the variable's place at the one and the place of its use at the other.
   */
  #trace(keys: readonly GeneratedKey[]): MapSegment[][] {
    const places = keys.flatMap(({ region: { startLine, startColumn } }) => [
      { line: startLine - 1, column: Math.max(0, startColumn - 2) },
      { line: startLine - 1, column: startColumn - 1 },
    ]);
    try {
      const segments = this.#map.trace(places);
      return keys.map((_, index) =>
        segments.slice(2 * index, 2 * index + 2).filter((segment) => segment !== undefined),
      );
    } catch (error) {
      if (!(error instanceof UnusableMap)) throw error;
      this.damage = error.message;
      return [];
    }
  }

  async #leads(segments: readonly MapSegment[]): Promise<Lead[]> {
    const leads: Lead[] = [];
    for (const { source: index, line, column } of segments) {
      const source = await this.#sources.at(index);
      if (source) leads.push({ source, near: { startLine: line + 1, startColumn: column + 1 } });
    }
    return leads;
  }

  async #original(secret: Secret, leads: readonly Lead[]): Promise<Traced | undefined> {
    return (
      firstOf(leads, ({ source, near }) => heldIn(source, secret.id, near)) ??
      (await this.#onlyHolder(secret.id)) ??
      (await this.#imported(secret.id)) ??
      firstOf(leads, ({ source, near }) => partIn(source, secret, near))
    );
  }

  /** The one source that holds the key, whatever the mappings say. */
  async #onlyHolder(secretId: string): Promise<Original | undefined> {
    const sources = new Map<string, KnownSource>();
    for (const index of await this.#sources.holding(secretId)) {
      const source = await this.#sources.at(index);
      if (source) sources.set(source.path, source);
    }
    const [only] = sources.values();
    return only && sources.size === 1 ? heldIn(only, secretId, FIRST) : undefined;
  }

  /** The one data file that holds the key, among those that sources import. */
  async #imported(secretId: string): Promise<Original | undefined> {
    const files = (await this.#sources.imported()).filter(({ keys }) =>
      keys.some((key) => key.secretId === secretId),
    );
    const [only] = files;
    const place = only && files.length === 1 ? nearest(only.keys, secretId, FIRST) : undefined;
    return only && place && { path: only.path, ...place };
  }
}

function firstOf<Item, Value>(
  items: readonly Item[],
  find: (item: Item) => Value | undefined,
): Value | undefined {
  for (const item of items) {
    const value = find(item);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** In the file first: it is what its developer opens. One that has changed since, and holds the key no more, is not asked. */
function heldIn(
  { path, file, content }: KnownSource,
  secretId: string,
  near: TextPlace,
): Original | undefined {
  const place = nearest(file?.keys ?? [], secretId, near) ?? nearest(content?.keys ?? [], secretId, near);
  return place && { path, ...place };
}

function nearest(keys: readonly FoundKey[], secretId: string, near: TextPlace): TextPlace | undefined {
  let best: FoundKey | undefined;
  for (const key of keys) {
    if (key.secretId === secretId && (best === undefined || isNearer(key, best, near))) best = key;
  }
  return best && { startLine: best.startLine, startColumn: best.startColumn };
}

function isNearer(place: TextPlace, other: TextPlace, near: TextPlace): boolean {
  const lines = Math.abs(place.startLine - near.startLine) - Math.abs(other.startLine - near.startLine);
  const columns =
    Math.abs(place.startColumn - near.startColumn) - Math.abs(other.startColumn - near.startColumn);
  return lines < 0 || (lines === 0 && columns < 0);
}

/** The mappings speak of what the map has. */
function partIn({ path, file, content }: KnownSource, secret: Secret, near: TextPlace): Traced | undefined {
  const lines = (content ?? file)?.text.split(/\r\n|\n|\r/) ?? [];
  const place: TextPlace | LookUp | undefined = partNear(lines, near, secret) ?? lookUpAt(lines, near);
  return place && { path, ...place };
}
