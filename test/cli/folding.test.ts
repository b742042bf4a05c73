/** Sources in JavaScript that put a key together, through the program as it is built: files, archives, git, input. */
import { describe, expect, it } from 'vitest';
import { zip } from '../containers/archives.ts';
import { keyOf, maskOf } from '../core/key-maker.ts';
import { runCli, runJson } from './run-cli.ts';
import { ScratchRepository, temporaryDirectory } from './tree.ts';

const KEY = keyOf('folding');
const SOURCE = `// é\nconst prefix = "tt1.";\nexport const key = prefix + "${KEY.slice(4)}";\n`;
const FOUND = {
  masked: maskOf(KEY),
  via: ['folded'],
  startLine: 3,
  startColumn: 20,
  confidence: 'likely',
} as const;

describe('a key that JavaScript puts together', () => {
  it('is found in a file and in an archive, at the expression', async () => {
    const cwd = temporaryDirectory({ 'a.ts': SOURCE, 'b.zip': zip({ 'b.js': SOURCE }) });
    const { code, report } = await runJson([], { cwd });
    expect(code).toBe(1);
    expect(report.findings).toMatchObject([
      { ...FOUND, path: 'a.ts' },
      { ...FOUND, container: 'b.zip!b.js' },
    ]);
    expect(report.scan).toMatchObject({ complete: true });
  });

  it('is found in a source map, whichever quotes the source has', async () => {
    for (const [index, quote] of ['"', "'"].entries()) {
      const source = SOURCE.replaceAll('"', quote);
      const map = JSON.stringify({ version: 3, sources: ['a.ts'], sourcesContent: [source], mappings: '' });
      const cwd = temporaryDirectory({ [`a${index}.js.map`]: map });
      const { report } = await runJson([], { cwd });
      expect(report.findings).toMatchObject([{ masked: maskOf(KEY), via: ['folded'], startLine: 1 }]);
    }
  });

  it('is found in the index and in history', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a.ts', 'a\n').commit();
    scratch.write('a.ts', SOURCE).git('add', '.');
    const staged = await runJson(['--staged'], { cwd: scratch.path });
    expect(staged.report.findings).toMatchObject([{ ...FOUND, path: 'a.ts' }]);
    scratch.commit();
    const history = await runJson(['--history'], { cwd: scratch.path });
    expect(history.report.findings).toMatchObject([{ ...FOUND, path: 'a.ts' }]);
  });

  it('is found on standard input, and stands in no output', async () => {
    const { code, stdout, stderr } = await runCli(['--stdin'], {
      cwd: temporaryDirectory({}),
      input: SOURCE,
    });
    expect(code).toBe(1);
    expect(stdout).toContain(maskOf(KEY));
    for (let at = 4; at + 12 < KEY.length; at++)
      expect(stdout + stderr).not.toContain(KEY.slice(at, at + 12));
  });
});

describe('what is worth parsing', () => {
  const [start, end] = [KEY.slice(4, 40), KEY.slice(40)];

  it.each([
    ['a template of a constant', `const p = '${start}';\nf(\`tt1.\${p}${end}\`);\n`],
    ['a template with text around the key', `const p = '${start}';\nf(\`Bearer tt1.\${p}${end} \${x}\`);\n`],
    ['codes of the anchor', `const p = '${start}${end}';\nf(String.fromCharCode(116, 116, 49, 46) + p);\n`],
  ])('is seen by the search: %s', async (_, source) => {
    const { report } = await runJson([], { cwd: temporaryDirectory({ 'a.js': source }) });
    expect(report.findings).toMatchObject([{ masked: maskOf(KEY), via: ['folded'], startLine: 2 }]);
  });
});

describe('a key of which a source makes several texts', () => {
  const uses = `f("Bearer " + key()); f(\`Bearer \${key()}\`); f(key().trim());`;

  it('is one finding, where the key itself stands', async () => {
    const source = `const token = "${KEY}";\nfunction key() { return token }\n${uses}\n`;
    const { report } = await runJson([], { cwd: temporaryDirectory({ 'a.js': source }) });
    expect(report.findings).toMatchObject([{ masked: maskOf(KEY), startLine: 1, startColumn: 16 }]);
  });

  it('is one finding, where it is put together', async () => {
    const source = `const start = "tt1.", end = "${KEY.slice(4)}";\nconst key = () => start + end;\n${uses}\n`;
    const { report } = await runJson([], { cwd: temporaryDirectory({ 'a.js': source }) });
    expect(report.findings).toMatchObject([{ via: ['folded'], startLine: 2, startColumn: 19 }]);
  });

  it('is one finding, where its characters are', async () => {
    const codes = [...KEY].map((character) => character.charCodeAt(0));
    const source = `const token = String.fromCharCode(${codes});\nconst key = () => token;\n${uses}\n`;
    const { report } = await runJson([], { cwd: temporaryDirectory({ 'a.js': source }) });
    expect(report.findings).toMatchObject([{ startLine: 1 }]);
  });

  it('is one finding for each literal that has it', async () => {
    const whole = `const a = "${KEY}";\nconst b = "${KEY}";\nf("Bearer " + a, "Bearer " + b);\n`;
    const split = `const p = "tt1.";\nf(p + "${KEY.slice(4)}");\nf(p + "${KEY.slice(4)}");\n`;
    const { report } = await runJson([], { cwd: temporaryDirectory({ 'a.js': whole, 'b.js': split }) });
    expect(report.findings).toMatchObject([1, 2, 2, 3].map((startLine) => ({ startLine })));
  });
});

describe('a source that breaks the parser', () => {
  const hostile = `const p = "tt1."; f(p + "${KEY.slice(4)}", ${'('.repeat(200_000)}1${')'.repeat(200_000)})`;

  it('is named as not read to its end, and the scan goes on', async () => {
    const cwd = temporaryDirectory({ 'a.js': hostile, 'b.js': SOURCE });
    const { code, report } = await runJson([], { cwd });
    expect(report.findings).toMatchObject([{ ...FOUND, path: 'b.js' }]);
    expect(report.scan.skipped).toMatchObject([{ path: 'a.js', kind: 'unread' }]);
    expect(code).toBe(1);
  });
});
