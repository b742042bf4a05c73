/**
 * What `npm pack` would ship of a package, as its files are now. npm itself is not run, nor is any script of the
 * package: its own rules (npm-packlist) are asked, on a package.json of which nothing is taken but what they need.
 */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import packlist, { type PackageTree } from 'npm-packlist';
import { fsPath } from '../core/path-text.ts';
import { parseJson } from '../settings/parse-json.ts';
import { configError, readSmallFile } from '../settings/read-small-file.ts';

export interface PackageFiles {
  /** Within the package. */
  readonly paths: readonly string[];
  /** Bundled dependencies that are links, which are not followed. */
  readonly links: readonly string[];
}

interface Manifest {
  readonly main?: string;
  readonly browser?: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
  readonly bundleDependencies: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

/** Throws CONFIG where there is no package.json that can be read. */
export async function packageFiles(root: string): Promise<PackageFiles> {
  const links: string[] = [];
  const paths = await packlist(new InstalledPackages(root, links).root);
  return { paths: paths.sort(), links };
}

/** Packages as npm lays them out: the nearest `node_modules` upwards that has the name. */
class InstalledPackages {
  readonly root: PackageTree;
  readonly #rootPath: string;
  readonly #links: string[];
  readonly #known = new Map<string, PackageTree | undefined>();

  constructor(rootPath: string, links: string[]) {
    this.#rootPath = rootPath;
    this.#links = links;
    this.root = this.#treeAt('');
  }

  #treeAt(path: string): PackageTree {
    const manifest = manifestAt(join(this.#rootPath, path, 'package.json'));
    const edgesOut = { get: (name: string) => ({ to: this.#find(path, name) }) };
    const tree = {
      path: join(this.#rootPath, path),
      package: manifest,
      isProjectRoot: path === '',
      isLink: false,
      edgesOut,
    };
    return Object.assign(tree, {
      get target() {
        return tree as unknown as PackageTree;
      },
    });
  }

  #find(from: string, name: string): PackageTree | undefined {
    if (!PACKAGE_NAME.test(name)) return undefined;
    for (let folder = from; ; folder = parentOf(folder)) {
      const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
      if (!this.#known.has(path)) this.#known.set(path, this.#installedAt(path));
      const found = this.#known.get(path);
      if (found !== undefined || folder === '') return found;
    }
  }

  #installedAt(path: string): PackageTree | undefined {
    const stats = lstatSync(fsPath(join(this.#rootPath, path)), { throwIfNoEntry: false });
    if (stats?.isSymbolicLink()) this.#links.push(path);
    return stats?.isDirectory() ? this.#treeAt(path) : undefined;
  }
}

const PACKAGE_NAME = /^(?:@[^/\\]+\/)?[^/\\@.][^/\\]*$/;

/** The folder of the package that a package is installed in. */
function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/')));
}

/** As npm reads it: whatever is not of the right kind is not there. */
function manifestAt(file: string): Manifest {
  const data = mapOf(parseJson(readSmallFile(file), file));
  if (data === undefined) throw configError(file, 'is no package.json', 'it must hold a map');
  const { main, browser, bin, files, dependencies, optionalDependencies } = data;
  const { bundledDependencies, bundleDependencies = bundledDependencies } = data;
  const needed = textsOf(dependencies);
  return {
    ...(isText(main) ? { main } : {}),
    ...(isText(browser) ? { browser } : {}),
    ...(Array.isArray(files) ? { files: files.filter(isText) } : {}),
    bin: isText(bin) ? { bin } : textsOf(bin),
    bundleDependencies: bundleDependencies === true ? Object.keys(needed) : namesIn(bundleDependencies),
    dependencies: needed,
    optionalDependencies: textsOf(optionalDependencies),
  };
}

function namesIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(isText) : Object.keys(mapOf(value) ?? {});
}

function textsOf(value: unknown): Record<string, string> {
  const entries = Object.entries(mapOf(value) ?? {}).filter((entry): entry is [string, string] =>
    isText(entry[1]),
  );
  return Object.fromEntries(entries);
}

function mapOf(value: unknown): Record<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return value as Record<string, unknown>;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
