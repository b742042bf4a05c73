/**
 * What the report on a real build has to say of each way for a key into it, and what it does say: in the source, in what
 * a browser gets, and in the map. Each is understood on its own, and each leak is one finding.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Secret } from '../../src/core/secret.ts';
import type { JsonFinding } from '../cli/run-cli.ts';
import type { Way } from './application.ts';
import type { BuildKind, Tool } from './tools.ts';

export interface Row {
  readonly source: string;
  readonly output: string;
  readonly map: string;
}

const NOT_FOUND = 'not found';
const FROM_NOWHERE = 'from nowhere';

/** The source has a name in the key's place, or in that of a part of it. */
const NAMED = new Set(['environment', 'defined', 'imported']);
/** Put together in the source: there a part of the key is as good as another. */
const SPLIT = new Set(['template', 'concatenated', 'imported', 'joined', 'reversed']);
/** What maps leave out, as a rule. */
const SELDOM_MAPPED = new Set(['json', 'css', 'html']);
/** css-loader keeps a style sheet and its map in one module; of a comment, a map may hold what was not yet minified too. */
const REPEATED = new Set(['css', 'comment']);
/** What they minify has maps that hold the bundle itself, as it was before. */
const MAPS_OF_BUNDLES = new Set(['parcel-2', 'webpack-3']);

/** They leave each module in a function of its own, so that no constant meets what it is added to. */
const LEFT_APART = new Set(['parcel-1', 'parcel-2', 'webpack-3']);

const OUTPUT = /^(?:dist|\.next\/static)\//;
/** Turbopack names sources from the folder that holds the packages too. */
const BELOW_ROOT = /^tools\/[^/]+\/[^/]+\//;

/** What was built, in `root`. */
export function rowExpected(
  way: Way,
  { tool, kind, root }: { tool: Tool; kind: BuildKind; root: string },
): Row {
  const { name, key, line, column } = way;
  const isNamed = NAMED.has(name);
  const place = `from ${pathOf(way, tool, kind)}:${line}${columnOf(name, column)}`;
  const isIn = (isMap: boolean) =>
    outputFiles(root).some(
      (file) => file.endsWith('.map') === isMap && readFileSync(file, 'latin1').includes(key),
    );
  const isDropped =
    (name === 'comment' && kind.map !== 'inline' && !isIn(false)) ||
    (name === 'imported' && LEFT_APART.has(tool.name));
  const isUnmapped = kind.map !== 'external' || (SELDOM_MAPPED.has(name) && !isIn(true));
  const isKeptInMap = name !== 'imported' && kind.minify && MAPS_OF_BUNDLES.has(tool.name);
  return {
    source: isNamed ? NOT_FOUND : `at ${line}${columnOf(name, column)}`,
    output: isDropped ? NOT_FOUND : isUnled(name, tool, kind) ? FROM_NOWHERE : place,
    map: isUnmapped ? NOT_FOUND : !isNamed ? place : isKeptInMap ? FROM_NOWHERE : NOT_FOUND,
  };
}

/** Where no map tells the place, or a wrong one. */
function isUnled(way: string, { name, builder }: Tool, { minify, map }: BuildKind): boolean {
  if (map === 'none' || way === 'html') return true;
  // Vite writes no maps of style sheets for production.
  if (way === 'css') return builder === 'vite';
  // What Parcel 2 minifies has maps that are shifted, or empty.
  return way === 'environment' && name === 'parcel-2' && minify;
}

/** Parcel 1 names a style sheet that it minifies as if it stood a folder further up. */
function pathOf({ name: way, path }: Way, { name }: Tool, { minify }: BuildKind): string {
  return way === 'css' && name === 'parcel-1' && minify ? 'styles.css' : path;
}

function outputFiles(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => OUTPUT.test(file.slice(root.length + 1).replace(BELOW_ROOT, '')));
}

export function rowFound({ name, key, path: sourcePath }: Way, findings: readonly JsonFinding[]): Row {
  const { id } = new Secret(key);
  const own = findings
    .filter(({ secretId }) => secretId === id)
    .map((finding) => ({ ...finding, path: finding.path.replace(BELOW_ROOT, '') }));
  const inSource = own.filter(({ path }) => path === sourcePath);
  const inMap = own.filter(({ path }) => OUTPUT.test(path) && path.endsWith('.map'));
  const inOutput = own.filter(({ path }) => OUTPUT.test(path) && !path.endsWith('.map'));
  const origins = inOutput.map((finding) => originOf(name, finding));
  return {
    source: listed(inSource.map(({ startLine, startColumn: at }) => `at ${startLine}${columnOf(name, at)}`)),
    output: listed(REPEATED.has(name) ? [...new Set(origins)] : origins),
    map: listed([...new Set(inMap.map((finding) => originOf(name, finding)))]),
  };
}

function originOf(name: string, { original }: JsonFinding): string {
  if (original === undefined) return FROM_NOWHERE;
  const path = original.path.replace(BELOW_ROOT, '');
  return `from ${path}:${original.startLine}${columnOf(name, original.startColumn)}`;
}

function columnOf(name: string, column: number): string {
  return SPLIT.has(name) ? '' : `:${column}`;
}

function listed(places: readonly string[]): string {
  return places.join(' and ') || NOT_FOUND;
}
