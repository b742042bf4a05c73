/**
 * The sources of a map, as far as they are known: what the map has of them, and the files that they are, where those
 * are files of what is scanned. Each is read once, and only when it is asked for.
 */
import { importedData, importsData } from './imported-data.ts';
import { candidatePaths, isItself, isWithin, type SourceFiles } from './locate.ts';
import type { SourceMap } from './source-map.ts';
import type { TextPlace } from './text-places.ts';

/** Of a text that holds keys: each, where it stands. */
export interface FoundKey extends TextPlace {
  readonly secretId: string;
}

export interface Surroundings {
  readonly generatedPath: string;
  /** That of the generated text, where the map is inline. */
  readonly mapPath: string;
  readonly keysIn: (text: string) => Promise<readonly FoundKey[]>;
  readonly files?: SourceFiles | undefined;
}

export interface SourceText {
  readonly text: string;
  readonly keys: readonly FoundKey[];
}

export interface FileText extends SourceText {
  readonly path: string;
}

export interface KnownSource {
  readonly path: string;
  readonly file: SourceText | undefined;
  /** What the map has of it, which a loader may have made of the file. */
  readonly content: SourceText | undefined;
}

/** Of one text: each key of the bundle is held against all of them. */
const MAX_KEYS = 1000;
/** Data files that are read for one map. */
const MAX_IMPORTED = 100;
/** A source with a map in itself is what another tool has made of a source. */
const MADE = 'sourceMappingURL=data:';

export class KnownSources {
  readonly #map: SourceMap;
  readonly #around: Surroundings;
  readonly #known = new Map<number, Promise<KnownSource | undefined>>();
  readonly #contents = new Map<number, Promise<SourceText>>();
  #holders: Promise<Map<string, Set<number>>> | undefined;
  #imported: FileText[] | undefined;

  constructor(map: SourceMap, around: Surroundings) {
    this.#map = map;
    this.#around = around;
  }

  /** By its index in the map; undefined for what is no source that a developer knows. */
  at(index: number): Promise<KnownSource | undefined> {
    const known = this.#known.get(index) ?? this.#read(index);
    this.#known.set(index, known);
    return known;
  }

  /** Those whose text in the map holds the key. */
  async holding(secretId: string): Promise<ReadonlySet<number>> {
    this.#holders ??= this.#findHolders();
    return (await this.#holders).get(secretId) ?? new Set();
  }

  /** The data files that sources import. */
  async imported(): Promise<readonly FileText[]> {
    this.#imported ??= await this.#readImported();
    return this.#imported;
  }

  async #findHolders(): Promise<Map<string, Set<number>>> {
    const holders = new Map<string, Set<number>>();
    for (const [index, { content }] of this.#map.sources.entries()) {
      if (content === undefined || content.includes(MADE)) continue;
      for (const { secretId } of (await this.#content(index, content)).keys) {
        holders.set(secretId, (holders.get(secretId) ?? new Set()).add(index));
      }
    }
    return holders;
  }

  async #readImported(): Promise<FileText[]> {
    const paths = new Set<string>();
    for (const [index, { content }] of this.#map.sources.entries()) {
      if (content === undefined || !importsData(content) || paths.size >= MAX_IMPORTED) continue;
      const source = await this.at(index);
      for (const path of source ? importedData(source.path, content) : []) paths.add(path);
    }
    const files: FileText[] = [];
    for (const path of [...paths].slice(0, MAX_IMPORTED)) {
      const file = await this.#readFile(path);
      if (file !== undefined) files.push(file);
    }
    return files;
  }

  async #read(index: number): Promise<KnownSource | undefined> {
    const source = this.#map.sources[index];
    const { generatedPath, mapPath, files } = this.#around;
    if (source?.name === undefined || isItself(source.name, mapPath, generatedPath)) return undefined;
    const paths = candidatePaths(source.name, mapPath, files?.root);
    const file = await this.#file(paths, source.content);
    const content = source.content === undefined ? undefined : await this.#content(index, source.content);
    return { path: file?.path ?? paths[0]!, file, content };
  }

  /** The one that the map holds word for word, else the first that holds a key, else the first that there is. */
  async #file(paths: readonly string[], content: string | undefined): Promise<FileText | undefined> {
    let likeliest: FileText | undefined;
    for (const path of paths) {
      const file = await this.#readFile(path);
      if (file === undefined) continue;
      if (file.text === content) return file;
      if (likeliest === undefined || (likeliest.keys.length === 0 && file.keys.length > 0)) likeliest = file;
    }
    return likeliest;
  }

  async #readFile(path: string): Promise<FileText | undefined> {
    const { generatedPath, mapPath, files } = this.#around;
    if (path === generatedPath || path === mapPath || !isWithin(path)) return undefined;
    const bytes = await files?.read(path);
    return bytes instanceof Buffer ? { path, ...(await this.#text(bytes.toString('utf8'))) } : undefined;
  }

  #content(index: number, content: string): Promise<SourceText> {
    const known = this.#contents.get(index) ?? this.#text(content);
    this.#contents.set(index, known);
    return known;
  }

  async #text(text: string): Promise<SourceText> {
    return { text, keys: (await this.#around.keysIn(text)).slice(0, MAX_KEYS) };
  }
}
