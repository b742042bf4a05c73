import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenTemplate, expandTemplates } from '../../src/rules/templates.ts';

const SHAPES: Readonly<Record<string, RegExp>> = {
  hex: /^[0-9a-f]*$/,
  HEX: /^[0-9A-F]*$/,
  alnum: /^[0-9A-Za-z]*$/,
  digits: /^[0-9]*$/,
};

describe('a template', () => {
  it('becomes as many characters of its kind as it says, the same for the same seed', () => {
    const kind = fc.constantFrom(...Object.keys(SHAPES));
    fc.assert(
      fc.property(kind, fc.integer({ min: 1, max: 4096 }), fc.string(), (name, length, seed) => {
        const text = expandTemplates(`{{${name} ${length}}}`, seed);
        expect(text).toHaveLength(length);
        expect(text).toMatch(SHAPES[name] as RegExp);
        expect(expandTemplates(`{{${name} ${length}}}`, seed)).toBe(text);
      }),
    );
  });

  it('has another value for another seed, and another place in the text', () => {
    const [first, second] = expandTemplates('{{hex 64}} {{hex 64}}', 'a').split(' ');
    expect(first).not.toBe(second);
    expect(expandTemplates('{{hex 64}}', 'b')).not.toBe(first);
  });

  it('uses every character about as often as any other', () => {
    const counts = new Map<string, number>();
    for (const character of expandTemplates('{{alnum 4096}}'.repeat(4), 'spread')) {
      counts.set(character, (counts.get(character) ?? 0) + 1);
    }
    expect(counts.size).toBe(62);
    expect(Math.max(...counts.values())).toBeLessThan(2 * Math.min(...counts.values()));
  });

  it('leaves the text around it alone', () => {
    expect(expandTemplates('a $& {{digits 1}} {b} {c}', 's')).toMatch(/^a \$& [0-9] \{b\} \{c\}$/);
  });

  it.each(['{{hex}}', '{{hex 0}}', '{{hex 5000}}', '{{key 64}}', '{{toString 3}}', '{{ hex 64 }}', '{{}}'])(
    '%s is found to be broken',
    (text) => {
      expect(brokenTemplate(`a {{hex 4}} ${text}`)).toBe(text);
    },
  );

  it('in order is not', () => {
    expect(brokenTemplate('{{hex 64}} {{HEX 1}} {{alnum 4096}} {{digits 20}} {x}')).toBeUndefined();
  });
});
