/**
 * The table of real builds: each builder in its last versions, minified or not, with a map of each kind or with none.
 * Each way for a key into the output is found there, and led back to its place in the sources.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../src/core/secret.ts';
import { type JsonFinding, runJson } from '../cli/run-cli.ts';
import { applicationFor, type Way } from './application.ts';
import { requireInstalled, runBuild } from './run-build.ts';
import { type BuildKind, kindsOf, TOOLS, type Tool } from './tools.ts';

/**
 * What is not understood yet: literals that are put together, and what is encoded. Some builders fold some of it, so
 * some of these rows are right already. Once all rows of a way are, its name must go from here.
 */
const NOT_YET = new Set(['template', 'concatenated', 'joined', 'base64', 'reversed', 'comment']);

/** Of these the place is told to the column; of the others a part of the key is as good as another. */
const PLAIN = new Set(['literal', 'environment', 'defined', 'json', 'lazy', 'worker', 'css']);

/** Turbopack names sources from the folder that holds the packages too. */
const BELOW_ROOT = /^tools\/[^/]+\/[^/]+\//;

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

function expectedOf(way: Way, tool: Tool, kind: BuildKind): string {
  if (isUnled(way.name, tool, kind)) return 'found, from nowhere';
  return `found, from ${pathOf(way, tool, kind)}:${way.line}${PLAIN.has(way.name) ? `:${way.column}` : ''}`;
}

/** Maps are texts of their own; of a comment that the builder drops they alone tell. */
function actualOf({ name, key }: Way, findings: readonly JsonFinding[]): string {
  const { id } = new Secret(key);
  const places = findings
    .filter(({ secretId, path, original }) => {
      const isInMap = path.endsWith('.map');
      return secretId === id && (!isInMap || (name === 'comment' && original !== undefined));
    })
    .map(({ original }) => {
      if (original === undefined) return 'nowhere';
      const column = PLAIN.has(name) ? `:${original.startColumn}` : '';
      return `${original.path.replace(BELOW_ROOT, '')}:${original.startLine}${column}`;
    });
  return places.length === 0 ? 'not found' : `found, from ${[...new Set(places)].join(' and ')}`;
}

function isOutput({ path }: JsonFinding): boolean {
  return /^(?:dist|\.next\/static)\//.test(path.replace(BELOW_ROOT, ''));
}

/** A comment goes with the minifier, and with some builders at once: only a map keeps it for sure. */
function isToBeFound({ name }: Way, { map }: BuildKind): boolean {
  return name !== 'comment' || map !== 'none';
}

const missing = new Set<string>();
let built = 0;

beforeAll(requireInstalled);

describe.each(TOOLS)('$name', (tool) => {
  it.each(kindsOf(tool))('shows each key and its source: map $map, minified $minify', async (kind) => {
    const application = applicationFor(tool);
    const root = await runBuild(tool, kind, application);
    built++;
    const { report } = await runJson(['.'], { cwd: root });
    expect(report.scan.warnings).toEqual([]);
    const findings = report.findings.filter(isOutput);
    const expected: Record<string, string> = {};
    const actual: Record<string, string> = {};
    for (const way of application.ways.filter((each) => isToBeFound(each, kind))) {
      const wanted = expectedOf(way, tool, kind);
      const found = actualOf(way, findings);
      if (NOT_YET.has(way.name)) {
        if (found !== wanted) missing.add(way.name);
        continue;
      }
      expected[way.name] = wanted;
      actual[way.name] = found;
    }
    expect(actual).toEqual(expected);
    if (kind.map === 'inline') expect(countOf('literal', application.ways, findings)).toBe(1);
  });
});

afterAll(() => {
  if (built < TOOLS.flatMap(kindsOf).length) return;
  const landed = [...NOT_YET].filter((way) => !missing.has(way));
  expect(landed, 'all rows of these are right: take them out of NOT_YET').toEqual([]);
});

function countOf(name: string, ways: readonly Way[], findings: readonly JsonFinding[]): number {
  const { id } = new Secret(ways.find((way) => way.name === name)?.key ?? '');
  return findings.filter(({ secretId }) => secretId === id).length;
}
