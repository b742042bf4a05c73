import fc from 'fast-check';
import { expect, it } from 'vitest';
import { behindFirstLine, insertLines, removeLines } from '../../src/hooks/inserted-lines.ts';

const LINES = '# ttleaks: begin\nrun\n# ttleaks: end\n';
const PATTERN = /# ttleaks: begin\nrun\n# ttleaks: end/;

const text = fc
  .array(fc.constantFrom('a', ' ', '\n', '\r\n', '#!/bin/sh', 'exit 0', 'é'), { maxLength: 12 })
  .map((pieces) => pieces.join(''));

it('lines that were put in come out again, and not a byte of the text has changed', () => {
  fc.assert(
    fc.property(text, fc.constantFrom('start', 'second', 'end'), (before, where) => {
      const at = where === 'start' ? 0 : where === 'end' ? before.length : behindFirstLine(before);
      const after = insertLines(before, at, LINES);
      expect(after).toMatch(/(?:^|\n)# ttleaks: begin\nrun\n# ttleaks: end(?:\n|$)/);
      expect(removeLines(after, PATTERN)).toBe(before);
    }),
  );
});

it('lines that are not there are not taken out', () => {
  expect(removeLines('nothing\n', PATTERN)).toBeUndefined();
});
