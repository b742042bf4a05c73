/** The fields of a tar header, and whether a block is one. */

export const BLOCK_BYTES = 512;
const CHECKSUM = { at: 148, length: 8 };

export interface Field {
  readonly at: number;
  readonly length: number;
}

/** By its checksum. */
export function isTarHeader(block: Buffer): boolean {
  if (block.length < BLOCK_BYTES) return false;
  const stored = numberAt(block, CHECKSUM);
  if (stored === undefined || stored === 0) return false;
  let sum = 0;
  let signed = 0;
  for (let at = 0; at < BLOCK_BYTES; at++) {
    const isChecksum = at >= CHECKSUM.at && at < CHECKSUM.at + CHECKSUM.length;
    const byte = isChecksum ? 0x20 : block[at]!;
    sum += byte;
    signed += byte > 0x7f ? byte - 0x100 : byte;
  }
  // Some old programs added up signed bytes.
  return stored === sum || stored === signed;
}

/** Octal digits, or a number of GNU's to the base of 256. */
export function numberAt(block: Buffer, { at, length }: Field): number | undefined {
  if (block[at] === 0x80) {
    let value = 0;
    for (let place = at + 1; place < at + length; place++) value = value * 0x100 + block[place]!;
    return value;
  }
  const text = block
    .toString('latin1', at, at + length)
    .replace(/\0.*$/s, '')
    .trim();
  return /^[0-7]*$/.test(text) ? Number.parseInt(text || '0', 8) : undefined;
}
