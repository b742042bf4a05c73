/** Encoded text as its definition says: every place is tried, and decoded by Node.js. */

const BYTES = 31;
const GROUPS_BYTES = 28;
const DIGITS = /^[A-Za-z0-9+/_-]{31}$/;
const HEX_DIGITS = /^[0-9A-Fa-f]{28}$/;
/** Characters, or NUL bytes that stand alone. */
const TEXT = /^(?!.*\0\0)[\t\n\r\x20-\x7e\0]+$/s;

export function isEncodedText(content: Buffer, at: number): boolean {
  const row = content.toString('latin1', at, at + BYTES);
  if (!DIGITS.test(row)) return false;
  return [0, 1, 2, 3].some((phase) => {
    const digits = row.slice(phase, phase + GROUPS_BYTES);
    return (
      isText(Buffer.from(digits, 'base64'), 3) ||
      (HEX_DIGITS.test(digits) && isText(Buffer.from(digits, 'hex'), 2))
    );
  });
}

function isText(decoded: Buffer, groupBytes: number): boolean {
  for (let at = 0; at < decoded.length; at += groupBytes)
    if (!TEXT.test(decoded.toString('latin1', at, at + groupBytes))) return false;
  return true;
}

/** Where each begins. */
export function encodedTextsIn(content: Buffer): number[] {
  const places: number[] = [];
  for (const { index, 0: row } of content.toString('latin1').matchAll(/[A-Za-z0-9+/_-]{31,}/g)) {
    for (let at = index; at + BYTES <= index + row.length; at++)
      if (isEncodedText(content, at)) places.push(at);
  }
  return places;
}

const SAID = 'what a key in base64 or in hex may look like: 0f3a~';

/** Of so many bytes each, in all alignments: they are encoded text from their first byte to their last. */
export const ENCODED_TEXTS: readonly Buffer[] = [
  ...[0, 1, 2, 3].map((lead) => row(lead, Buffer.from(SAID).toString('base64'))),
  ...[0, 3].map((lead) => row(lead, Buffer.from(SAID).toString('hex'))),
  row(1, Buffer.from(SAID, 'utf16le').toString('base64')),
  row(2, Buffer.from(SAID, 'utf16le').toString('hex').toUpperCase()),
];

/** Behind so many digits of something else. */
function row(lead: number, digits: string): Buffer {
  return Buffer.from(
    'zzz'.slice(0, lead) + digits.slice(0, GROUPS_BYTES) + '000'.slice(0, BYTES - GROUPS_BYTES - lead),
  );
}
