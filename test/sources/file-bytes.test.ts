import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FileBytes } from '../../src/sources/file-bytes.ts';
import { temporaryDirectory } from '../settings/temporary-directory.ts';

it('gives what the file holds wherever it is read, and what it gave before stays as it is', () => {
  const content = randomBytes(1_500_000);
  const file = new FileBytes(join(temporaryDirectory({ file: content }), 'file'));
  const piece = fc.tuple(
    fc.nat(content.length + 10),
    fc.oneof(fc.nat(64), fc.nat(9000), fc.nat(content.length)),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), fc.boolean(), (pieces, areSorted) => {
      const places = areSorted ? pieces.toSorted(([a], [b]) => a - b) : pieces;
      const read = places.map(([at, length]) => file.read(at, length));
      for (const [index, [at, length]] of places.entries())
        expect(read[index]?.equals(content.subarray(at, at + length)), `${length} at ${at}`).toBe(true);
    }),
  );
  file.close();
});
