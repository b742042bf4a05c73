/**
 * How a text looks within base64. Three bytes become four digits, so that it is spelled in three ways, by how many
 * bytes stand before it; the digits at its ends depend on its neighbours too, and belong to none of them.
 */

export interface AlignedText {
  /** The digits that are the same whatever stands around. */
  readonly digits: string;
  /** Index, within its group of four, of the first of them. */
  readonly phase: 0 | 2 | 3;
  /** How many bits of the digit behind them are known, and these bits. */
  readonly restBits: 0 | 2 | 4;
  readonly rest: number;
}

/** By value. */
export const BASE64_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function base64Alignments(text: string): AlignedText[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text, 'latin1')]);
    const encoded = bytes.toString('base64');
    const phase = ([0, 2, 3] as const)[before]!;
    const known = Math.floor((bytes.length * 8) / 6);
    const restBits = ((bytes.length * 8) % 6) as 0 | 2 | 4;
    const rest = restBits === 0 ? 0 : BASE64_DIGITS.indexOf(encoded[known]!) >> (6 - restBits);
    return { digits: encoded.slice(phase, known), phase, restBits, rest };
  });
}
