import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Needle, NeedleSearch } from '../../src/core/needle-search.ts';

function needlesOf(...texts: readonly string[]): Needle[] {
  return texts.map((text) => ({ bytes: Buffer.from(text, 'latin1'), skipsTrees: text.includes('\0') }));
}

/** By the book. */
function plainHits(content: Buffer, needles: readonly Needle[]): number[] {
  const offsets = new Set<number>();
  for (const { bytes } of needles) {
    for (let at = content.indexOf(bytes); at !== -1; at = content.indexOf(bytes, at + 1)) offsets.add(at);
  }
  return [...offsets].sort((a, b) => a - b);
}

const PIECE_BYTES = 64 * 1024;
const TEXTS = ['needle', 'needle of some length', 'eedl', 'n\0e\0e'];
/** So short that they are searched for without WebAssembly. */
const WITH_SHORT = [...TEXTS, 'le'];

describe('a search of any buffer', () => {
  it.each([[TEXTS], [WITH_SHORT]])(
    'finds %j, each place once, also across the pieces it is cut into',
    (texts) => {
      const needles = needlesOf(...texts);
      const search = new NeedleSearch(needles);
      const place = fc.tuple(
        fc.constantFrom(...texts),
        fc.oneof(
          fc.integer({ min: 0, max: 3 * PIECE_BYTES }),
          fc.integer({ min: -25, max: 25 }).map((off) => PIECE_BYTES + off),
          fc.integer({ min: -25, max: 25 }).map((off) => 2 * PIECE_BYTES + off),
        ),
      );
      let found = 0;
      fc.assert(
        fc.property(
          fc.array(place, { maxLength: 8 }),
          fc.oneof(fc.nat(3 * PIECE_BYTES), fc.constantFrom(0, 1, PIECE_BYTES, 2 * PIECE_BYTES)),
          (places, length) => {
            const content = Buffer.alloc(length, 'e');
            for (const [text, at] of places) if (at < length) content.write(text, at, 'latin1');
            const hits = plainHits(content, needles);
            found += hits.length;
            expect(search.hits(content)).toEqual(hits);
            expect(search.hasHit(content)).toBe(hits.length > 0);
          },
        ),
      );
      expect(found).toBeGreaterThan(100);
    },
  );

  it('carries nothing over from one buffer to the next', () => {
    const search = new NeedleSearch(needlesOf('needle'));
    expect(search.hasHit(Buffer.from('a needle'))).toBe(true);
    expect(search.hasHit(Buffer.from('a need'))).toBe(false);
    expect(search.hits(Buffer.alloc(0))).toEqual([]);
  });

  it('leaves the buffer as it is', () => {
    const content = Buffer.from('some needle');
    new NeedleSearch(needlesOf('needle')).hits(content);
    expect(content.toString()).toBe('some needle');
  });
});
