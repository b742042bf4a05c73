import { describe, expect, it } from 'vitest';
import { expandTemplates } from '../../src/rules/templates.ts';
import { parseJson } from '../../src/settings/parse-json.ts';
import { parseYaml } from '../../src/settings/parse-yaml.ts';

function billionLaughs(): string {
  let text = `a0: &a0 [${'lol, '.repeat(9)}]\n`;
  for (let level = 1; level < 30; level++) {
    text += `a${level}: &a${level} [${`*a${level - 1}, `.repeat(9)}]\n`;
  }
  return text;
}

describe('YAML', () => {
  it('is read as plain data, an alias or two included', () => {
    expect(parseYaml('a: &x [1, two]\nb: *x\n', 'f')).toEqual({ a: [1, 'two'], b: [1, 'two'] });
  });

  it.each([
    ['a repeated key', 'a: 1\nb: 2\na: 3\n', /^f:3:1: a key stands twice/],
    ['a custom tag', 'a: !include secrets\n', /^f:1:4: a YAML tag/],
    ['a tag of JavaScript', 'a: !!js/function x\n', /^f:1:4: a YAML tag/],
    ['a binary tag', 'a: !!binary aGVsbG8=\n', /^f:1:4: a YAML tag/],
    ['a second document', 'a: 1\n---\nb: 1\n', /^f:2:1: a second YAML document/],
    ['a list without an end', 'a: [1', /^f:1:6: /],
    ['an unknown alias', 'a: *x\n', /^f: has a YAML alias without an anchor/],
    ['aliases that multiply', billionLaughs(), /too many aliases/],
    ['a million open brackets', '['.repeat(1_000_000), /is nested too deeply/],
    ['a million nested lists', '- '.repeat(500_000), /is nested too deeply/],
    ['a million stray brackets', ']'.repeat(1_000_000), /is too long/],
    [
      'more keys than can be compared',
      Array.from({ length: 1100 }, (_, n) => `k${n}:`).join('\n'),
      /more than 1000/,
    ],
  ])('with %s is refused', (_, text, message) => {
    expect(() => parseYaml(text, 'f')).toThrow(message);
  });

  it('cannot reach the prototype of other objects', () => {
    parseYaml('__proto__: { polluted: true }\nconstructor: { prototype: { polluted: true } }\n', 'f');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('and JSON that are broken show no key in their errors', () => {
    const key = expandTemplates('tt1.{{hex 64}}', 'broken');
    for (const text of [`a: "${key}\n`, `${key}: 1\n${key}: 2\n`, `a: !${key} 1`, `{"a": ${key}}`]) {
      expect(messageOf(() => parseYaml(text, 'f'))).not.toContain(key.slice(4));
      expect(messageOf(() => parseJson(text, 'f'))).not.toContain(key.slice(4));
    }
  });
});

/** The message with its causes, as a crash would print them. */
function messageOf(action: () => unknown): string {
  try {
    action();
    return '';
  } catch (error) {
    return `${error} ${(error as Error).cause ?? ''}`;
  }
}
