/** A rule file of one rule; `fields` replace its own, `undefined` leaves one out. */
export function ruleFile(fields: Readonly<Record<string, unknown>> = {}): string {
  const rule = {
    id: 'own-key',
    description: 'Own key',
    help: 'Revoke it.',
    anchor: 'own_',
    pattern: 'own_[0-9a-f]{32}',
    confidence: 'certain',
    dummyWords: ['example'],
    examples: ['own_{{hex 32}}', { text: 'own_{{hex 32}} own_{{hex 32}}', matches: 2 }],
    counterExamples: ['own_{{hex 31}}'],
    ...fields,
  };
  return JSON.stringify({ rules: [rule] });
}
