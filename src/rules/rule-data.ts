/**
 * A rule as plain data, proved safe beforehand. Turning it into a Rule costs one `new RegExp`, so that the shipped
 * rules, which are made into data when the program is built, need no parser of any kind at run time.
 */
import type { Rule } from '../core/rule.ts';

export interface RuleData extends Omit<Rule, 'pattern'> {
  readonly pattern: string;
  readonly flags: 'y' | 'iy';
}

export function ruleOf({ pattern, flags, ...facts }: RuleData): Rule {
  return Object.freeze({ ...facts, pattern: new RegExp(pattern, flags) });
}
