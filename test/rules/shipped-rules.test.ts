import { expect, test } from 'vitest';
import { shippedRules } from '../../src/rules/shipped-rules.ts';

test('the shipped rules are those of the contract', () => {
  expect(shippedRules().map(({ id, maxLength }) => [id, maxLength])).toEqual([
    ['timetime-api-key', 68],
    ['timetime-api-key-other', 132],
  ]);
});
