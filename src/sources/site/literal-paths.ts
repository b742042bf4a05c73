/**
 * Paths of files in the string literals of scripts and JSON: chunk lists (Vite's `__vite__mapDeps`, Next.js's
 * `_buildManifest.js`, Parcel's, Turbopack's and Metro's), manifests, precache lists of service workers, `fetch('x.json')`.
 * No syntax is parsed: a literal within a literal counts too. Each is a guess, since what it is relative to stands elsewhere.
 */
import { absoluteUrl, type Reference } from './reference.ts';
import { resourceKind } from './resource-kind.ts';

export interface Bases {
  /** Of the script or manifest itself. */
  readonly own: string;
  /** What the page resolves against. */
  readonly page: string;
}

/** From the ending to the quote behind it; a quote may be escaped. */
const ENDINGS = /\.(?:[cm]?js|css|json|webmanifest|wasm)(?:[?#][^"'`\s\\]{0,100})?(?=\\{0,3}["'`])/gi;
const MAX_PATH_LENGTH = 500;
/** What stands before a literal's text, or cannot stand in it. */
const BOUNDARY = /["'`\s<>(){}|^]/;

export function* literalReferences(text: string, bases: Bases): Generator<Reference, void> {
  const seen = new Set<string>();
  for (const { index, 0: ending } of text.matchAll(ENDINGS)) {
    const path = unescaped(text.slice(literalStart(text, index), index) + ending);
    if (path === undefined || seen.has(path)) continue;
    seen.add(path);
    for (const url of resolutions(path, bases)) {
      yield { url, kind: resourceKind(undefined, url, 'other'), ifAbsent: 'nothing' };
    }
  }
}

/** What a path in a script may stand for, likeliest first. */
export function resolutions(path: string, { own, page }: Bases): string[] {
  const bases = isRooted(path) ? [page] : /^\.{1,2}\//.test(path) ? [own] : publicPaths(path, own, page);
  const urls = bases.map((base) => absoluteUrl(path, base)).filter((url) => url !== undefined);
  return [...new Set(urls)];
}

function isRooted(path: string): boolean {
  return path.startsWith('/') || /^[a-z][a-z0-9+.-]*:/i.test(path);
}

/**
 * A bundler's paths are relative to its public path, which `own` lies below: where `own` has the first folder of the
 * path, the public path ends before it.
 */
function publicPaths(path: string, own: string, page: string): string[] {
  const folder = /^[^/]+\//.exec(path)?.[0];
  const at = folder === undefined ? -1 : new URL(own).pathname.lastIndexOf(`/${folder}`);
  if (at === -1) return [own, page];
  return [new URL(new URL(own).pathname.slice(0, at + 1), own).href];
}

function literalStart(text: string, end: number): number {
  let start = end;
  while (start > 0 && end - start <= MAX_PATH_LENGTH && !BOUNDARY.test(text[start - 1]!)) start--;
  return start;
}

/** Undefined where it is no path. */
function unescaped(literal: string): string | undefined {
  if (literal.length > MAX_PATH_LENGTH) return undefined;
  const path = literal
    .replace(/\\+u002f/gi, '/')
    .replace(/\\+\//g, '/')
    .replace(/^\\+/, '');
  return /^\.|\\|\$\{|[*,;]/.test(path.replace(/^\.{1,2}\//, '')) || path.startsWith('//') ? undefined : path;
}
