/**
 * Rules as GitHub code scanning shows them. An id never changes with a finding's state, or its alert would close and
 * another open: what is known of a key stands in the result's level.
 */
import type { Finding } from '../core/finding.ts';
import { maskKeysIn } from '../core/key-mask.ts';
import type { Report } from '../core/report.ts';
import type { RuleFacts } from '../core/rule.ts';
import { shortened } from './shown.ts';

const DESCRIPTION_CHARACTERS = 1024;
const NAME_CHARACTERS = 255;
const TAGS = ['security', 'secret', 'timetime', 'external/cwe/cwe-798', 'external/cwe/cwe-540'];
const CONSEQUENCE =
  'Such a key carries all the permissions of the user who made it and does not expire by itself. Whoever has read it can use it until it is revoked.';

/** GitHub calls a number above 9.0 critical, one from 4.0 to 6.9 medium. */
const GRADES: Readonly<Record<string, { level: Finding['level']; precision: string; severity: string }>> = {
  'timetime-api-key-other': { level: 'warning', precision: 'medium', severity: '6.5' },
};
const DEFAULT_GRADE = { level: 'error', precision: 'very-high', severity: '9.5' };

/** Each rule once: those that were in force, then any that only a finding names. */
export function sarifRules(report: Report) {
  const rules = new Map<string, RuleFacts>();
  for (const rule of report.rules) if (!rules.has(rule.id)) rules.set(rule.id, rule);
  for (const { ruleId } of report.findings) {
    if (!rules.has(ruleId)) rules.set(ruleId, { id: ruleId, description: ruleId, help: CONSEQUENCE });
  }
  return [...rules.values()].map(sarifRule);
}

function sarifRule({ id, description, help }: RuleFacts) {
  const grade = GRADES[id] ?? DEFAULT_GRADE;
  const title = maskKeysIn(description).replace(/\.$/, '') || id;
  const advice = maskKeysIn(help) || CONSEQUENCE;
  return {
    id,
    name: shortened(nameOf(id), NAME_CHARACTERS),
    shortDescription: { text: shortened(title, DESCRIPTION_CHARACTERS) },
    fullDescription: { text: shortened(`${title}. ${CONSEQUENCE}`, DESCRIPTION_CHARACTERS) },
    help: { text: advice.replace(/<(https?:[^>]*)>/g, '$1'), markdown: advice },
    defaultConfiguration: { level: grade.level },
    properties: {
      tags: TAGS,
      precision: grade.precision,
      'problem.severity': grade.level === 'error' ? 'error' : 'warning',
      'security-severity': grade.severity,
    },
  };
}

/** `timetime-api-key` as `TimetimeApiKey`. */
function nameOf(id: string): string {
  return id.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9]?)/g, (_, letter: string) => letter.toUpperCase()) || id;
}
