/** The rules that ship: checked, measured and made into plain data when the program is built. */
import { rules } from '../../rules/timetime.yml';
import type { Rule } from '../core/rule.ts';
import { ruleOf } from './rule-data.ts';

/** Made anew by each call: a sticky RegExp has a state. */
export function shippedRules(): Rule[] {
  return rules.map(ruleOf);
}
