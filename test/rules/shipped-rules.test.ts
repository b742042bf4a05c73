import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Rule } from '../../src/core/rule.ts';
import { Detector } from '../../src/detect/detector.ts';
import { checkRules } from '../../src/rules/check-rules.ts';
import { ruleOf } from '../../src/rules/rule-data.ts';
import { compileRuleFile } from '../../src/rules/rule-file.ts';
import { shippedRules } from '../../src/rules/shipped-rules.ts';
import { expandTemplates } from '../../src/rules/templates.ts';

const FILE = 'rules/timetime.yml';
const compiled = compileRuleFile(readFileSync(FILE, 'utf8'), FILE);

function keysIn(text: string, ...rules: Rule[]): string[] {
  return new Detector(rules, { foreignAllow: false })
    .detect(Buffer.from(text))
    .matches.map(({ secret }) => secret.reveal());
}

describe('the shipped rules', () => {
  it('are those of the contract', () => {
    expect(
      shippedRules().map(({ id, anchor, maxLength, confidence }) => [id, anchor, maxLength, confidence]),
    ).toEqual([
      ['timetime-api-key', 'tt1.', 68, 'certain'],
      ['timetime-api-key-other', 'tt1.', 132, 'by-structure'],
    ]);
  });

  it('are built in as their file says', () => {
    expect(shippedRules()).toEqual(compiled.map(({ data }) => ruleOf(data)));
  });

  it('hold to every example and counter-example', () => {
    expect(checkRules(compiled, keysIn)).toEqual([]);
  });

  it('hold no key in their file', () => {
    expect(keysIn(readFileSync(FILE, 'utf8'), ...shippedRules())).toEqual([]);
  });

  it('never find one key twice', () => {
    for (const { data, examples } of compiled) {
      for (const [index, { text, matches }] of examples.entries()) {
        if (matches === 0) continue;
        const expanded = expandTemplates(text, `${data.id}\0${index}`);
        expect(keysIn(expanded, ...shippedRules())).toHaveLength(matches);
        const ids = shippedRules().filter(({ pattern }) => matchesAnywhere(pattern, expanded));
        expect(ids.map(({ id }) => id)).toEqual([data.id]);
      }
    }
  });

  it('are made anew for each caller, since a sticky pattern has a state', () => {
    expect(shippedRules()[0]?.pattern).not.toBe(shippedRules()[0]?.pattern);
  });
});

function matchesAnywhere({ source }: RegExp, text: string): boolean {
  return new RegExp(source).test(text);
}
