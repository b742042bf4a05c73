/** Encoders, by other ways than the decoders' own, for everything that those read. */
import { deflateSync, gzipSync } from 'node:zlib';

export type Encoder = (text: string) => string;

function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

function each(write: (code: number, hex: string) => string, between = ''): Encoder {
  return (text) =>
    [...bytesOf(text)].map((code) => write(code, code.toString(16).padStart(2, '0'))).join(between);
}

const base64: Encoder = (text) => bytesOf(text).toString('base64');
const hex = each((_, digits) => digits);

/** One character after another in text, each spelled in the same way. */
export const WHOLE_ESCAPES = {
  percent: each((_, digits) => `%${digits}`),
  'percent in capitals': each((_, digits) => `%${digits.toUpperCase()}`),
  '\\x': each((_, digits) => `\\x${digits}`),
  '\\u': each((_, digits) => `\\u00${digits}`),
  '\\u{}': each((_, digits) => `\\u{${digits}}`),
  '\\U': each((_, digits) => `\\U000000${digits}`),
  octal: each((code) => `\\${code.toString(8).padStart(3, '0')}`),
  'decimal entities': each((code) => `&#${code};`),
  'hex entities': each((_, digits) => `&#x${digits};`),
} satisfies Record<string, Encoder>;

export const ENCODINGS_OF_TEXT = {
  base64,
  'base64 for addresses': (text) => bytesOf(text).toString('base64url'),
  hex,
  'hex in capitals': (text) => hex(text).toUpperCase(),
  'hex with blanks': each((_, digits) => digits, ' '),
  'hex with colons': each((_, digits) => digits, ':'),
  'hex as in C': each((_, digits) => `0x${digits}`, ', '),
  ...WHOLE_ESCAPES,
  'quoted-printable': each((_, digits) => `=${digits.toUpperCase()}`),
  'UTF-16 in base64': (text) => Buffer.from(text, 'utf16le').toString('base64'),
} satisfies Record<string, Encoder>;

export const COMPRESSED = {
  gzip: (text) => gzipSync(bytesOf(text)).toString('base64'),
  zlib: (text) => deflateSync(bytesOf(text)).toString('base64'),
  'zlib at its best': (text) => deflateSync(bytesOf(text), { level: 9 }).toString('base64'),
} satisfies Record<string, Encoder>;

/** Steps that the detector names for each. */
export const STEPS: Readonly<
  Record<keyof typeof ENCODINGS_OF_TEXT | keyof typeof COMPRESSED, readonly string[]>
> = {
  base64: ['base64'],
  'base64 for addresses': ['base64'],
  hex: ['hex'],
  'hex in capitals': ['hex'],
  'hex with blanks': ['hex'],
  'hex with colons': ['hex'],
  'hex as in C': ['hex'],
  percent: ['percent'],
  'percent in capitals': ['percent'],
  '\\x': ['escape'],
  '\\u': ['escape'],
  '\\u{}': ['escape'],
  '\\U': ['escape'],
  octal: ['escape'],
  'decimal entities': ['html'],
  'hex entities': ['html'],
  'quoted-printable': ['quoted-printable'],
  'UTF-16 in base64': ['base64', 'utf16le'],
  gzip: ['base64', 'gzip'],
  zlib: ['base64', 'zlib'],
  'zlib at its best': ['base64', 'zlib'],
};
