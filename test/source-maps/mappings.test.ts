import { encode, type SourceMapSegment } from '@jridgewell/sourcemap-codec';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { segmentsAt } from '../../src/source-maps/mappings.ts';
import { UnusableMap } from '../../src/source-maps/unusable-map.ts';

const SOURCES = ['a.js', 'b.js', 'c.js'];

/** Lines of segments whose columns ascend, as the format wants them. */
const lines = fc.array(
  fc
    .uniqueArray(
      fc.record({
        column: fc.nat(300),
        source: fc.option(fc.nat(SOURCES.length - 1), { nil: undefined }),
        line: fc.nat(5000),
        sourceColumn: fc.nat(100_000),
        isNamed: fc.boolean(),
      }),
      { selector: ({ column }) => column, maxLength: 20 },
    )
    .map((segments) =>
      segments
        .sort((a, b) => a.column - b.column)
        .map(({ column, source, line, sourceColumn, isNamed }): SourceMapSegment => {
          if (source === undefined) return [column];
          return isNamed ? [column, source, line, sourceColumn, 0] : [column, source, line, sourceColumn];
        }),
    ),
  { maxLength: 12 },
);
const places = fc.array(fc.record({ line: fc.nat(14), column: fc.nat(320) }), { maxLength: 30 });

describe('mappings', () => {
  it('lead where trace-mapping says that they lead, for any map and any places in any order', () => {
    fc.assert(
      fc.property(lines, places, (decoded, wanted) => {
        const mappings = encode(decoded);
        const oracle = new TraceMap({ version: 3, sources: SOURCES, names: ['n'], mappings });
        const expected = wanted.map(({ line, column }) => {
          const found = originalPositionFor(oracle, { line: line + 1, column });
          if (found.source === null) return undefined;
          return { source: SOURCES.indexOf(found.source), line: found.line - 1, column: found.column };
        });
        expect(segmentsAt(mappings, wanted)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('of ten million segments on one line are read without being held', () => {
    const mappings = `AAAA${',CAAC'.repeat(10_000_000)}`;
    const [first, last] = segmentsAt(mappings, [
      { line: 0, column: 0 },
      { line: 0, column: 10_000_001 },
    ]);
    expect(first).toEqual({ source: 0, line: 0, column: 0 });
    expect(last).toEqual({ source: 0, line: 0, column: 10_000_000 });
  });

  it.each([
    ['signs that are no digits', 'AAAA,A!AA'],
    ['a number without an end', 'AAAA,ggggggggggA'],
    ['too many fields', 'AAAAAA'],
    ['two fields', 'AA'],
    ['what is no ASCII', 'AAAA,éAAA'],
  ])('with %s are refused', (_, mappings) => {
    expect(() => segmentsAt(mappings, [{ line: 0, column: 9 }])).toThrow(UnusableMap);
  });

  it('of any text give places or a refusal, never another error', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ACgD+/,;;!é'), maxLength: 200 }), (text) => {
        try {
          segmentsAt(text, [{ line: 1, column: 5 }]);
        } catch (error) {
          expect(error).toBeInstanceOf(UnusableMap);
        }
      }),
    );
  });
});
