import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { decodePath, encodePath, fsPath, pathToUri, showPath } from '../../src/core/path-text.ts';

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => new Uint8Array(Buffer.from(text))),
  fc
    .array(
      fc.constantFrom(
        'caf\xe9',
        '\xc3\xa9',
        '\xed\xb3\xbf',
        '\xf0\x9f\x98\x80',
        '\xf0\x9f\x98',
        '\xed\xa0\x80',
        '/',
      ),
    )
    .map((parts) => new Uint8Array(Buffer.from(parts.join(''), 'latin1'))),
);

describe('path text', () => {
  it('gives every byte back', () => {
    fc.assert(
      fc.property(bytes, (path) => {
        expect(encodePath(decodePath(path))).toEqual(Buffer.from(path));
      }),
      { numRuns: 2000 },
    );
  });

  it('differs where the bytes differ', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(decodePath(a) === decodePath(b)).toBe(Buffer.from(a).equals(Buffer.from(b)));
      }),
      { numRuns: 1000 },
    );
  });

  it('is the text itself where the bytes are UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decodePath(Buffer.from(text))).toBe(text);
        expect(showPath(text)).toBe(text);
        expect(fsPath(text)).toBe(text);
      }),
    );
  });

  it('splits at slashes as the bytes do', () => {
    fc.assert(
      fc.property(bytes, (path) => {
        const parts = decodePath(path).split('/');
        expect(
          Buffer.concat(parts.flatMap((part) => [Buffer.from('/'), encodePath(part)])).subarray(1),
        ).toEqual(Buffer.from(path));
      }),
    );
  });

  it('is shown well-formed, each odd byte as U+FFFD', () => {
    fc.assert(
      fc.property(bytes, (path) => {
        expect(showPath(decodePath(path)).isWellFormed()).toBe(true);
      }),
    );
    expect(showPath(decodePath(Buffer.from('caf\xe9/\xff', 'latin1')))).toBe('caf\ufffd/\ufffd');
  });

  it('is a URI with every byte in it', () => {
    expect(pathToUri(decodePath(Buffer.from('a b/caf\xe9#%.ts', 'latin1')))).toBe('a%20b/caf%E9%23%25.ts');
    fc.assert(
      fc.property(bytes, (path) => {
        const uri = pathToUri(decodePath(path));
        expect(uri).toMatch(/^[A-Za-z0-9._~%/-]*$/);
        const back = uri.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
        expect(Buffer.from(back, 'latin1')).toEqual(Buffer.from(path));
      }),
    );
  });

  it('opens the file that it names, whatever the bytes of the name', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ttleaks-path-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    for (const name of ['caf\xe9', '\xff\xfe', '\xed\xb3\xbf', 'plain', '\xc3\xa9']) {
      writeFileSync(
        fsPath(decodePath(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name, 'latin1')]))),
        'x',
      );
    }
    const names = readdirSync(folder, { encoding: 'buffer' }).map((name) => name.toString('latin1'));
    expect(names.sort()).toEqual(['caf\xe9', 'plain', '\xc3\xa9', '\xed\xb3\xbf', '\xff\xfe'].sort());
  });
});
