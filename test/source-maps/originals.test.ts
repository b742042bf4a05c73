import { encode, type SourceMapMappings } from '@jridgewell/sourcemap-codec';
import { describe, expect, it } from 'vitest';
import { leadBack } from '../../src/source-maps/originals.ts';
import { keyOf } from '../core/key-maker.ts';
import { shippedDetector } from '../detect/shipped-detector.ts';

const DETECTOR = shippedDetector();
const KEY = keyOf('original');
const OTHER = keyOf('another original');

interface Sample {
  readonly generated: string;
  readonly sources: Readonly<Record<string, string | null>>;
  readonly mappings?: SourceMapMappings | string;
  readonly files?: Readonly<Record<string, string>>;
  readonly path?: string;
}

/** Where each key of the generated text comes from, `source:line:column`; and what is said besides. */
async function originalsOf({ generated, sources, mappings = '', files = {}, path = 'dist/app.js' }: Sample) {
  const warnings: string[] = [];
  const bytes = Buffer.from(generated);
  const map = {
    version: 3,
    sources: Object.keys(sources),
    sourcesContent: Object.values(sources),
    names: [],
    mappings: typeof mappings === 'string' ? mappings : encode(mappings),
  };
  const led = await leadBack(
    DETECTOR.detect(bytes).matches,
    { path, bytes, map: { path: `${path}.map`, bytes: Buffer.from(JSON.stringify(map)) } },
    {
      keysIn: async (text) =>
        DETECTOR.detect(Buffer.from(text)).matches.map(({ secret, region }) => ({
          ...region,
          secretId: secret.id,
        })),
      files: { read: async (name) => (files[name] === undefined ? undefined : Buffer.from(files[name])) },
      warn: (words) => warnings.push(words),
    },
  );
  const originals = led.map(({ original }) =>
    original === undefined ? undefined : `${original.path}:${original.startLine}:${original.startColumn}`,
  );
  return { originals, warnings, variables: led.map(({ original }) => original?.variable) };
}

const generated = `var a="${KEY}";`;

describe('a key in generated text', () => {
  it('comes from where the map leads, if the source holds it there', async () => {
    const source = `// One.\nexport const a = '${KEY}';\n`;
    const sample = {
      generated,
      sources: { '../src/a.js': source },
      mappings: [[[6, 0, 1, 17]]] as SourceMapMappings,
    };
    expect((await originalsOf(sample)).originals).toEqual(['src/a.js:2:19']);
  });

  it('comes from the nearest of several places in the source', async () => {
    const source = `const a = '${KEY}';\nconst b = '${KEY}';\n\nconst c = '${KEY}';\n`;
    for (const [line, expected] of [
      [0, 'src/a.js:1:12'],
      [1, 'src/a.js:2:12'],
      [4, 'src/a.js:4:12'],
    ] as const) {
      const mappings: SourceMapMappings = [[[0, 0, line, 0]]];
      expect(
        (await originalsOf({ generated, sources: { '../src/a.js': source }, mappings })).originals,
      ).toEqual([expected]);
    }
  });

  it('is led to its own source where the map leads to a neighbour, or nowhere', async () => {
    const sources = {
      '../src/near.js': 'export default 1;\n',
      '../src/config.json': `{\n  "key": "${KEY}"\n}\n`,
    };
    for (const mappings of [
      [[[0, 0, 0, 0]]],
      [[[0]]],
      [],
      [[[0, 9, 0, 0]]],
      [[[0, 0, 999, 0]]],
    ] as SourceMapMappings[]) {
      expect((await originalsOf({ generated, sources, mappings })).originals).toEqual([
        'src/config.json:2:11',
      ]);
    }
  });

  it.each(["import config from './config.json';", "const config = require('./config.json?x');"])(
    'comes from the data file that a source of the map imports: %s',
    async (code) => {
      const files = { 'src/config.json': `{\n  "key": "${KEY}"\n}\n`, 'src/other.json': '{}' };
      const sources = { '../src/index.js': `${code}\nimport other from './other.json';\nuse(config.key);\n` };
      const mappings: SourceMapMappings = [[[0, 0, 0, 0]]];
      expect((await originalsOf({ generated, sources, mappings, files })).originals).toEqual([
        'src/config.json:2:11',
      ]);
    },
  );

  it('has no source where none holds it, or several do and the map leads to neither', async () => {
    const none = { '../src/a.js': `const other = '${OTHER}';\n` };
    const mappings: SourceMapMappings = [[[0, 0, 0, 0]]];
    expect((await originalsOf({ generated, sources: none, mappings })).originals).toEqual([undefined]);
    const several = { '../a.js': '1;', '../b.js': `x='${KEY}'`, '../c.js': `y='${KEY}'` };
    expect((await originalsOf({ generated, sources: several, mappings })).originals).toEqual([undefined]);
  });

  it('comes from a part of it, where the bundler has put it together', async () => {
    const source = `// Parts.\nconst head = '${KEY.slice(0, 30)}';\nexport const a = head + '${KEY.slice(30)}';\n`;
    const sample = {
      generated,
      sources: { '../src/a.js': source },
      mappings: [[[6, 0, 2, 17]]] as SourceMapMappings,
    };
    expect((await originalsOf(sample)).originals).toEqual(['src/a.js:3:26']);
  });

  it.each([
    ['process.env.PUBLIC_KEY', 'return '.length, 'PUBLIC_KEY'],
    ['process.env.PUBLIC_KEY', 0, 'PUBLIC_KEY'],
    ['import.meta.env.VITE_KEY', 0, 'VITE_KEY'],
    ["import.meta.env['VITE_KEY']", 0, 'VITE_KEY'],
    ['__KEY__', 0, '__KEY__'],
  ])('comes from the look-up that it replaces: %s', async (lookUp, column, variable) => {
    const sources = { '../src/a.js': `function a() {\n  return ${lookUp};\n}\n` };
    const mappings: SourceMapMappings = [[[6, 0, 1, 2 + column]]];
    const { originals, variables } = await originalsOf({ generated, sources, mappings });
    expect(originals).toEqual(['src/a.js:2:10']);
    expect(variables).toEqual([variable]);
  });

  it('does not come from one of several look-ups that the map does not point at', async () => {
    const sources = { '../src/a.js': 'call(process.env.ONE, process.env.TWO);\n' };
    expect((await originalsOf({ generated, sources, mappings: [[[6, 0, 0, 0]]] })).originals).toEqual([
      undefined,
    ]);
    expect((await originalsOf({ generated, sources, mappings: [[[6, 0, 0, 22]]] })).originals).toEqual([
      'src/a.js:1:23',
    ]);
  });

  it('comes from the file itself where the map has no text of it, or another than the file', async () => {
    const files = { 'src/a.css': `body {}\n.a::after { content: '${KEY}' }\n` };
    const mappings: SourceMapMappings = [[[0, 0, 0, 0]]];
    for (const text of [null, `module.exports = "body {}\\n.a::after { content: '${KEY}' }";`]) {
      const sample = { generated, sources: { '../src/a.css': text }, mappings, files };
      expect((await originalsOf(sample)).originals).toEqual(['src/a.css:2:23']);
    }
  });

  it('comes from what the map has, where the file holds it no more', async () => {
    const sources = { '../src/a.js': `\nconst a = '${KEY}';` };
    const files = { 'src/a.js': 'const a = read();\n' };
    expect((await originalsOf({ generated, sources, mappings: [[[0, 0, 1, 0]]], files })).originals).toEqual([
      'src/a.js:2:12',
    ]);
  });

  it.each([
    ['src/a.js', 'packages/app/dist/app.js'],
    ['webpack://app/./src/a.js', 'packages/app/dist/deep/app.js'],
    ['turbopack:///[project]/src/a.js', 'packages/app/.next/static/chunks/app.js'],
  ])('is found in the package that %s is named from', async (name, path) => {
    const files = { 'packages/app/src/a.js': `a = '${KEY}'`, 'src/a.js': 'another file' };
    const sample = {
      generated,
      sources: { [name]: null },
      mappings: [[[0, 0, 0, 0]]] as SourceMapMappings,
      files,
      path,
    };
    expect((await originalsOf(sample)).originals).toEqual(['packages/app/src/a.js:1:6']);
  });

  it('never comes from the generated text itself, whatever the map calls it', async () => {
    const sources = {
      'webpack:///app.js': `\n\n${generated}`,
      'webpack:///./src/a.js': 'return process.env.KEY',
    };
    const mappings: SourceMapMappings = [[[0, 1, 0, 0]]];
    expect((await originalsOf({ generated, sources, mappings })).originals).toEqual(['src/a.js:1:8']);
  });

  it('is no reason to look outside of what is scanned', async () => {
    const asked: string[] = [];
    const bytes = Buffer.from(generated);
    const names = [
      '../../../etc/passwd',
      '/etc/passwd',
      'file:///etc/passwd',
      'https://x.example/a.js',
      '..',
      '\0',
    ];
    for (const name of names) {
      const map = Buffer.from(JSON.stringify({ version: 3, sources: [name], mappings: 'AAAA' }));
      await leadBack(
        DETECTOR.detect(bytes).matches,
        { path: 'dist/app.js', bytes, map: { path: 'dist/app.js.map', bytes: map } },
        {
          keysIn: async () => [],
          files: {
            read: async (path) => {
              asked.push(path);
              return undefined;
            },
          },
          warn: () => {},
        },
      );
    }
    expect(asked.filter((path) => /^(?:\/|\.\.|[a-z]+:)/.test(path))).toEqual([]);
  });

  it('is led back by the texts of the sources where the mappings are damaged, which is said', async () => {
    const sources = { '../src/a.js': `\nconst a = '${KEY}';` };
    const { originals, warnings } = await originalsOf({ generated, sources, mappings: 'A!' });
    expect(originals).toEqual(['src/a.js:2:12']);
    expect(warnings).toEqual(['its source map cannot be used: its mappings are damaged']);
  });
});
