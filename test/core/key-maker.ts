/** Keys for tests, made from a seed so that none stands in a file. `madeKeys` is what no output may hold. */
import { createHash } from 'node:crypto';

export const madeKeys = new Set<string>();

export function keyOf(seed: string | number): string {
  const key = `tt1.${hexOf(seed)}`;
  madeKeys.add(key);
  return key;
}

/** A key of another shape: 46 letters and digits. */
export function otherKeyOf(seed: string | number): string {
  const digest = createHash('sha512').update(`ttleaks tests ${seed}`).digest();
  const key = `tt1.${Array.from(digest.subarray(0, 46), (byte) => ALPHANUMERIC[byte % 62]).join('')}`;
  madeKeys.add(key);
  return key;
}

const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** 64 lowercase hex digits. */
export function hexOf(seed: string | number): string {
  return createHash('sha256').update(`ttleaks tests ${seed}`).digest('hex');
}

export function maskOf(key: string): string {
  return `tt1.${key.slice(4, 8)}…${key.slice(-4)}`;
}
