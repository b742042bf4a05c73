/**
 * Which file a source is. Few maps say it outright: webpack, Parcel and Turbopack name sources from the folder that they
 * were started in, which no map tells. So the file is looked for from the map's folder upwards.
 */
import { posix } from 'node:path';
import type { SourceName } from './source-name.ts';

/** Files of what is scanned; nothing else is ever opened. Paths are those of findings. */
export interface SourceFiles {
  /** The absolute path that findings' paths begin at, without a slash at its end. */
  readonly root?: string;
  /** Undefined where there is no such file within what is scanned, or it cannot be read. */
  read(path: string): Promise<Buffer | 'too-large' | undefined>;
}

const MAX_FOLDERS = 32;

/** The first is what the map itself says, where no file tells better; the others follow from its folder upwards. */
export function candidatePaths(name: SourceName, mapPath: string, root: string | undefined): string[] {
  const { path, relativeTo } = name;
  if (/^https?:/i.test(path)) return [path];
  if (relativeTo === 'none' && root !== undefined && path.startsWith(`${root}/`)) {
    return [path.slice(root.length + 1)];
  }
  const [own = '.', ...above] = foldersUp(posix.dirname(mapPath));
  // No bundler is started in the folder that it writes to.
  const folders = relativeTo === 'map' ? [own, ...above] : above;
  const paths = folders.map((folder) => posix.join(folder, path));
  return relativeTo === 'map' ? paths : [...new Set([path, ...paths])];
}

/**
 * Where the map may be that a text names by `url`; undefined where that is another place of the web. An address from the
 * root of a site says nothing about where that root is on a disk.
 */
export function mapPaths(url: string, generatedPath: string): string[] | undefined {
  if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(url)) return undefined;
  const path = decoded(url.replace(/[?#].*$/s, ''));
  const [own = '.', ...above] = foldersUp(posix.dirname(generatedPath));
  const folders = path.startsWith('/') ? [own, ...above] : [own];
  return folders.map((folder) => posix.join(folder, path)).filter(isWithin);
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

function foldersUp(folder: string): string[] {
  const folders: string[] = [];
  let at = folder;
  while (folders.push(at) < MAX_FOLDERS && at !== '.' && at !== '/') at = posix.dirname(at);
  return folders;
}

/** Whether a source is the generated text itself, as it was before it was minified. */
export function isItself({ path, relativeTo }: SourceName, mapPath: string, generatedPath: string): boolean {
  const isOfOutput = relativeTo === 'map' || relativeTo === 'output';
  return isOfOutput && posix.join(posix.dirname(mapPath), path) === generatedPath;
}

/** Neither absolute nor an address nor above what findings' paths begin at. */
export function isWithin(path: string): boolean {
  return !/^(?:\/|\.\.(?:\/|$)|[a-z][a-z0-9+.-]*:)/i.test(path);
}
