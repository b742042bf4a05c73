import { expect, it } from 'vitest';
import { prefilterOf } from '../../src/detect/needles.ts';
import { shippedRules } from '../../src/rules/shipped-rules.ts';

it('for all needles of the shipped rules it is worked out where the search finds them fastest: else `npm run arrange`', () => {
  const { needles } = prefilterOf(shippedRules());
  const others = needles.filter(({ fingerprint }) => fingerprint === undefined);
  expect(others.map(({ bytes }) => Buffer.from(bytes).toString('latin1'))).toEqual([]);
});
