/**
 * What stands around a file that holds a key: the package it belongs to, the manifest of a browser extension, the page
 * of its build, the script of a source map. Asked only of such files, each folder once.
 */
import { type ContentSign, ContentSigns } from '../../detect/content-signs.ts';
import type { FileFacts } from './client-side.ts';
import { type PackageFacts, packageFacts } from './package-facts.ts';
import { isSourceMap, outputFolders } from './paths.ts';

/** The first `maxBytes` of a file, by its path in reports; undefined where there is none, or it cannot be read. */
export type ReadNeighbour = (path: string, maxBytes: number) => Promise<Buffer | undefined>;

const MAX_MANIFEST_BYTES = 1024 * 1024;
const MAX_SCRIPT_BYTES = 32 * 1024 * 1024;
const MAX_FOLDERS_ABOVE = 32;
const MAX_CACHED = 10_000;

type Surroundings = Pick<FileFacts, 'package' | 'pathInPackage' | 'isInExtension' | 'isBesidePage'>;

export class Neighbours {
  readonly #read: ReadNeighbour;
  readonly #packages = new Map<string, PackageFacts | undefined>();
  readonly #others = new Map<string, boolean>();

  constructor(read: ReadNeighbour) {
    this.#read = read;
  }

  async around(path: string): Promise<Surroundings> {
    const folders = foldersAbove(path);
    let found: Surroundings = {};
    for (const folder of folders) {
      const facts = await this.#packageIn(folder);
      if (facts === undefined) continue;
      found = { package: facts, pathInPackage: path.slice(folder.length) };
      break;
    }
    return {
      ...found,
      isInExtension: await this.#some(
        folders.map((folder) => `${folder}manifest.json`),
        isExtensionManifest,
      ),
      isBesidePage: await this.#some(
        outputFolders(path).map((folder) => `${folder}index.html`),
        () => true,
      ),
    };
  }

  /** What the script beside a source map shows; nothing where there is none. */
  async signsOfScript(path: string): Promise<ReadonlySet<ContentSign>> {
    const signs = new ContentSigns();
    const script = isSourceMap(path)
      ? await this.#read(path.slice(0, -'.map'.length), MAX_SCRIPT_BYTES)
      : undefined;
    if (script !== undefined) signs.push(script);
    return signs.found;
  }

  async #packageIn(folder: string): Promise<PackageFacts | undefined> {
    if (!this.#packages.has(folder)) {
      if (this.#packages.size > MAX_CACHED) this.#packages.clear();
      const text = (await this.#read(`${folder}package.json`, MAX_MANIFEST_BYTES))?.toString('utf8');
      this.#packages.set(folder, text === undefined ? undefined : packageFacts(text));
    }
    return this.#packages.get(folder);
  }

  async #some(paths: readonly string[], test: (bytes: Buffer) => boolean): Promise<boolean> {
    for (const path of paths) {
      if (!this.#others.has(path)) {
        if (this.#others.size > MAX_CACHED) this.#others.clear();
        const bytes = await this.#read(path, MAX_MANIFEST_BYTES);
        this.#others.set(path, bytes !== undefined && test(bytes));
      }
      if (this.#others.get(path)) return true;
    }
    return false;
  }
}

/** Innermost first, each with its slash; the last is `` for the root of what is scanned. */
function foldersAbove(path: string): string[] {
  const folders: string[] = [];
  for (let end = path.lastIndexOf('/'); end !== -1; end = path.lastIndexOf('/', end - 1)) {
    folders.push(path.slice(0, end + 1));
    if (end === 0) break;
  }
  return [...folders.slice(0, MAX_FOLDERS_ABOVE), ''];
}

function isExtensionManifest(bytes: Buffer): boolean {
  return /"manifest_version"\s*:\s*[23]\b/.test(bytes.toString('latin1'));
}
