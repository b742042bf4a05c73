import { constants, deflateRawSync, deflateSync, inflateRawSync, inflateSync, type Zlib } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createInflater,
  HandleInflater,
  INFLATE_SLACK,
  INFLATE_WORK_BYTES,
  type Inflater,
  PublicInflater,
  WasmInflater,
} from '../../../src/git/pack/inflate.ts';
import { BitWriter, codesOf, type DynamicBlock, dynamicBlock } from './deflate-builder.ts';

const OUTPUT_BYTES = 4 * 1024 * 1024;
const memory = new WebAssembly.Memory({ initial: 80, maximum: 80 });
const bytes = Buffer.from(memory.buffer);
const place = { memory, bytes, work: OUTPUT_BYTES };
const CANARY = 0xee;
const { Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE, Z_FILTERED, Z_DEFAULT_STRATEGY, Z_FULL_FLUSH, Z_SYNC_FLUSH } =
  constants;

const handle = new HandleInflater();
const wasm = new WasmInflater(place, {
  inflate: () => {
    throw new Error('not small, or not in its memory');
  },
});

/** What it gives, once more and at another place than before, with a look at what lies around the room. */
function run(stream: Uint8Array, most: number, inflater: Inflater = wasm): Buffer | undefined {
  const input = Buffer.concat([Buffer.from('befor'), stream]);
  const room = most + INFLATE_SLACK;
  bytes.fill(CANARY, 0, 64 + room + 64);
  const size = inflater.inflate(input, 5, input.length, bytes, 64, room);
  const isUntouched = (from: number) => bytes.subarray(from, from + 64).every((byte) => byte === CANARY);
  if (!isUntouched(0) || !isUntouched(64 + room)) throw new Error('wrote beyond the room');
  return size === -1 ? undefined : Buffer.from(bytes.subarray(64, 64 + size));
}

/** zlib's, which is what counts. */
function runZlib(stream: Uint8Array, most: number): Buffer | undefined {
  return run(stream, most, handle);
}

function adler(content: Uint8Array): Buffer {
  let a = 1;
  let b = 0;
  for (const byte of content) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return Buffer.of(b >> 8, b & 255, a >> 8, a & 255);
}

function zlibStream(body: Uint8Array, content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(0x78, 0x9c), body, adler(content)]);
}

/** What zlib makes of a body, and how much of it it reads. */
function rawContent(body: Buffer): { bytes: Buffer; used: number } | undefined {
  try {
    const done = inflateRawSync(body, { info: true }) as unknown as { buffer: Buffer; engine: Zlib };
    return { bytes: done.buffer, used: done.engine.bytesWritten };
  } catch {
    return undefined;
  }
}

/** Numbers that are the same each time. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 0x7fffffff;
    return state % below;
  };
}

/** Words, runs and noise, mixed. */
const structured = fc
  .array(
    fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 40 }),
      fc
        .tuple(fc.uint8Array({ minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 300 }))
        .map(([word, times]) => Buffer.concat(Array.from({ length: times }, () => word))),
      fc.integer({ min: 1, max: 0x7ffffffe }).map((seed) => {
        const random = randomFrom(seed);
        return Uint8Array.from({ length: random(3000) }, () => 97 + Math.min(random(26), random(26)));
      }),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => Buffer.concat(pieces));

const options = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  strategy: fc.constantFrom(Z_DEFAULT_STRATEGY, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE, Z_FILTERED),
  windowBits: fc.integer({ min: 9, max: 15 }),
  memLevel: fc.integer({ min: 1, max: 9 }),
});

const STREAMS: [string, Buffer][] = [
  ['nothing', deflateSync(Buffer.alloc(0))],
  ['stored', deflateSync(Buffer.from('some bytes as they are'), { level: 0 })],
  ['fixed codes', deflateSync(Buffer.from('ab, ab, abababababab; b'), { strategy: Z_FIXED })],
  ['codes of its own', deflateSync(Buffer.from(someText(400)), { strategy: Z_HUFFMAN_ONLY })],
  ['text', deflateSync(Buffer.from(someText(600).repeat(2)))],
];

function someText(length: number): string {
  const random = randomFrom(42);
  return Array.from({ length }, () => 'etaoin shrdlu'[Math.min(random(13), random(13))]).join('');
}

describe('the inflater', () => {
  it('is WebAssembly with a memory, the handle without: the public calls are several times slower', () => {
    expect(createInflater(place)).toBeInstanceOf(WasmInflater);
    expect(createInflater()).toBeInstanceOf(HandleInflater);
  });

  const inflaters = [wasm, new HandleInflater(), new PublicInflater()];

  it.each(inflaters)('gives back what was deflated, one after another: %o', (inflater) => {
    fc.assert(
      fc.property(structured, options, fc.integer({ min: 0, max: 20 }), (content, how, more) => {
        const stream = Buffer.concat([deflateSync(content, how), Buffer.from('behind it')]);
        expect(run(stream, content.length + more, inflater)?.equals(content)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it.each(inflaters)('tells damage, a cut and a lack of room, and goes on: %o', (inflater) => {
    const content = Buffer.from('some text that is deflated, some text that is deflated');
    const good = deflateSync(content);
    const wrongSum = Buffer.from(good);
    wrongSum[wrongSum.length - 1]! ^= 1;
    const bad = [Buffer.alloc(0), Buffer.from('x'), good.subarray(0, -1), wrongSum, deflateRawSync(content)];
    for (const stream of [...bad, deflateSync(content, { dictionary: Buffer.from('text') })]) {
      expect(run(stream, 100, inflater)).toBeUndefined();
      expect(run(good, 100, inflater)).toEqual(content);
    }
    expect(run(good, content.length, inflater)).toEqual(content);
    expect(run(good, content.length - 1, inflater)).toBeUndefined();
    expect(run(good, 1, inflater)).toBeUndefined();
    expect(inflater.inflate(good, 0, good.length, bytes, 0, 100)).toBe(-1);
    expect(run(deflateSync(Buffer.alloc(10_000_000)), 100, inflater)).toBeUndefined();
    expect(run(good, 100, inflater)).toEqual(content);
  });
});

describe('inflate.wat', () => {
  it('takes what lies in shared memory, at any place in a word, in a slice, and at its very end', () => {
    const content = Buffer.from(someText(2000));
    for (const size of [3, 60, 300, 500, 2000]) {
      const stream = deflateSync(content.subarray(0, size));
      for (let skew = 0; skew < 9; skew++) {
        const shared = Buffer.from(new SharedArrayBuffer(skew + 1 + stream.length), 1);
        shared.set(stream, skew);
        const done = wasm.inflate(shared, skew, shared.length, bytes, skew, size + INFLATE_SLACK);
        expect(done).toBe(size);
        expect(bytes.subarray(skew, skew + size).equals(content.subarray(0, size))).toBe(true);
      }
    }
  });

  it('leaves to another what is large, and what is wanted elsewhere', () => {
    const calls: number[] = [];
    const inflater = new WasmInflater(place, { inflate: () => calls.push(1) });
    const small = deflateSync(Buffer.from('small'));
    inflater.inflate(small, 0, small.length, Buffer.alloc(1000), 0, 1000);
    inflater.inflate(Buffer.alloc(INFLATE_WORK_BYTES), 0, INFLATE_WORK_BYTES, bytes, 0, 1000);
    expect(calls).toHaveLength(2);
    expect(inflater.inflate(small, 0, small.length, bytes, 0, 1000)).toBe(5);
    expect(calls).toHaveLength(2);
  });

  it('reads no further behind a cut than it says: there, memory ends', () => {
    const pages = 20;
    const tight = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const all = Buffer.from(tight.buffer);
    const work = (all.length - INFLATE_WORK_BYTES) & -16;
    const inflater = new WasmInflater({ memory: tight, bytes: all, work }, handle);
    const largest = 256 * 1024;
    const cut = largest - 60;
    const before = Buffer.concat([Buffer.of(0x78, 0x9c), storedBlocks(cut - 2)]);
    const text = someText(2000);
    const tails = [
      Buffer.of(1, 0xff, 0xff, 0, 0),
      deflateRawSync(text, { strategy: Z_FIXED }),
      deflateRawSync(text),
      dynamicBlock({ literals: Array.from({ length: 286 }, () => 15), distances: [1], symbols: [] }),
    ];
    for (const tail of tails) {
      const stream = Buffer.concat([before, tail]);
      for (let end = cut; end <= Math.min(largest, stream.length); end++) {
        for (const after of [0, 0x55, 0xff]) {
          all.fill(after, work + 40_000);
          expect(inflater.inflate(stream, 0, end, all, 0, work)).toBe(-1);
        }
      }
    }
  });

  it('copies matches of all lengths from all near distances', () => {
    for (let distance = 1; distance <= 40; distance++) {
      const word = Buffer.from(Array.from({ length: distance }, (_, index) => 200 - index));
      const writer = new BitWriter().fixedBlock();
      let content = word;
      for (const byte of word) writer.fixedLiteral(byte);
      for (let length = 3; length <= 258; length++) {
        writer.fixedMatch(length, distance);
        const from = content.length - distance;
        const copied = Array.from({ length }, (_, index) => content[from + (index % distance)]!);
        content = Buffer.concat([content, Buffer.from(copied)]);
      }
      expect(run(zlibStream(writer.fixedEnd().bytes(), content), content.length)?.equals(content)).toBe(true);
    }
  });

  it('reaches back 32 KiB, and never to before the begin', () => {
    const random = randomFrom(7);
    const noise = Buffer.from(Array.from({ length: 32768 }, () => random(256)));
    for (const distance of [32768, 32767, 24577, 24576]) {
      for (const known of [distance, distance - 1]) {
        const writer = new BitWriter().fixedBlock(false);
        const begin = noise.subarray(0, known);
        for (const byte of begin) writer.fixedLiteral(byte);
        writer.fixedMatch(258, distance).fixedEnd().fixedBlock().fixedEnd();
        const content = Buffer.concat([begin, noise.subarray(0, 258)]);
        const stream = zlibStream(writer.bytes(), content);
        const expected = known === distance ? content : undefined;
        expect(runZlib(stream, content.length)).toEqual(expected);
        expect(run(stream, content.length)).toEqual(expected);
      }
    }
  });

  it('reads block after block, of all kinds, empty ones too', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(structured, options, fc.constantFrom(Z_FULL_FLUSH, Z_SYNC_FLUSH)), {
          maxLength: 5,
        }),
        (parts) => {
          const blocks = parts.map(([content, how, finishFlush]) =>
            deflateRawSync(content, { ...how, finishFlush }),
          );
          const content = Buffer.concat(parts.map(([part]) => part));
          const stream = zlibStream(Buffer.concat([...blocks, deflateRawSync('')]), content);
          expect(run(stream, content.length)?.equals(content)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('has the checksum of what is long, and of the largest bytes', () => {
    for (const size of [1, 15, 16, 17, 4095, 4096, 4097, 8191, 70_000, 1_000_000]) {
      const content = Buffer.alloc(size, 255);
      expect(run(deflateSync(content), size)?.equals(content)).toBe(true);
    }
  });

  it.each(STREAMS)('refuses all that is cut: %s', (_, stream) => {
    for (let end = 0; end < stream.length; end++) {
      // With the rest still there from before.
      expect(run(stream, 5000)).toBeDefined();
      expect(run(stream.subarray(0, end), 5000)).toBeUndefined();
    }
  });

  it.each(STREAMS)('says of every flipped bit what zlib says: %s', (_, stream) => {
    for (let bit = 0; bit < 8 * stream.length; bit++) {
      const flipped = Buffer.from(stream);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      const expected = runZlib(flipped, 5000);
      expect(run(flipped, 5000)).toEqual(expected);
    }
  });

  it.each(STREAMS)('has room enough, or lacks one byte: %s', (_, stream) => {
    const content = inflateSync(stream);
    expect(run(stream, content.length)).toEqual(content);
    if (content.length > 0) expect(run(stream, content.length - 1)).toBeUndefined();
  });

  it('lacks room wherever blocks end', () => {
    const parts = ['abc', 'x', someText(50), '', someText(20)];
    const body = parts.map((part, index) =>
      deflateRawSync(part, { finishFlush: Z_SYNC_FLUSH, level: index % 2 === 0 ? 0 : 9 }),
    );
    const content = Buffer.from(parts.join(''));
    const stream = zlibStream(Buffer.concat([...body, deflateRawSync('')]), content);
    for (let most = 0; most < content.length; most++) expect(run(stream, most)).toBeUndefined();
    expect(run(stream, content.length)).toEqual(content);
  });

  it('takes the headers that zlib takes', () => {
    const stream = Buffer.from(deflateSync(Buffer.from('text')));
    for (let head = 0; head < 65536; head++) {
      stream.writeUInt16BE(head, 0);
      const isSame = (run(stream, 10) === undefined) === (runZlib(stream, 10) === undefined);
      if (!isSame) throw new Error(`another verdict on ${head}`);
    }
  });
});

/** Zeros, of so many bytes with their heads. */
function storedBlocks(length: number): Buffer {
  const blocks: Buffer[] = [];
  for (let left = length; left > 0; ) {
    const size = Math.min(65535, left - 5);
    const head = Buffer.alloc(5);
    head.writeUInt16LE(size, 1);
    head.writeUInt16LE(size ^ 0xffff, 3);
    blocks.push(head, Buffer.alloc(size));
    left -= size + 5;
  }
  return Buffer.concat(blocks);
}

function repeat(content: number[], length: number, distance: number): void {
  for (let count = 0; count < length; count++) content.push(content[content.length - distance]!);
}

/** Lengths of codes that fill all places, and are 15 at most: a tree that is split at random, or deep down. */
function completeSet(random: (below: number) => number, size: number): number[] {
  const leaves = [1, 1];
  const wanted = Math.min(size, 2 + random(size));
  const isDeep = random(2) === 0;
  for (let tries = 0; leaves.length < wanted && tries < 4 * wanted; tries++) {
    const leaf = isDeep && random(8) > 0 ? leaves.length - 1 : random(leaves.length);
    if (leaves[leaf] === 15) continue;
    leaves[leaf]!++;
    leaves.push(leaves[leaf]!);
  }
  const set = new Array<number>(size).fill(0);
  if (size > 256) set[256] = leaves.pop()!;
  for (const leaf of leaves.slice(0, size)) {
    let symbol = random(size);
    while (set[symbol] !== 0) symbol = (symbol + 1) % size;
    set[symbol] = leaf;
  }
  return set;
}

/** Literals and matches without extra bits: lengths 3 to 10, distances 1 to 4. */
function withMatches(random: (below: number) => number, literals: number[], distances: number[]) {
  const symbols: DynamicBlock['symbols'][number][] = [];
  const content: number[] = [];
  for (let count = 0; count < 100; count++) {
    const symbol = random(265);
    const distance = 1 + random(4);
    if (symbol === 256 || literals[symbol] === 0) continue;
    if (symbol < 256) {
      symbols.push(symbol);
      content.push(symbol);
    } else if (distances[distance - 1] !== 0 && distance <= content.length) {
      symbols.push(symbol, { distance: distance - 1 });
      repeat(content, symbol - 254, distance);
    }
  }
  return { symbols, content };
}

describe('inflate.wat, on codes', () => {
  /** Content and codes that may fit, or not. */
  function check(block: DynamicBlock, content: Uint8Array): boolean {
    const stream = zlibStream(dynamicBlock(block), content);
    const expected = runZlib(stream, 1000);
    expect(run(stream, 1000)).toEqual(expected);
    return expected !== undefined;
  }

  const some = (length: number, set: Record<number, number>) =>
    Array.from({ length }, (_, symbol) => set[symbol] ?? 0);
  const a = 97;
  const end = 256;
  const ofLength3 = 257;

  it('knows which sets are complete, and the exceptions', () => {
    const aa = Buffer.from('aa');
    const literals = [a, a, end];
    const two = some(257, { [a]: 1, [end]: 1 });
    expect(check({ literals: two, distances: [0], symbols: literals }, aa)).toBe(true);
    expect(check({ literals: two, distances: [1], symbols: literals }, aa)).toBe(true);
    expect(check({ literals: two, distances: [1, 1], symbols: literals }, aa)).toBe(true);
    expect(check({ literals: two, distances: [0, 1], symbols: literals }, aa)).toBe(true);
    expect(check({ literals: two, distances: [2], symbols: literals }, aa)).toBe(false);
    expect(check({ literals: two, distances: [1, 1, 1], symbols: literals }, aa)).toBe(false);
    expect(check({ literals: two, distances: [1, 2], symbols: literals }, aa)).toBe(false);
    expect(check({ literals: some(257, { [end]: 1 }), distances: [0], symbols: [end] }, Buffer.of())).toBe(
      true,
    );
    expect(check({ literals: some(257, { [end]: 2 }), distances: [0], symbols: [end] }, Buffer.of())).toBe(
      false,
    );
    const incomplete = some(257, { [a]: 1, [end]: 2 });
    expect(check({ literals: incomplete, distances: [0], symbols: literals }, aa)).toBe(false);
    const tooMany = some(257, { [a]: 1, 98: 1, [end]: 1 });
    expect(check({ literals: tooMany, distances: [0], symbols: literals }, aa)).toBe(false);
    const noEnd = some(257, { [a]: 1, 98: 1 });
    expect(check({ literals: noEnd, distances: [0], symbols: [a, a, 98] }, aa)).toBe(false);
  });

  it('refuses codes that nothing has', () => {
    const literals = some(258, { [a]: 1, [end]: 2, [ofLength3]: 2 });
    const content = Buffer.from('aaaa');
    const symbols = [a, ofLength3, { distance: 0 }, end];
    expect(check({ literals, distances: [1], symbols }, content)).toBe(true);
    expect(check({ literals, distances: [1, 1], symbols }, content)).toBe(true);
    for (const bits of [0, 1])
      expect(
        check({ literals, distances: [0], symbols: [a, ofLength3, { bits, count: 1 }, end] }, content),
      ).toBe(false);
    // Where a code stands in the table of the block before.
    const unknown = { literals, symbols: [a, a, ofLength3, { bits: 1, count: 1 }, end] };
    expect(check({ ...unknown, distances: [1, 1] }, Buffer.from('aaaaa'))).toBe(true);
    expect(check({ ...unknown, distances: [1] }, Buffer.from('aaaaa'))).toBe(false);
    const two = some(257, { [a]: 1, [end]: 1 });
    const onlyOne = [{ bits: 1, count: 1 }];
    expect(check({ literals: two, distances: [0], symbols: onlyOne }, Buffer.of())).toBe(true);
    expect(check({ literals: some(257, { [end]: 1 }), distances: [0], symbols: onlyOne }, Buffer.of())).toBe(
      false,
    );
  });

  it('refuses fixed codes without a meaning', () => {
    const content = Buffer.from('aaaa');
    for (const [length, distance, isGood] of [
      [257, 0, true],
      [257, 30, false],
      [257, 31, false],
      [286, 0, false],
      [287, 0, false],
    ] as const) {
      const writer = new BitWriter().fixedBlock().fixedLiteral(a).fixedSymbol(length).code(distance, 5);
      const stream = zlibStream(writer.fixedEnd().bytes(), content);
      expect(run(stream, 1000)).toEqual(isGood ? content : undefined);
      expect(runZlib(stream, 1000)).toEqual(isGood ? content : undefined);
    }
  });

  it('refuses too many symbols, and runs that go on too far or have nothing to repeat', () => {
    const literals = some(257, { [a]: 1, [end]: 1 });
    const content = Buffer.from('a');
    const symbols = [a, end];
    const block = { literals, distances: [1], symbols };
    expect(check(block, content)).toBe(true);
    for (let declared = 257; declared <= 288; declared++)
      check({ ...block, literals: some(declared, { [a]: 1, [end]: 1 }) }, content);
    for (let declared = 1; declared <= 32; declared++)
      check({ ...block, distances: some(declared, { 0: 1 }) }, content);
    const zeros = (count: number) => ({ symbol: 18, extra: count - 11, extraBits: 7 });
    const good = [zeros(97), 1, zeros(138), zeros(20), 1, 1];
    expect(check({ ...block, lengths: good }, content)).toBe(true);
    expect(
      check({ ...block, lengths: [...good.slice(0, 5), { symbol: 16, extra: 0, extraBits: 2 }] }, content),
    ).toBe(false);
    expect(
      check(
        { ...block, lengths: [{ symbol: 16, extra: 0, extraBits: 2 }, zeros(94), ...good.slice(1)] },
        content,
      ),
    ).toBe(false);
    expect(check({ ...block, lengths: [...good.slice(0, 5), zeros(138)] }, content)).toBe(false);
    // The last run goes on from the literals into the distances, and gives three of them one bit.
    const across = { symbol: 16, extra: 0, extraBits: 2 };
    const lengths = [zeros(97), 1, zeros(138), zeros(19), 0, 1, across];
    expect(check({ literals, distances: [1, 1, 1], symbols, lengths }, content)).toBe(false);
    const ofTwo = some(258, { [a]: 2, 98: 2, [end]: 2, [ofLength3]: 2 });
    const acrossTwo = [zeros(97), 2, 2, zeros(138), zeros(19), 2, across];
    expect(check({ literals: ofTwo, distances: [2, 2], symbols, lengths: acrossTwo }, content)).toBe(false);
    const four = { symbol: 16, extra: 2, extraBits: 2 };
    const acrossFour = [zeros(97), 2, 2, zeros(138), zeros(19), 2, four];
    expect(check({ literals: ofTwo, distances: [2, 2, 2, 2], symbols, lengths: acrossFour }, content)).toBe(
      true,
    );
  });

  it('builds what zlib builds from complete sets, and refuses the same near misses', () => {
    const random = randomFrom(99);
    let accepted = 0;
    for (let round = 0; round < 3000; round++) {
      const literals = completeSet(random, 257 + random(30));
      const distances = random(8) === 0 ? [random(3)] : completeSet(random, 1 + random(30));
      const damaged = [literals, distances, []][random(3)]!;
      if (damaged.length > 0) damaged[random(damaged.length)] = random(16);
      const known = literals.flatMap((length, symbol) => (length > 0 && symbol < end ? [symbol] : []));
      if (known.length === 0 || literals[end] === 0) continue;
      const content = Array.from({ length: random(300) }, () => known[random(known.length)]!);
      if (check({ literals, distances, symbols: [...content, end] }, Uint8Array.from(content))) accepted++;
    }
    expect(accepted).toBeGreaterThan(1000);
  });

  it('finds long codes of lengths and distances', () => {
    const random = randomFrom(123);
    let accepted = 0;
    for (let round = 0; round < 2000; round++) {
      const literals = completeSet(random, 286);
      const distances = completeSet(random, 30);
      const { symbols, content } = withMatches(random, literals, distances);
      if (check({ literals, distances, symbols: [...symbols, end] }, Uint8Array.from(content))) accepted++;
    }
    expect(accepted).toBeGreaterThan(1000);
  });

  it('is tried with codes that are right', () => {
    expect(codesOf([2, 1, 3, 3])).toEqual([
      { code: 0b10, length: 2 },
      { code: 0, length: 1 },
      { code: 0b110, length: 3 },
      { code: 0b111, length: 3 },
    ]);
  });
});

describe('inflate.wat, on noise', () => {
  it('says what zlib says, and stays within its room', { timeout: 60_000 }, () => {
    const random = randomFrom(2024);
    for (let round = 0; round < 60_000; round++) {
      const noise = Buffer.from(Array.from({ length: random(120) }, () => random(256)));
      // With a header, and in all kinds of blocks.
      if (noise.length > 3 && round % 8 !== 0) {
        noise.writeUInt16BE(0x789c, 0);
        noise[2] = (noise[2]! & ~7) | (round & 7);
      }
      const most = random(400);
      const expected = runZlib(noise, most);
      if (expected !== undefined || run(noise, most) !== undefined)
        expect(run(noise, most)).toEqual(expected);
    }
  });

  it('says what zlib says of streams with damage here and there', { timeout: 60_000 }, () => {
    const random = randomFrom(31);
    for (let round = 0; round < 60_000; round++) {
      const [, good] = STREAMS[random(STREAMS.length)]!;
      const stream = Buffer.from(good);
      for (let count = random(4); count >= 0; count--) stream[2 + random(stream.length - 2)] = random(256);
      const most = random(1500);
      const expected = runZlib(stream, most);
      if (expected !== undefined || run(stream, most) !== undefined)
        expect(run(stream, most)).toEqual(expected);
    }
  });

  it('decodes what it can of noise as zlib does', { timeout: 60_000 }, () => {
    const random = randomFrom(77);
    let accepted = 0;
    for (let round = 0; round < 20_000; round++) {
      // Fixed codes end by themselves now and then; the sum is what zlib has decoded.
      const body = Buffer.from(Array.from({ length: 20 + random(100) }, () => random(256)));
      body[0] = (body[0]! & ~7) | 3;
      const content = rawContent(body);
      if (content === undefined) continue;
      const stream = Buffer.concat([
        Buffer.of(0x78, 0x9c),
        body.subarray(0, content.used),
        adler(content.bytes),
      ]);
      accepted++;
      if (!run(stream, content.bytes.length)?.equals(content.bytes)) throw new Error(body.toString('hex'));
    }
    expect(accepted).toBeGreaterThan(500);
  });
});
