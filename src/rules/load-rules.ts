/**
 * The rules in force: the shipped ones and, behind them, those of files that the user names. Everything that reads and
 * proves rule files is imported only where there are any.
 */
import type { Rule } from '../core/rule.ts';
import { ruleOf } from './rule-data.ts';
import { shippedRules } from './shipped-rules.ts';

/** Each path is a rule file or a directory of them, at any depth. */
export async function loadRules(paths: readonly string[]): Promise<Rule[]> {
  const rules = shippedRules();
  if (paths.length === 0) return rules;
  const { readRuleFiles, refuseRepeats } = await import('./read-rule-files.ts');
  const compiled = await readRuleFiles(paths);
  refuseRepeats(compiled, rules);
  return [...rules, ...compiled.map(({ data }) => ruleOf(data))];
}
