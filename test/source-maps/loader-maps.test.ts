/** Maps that loaders write into modules, as objects. */
import { describe, expect, it } from 'vitest';
import { loaderMapContents, unloaded } from '../../src/source-maps/loader-maps.ts';

function contentsIn(text: string): string[] {
  return loaderMapContents(Buffer.from(text)).map(({ start, end }) => text.slice(start, end));
}

describe('the map of a loader', () => {
  it('has the text of its sources in a list of strings, however it is written', () => {
    expect(contentsIn(`push({"version":3,"sourcesContent":["a","b \\" ]"],"x":["y"]})`)).toEqual([
      `":["a","b \\" ]"`,
    ]);
    expect(contentsIn(`push({sourcesContent: ['a', "b"]}); push({'sourcesContent':["c"]})`)).toEqual([
      `: ['a', "b"`,
      `':["c"`,
    ]);
  });

  it('is nothing else that has its word', () => {
    for (const text of [
      'a.sourcesContent = x',
      'sourcesContent:[x]',
      '"sourcesContent":[]',
      'sourcesContent',
    ]) {
      expect(contentsIn(text)).toEqual([]);
    }
  });

  it('may be cut off', () => {
    expect(contentsIn('"sourcesContent":["a')).toEqual(['":["a']);
  });

  // What grew with the square of the length would not be done in time.
  it('comes to an end in text that is hostile', () => {
    const repeated = '"sourcesContent":["a",'.repeat(200_000);
    expect(loaderMapContents(Buffer.from(repeated)).length).toBeGreaterThan(0);
    expect(unloaded('"sourcesContent":["'.repeat(200_000)).length).toBeGreaterThan(0);
  });
});

describe('a source', () => {
  it('is what the module has of it, if it has one alone', () => {
    expect(unloaded(`push([1, "a", {"sourcesContent":["a\\n"]}])`)).toBe('a\n');
    for (const source of [
      'plain',
      '{"sourcesContent":["a","b"]}',
      '{"sourcesContent":["a',
      '{"sourcesContent":["\\q"]}',
    ]) {
      expect(unloaded(source)).toBe(source);
    }
  });
});
