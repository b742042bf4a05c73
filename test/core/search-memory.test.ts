import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ENCODED_BYTES } from '../../src/core/encoded-text.ts';
import { IndexOfSearch } from '../../src/core/index-of-search.ts';
import type { Needle, Sought } from '../../src/core/needle-search.ts';
import { type SearchMemory, searchMemory, searchMemoryIn } from '../../src/core/search-memory.ts';
import { teddyWithMemory } from '../../src/core/teddy.ts';
import { BUCKETS, FINGERPRINT_BYTES } from '../../src/core/teddy-tables.ts';
import { ENCODED_TEXTS, encodedTextsIn, isEncodedText } from './encoded-by-the-book.ts';

interface Hit {
  readonly at: number;
  readonly length: number;
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

function soughtOf(needles: readonly Uint8Array[], hasEncodedText = false): Sought {
  return { needles: needles.map(needleOf), hasEncodedText };
}

/** Some bring along where in the tables they belong, anywhere. */
function needleOf(bytes: Uint8Array): Needle {
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  const fingerprint = { bucket: sum % BUCKETS, at: sum % (bytes.length - FINGERPRINT_BYTES + 1) };
  return { bytes, skipsTrees: bytes.includes(0), ...(sum % 3 === 0 ? { fingerprint } : {}) };
}

/** By the book: every place is tried, nothing outside is there at all. */
function plainHits(content: Buffer, needles: readonly Uint8Array[], hasEncodedText = false): Hit[] {
  const hits: Hit[] = [];
  for (let at = 0; at < content.length; at++) {
    const lengths = needles
      .filter((needle) => content.subarray(at, at + needle.length).equals(needle))
      .map(({ length }) => length);
    if (hasEncodedText && isEncodedText(content, at)) lengths.push(ENCODED_BYTES);
    if (lengths.length > 0) hits.push({ at, length: Math.min(...lengths) });
  }
  return hits;
}

function hitsOf(memory: SearchMemory, from: number, end: number, which: 'all' | 'plain' = 'all'): Hit[] {
  const hits: Hit[] = [];
  for (let at = memory.firstHit(from, end, which); at !== -1; at = memory.firstHit(at + 1, end, which))
    hits.push({ at: at - from, length: memory.hitLength });
  return hits;
}

/** In WebAssembly and without, each with room for so many bytes. */
function bothMemories(needles: readonly Uint8Array[], size: number, hasEncodedText = false): SearchMemory[] {
  const plain = needles.filter((needle) => !needle.includes(0));
  const wide = needles.filter((needle) => needle.includes(0));
  const ordered = { all: [...plain, ...wide].map(needleOf), plainCount: plain.length, hasEncodedText };
  const teddy = teddyWithMemory(ordered, size);
  if (teddy === undefined) throw new Error('this Node.js has WebAssembly with vectors: it must be used');
  return [teddy, new IndexOfSearch(ordered, Buffer.alloc(size))];
}

const ALPHABETS = ['ab', 'tT4\0', 't1.\0', 'dHQxLjR0MS4wdDEu', 'é\xff\x7f\x80\0'];
const alphabets = fc.constantFrom(...ALPHABETS);

/** Few letters: needles that begin alike, hold each other and overlap are the rule. */
function needlesOver(alphabet: string, maxCount: number): fc.Arbitrary<Buffer[]> {
  const letter = fc.constantFrom(...alphabet);
  const needle = fc.oneof(
    { weight: 9, arbitrary: fc.string({ unit: letter, minLength: 3, maxLength: 12 }) },
    { weight: 1, arbitrary: fc.string({ unit: letter, minLength: 13, maxLength: 255 }) },
  );
  return fc.array(needle.map(bytesOf), { minLength: 1, maxLength: maxCount, size: 'max' });
}

/** Needles, parts of them and single letters: near misses abound. */
function textOf(needles: readonly Buffer[], alphabet: string): fc.Arbitrary<Buffer> {
  const part = fc
    .tuple(fc.constantFrom(...needles), fc.nat(300), fc.nat(300))
    .map(([needle, from, length]) => {
      const at = from % needle.length;
      return needle.subarray(at, at + 1 + (length % (needle.length - at)));
    });
  const piece = fc.oneof(
    fc.constantFrom(...needles),
    part,
    part,
    fc.constantFrom(...alphabet, 'x', ' ').map(bytesOf),
  );
  return fc.array(piece, { maxLength: 40, size: 'max' }).map((pieces) => Buffer.concat(pieces));
}

interface Case {
  readonly needles: Buffer[];
  readonly before: Buffer;
  readonly content: Buffer;
  readonly behind: Buffer;
}

function cases(maxNeedles: number): fc.Arbitrary<Case> {
  return alphabets.chain((alphabet) =>
    needlesOver(alphabet, maxNeedles).chain((needles) => {
      const text = textOf(needles, alphabet);
      return fc.record({ needles: fc.constant(needles), before: text, content: text, behind: text });
    }),
  );
}

describe('a search of memory', () => {
  it('finds each needle in order, and nothing that lies outside in part, whatever stands there', () => {
    let found = 0;
    fc.assert(
      fc.property(cases(12), ({ needles, before, content, behind }) => {
        const wanted = plainHits(content, needles);
        found += wanted.length;
        const all = Buffer.concat([before, content, behind]);
        for (const memory of bothMemories(needles, all.length)) {
          memory.bytes.set(all);
          const from = before.length;
          expect(hitsOf(memory, from, from + content.length)).toEqual(wanted);
        }
      }),
      { numRuns: 300 },
    );
    expect(found).toBeGreaterThan(1000);
  });

  it('finds each of hundreds of needles', () => {
    fc.assert(
      fc.property(cases(400), ({ needles, content }) => {
        const wanted = plainHits(content, needles);
        for (const memory of bothMemories(needles, content.length)) {
          memory.bytes.set(content);
          expect(hitsOf(memory, 0, content.length)).toEqual(wanted);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('finds random needles in random bytes', () => {
    const needle = fc.uint8Array({ minLength: 3, maxLength: 20 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(
        fc.array(needle, { minLength: 1, maxLength: 100, size: 'max' }),
        fc.uint8Array({ maxLength: 500, size: 'max' }),
        fc.nat(1000),
        (needles, noise, at) => {
          const content = Buffer.from(noise);
          const planted = needles[at % needles.length]!;
          if (content.length >= planted.length)
            content.set(planted, at % (content.length - planted.length + 1));
          for (const memory of bothMemories(needles, content.length)) {
            memory.bytes.set(content);
            expect(hitsOf(memory, 0, content.length)).toEqual(plainHits(content, needles));
          }
        },
      ),
    );
  });

  it('finds a needle of any length wherever it stands between any two bounds', () => {
    for (const length of [3, 4, 5, 15, 16, 17, 31, 64, 255]) {
      const needle = Buffer.from(Array.from({ length }, (_, index) => (index * 37 + length) % 251));
      for (const memory of bothMemories([needle], 64 + length)) {
        for (let at = 0; at <= 64; at++) {
          memory.bytes.fill(0xfe);
          memory.bytes.set(needle, at);
          expect(memory.firstHit(0, at + length, 'all')).toBe(at);
          expect(memory.firstHit(at, at + length, 'all')).toBe(at);
          expect(memory.firstHit(at, 64 + length, 'all')).toBe(at);
          expect(memory.firstHit(0, at + length - 1, 'all')).toBe(-1);
          expect(memory.firstHit(at + 1, 64 + length, 'all')).toBe(-1);
        }
      }
    }
  });

  it('finds nothing where nothing is, or no needle', () => {
    for (const memory of bothMemories([bytesOf('abc')], 300)) {
      memory.bytes.fill('abc');
      expect(memory.firstHit(0, 0, 'all')).toBe(-1);
      expect(memory.firstHit(300, 300, 'all')).toBe(-1);
      expect(memory.firstHit(7, 7, 'all')).toBe(-1);
    }
    for (const memory of bothMemories([], 300)) expect(memory.firstHit(0, 300, 'all')).toBe(-1);
  });

  it('tells the first needle also where the last bytes of it are looked at before those of another', () => {
    const long = bytesOf(`${'e'.repeat(200)}#!~`);
    for (const memory of bothMemories([bytesOf('#!~'), long, bytesOf('ee#!')], 1000)) {
      memory.bytes.fill('.');
      memory.bytes.set(long, 500);
      expect(hitsOf(memory, 0, 1000)).toEqual([
        { at: 500, length: 203 },
        { at: 698, length: 4 },
        { at: 700, length: 3 },
      ]);
    }
  });

  it('leaves needles with NUL bytes out where it is told to', () => {
    fc.assert(
      fc.property(cases(12), ({ needles, content }) => {
        const memory = searchMemory(soughtOf(needles), content.length);
        memory.bytes.set(content);
        const plain = needles.filter((needle) => !needle.includes(0));
        expect(hitsOf(memory, 0, content.length, 'all')).toEqual(plainHits(content, needles));
        expect(hitsOf(memory, 0, content.length, 'plain')).toEqual(plainHits(content, plain));
      }),
    );
  });

  it('finds needles of one or two bytes, and of more than 255', () => {
    const letter = fc.constantFrom('a', 'b');
    const needle = fc.oneof(
      fc.string({ unit: letter, minLength: 1, maxLength: 4 }),
      fc.string({ unit: letter, minLength: 256, maxLength: 300 }),
    );
    fc.assert(
      fc.property(
        fc.array(needle.map(bytesOf), { minLength: 1, maxLength: 4 }),
        fc.string({ unit: letter, maxLength: 50 }),
        (needles, text) => {
          const content = Buffer.concat([bytesOf(text), needles[0]!, bytesOf(text)]);
          const memory = searchMemory(soughtOf(needles), content.length);
          memory.bytes.set(content);
          expect(hitsOf(memory, 0, content.length)).toEqual(plainHits(content, needles));
        },
      ),
    );
  });

  it('looks no further than its memory goes', () => {
    const needles = [bytesOf('abc'), bytesOf('bcdefg')];
    // All of the last page is used.
    const size = 65_536 - 96 - bothMemories(needles, 0)[0]!.bytes.byteOffset;
    for (const memory of bothMemories(needles, size)) {
      memory.bytes.fill('abcdefab');
      for (let from = size - 40; from <= size; from++)
        expect(hitsOf(memory, from, size)).toEqual(plainHits(memory.bytes.subarray(from), needles));
    }
  });

  it('has as many bytes as it was asked for, all NUL at first', () => {
    for (const size of [0, 1, 15, 16, 65_536, 300_000]) {
      const memory = searchMemory(soughtOf([bytesOf('abc')]), size);
      expect(memory.bytes.equals(Buffer.alloc(size))).toBe(true);
    }
  });
});

/** Encoded text, parts of it, and what looks like it but for a byte. */
function encodedPieces(needles: readonly Buffer[]): fc.Arbitrary<Buffer> {
  const text = fc.string({ unit: fc.constantFrom(...'ab0~ \n\0\x01é'), maxLength: 60 });
  const encoded = fc
    .tuple(text, fc.constantFrom('base64', 'base64url', 'hex'), fc.constantFrom('latin1', 'utf16le'))
    .map(([plain, code, own]) => bytesOf(Buffer.from(plain, own as 'latin1').toString(code as 'hex')));
  const piece = fc.oneof(
    encoded,
    fc.constantFrom(...ENCODED_TEXTS, ...needles),
    fc.tuple(fc.constantFrom(...ENCODED_TEXTS), fc.nat(30)).map(([one, at]) => one.subarray(at)),
    fc.constantFrom(...' ."zZ9-_+/\0*').map(bytesOf),
    fc.nat(700).map((length) => Buffer.alloc(length, 'QmFzZTY0')),
  );
  return fc.array(piece, { maxLength: 12 }).map((pieces) => Buffer.concat(pieces));
}

describe('text in base64 or hex', () => {
  const needles = ['abc', 'MGY', '9.z', 'zz000'].map(bytesOf);

  it('is found wherever it stands, among needles, and nothing else is', () => {
    let found = 0;
    const text = encodedPieces(needles);
    fc.assert(
      fc.property(text, text, text, (before, content, behind) => {
        const wanted = plainHits(content, needles, true);
        found += wanted.filter(({ length }) => length === ENCODED_BYTES).length;
        const all = Buffer.concat([before, content, behind]);
        for (const memory of bothMemories(needles, all.length, true)) {
          memory.bytes.set(all);
          const from = before.length;
          expect(hitsOf(memory, from, from + content.length)).toEqual(wanted);
          expect(hitsOf(memory, from, from + content.length, 'plain')).toEqual(plainHits(content, needles));
        }
      }),
      { numRuns: 500 },
    );
    expect(found).toBeGreaterThan(2000);
  });

  it('is found at each place between any two bounds', () => {
    for (const text of ENCODED_TEXTS) {
      for (const memory of bothMemories(needles, 120, true)) {
        for (let at = 0; at <= 60; at++) {
          memory.bytes.fill(' ');
          memory.bytes.set(text, at);
          expect(memory.firstHit(0, at + ENCODED_BYTES, 'all')).toBe(at);
          expect(memory.hitLength).toBe(ENCODED_BYTES);
          expect(memory.firstHit(at, at + ENCODED_BYTES, 'all')).toBe(at);
          expect(memory.firstHit(0, at + ENCODED_BYTES - 1, 'all')).toBe(-1);
          expect(memory.firstHit(at + 1, 120, 'all')).toBe(-1);
        }
      }
    }
  });

  it('is told from names, hashes and noise of the same digits', () => {
    const hash = createHash('sha512').update('hash');
    const digest = hash.digest();
    for (const other of [
      digest.toString('hex'),
      digest.toString('base64'),
      'aVeryLongIdentifierAsTheyAreWrittenInSomeLanguages',
      '-'.repeat(100),
      'A'.repeat(100),
      'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
    ]) {
      expect(encodedTextsIn(bytesOf(other))).toEqual([]);
      for (const memory of bothMemories(needles, 200, true)) {
        memory.bytes.write(`${other} `, 0, 'latin1');
        expect(hitsOf(memory, 0, other.length).filter(({ length }) => length === ENCODED_BYTES)).toEqual([]);
      }
    }
  });
});

describe('memory that is there already', () => {
  it('is searched as far as it is free, and only the room for tables is written to', () => {
    fc.assert(
      fc.property(cases(12), fc.integer({ min: 9_000, max: 40_000 }), ({ needles, content }, end) => {
        const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
        const all = Buffer.from(memory.buffer);
        all.fill('#');
        const found = searchMemoryIn(memory, soughtOf(needles), { at: 100, end });
        expect(all.subarray(0, 100).equals(Buffer.alloc(100, '#'))).toBe(true);
        expect(all.subarray(end).equals(Buffer.alloc(all.length - end, '#'))).toBe(true);
        const at = 50_000;
        found.bytes.set(content, at);
        expect(all.subarray(at, at + content.length).equals(content)).toBe(true);
        expect(hitsOf(found, at, at + content.length)).toEqual(plainHits(content, needles));
      }),
    );
  });
});

describe('without WebAssembly', () => {
  afterEach(() => vi.unstubAllGlobals());

  it.each([
    ['--jitless', undefined],
    [
      'no vectors',
      {
        Module: class {
          constructor() {
            throw new Error('wasm SIMD unsupported');
          }
        },
      },
    ],
  ])('a search of memory finds the same: %s', async (_, stub) => {
    vi.stubGlobal('WebAssembly', stub);
    vi.resetModules();
    const { searchMemory: make } = await import('../../src/core/search-memory.ts');
    const { teddyWithMemory: none } = await import('../../src/core/teddy.ts');
    expect(
      none({ all: [needleOf(bytesOf('tt1'))], plainCount: 1, hasEncodedText: false }, 10),
    ).toBeUndefined();
    const memory = make(soughtOf([bytesOf('tt1')]), 10);
    memory.bytes.write('att1', 3, 'latin1');
    expect(memory.firstHit(0, 10, 'all')).toBe(4);
    expect(memory.hitLength).toBe(3);
  });
});
