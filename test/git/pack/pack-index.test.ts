import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PackDamage } from '../../../src/git/pack/pack-damage.ts';
import { PackIndex } from '../../../src/git/pack/pack-index.ts';
import { buildIndex } from './pack-builder.ts';

const CHECKSUM = Buffer.alloc(20, 7);

function idOf(seed: number, hash: 'sha1' | 'sha256' = 'sha1'): string {
  return createHash(hash).update(`id ${seed}`).digest('hex');
}

function objectsAt(offsets: readonly number[]) {
  return offsets.map((offset, seed) => ({ id: idOf(seed), offset }));
}

describe('PackIndex', () => {
  it('lists entries by offset, those of the 64-bit table too, and finds them by id', () => {
    const offset = fc.oneof(fc.integer({ min: 12, max: 5000 }), fc.integer({ min: 12, max: 2 ** 45 }));
    fc.assert(
      fc.property(
        fc.uniqueArray(offset, { minLength: 1, maxLength: 200 }),
        fc.constantFrom(13, 5000, 0x80000000),
        (others, largeFrom) => {
          // The first entry of a pack is never far behind its begin, and no index has room for that.
          const offsets = [12, ...others.filter((other) => other !== 12)];
          const objects = objectsAt(offsets);
          const bytes = buildIndex(objects, { checksum: CHECKSUM, largeFrom });
          const index = new PackIndex(bytes, 20, Math.max(...offsets) + 21);
          const sorted = [...objects].sort((a, b) => a.offset - b.offset);
          expect([...index.offsets.slice(0, -1)]).toEqual(sorted.map((one) => one.offset));
          expect(sorted.map((_, entry) => index.idOf(entry))).toEqual(sorted.map(({ id }) => id));
          const found = sorted.map(({ id }) => index.find(Buffer.from(`ff${id}`, 'hex').subarray(1)));
          expect(found).toEqual(sorted.map((_, entry) => entry));
          expect(index.find(Buffer.from(idOf(-1), 'hex'))).toBe(-1);
        },
      ),
    );
  });

  it('sorts where offset and place do not fit one number', () => {
    const offsets = [2 ** 52, 12, 2 ** 51, 99, 2 ** 50];
    const bytes = buildIndex(objectsAt(offsets), { checksum: CHECKSUM });
    const index = new PackIndex(bytes, 20, 2 ** 53 - 1);
    expect([...index.offsets.slice(0, -1)]).toEqual([...offsets].sort((a, b) => a - b));
    expect(index.idOf(4)).toBe(idOf(0));
  });

  it('reads ids of SHA-256', () => {
    const objects = [12, 40].map((offset, seed) => ({ id: idOf(seed, 'sha256'), offset }));
    const checksum = Buffer.alloc(32, 9);
    const index = new PackIndex(buildIndex(objects, { checksum, hash: 'sha256' }), 32, 100);
    expect([index.idOf(0), index.idOf(1)]).toEqual(objects.map(({ id }) => id));
    expect(index.packChecksum.equals(checksum)).toBe(true);
  });

  it('marks what another index has too', () => {
    const bytes = buildIndex(objectsAt([12, 30, 50]), { checksum: CHECKSUM });
    const index = new PackIndex(bytes, 20, 100);
    const others = [idOf(1), idOf(7)].map((id, place) => ({ id, offset: 12 + 9 * place }));
    const other = new PackIndex(buildIndex(others, { checksum: CHECKSUM }), 20, 100);
    const flags = new Uint8Array(3);
    index.markThoseIn(other, flags);
    expect([...flags]).toEqual([0, 1, 0]);
  });

  it('reads an index without any entry', () => {
    const index = new PackIndex(buildIndex([], { checksum: CHECKSUM }), 20, 32);
    expect(index.count).toBe(0);
    expect(index.find(Buffer.alloc(20))).toBe(-1);
  });
});

describe('an index that cannot be trusted', () => {
  const good = buildIndex(objectsAt([12, 30, 50]), { checksum: CHECKSUM });
  const changed = (change: (bytes: Buffer) => void) => {
    const bytes = Buffer.from(good);
    change(bytes);
    return bytes;
  };

  it.each<[string, Buffer, number]>([
    ['empty', Buffer.alloc(0), 100],
    ['cut', good.subarray(0, -1), 100],
    ['too long', Buffer.concat([good, Buffer.alloc(4)]), 100],
    ['of version 1', good.subarray(8), 100],
    ['of version 3', changed((bytes) => bytes.writeUInt32BE(3, 4)), 100],
    ['with a fan-out that descends', changed((bytes) => bytes.writeUInt32BE(4, 8)), 100],
    ['with four billion entries', changed((bytes) => bytes.writeUInt32BE(0xffffffff, 8 + 255 * 4)), 100],
    ['with ids out of order', changed((bytes) => bytes.fill(0, 8 + 1024 + 20, 8 + 1024 + 40)), 100],
    ['with an id in another place than its fan-out', changed((bytes) => bytes.fill(0, 8, 8 + 4 * 255)), 100],
    ['with an offset behind the pack', good, 60],
    ['with an offset in the header', buildIndex(objectsAt([11, 30]), { checksum: CHECKSUM }), 100],
    ['with two entries in one place', buildIndex(objectsAt([30, 30]), { checksum: CHECKSUM }), 100],
    [
      'with a place beyond the 64-bit table',
      changed((bytes) => bytes.writeUInt32BE(0x80000005, good.length - 40 - 4)),
      100,
    ],
  ])('is refused: %s', (_, bytes, packBytes) => {
    expect(() => new PackIndex(bytes, 20, packBytes).offsets).toThrow(PackDamage);
  });

  it('is refused or read, whatever its bytes, and never asks for more memory than it has', () => {
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), (at, byte) => {
        const bytes = changed((copy) => copy.writeUInt8(byte, at));
        try {
          expect(new PackIndex(bytes, 20, 100).offsets).toHaveLength(4);
        } catch (error) {
          expect(error).toBeInstanceOf(PackDamage);
        }
      }),
      { numRuns: 500 },
    );
  });
});
