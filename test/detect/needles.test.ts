import { expect, it } from 'vitest';
import { CONTAINER_NEEDLES } from '../../src/containers/needles.ts';
import { ARRANGED_FOR } from '../../src/core/needle-arrangement.ts';
import { sourceOfNeedles } from '../../src/detect/arranged-needles.ts';
import { allNeedlesOf, prefilterOf } from '../../src/detect/needles.ts';
import { shippedRules } from '../../src/rules/shipped-rules.ts';

it('for the needles of the shipped rules, and no others, and for those of containers it is worked out where the search finds them fastest: else `npm run arrange`', () => {
  const rules = shippedRules();
  const textOf = ({ bytes }: { bytes: Uint8Array }) => Buffer.from(bytes).toString('latin1');
  expect(sourceOfNeedles(rules)).toEqual(ARRANGED_FOR);
  const { needles } = prefilterOf(rules);
  expect([...needles, ...CONTAINER_NEEDLES].filter(({ fingerprint }) => fingerprint === undefined)).toEqual(
    [],
  );
  expect(needles.map(textOf).sort()).toEqual(allNeedlesOf(rules).map(textOf).sort());
});
