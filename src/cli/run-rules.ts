/** `ttleaks rules` lists the rules; `ttleaks rules check` proves rule files against their own examples. */
import { TtleaksError } from '../core/errors.ts';
import { ruleFactsOf } from '../core/rule.ts';
import { Detector } from '../detect/detector.ts';
import { checkRules } from '../rules/check-rules.ts';
import { loadRules } from '../rules/load-rules.ts';
import { readRuleFiles } from '../rules/read-rule-files.ts';

export async function listRules(paths: readonly string[]): Promise<number> {
  const rules = await loadRules(paths);
  const facts = ruleFactsOf(rules);
  const confidences = new Map(rules.map(({ id, confidence }) => [id, confidence]));
  const width = Math.max(...facts.map(({ id }) => id.length));
  const lines = facts.map(({ id, description }) => {
    const confidence = confidences.get(id) ?? "the key's";
    return `${id.padEnd(width)}  ${confidence.padEnd(12)}  ${description}`;
  });
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

export async function checkRuleFiles(files: readonly string[]): Promise<number> {
  if (files.length === 0) throw new TtleaksError('USAGE', 'rules check: name the rule files.');
  const rules = await readRuleFiles(files);
  const failures = checkRules(rules, (text, rule) => {
    const { matches } = new Detector([rule], { foreignAllow: false }).detect(Buffer.from(text));
    return matches.map(({ secret }) => secret.id);
  });
  for (const { file, ruleId, example, expected, found } of failures) {
    process.stdout.write(
      `${file}: ${ruleId}: found ${found}, not ${expected}, in: ${JSON.stringify(example)}\n`,
    );
  }
  const count = rules.reduce((sum, { examples }) => sum + examples.length, 0);
  process.stderr.write(`rules: ${rules.length}, examples: ${count}, failed: ${failures.length}\n`);
  return failures.length === 0 ? 0 : 1;
}
