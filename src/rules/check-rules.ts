/** Proves rules against their own examples. Pure: how a rule is applied to a text is the caller's. */
import type { Rule } from '../core/rule.ts';
import { ruleOf } from './rule-data.ts';
import type { CompiledRule } from './rule-file.ts';
import { expandTemplates } from './templates.ts';

/** The keys that one rule alone finds in a text. */
export type Detect = (text: string, rule: Rule) => readonly string[];

export interface RuleFailure {
  readonly file: string;
  readonly ruleId: string;
  /** As written, with its templates: safe to show. */
  readonly example: string;
  readonly isCounterExample: boolean;
  readonly expected: number;
  readonly found: number;
}

/** Empty where every example holds and no counter-example does. */
export function checkRules(rules: readonly CompiledRule[], detect: Detect): RuleFailure[] {
  return rules.flatMap((compiled) => checkRule(compiled, detect));
}

function checkRule({ file, data, examples }: CompiledRule, detect: Detect): RuleFailure[] {
  const rule = ruleOf(data);
  return examples.flatMap(({ text, matches }, index) => {
    const found = detect(expandTemplates(text, `${data.id}\0${index}`), rule).length;
    if (found === matches) return [];
    const facts = { file, ruleId: data.id, example: text, isCounterExample: matches === 0 };
    return [{ ...facts, expected: matches, found }];
  });
}
