import { execFileSync } from 'node:child_process';
import { rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from '@jridgewell/sourcemap-codec';
import { describe, expect, it } from 'vitest';
import { tgz, zip } from '../containers/archives.ts';
import { keyOf } from '../core/key-maker.ts';
import { type JsonReport, runCli, runJson } from './run-cli.ts';
import { ScratchRepository, temporaryDirectory } from './tree.ts';

const KEY = keyOf('bundled');
const HIDDEN = keyOf('in a comment');
const SOURCE = `// The key.\nexport const key = '${KEY}';\n// was '${HIDDEN}'\n`;
const CODE = `fetch("https://api.timetime.in",{headers:{a:"${KEY}"}});\n`;
const MAPPINGS = encode([[[0, 0, 1, 0]]]);

function mapOf(overrides: Record<string, unknown> = {}): string {
  const sources = { sources: ['../src/key.ts'], sourcesContent: [SOURCE] };
  return JSON.stringify({ version: 3, names: [], mappings: MAPPINGS, ...sources, ...overrides });
}

function inline(map: string): string {
  return `sourceMappingURL=data:application/json;charset=utf-8;base64,${Buffer.from(map).toString('base64')}`;
}

const NAMED = `${CODE}//# sourceMappingURL=app.js.map\n`;

/** `place <- original`, of each finding. */
function led({ findings }: JsonReport): string[] {
  return findings.map(({ path, container, startLine, startColumn, original }) => {
    const from = original && `${original.path}:${original.startLine}:${original.startColumn}`;
    return `${container ?? path}:${startLine}:${startColumn} <- ${from ?? 'nowhere'}`;
  });
}

const IN_CODE = 'dist/app.js:1:46 <- src/key.ts:2:21';

describe('a bundle with a source map beside it', () => {
  it('says where its key comes from, and so does the map', async () => {
    const cwd = temporaryDirectory({ 'dist/app.js': NAMED, 'dist/app.js.map': mapOf() });
    const { code, report } = await runJson([], { cwd });
    expect(code).toBe(1);
    expect(report.scan).toMatchObject({ complete: true, warnings: [] });
    const at = mapOf().indexOf(KEY) + 1;
    const hidden = mapOf().indexOf(HIDDEN) + 1;
    expect(led(report)).toEqual([
      IN_CODE,
      `dist/app.js.map:1:${at} <- src/key.ts:2:21`,
      `dist/app.js.map:1:${hidden} <- src/key.ts:3:9`,
    ]);
  });

  it('is believed only where a source makes the key, even if no literal holds it', async () => {
    const source = `const digits = '${KEY.slice(4, 30)}';\n\nexport const key = \`tt1.\${digits}${KEY.slice(30)}\`;\n`;
    const map = mapOf({ sources: ['../src/a.ts', '../src/key.ts'], sourcesContent: ['x', source] });
    const cwd = temporaryDirectory({ 'dist/app.js': NAMED, 'dist/app.js.map': map });
    const { report } = await runJson([], { cwd });
    expect(led(report)[0]).toBe('dist/app.js:1:46 <- src/key.ts:3:20');
  });

  it('may hold the bundle as it was before it was minified: the source is told all the same', async () => {
    const map = mapOf({ sources: ['app.js', '../src/key.ts'], sourcesContent: [CODE, SOURCE] });
    const cwd = temporaryDirectory({ 'dist/app.js': NAMED, 'dist/app.js.map': map });
    const { report } = await runJson([], { cwd });
    const places = led(report).map((line) => line.replace(/^.* <- /, ''));
    expect(places).toEqual(['src/key.ts:2:21', 'src/key.ts:2:21', 'src/key.ts:2:21', 'src/key.ts:3:9']);
  });

  it('says so in each format for people, and to GitHub with a link', async () => {
    const scratch = new ScratchRepository();
    scratch.write('dist/app.js', NAMED).write('dist/app.js.map', mapOf()).commit();
    const options = { cwd: scratch.path };
    for (const format of ['text', 'markdown', 'html', 'github', 'csv']) {
      const { stdout } = await runCli(['--format', format], options);
      expect(stdout, format).toContain(format === 'csv' ? 'src/key.ts,2,21' : 'from src/key.ts:2:21');
    }
    const { stdout } = await runCli(['--format', 'sarif'], options);
    const [result] = JSON.parse(stdout).runs[0].results;
    expect(result.message.text).toContain('it comes from [src/key.ts:2:21](1).');
    expect(result.relatedLocations).toEqual([
      expect.objectContaining({
        id: 1,
        physicalLocation: {
          artifactLocation: { uri: 'src/key.ts' },
          region: { startLine: 2, startColumn: 21, endLine: 2, endColumn: 22 },
        },
      }),
    ]);
  });

  it('gives GitHub no link to what lies outside of the repository', async () => {
    const cwd = temporaryDirectory({
      'app.js': NAMED,
      'app.js.map': mapOf({ sources: ['../[id]/key.ts'] }),
    });
    const { stdout } = await runCli(['--format', 'sarif'], { cwd });
    const [result] = JSON.parse(stdout).runs[0].results;
    expect(result.message.text).toContain('it comes from ../\\[id\\]/key.ts:2:21.');
    expect(result.relatedLocations).toBeUndefined();
  });

  it('is led back where it does not name the map, where it names it from the root of its site, and with a hash', async () => {
    for (const url of [
      '',
      '//# sourceMappingURL=/dist/app.js.map?v=1#x\n',
      '//@ sourceMappingURL=app.js.map',
    ]) {
      const cwd = temporaryDirectory({ 'dist/app.js': CODE + url, 'dist/app.js.map': mapOf() });
      expect(led((await runJson([], { cwd })).report)[0], url).toBe(IN_CODE);
    }
  });

  it('is led back to the source itself where the map has no text of it', async () => {
    const cwd = temporaryDirectory({
      'dist/app.js': NAMED,
      'dist/app.js.map': mapOf({ sourcesContent: undefined }),
      'src/key.ts': SOURCE,
    });
    expect(led((await runJson(['dist', 'src'], { cwd })).report)[0]).toBe('dist/app.js:1:46 <- nowhere');
    expect(led((await runJson([], { cwd })).report)[0]).toBe(IN_CODE);
  });

  it('names the public variable that its source reads', async () => {
    const source = 'export const key = process.env.NEXT_PUBLIC_KEY;\n';
    const map = mapOf({ sourcesContent: [source], mappings: encode([[[0, 0, 0, 19]]]) });
    const cwd = temporaryDirectory({ 'dist/app.js': NAMED, 'dist/app.js.map': map });
    const { report } = await runJson([], { cwd });
    expect(led(report)).toEqual(['dist/app.js:1:46 <- src/key.ts:1:20']);
    expect(report.findings[0]).toMatchObject({ variable: 'NEXT_PUBLIC_KEY', exposure: 'client' });
  });
});

describe('a source map of no use', () => {
  it.each([
    ['broken', '{"version":3,', 'it is not JSON'],
    ['no map', '[]', 'it is no source map'],
    ['damaged', mapOf({ mappings: '!' }), 'its mappings are damaged'],
    [
      'in sections elsewhere',
      '{"version":3,"sections":[{"offset":{"line":0,"column":0},"url":"x"}]}',
      'elsewhere',
    ],
  ])('since it is %s: that is said, and the scan is complete', async (_, map, words) => {
    const cwd = temporaryDirectory({ 'dist/app.js': NAMED, 'dist/app.js.map': map });
    const { report } = await runJson([], { cwd });
    expect(report.scan.complete).toBe(true);
    expect(report.scan.warnings.join()).toMatch(/^dist\/app\.js: its source map cannot be used: /);
    expect(report.scan.warnings.join()).toContain(words);
    expect(report.findings[0]).toMatchObject({ path: 'dist/app.js' });
  });

  it.each([
    [
      'at another place of the web',
      'https://cdn.example/app.js.map',
      /nothing is fetched: https:\/\/cdn\.example/,
    ],
    ['outside of what is scanned', '../../../app.js.map', /outside of what is scanned/],
    ['the bundle itself', 'app.js', /it is not JSON/],
  ])('since it is %s: that is said', async (_, url, words) => {
    const cwd = temporaryDirectory({ 'dist/app.js': `${CODE}//# sourceMappingURL=${url}\n` });
    const { report } = await runJson([], { cwd });
    expect(report.scan.complete).toBe(true);
    expect(report.scan.warnings.join()).toMatch(words);
    expect(led(report)).toEqual(['dist/app.js:1:46 <- nowhere']);
  });

  it('since it is a link, or a pipe, is not opened', async () => {
    const outside = temporaryDirectory({ 'app.js.map': mapOf(), 'maps/app.js.map': mapOf() });
    const cwd = temporaryDirectory({
      'a/app.js': NAMED,
      'b/app.js': NAMED,
      'c/app.js': `${CODE}//# sourceMappingURL=maps/app.js.map\n`,
    });
    symlinkSync(join(outside, 'app.js.map'), join(cwd, 'a/app.js.map'));
    execFileSync('mkfifo', [join(cwd, 'b/app.js.map')]);
    symlinkSync(join(outside, 'maps'), join(cwd, 'c/maps'));
    const { report } = await runJson([], { cwd });
    expect(led(report)).toEqual(['a', 'b', 'c'].map((name) => `${name}/app.js:1:46 <- nowhere`));
  });
});

describe('a source map in the text itself', () => {
  it.each([
    ['dist/app.js', `${CODE}//# ${inline(mapOf())}\n`],
    ['dist/app.css', `a::after{content:"${KEY}"}\n/*# ${inline(mapOf({ mappings: '' }))} */\n`],
    ['dist/percent.js', `${CODE}//# sourceMappingURL=data:application/json,${encodeURIComponent(mapOf())}\n`],
  ])('leads the keys of %s back, and does not count them twice', async (path, text) => {
    const cwd = temporaryDirectory({ [path]: text });
    const { report } = await runJson([], { cwd });
    const ofKey = report.findings.filter(({ startLine }) => startLine === 1);
    expect(ofKey.map(({ original }) => original)).toEqual([
      { path: 'src/key.ts', startLine: 2, startColumn: 21 },
    ]);
    const { secretId } = ofKey[0]!;
    expect(report.findings.filter((finding) => finding.secretId === secretId)).toHaveLength(1);
  });
});

describe('a source map alone', () => {
  it('names the sources of its keys, whatever its name is, on standard input too', async () => {
    const map = JSON.stringify(
      { sections: [{ offset: { line: 0, column: 0 }, map: JSON.parse(mapOf()) }] },
      null,
      2,
    );
    const cwd = temporaryDirectory({ 'out/a.map': mapOf(), 'out/b.json': mapOf(), 'out/c.js.map': map });
    const { report } = await runJson([], { cwd });
    expect(report.findings.map(({ original }) => original?.path)).toEqual(Array(6).fill('src/key.ts'));
    const input = mapOf();
    const { report: piped } = await runJson(['--stdin', '--stdin-path', 'dist/x.map'], { cwd, input });
    expect(led(piped).map((line) => line.replace(/.*<-/, '<-'))).toEqual([
      '<- src/key.ts:2:21',
      '<- src/key.ts:3:9',
    ]);
  });

  it('has no source for a key that stands in no text of a source', async () => {
    const cwd = temporaryDirectory({ 'a.map': mapOf({ sources: [`../${KEY}.ts`], sourcesContent: ['x'] }) });
    const { report } = await runJson([], { cwd });
    expect(report.findings).toHaveLength(1);
    expect(report.findings[0]).not.toHaveProperty('original');
  });
});

describe('the index', () => {
  it('is asked for the map and the source, and not the work tree', async () => {
    const scratch = new ScratchRepository();
    scratch
      .write('dist/app.js', NAMED)
      .write('dist/app.js.map', mapOf({ sourcesContent: undefined }))
      .write('src/key.ts', SOURCE)
      .git('add', '-A', '-f');
    rmSync(join(scratch.path, 'src'), { recursive: true });
    unlinkSync(join(scratch.path, 'dist/app.js.map'));
    const { report } = await runJson(['--staged'], { cwd: scratch.path });
    expect(led(report)[0]).toBe(IN_CODE);
    scratch.git('rm', '-q', '--cached', 'dist/app.js.map');
    scratch.write('dist/app.js.map', mapOf());
    const { report: without } = await runJson(['--staged'], { cwd: scratch.path });
    expect(led(without)[0]).toBe('dist/app.js:1:46 <- nowhere');
  });
});

describe('an archive', () => {
  it('is led back by the maps in it', async () => {
    const files = { 'package/dist/app.js': NAMED, 'package/dist/app.js.map': mapOf() };
    const cwd = temporaryDirectory({ 'a.tgz': tgz(files), 'b.zip': zip({ 'in.tgz': tgz(files) }) });
    const { report } = await runJson([], { cwd });
    const expected = (archive: string) => `${archive}!package/dist/app.js:1:46 <- package/src/key.ts:2:21`;
    expect(led(report)).toEqual(expect.arrayContaining([expected('a.tgz'), expected('b.zip!in.tgz')]));
    expect(report.findings.every(({ original }) => original !== undefined)).toBe(true);
  });
});

describe('history', () => {
  it('leaves out the sources: they depend on where the map was', async () => {
    const scratch = new ScratchRepository();
    scratch.write('dist/app.js', NAMED).write('dist/app.js.map', mapOf()).commit();
    const { report } = await runJson(['--history'], { cwd: scratch.path });
    expect(report.findings).toHaveLength(3);
    for (const finding of report.findings) expect(finding).not.toHaveProperty('original');
  });
});
