// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the texts of settings
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publicationAt } from '../../src/detect/publication.ts';
import { keyOf } from '../core/key-maker.ts';
import { detectIn } from './shipped-detector.ts';

/** Stands for the variable, so that ttleaks finds nothing in this file. */
const PLACEHOLDER = 'KEY_NAME';
const NAME = 'TIMETIME_API_KEY';

/** `form variable` of each publication in a text. */
function publishedIn(text: string): string[] {
  return detectIn(text.replaceAll(PLACEHOLDER, NAME)).published.map(
    ({ publication: { form, variable } }) => `${form} ${variable}`,
  );
}

describe('a public variable that takes the value of the secret one', () => {
  it.each([
    'NEXT_PUBLIC_TT=$KEY_NAME',
    'VITE_TT="${KEY_NAME}"',
    'VITE_TT=${KEY_NAME:-none}',
    '  NEXT_PUBLIC_TT: ${{ secrets.KEY_NAME }}',
    '  REACT_APP_TT: ${{ env.KEY_NAME }}',
    '  VITE_TT: $KEY_NAME',
    '  VITE_TT: $(KEY_NAME)',
    'set VITE_TT=%KEY_NAME%',
    '$env:VITE_TT = $env:KEY_NAME',
    'ENV VITE_TT $KEY_NAME',
    'RUN VITE_TT=$KEY_NAME npm run build',
    'docker build --build-arg VITE_TT=$KEY_NAME .',
    'echo "VITE_TT=$KEY_NAME" >> .env',
    'VITE_TT := $(KEY_NAME)',
    'process.env.NEXT_PUBLIC_TT = process.env.KEY_NAME;',
    "{ EXPO_PUBLIC_TT: process.env['KEY_NAME'] }",
    "VITE_TT = credentials('KEY_NAME')",
    '"build": "VITE_TT=$KEY_NAME vite build"',
    '  - name: VITE_TT\n    value: $(KEY_NAME)',
    '- key: VITE_TT\n  value: "${KEY_NAME}"',
  ])('carries it: %s', (text) => {
    expect(publishedIn(`a\n${text}\n`)).toEqual([`carried ${/[A-Z]+_(?:PUBLIC_|APP_)?TT/.exec(text)?.[0]}`]);
  });

  it.each([
    'NEXT_PUBLIC_TT=',
    'NEXT_PUBLIC_KEY_NAME=',
    'NEXT_PUBLIC_KEY_NAME: ${{ secrets.NEXT_PUBLIC_KEY_NAME }}',
    'NEXT_PUBLIC_TT: ${{ secrets.KEY_NAME_PUBLIC }}',
    'KEY_NAME=$KEY_NAME',
    'KEY_NAME: ${{ secrets.KEY_NAME }}',
    '# VITE_TT=$KEY_NAME',
    '// process.env.VITE_TT = process.env.KEY_NAME',
    'NEXT_PUBLIC_TT=KEY_NAME',
    'VITE_TT=1 KEY_NAME=$X',
    '  - name: OTHER\n    value: $(KEY_NAME)',
    'if [ -z "$KEY_NAME" ]; then exit 1; fi',
    'const key = process.env.KEY_NAME;',
  ])('is none in: %s', (text) => {
    expect(publishedIn(`a\n${text}\n`)).toEqual([]);
  });
});

describe('a setting that writes the secret variable into what is built', () => {
  it.each([
    ['define', "define: { 'process.env.KEY_NAME': JSON.stringify(process.env.KEY_NAME) }"],
    ['define', "mode: 'x', define: {\n  'import.meta.env.KEY_NAME': key,\n}"],
    ['define', "define: {\n  // don't\n  __KEY__: JSON.stringify(env.KEY_NAME),\n}"],
    ['define', 'new webpack.DefinePlugin({ KEY: JSON.stringify(process.env.KEY_NAME) })'],
    ['define', "new DefinePlugin({ 'process.env': { KEY_NAME: JSON.stringify(key) } })"],
    ['define', "new webpack.EnvironmentPlugin(['NODE_ENV', 'KEY_NAME'])"],
    ['define', 'new EnvironmentPlugin({ KEY_NAME: undefined })'],
    ['define', "replace({ 'process.env.KEY_NAME': JSON.stringify(process.env.KEY_NAME) })"],
    ['define', 'esbuild a.js --define:process.env.KEY_NAME=\\"$KEY_NAME\\"'],
    ['define', 'flutter build web --dart-define=KEY=$KEY_NAME'],
    ['env', 'module.exports = { env: { KEY_NAME: process.env.KEY_NAME } }'],
    ['runtime-config', 'runtimeConfig: { public: { key: process.env.KEY_NAME } }'],
    ['runtime-config', 'publicRuntimeConfig: { key: process.env.KEY_NAME }'],
    ['extra', 'extra: { key: process.env.KEY_NAME }'],
    ['env-prefix', "envPrefix: 'TIMETIME_'"],
    ['env-prefix', 'envPrefix: ["VITE_", "TIMETIME_"]'],
    ['client-schema', "KEY_NAME: envField.string({ context: 'client', access: 'public' })"],
  ])('is told by its brackets, as %s: %s', (form, text) => {
    expect(publishedIn(`export default {\n${text}\n}\n`)).toEqual([`${form} ${NAME}`]);
  });

  it.each([
    "define: { 'process.env.KEY_NAME': '\"\"' }",
    "define: { 'process.env.KEY_NAME': 'undefined' }",
    "define: { 'process.env.KEY_NAME': JSON.stringify('') }",
    "define: { 'process.env.KEY_NAME': undefined }",
    'define: { HAS: JSON.stringify(!!process.env.KEY_NAME) }',
    'define: { HAS: JSON.stringify(Boolean(process.env.KEY_NAME)) }',
    "define: { HAS: process.env.KEY_NAME ? 'true' : 'false' }",
    "define: { A: '1' }, server: { key: process.env.KEY_NAME }",
    "define(['a'], function () { return process.env.KEY_NAME; })",
    'runtimeConfig: { key: process.env.KEY_NAME, public: { a: 1 } }',
    "envPrefix: 'VITE_', key: 'TIMETIME_'",
    "KEY_NAME: envField.string({ context: 'server', access: 'secret' })",
  ])('is none: %s', (text) => {
    expect(publishedIn(`export default {\n${text}\n}\n`)).toEqual([]);
  });

  it('is one finding for a line, however often the line names the variable', () => {
    const line = 'env: { KEY_NAME: process.env.KEY_NAME }';
    const { published } = detectIn(`a\n  ${line.replaceAll(PLACEHOLDER, NAME)},\n`);
    expect(published).toHaveLength(1);
    expect(published[0]).toMatchObject({
      ruleId: 'timetime-public-env',
      confidence: 'likely',
      region: { startLine: 2, startColumn: 10, endLine: 2, endColumn: 26 },
    });
  });

  it('is the key’s finding where the key stands right behind it', () => {
    const { matches, published } = detectIn(
      `define: { 'process.env.${NAME}': JSON.stringify('${keyOf(1)}') }`,
    );
    expect(published).toEqual([]);
    expect(matches.map(({ publication }) => publication)).toEqual([{ form: 'define', variable: NAME }]);
  });

  it('is allowed by a comment on its line, as a key is', () => {
    const { published } = detectIn(
      `env: { ${NAME}: process.env.${NAME} }, // ttleaks:allow a build for servers\n`,
    );
    expect(published.map(({ allowed }) => allowed?.justification)).toEqual(['a build for servers']);
  });
});

describe('any text around the name', () => {
  it('is read in linear time and without failing', () => {
    const pieces = [
      '{',
      '}',
      '(',
      ')',
      '[',
      ']',
      '"',
      "'",
      '`',
      '\n',
      ' ',
      'define:',
      'env',
      '$',
      ':',
      '=',
      '\\',
      'VITE_A',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 300 }), (parts) => {
        const publication = publicationAt(parts.join(''), `${NAME}${parts.join('')}`, NAME);
        if (publication !== undefined) expect(publication.variable).not.toBe('');
      }),
    );
  });

  it('may be all brackets and quotes, by the megabyte', () => {
    const brackets = `${'{"('.repeat(200_000)}${NAME}\n`;
    const text = `${brackets.repeat(3)}define: {'process.env.${NAME}': a}`;
    expect(publishedIn(text)).toContain(`define ${NAME}`);
  });
});
