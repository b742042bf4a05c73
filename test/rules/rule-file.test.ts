import { describe, expect, it } from 'vitest';
import { checkRules } from '../../src/rules/check-rules.ts';
import { compileRuleFile } from '../../src/rules/rule-file.ts';
import { ruleFile } from './rule-text.ts';

describe('a rule file', () => {
  it('gives rules with their longest match, and their examples', () => {
    expect(compileRuleFile(ruleFile(), 'own.yml')).toEqual([
      {
        file: 'own.yml',
        data: {
          id: 'own-key',
          description: 'Own key',
          help: 'Revoke it.',
          anchor: 'own_',
          pattern: 'own_[0-9a-f]{32}',
          flags: 'y',
          maxLength: 36,
          confidence: 'certain',
          dummyWords: ['example'],
        },
        examples: [
          { text: 'own_{{hex 32}}', matches: 1 },
          { text: 'own_{{hex 32}} own_{{hex 32}}', matches: 2 },
          { text: 'own_{{hex 31}}', matches: 0 },
        ],
      },
    ]);
  });

  it.each([
    [{ exampels: [] }, 'own.yml: rule "own-key": unknown key "exampels" — did you mean "examples"?'],
    [{ id: 'Own Key' }, 'rule "Own Key": id: is not valid — must be lower-case words joined by hyphens'],
    [{ id: undefined }, 'own.yml: rules[0].id: is missing — must be lower-case words'],
    [{ description: 'a\nb' }, 'description: is not valid — must be one line of text'],
    [{ help: '' }, 'help: is not valid — must be text, in Markdown'],
    [{ anchor: 'é' }, 'anchor: is not valid — must be 3 to 32 printable ASCII characters'],
    [{ anchor: 'ow' }, 'anchor: is not valid'],
    [
      { confidence: 'sure' },
      'confidence: is not valid — must be one of certain, likely, possible, by-structure',
    ],
    [{ dummyWords: ['abc'] }, 'dummyWords[0]: is not valid — must be 4 to 32 lower-case letters and digits'],
    [{ examples: [] }, 'examples: is not valid — must hold one example at least'],
    [{ examples: ['own_{{hex}}'] }, 'examples[0]: is not valid — templates are {{kind length}}'],
    [{ examples: [{ text: 'a', matches: 0 }] }, 'examples[0].matches: is not valid — must be 1 at least'],
    [
      { examples: [7] },
      'examples[0]: is not valid — must be a text, or a map with the keys text and matches',
    ],
    [{ counterExamples: ['{{x}}'] }, 'counterExamples[0]: is not valid — templates are {{kind length}}'],
    [{ pattern: 'own_.*' }, 'rule "own-key": pattern: is not allowed — give the repeat .* an upper bound'],
    [{ pattern: 'x' }, 'pattern: is not allowed — begin with the anchor "own_"'],
    [{ flags: 'gi' }, 'unknown key "flags"'],
  ])('with %j is refused in one line that names file, rule and key', (fields, message) => {
    expect(() => compileRuleFile(ruleFile(fields), 'own.yml')).toThrow(message);
    expect(() => compileRuleFile(ruleFile(fields), 'own.yml')).toThrow(/^own\.yml: [^\n]+$/);
  });

  it.each(['', 'rules: []', 'rules: 1', '[]', 'rule: []', 'rules: [1]'])('of `%s` is refused', (text) => {
    expect(() => compileRuleFile(text, 'own.yml')).toThrow(/^own\.yml: [^\n]+ — [^\n]+$/);
  });
});

describe('checking a rule', () => {
  const rules = compileRuleFile(ruleFile(), 'own.yml');

  it('finds nothing to say where the examples hold', () => {
    expect(checkRules(rules, (text) => text.match(/own_[0-9a-f]{32}/g) ?? [])).toEqual([]);
  });

  it('names each example that does not hold, as it is written', () => {
    const facts = { file: 'own.yml', ruleId: 'own-key' };
    expect(checkRules(rules, () => ['one'])).toEqual([
      { ...facts, example: 'own_{{hex 32}} own_{{hex 32}}', isCounterExample: false, expected: 2, found: 1 },
      { ...facts, example: 'own_{{hex 31}}', isCounterExample: true, expected: 0, found: 1 },
    ]);
  });
});
