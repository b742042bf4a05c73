import { expect, it } from 'vitest';
import { parseSize } from '../../src/settings/size.ts';

it.each([
  ['1', 1],
  ['500K', 512_000],
  ['10m', 10_485_760],
  ['10MB', 10_485_760],
  ['10 MiB', 10_485_760],
  ['2G', 2_147_483_648],
  ['64b', 64],
])('%s is a size', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

it.each(['', '0', '-1', '1.5M', '10T', '1e3', 'M', '999999999999999G', ' 1'])('"%s" is no size', (text) => {
  expect(parseSize(text)).toBeUndefined();
});
