/** Real builds, deployed to a web server on this machine: a scan of their address finds each way for a key into them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type JsonFinding, runJson } from '../cli/run-cli.ts';
import { temporaryDirectory } from '../cli/tree.ts';
import { filesBelow, serve } from '../http/loopback-server.ts';
import { applicationFor, type Way } from './application.ts';
import { type Built, FROM_NOWHERE, NOT_FOUND, type Row, rowExpected, rowFound } from './expected.ts';
import { requireInstalled, runBuild } from './run-build.ts';
import { type BuildKind, TOOLS } from './tools.ts';

beforeAll(requireInstalled);

const DEPLOYED = TOOLS.filter(({ name }) => name === 'vite-8' || name === 'webpack-5');
const MAPS: readonly BuildKind['map'][] = ['external', 'inline', 'none'];

describe.each(DEPLOYED)('a site that $name has built', (tool) => {
  it.each(MAPS)('shows each key by the address of its resource, and its source: map %s', async (map) => {
    const application = applicationFor(tool);
    const kind = { minify: true, map };
    const root = await runBuild(tool, kind, application);
    const dist = join(root, 'dist');
    if (tool.builder === 'webpack')
      writeFileSync(join(dist, 'index.html'), '<script src="main.js"></script>\n');
    const server = await serve(filesBelow(dist));
    const { code, report } = await runJson([`${server.origin}/`], { cwd: temporaryDirectory() });
    expect(code).toBe(1);
    expect(report.scan).toMatchObject({ complete: true, skipped: [], warnings: [] });
    const findings = report.findings.map((finding) => onDisk(finding, server.origin));
    const table = (row: (way: Way) => Row) =>
      Object.fromEntries(application.ways.map((way) => [way.name, row(way)]));
    expect(table((way) => rowFound(way, findings))).toEqual(
      table((way) => expectedOnline(way, { tool, kind, root })),
    );
  });
});

/** As it would be found in the folder that was deployed. Maps lead out of it, to where the sources are not. */
function onDisk(finding: JsonFinding, origin: string): JsonFinding {
  const { path, original } = finding;
  expect(path.startsWith(`${origin}/`), path).toBe(true);
  const local = { ...finding, path: `dist${path.slice(origin.length)}` };
  if (original === undefined) return local;
  return { ...local, original: { ...original, path: original.path.replace(/^(?:\.\.\/)+/, '') } };
}

/** The sources are not deployed, and no map has one for JSON. */
function expectedOnline(way: Way, built: Built): Row {
  const row = { ...rowExpected(way, built), source: NOT_FOUND };
  return way.name === 'json' ? { ...row, output: FROM_NOWHERE } : row;
}
