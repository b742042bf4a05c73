/** Sizes as people write them. */

const SIZE = /^([0-9]{1,15})\s?(?:([kmg])i?b?|b)?$/i;
const UNITS: Readonly<Record<string, number>> = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };

/** `500K`, `10M`, `1G`, `10MB`, `10 MiB` or plain bytes, each unit 1,024 times the one before, as in ripgrep. */
export function parseSize(text: string): number | undefined {
  const [, count, unit = ''] = SIZE.exec(text) ?? [];
  const bytes = Number(count) * (UNITS[unit.toLowerCase()] ?? 1);
  return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined;
}
