import fc from 'fast-check';
import { expect, it } from 'vitest';
import { idTable, rankOf, wordsOf } from '../../../src/git/pack/id-table.ts';

/** Many begin alike, however far: in a hostile store all may. */
function idsOf(idBytes: number): fc.Arbitrary<Buffer[]> {
  const byte = fc.constantFrom(0x00, 0x01, 0x7f, 0x80, 0xff);
  const id = fc
    .tuple(fc.nat(idBytes - 1), fc.array(byte, { minLength: 1, maxLength: 4 }))
    .map(([at, end]) =>
      Buffer.concat([Buffer.alloc(at, 0x80), Buffer.from(end), Buffer.alloc(idBytes)], idBytes),
    );
  const any = fc.uint8Array({ minLength: idBytes, maxLength: idBytes }).map((bytes) => Buffer.from(bytes));
  return fc.array(fc.oneof(id, any), { maxLength: 40 });
}

it.each([20, 32])(
  'ids of %i bytes are found at their place in the order of bytes, and no others',
  (idBytes) => {
    fc.assert(
      fc.property(idsOf(idBytes), idsOf(idBytes), (some, others) => {
        const known = [...new Set(some.map((id) => id.toString('hex')))].sort();
        const ids = Buffer.from(new SharedArrayBuffer(known.length * idBytes));
        ids.set(Buffer.from(known.join(''), 'hex'));
        const table = idTable(ids, idBytes);
        for (const id of [...some, ...others]) {
          const askew = Buffer.concat([Buffer.alloc(1), id]).subarray(1);
          const rank = known.indexOf(id.toString('hex'));
          expect(rankOf(table, wordsOf(askew), 0)).toBe(rank);
          expect(rankOf(table, wordsOf(Buffer.concat([Buffer.alloc(8), id])), 2)).toBe(rank);
        }
      }),
    );
  },
);
