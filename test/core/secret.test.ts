import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format, inspect } from 'node:util';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { describe, expect, it, onTestFinished } from 'vitest';
import { maskKey, maskKeysIn } from '../../src/core/key-mask.ts';
import { Secret } from '../../src/core/secret.ts';
import { hexOf, keyOf, maskOf, otherKeyOf } from './key-maker.ts';

const KEY = keyOf('secret');
const MASK = maskOf(KEY);
const secret = new Secret(KEY);

/** Prints in every way that comes to mind the key that it reads. */
const PROGRAM = `
import { readFileSync } from 'node:fs';
import { Secret } from './secret.mjs';
const secret = new Secret(readFileSync(0, 'utf8'));
console.log(secret, [secret], { a: { b: { c: { secret } } } }, \`\${secret}\`, new Set([secret]), secret + '');
console.dir({ secret }, { depth: null, showHidden: true });
console.table([{ secret }]);
console.error('%s %o %O %j', secret, secret, secret, secret);
throw new Error('oh: ' + secret, { cause: { secret } });
`;

function expectMasked(text: string): void {
  expect(text).not.toContain(KEY.slice(8, 60));
  expect(text).toContain(MASK);
}

describe('a secret', () => {
  it.each([
    ['String()', () => String(secret)],
    ['a template', () => `${secret}`],
    ['adding', () => ''.padEnd(1, '-') + (secret as unknown as string)],
    ['join', () => [secret, secret].join()],
    ['concat', () => ''.concat(secret as unknown as string)],
    ['toLocaleString', () => secret.toLocaleString()],
    ['JSON', () => JSON.stringify({ a: [secret] })],
    ['inspect', () => inspect(secret)],
    [
      'inspect with all that is hidden',
      () => inspect(secret, { showHidden: true, depth: 9, customInspect: true }),
    ],
    ['inspect of nested objects', () => inspect({ a: { b: { c: { d: [secret] } } } }, { depth: 9 })],
    ['inspect of a map', () => inspect(new Map([[secret, secret]]))],
    ['format', () => format('%s %o %O %j', secret, secret, secret, secret)],
    ['an error message', () => new Error(`failed for ${secret}`).stack ?? ''],
    ['the cause of an error', () => inspect(new Error('failed', { cause: { secret } }), { depth: 9 })],
    [
      'an aggregate error',
      () => inspect(new AggregateError([new Error('x', { cause: secret })]), { depth: 9 }),
    ],
  ])('shows its mask alone by %s', (_, show) => {
    expectMasked(show());
  });

  it('shows nothing where its own way to be inspected is turned off', () => {
    expect(inspect(secret, { customInspect: false, showHidden: true })).not.toContain(KEY.slice(8, 60));
  });

  it('gives nothing away to copies', () => {
    for (const copy of [
      structuredClone({ secret }),
      { ...secret },
      Object.assign({}, secret),
      Object.entries(secret),
    ]) {
      expect(inspect(copy, { depth: 9, showHidden: true })).not.toContain(KEY.slice(8, 60));
      expect(JSON.stringify(copy)).not.toContain(KEY.slice(8, 60));
    }
    expect(Object.getOwnPropertyNames(secret).sort()).toEqual(['id', 'masked']);
  });

  it('is no number', () => {
    expect(Number(secret)).toBeNaN();
  });

  it('is not printed by console.log, nor by an error that nobody catches, in a process of its own', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ttleaks-secret-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const options = { module: ModuleKind.ESNext, target: ScriptTarget.ES2023 };
    for (const name of ['secret', 'key-mask', 'encoded-keys', 'base64-alignments']) {
      const source = readFileSync(new URL(`../../src/core/${name}.ts`, import.meta.url), 'utf8');
      const { outputText } = transpileModule(source, { compilerOptions: options });
      writeFileSync(join(folder, `${name}.mjs`), outputText.replaceAll(".ts'", ".mjs'"));
    }
    writeFileSync(join(folder, 'program.mjs'), PROGRAM);
    const { stdout, stderr, status } = spawnSync(process.execPath, [join(folder, 'program.mjs')], {
      encoding: 'utf8',
      env: {},
      input: KEY,
    });
    expect(status).toBe(1);
    expectMasked(stdout);
    expectMasked(stderr);
  });

  it('can be had by asking for it', () => {
    expect(secret.reveal()).toBe(KEY);
  });

  it('is known by the digest that the contract names', () => {
    const digest = createHash('sha256').update('ttleaks').update('\0').update(KEY).digest('hex');
    expect(secret.id).toBe(digest.slice(0, 32));
    expect(new Secret(keyOf('another')).id).not.toBe(secret.id);
  });
});

describe('the mask', () => {
  it('is the prefix, the first four characters and the last four', () => {
    expect(maskKey(KEY)).toBe(`${KEY.slice(0, 8)}…${KEY.slice(-4)}`);
    expect(maskKey(otherKeyOf(1))).toBe(maskOf(otherKeyOf(1)));
  });

  it('shows the prefix alone of what is too short', () => {
    expect(maskKey('tt1.abcdefghijklmno')).toBe('tt1.…');
    expect(maskKey('tt1.')).toBe('tt1.…');
  });

  it('covers every key in a text, also those that adjoin, are glued, escaped in an address, cut or in capitals', () => {
    const [a, b] = [keyOf('a'), keyOf('b')];
    expect(maskKeysIn(`${a}${b}`)).toBe(`${maskOf(a)}${maskOf(b)}`);
    expect(maskKeysIn(`x${a}_${b}y`)).toBe(`x${maskOf(a)}_tt1.${b.slice(4, 8)}…${`${b}y`.slice(-4)}`);
    expect(maskKeysIn(`?k=tt1%2E${hexOf('a')}&`)).toBe(
      `?k=tt1%2E${hexOf('a').slice(0, 4)}…${hexOf('a').slice(-4)}&`,
    );
    for (const text of [a.toUpperCase(), a.slice(0, 24), `${a}0`, otherKeyOf(2)]) {
      expect(maskKeysIn(text)).not.toContain(text.slice(8, 16));
    }
  });

  it('leaves all other text as it is, and its own output too', () => {
    for (const text of ['', 'tt1.', 'tt1.…', 'tt1.getElement()', 'no key here', maskOf(KEY)]) {
      expect(maskKeysIn(text)).toBe(text);
    }
    const masked = maskKeysIn(`a ${KEY} ${KEY}`);
    expect(maskKeysIn(masked)).toBe(masked);
  });
});
