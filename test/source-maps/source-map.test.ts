import { encode } from '@jridgewell/sourcemap-codec';
import { FlattenMap, originalPositionFor } from '@jridgewell/trace-mapping';
import { describe, expect, it } from 'vitest';
import { parseSourceMap } from '../../src/source-maps/source-map.ts';

function bytesOf(json: unknown): Buffer {
  return Buffer.from(JSON.stringify(json));
}

const MAP = {
  version: 3,
  sources: ['a.js', null, 'b.js'],
  sourcesContent: ['one', null],
  names: [],
  mappings: 'AAAA',
};

describe('a source map', () => {
  it('has its sources with what it knows of them', () => {
    expect(parseSourceMap(bytesOf(MAP)).sources).toEqual([
      { name: { path: 'a.js', relativeTo: 'map' }, content: 'one' },
      { name: undefined, content: undefined },
      { name: { path: 'b.js', relativeTo: 'map' }, content: undefined },
    ]);
  });

  it('may begin with a byte order mark, or with what keeps it from being a script', () => {
    const text = JSON.stringify(MAP);
    for (const start of ['\ufeff', ")]}'\n", ")]}', \n"]) {
      expect(parseSourceMap(Buffer.from(start + text)).sources).toHaveLength(3);
    }
  });

  it('in sections, nested too, leads where trace-mapping says', () => {
    const part = (source: string, column: number) => ({
      version: 3,
      sources: [source],
      names: [],
      mappings: encode([[[0, 0, 3, column]], [[2, 0, 4, column]]]),
    });
    const indexed = {
      version: 3,
      sections: [
        { offset: { line: 0, column: 0 }, map: part('first.js', 1) },
        {
          offset: { line: 1, column: 10 },
          map: {
            version: 3,
            sections: [
              { offset: { line: 0, column: 0 }, map: part('second.js', 2) },
              { offset: { line: 0, column: 5 }, map: part('third.js', 3) },
            ],
          },
        },
        { offset: { line: 4, column: 0 }, map: part('fourth.js', 4) },
      ],
    };
    const map = parseSourceMap(bytesOf(indexed));
    const oracle = new FlattenMap(indexed as never);
    const places = [0, 1, 2, 3, 4, 5].flatMap((line) =>
      [0, 1, 9, 10, 11, 14, 15, 16, 40].map((column) => ({ line, column })),
    );
    const found = map.trace(places).map((segment) => {
      if (segment === undefined) return null;
      return `${map.sources[segment.source]?.name?.path}:${segment.line}:${segment.column}`;
    });
    const expected = places.map(({ line, column }) => {
      const {
        source,
        line: originalLine,
        column: originalColumn,
      } = originalPositionFor(oracle, {
        line: line + 1,
        column,
      });
      return source === null ? null : `${source}:${originalLine - 1}:${originalColumn}`;
    });
    expect(found).toEqual(expected);
    expect(found.filter((place) => place !== null).length).toBeGreaterThan(20);
  });

  const nested = (depth: number): unknown =>
    depth === 0
      ? MAP
      : { version: 3, sections: [{ offset: { line: 0, column: 0 }, map: nested(depth - 1) }] };

  it.each([
    ['is not JSON', Buffer.from('{"version":3,'), /not JSON/],
    ['is JSON of another kind', bytesOf([1, 2]), /no source map/],
    ['has no sources', bytesOf({ version: 3, mappings: '' }), /no source map/],
    ['has no mappings', bytesOf({ version: 3, sources: [] }), /no source map/],
    ['has sections without a place', bytesOf({ version: 3, sections: [{ map: MAP }] }), /damaged/],
    [
      'has sections elsewhere',
      bytesOf({ version: 3, sections: [{ offset: { line: 0, column: 0 }, url: 'https://x.example/a.map' }] }),
      /elsewhere/,
    ],
    ['is nested without end', bytesOf(nested(50)), /too deeply/],
    ['is nothing but brackets', Buffer.from('['.repeat(5_000_000)), /values/],
    ['has millions of empty objects', Buffer.from(`[${'{},'.repeat(3_000_000)}0]`), /values/],
    ['is too large', Buffer.alloc(128 * 1024 * 1024 + 1, 0x20), /larger/],
  ])('that %s is refused in words', (_, bytes, words) => {
    expect(() => parseSourceMap(bytes)).toThrow(words);
  });

  it('is refused without a word of what it holds', () => {
    const bytes = Buffer.from('{"sources": oops-this-is-in-no-message');
    expect(() => parseSourceMap(bytes)).toThrow(expect.objectContaining({ message: 'it is not JSON' }));
  });
});
