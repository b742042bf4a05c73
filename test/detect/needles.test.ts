import { expect, it } from 'vitest';
import { sourceOfNeedles } from '../../src/detect/arranged-needles.ts';
import arrangement from '../../src/detect/needle-arrangement.json' with { type: 'json' };
import { allNeedlesOf, prefilterOf } from '../../src/detect/needles.ts';
import { shippedRules } from '../../src/rules/shipped-rules.ts';

it('for the needles of the shipped rules, and no others, it is worked out where the search finds them fastest: else `npm run arrange`', () => {
  const rules = shippedRules();
  const textOf = ({ bytes }: { bytes: Uint8Array }) => Buffer.from(bytes).toString('latin1');
  expect(sourceOfNeedles(rules)).toEqual(arrangement.of);
  const { needles } = prefilterOf(rules);
  expect(needles.filter(({ fingerprint }) => fingerprint === undefined)).toEqual([]);
  expect(needles.map(textOf).sort()).toEqual(allNeedlesOf(rules).map(textOf).sort());
});
