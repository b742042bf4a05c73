import { deflateRawSync, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createInflater,
  HandleInflater,
  INFLATE_SLACK,
  PublicInflater,
} from '../../../src/git/pack/inflate.ts';

describe('the inflater', () => {
  it('goes through the handle on this Node.js: the public calls are several times slower', () => {
    expect(createInflater()).toBeInstanceOf(HandleInflater);
  });

  const inflaters = [new HandleInflater(), new PublicInflater()];

  it.each(inflaters)('gives back what was deflated, one after another: %o', (inflater) => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 2000 }),
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: 1, max: INFLATE_SLACK }),
        (content, level, slack) => {
          const stream = deflateSync(content, { level });
          const input = Buffer.concat([Buffer.from('before'), stream, Buffer.from('behind it')]);
          const output = Buffer.alloc(content.length + slack + 3, 0xee);
          const room = content.length + slack;
          expect(inflater.inflate(input, 6, input.length, output, 2, room)).toBe(content.length);
          expect(output.subarray(2, 2 + content.length).equals(Buffer.from(content))).toBe(true);
          expect(output[1]).toBe(0xee);
          expect(output[2 + room]).toBe(0xee);
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each(inflaters)('tells damage, a cut and a lack of room, and goes on: %o', (inflater) => {
    const content = Buffer.from('some text that is deflated, some text that is deflated');
    const good = deflateSync(content);
    const output = Buffer.alloc(200);
    const run = (stream: Buffer, room = 100) => inflater.inflate(stream, 0, stream.length, output, 0, room);
    const wrongSum = Buffer.from(good);
    wrongSum[wrongSum.length - 1]! ^= 1;
    const bad = [Buffer.alloc(0), Buffer.from('x'), good.subarray(0, -1), wrongSum, deflateRawSync(content)];
    for (const stream of [...bad, deflateSync(content, { dictionary: Buffer.from('text') })]) {
      expect(run(stream)).toBe(-1);
      expect(run(good)).toBe(content.length);
    }
    expect(run(good, content.length)).toBe(-1);
    expect(run(good, 1)).toBe(-1);
    expect(run(deflateSync(Buffer.alloc(10_000_000)), 100)).toBe(-1);
    expect(run(good)).toBe(content.length);
  });
});
