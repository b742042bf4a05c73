/**
 * The table of real builds: each builder in its last versions, minified or not, with a map of each kind or with none.
 * Each way for a key into the output is found there, and led back to its place in the sources.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { runJson } from '../cli/run-cli.ts';
import { applicationFor } from './application.ts';
import { type Row, rowExpected, rowFound } from './expected.ts';
import { requireInstalled, runBuild } from './run-build.ts';
import { kindsOf, TOOLS } from './tools.ts';

beforeAll(requireInstalled);

describe.each(TOOLS)('$name', (tool) => {
  it.each(kindsOf(tool))('shows each key and its source: map $map, minified $minify', async (kind) => {
    const application = applicationFor(tool);
    const root = await runBuild(tool, kind, application);
    const { report } = await runJson(['.'], { cwd: root });
    expect(report.scan.warnings).toEqual([]);
    const table = (row: (way: (typeof application.ways)[number]) => Row) =>
      Object.fromEntries(application.ways.map((way) => [way.name, row(way)]));
    expect(table((way) => rowFound(way, report.findings))).toEqual(
      table((way) => rowExpected(way, { tool, kind, root })),
    );
  });
});
