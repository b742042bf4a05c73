/**
 * The name of a source, rid of what only its bundler understands: `webpack://app/./src/a.js?1f2e` is `src/a.js`, as are
 * `turbopack:///[project]/src/a.js`, `webpack:///./src/a.js` and `\0src/a.js`.
 */
import { posix } from 'node:path';

export interface SourceName {
  /** `/`-separated, normalized; may begin with `../`. */
  readonly path: string;
  /**
   * `map`: to the folder of the map, as the format has it. `project`: to the folder that the bundler was started for.
   * `output`: to either, since webpack names what it has made itself in this way. `none`: absolute, or an address.
   */
  readonly relativeTo: 'map' | 'project' | 'output' | 'none';
}

const SCHEME = /^[a-z][a-z0-9+.-]+:/i;
/** Turbopack's folder of the project. */
const PROJECT = /^\[project\]\//;
/** Parcel's name for the bundle before it was minified. */
const ANONYMOUS = '<anon>';
const DRIVE = /^[a-z]:\//i;

/** Undefined where nothing is left that could name a file. */
export function sourceName(source: string, sourceRoot: string): SourceName | undefined {
  if (source === ANONYMOUS) return undefined;
  const own = source.replace(/^\0+/, '');
  const isWhole = sourceRoot === '' || SCHEME.test(own) || own.startsWith('/');
  const name = isWhole ? own : `${sourceRoot.replace(/\/$/, '')}/${own}`;
  if (/^https?:/i.test(name)) return { path: name, relativeTo: 'none' };
  // One name may hold another: `turbopack:///[project]/a.json.[json].cjs/turbopack:///a.json`.
  const mark = name.lastIndexOf('://');
  if (mark === -1) return named(name.replaceAll('\\', '/'), 'map');
  const slash = name.indexOf('/', mark + '://'.length);
  if (slash === -1) return undefined;
  const path = decoded(name.slice(slash + 1));
  if (/^file:/i.test(name)) return named(`/${path}`, 'none');
  return named(path.replace(PROJECT, ''), PROJECT.test(path) || path.startsWith('.') ? 'project' : 'output');
}

/** Behind a question mark webpack and plugins tell apart what they make of one file. */
function named(name: string, relativeTo: SourceName['relativeTo']): SourceName | undefined {
  const path = posix.normalize(name.replace(/\?.*$/s, ''));
  if (path === '.' || path.endsWith('/')) return undefined;
  return { path, relativeTo: path.startsWith('/') || DRIVE.test(path) ? 'none' : relativeTo };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
