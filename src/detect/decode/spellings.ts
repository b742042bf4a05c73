/**
 * How anchors look in escapes and in hex: the other half of what the decoders of this folder read. Only pieces that are
 * the same in every spelling: they end before a hex digit that may be of either case.
 */
import { base64Alignments } from '../../core/base64-alignments.ts';

/** A way to escape one character. */
interface EscapeForm {
  /** What the escape begins with, as far as it is the same however often the lead itself is escaped again. */
  readonly begin: (code: number) => string;
  /** The whole of it. */
  readonly whole: (code: number) => string;
}

function hexOf(code: number): string {
  return code.toString(16).padStart(2, '0');
}

/** Without a last digit that is a letter. */
function caseless(code: number): string {
  return hexOf(code).replace(/[a-f]$/, '');
}

const FORMS: readonly EscapeForm[] = [
  { begin: (code) => `%${caseless(code)}`, whole: (code) => `%${hexOf(code)}` },
  { begin: (code) => `\\x${caseless(code)}`, whole: (code) => `\\x${hexOf(code)}` },
  { begin: (code) => `u00${caseless(code)}`, whole: () => '\\u00' },
  { begin: (code) => `u{${caseless(code)}`, whole: (code) => `\\u{${hexOf(code)}}` },
  { begin: (code) => `\\${code.toString(8).padStart(3, '0')}`, whole: (code) => `\\${code.toString(8)}` },
  { begin: (code) => `\\${code.toString(8)}`, whole: (code) => `\\${code.toString(8)}` },
  { begin: (code) => `=${hexOf(code).toUpperCase().replace(/[A-F]$/, '')}`, whole: () => '' },
];
/** Those of HTML begin with an ampersand, which may be escaped again. */
const HTML_FORMS: readonly EscapeForm[] = [
  { begin: (code) => `#${code};`, whole: (code) => `&#${code};` },
  { begin: (code) => `#x${caseless(code)}`, whole: (code) => `&#x${hexOf(code)};` },
];

/**
 * Marks of a text of which each character is escaped, whatever it is: among them are `6` or `7` where it is digits (`t`
 * is 74 in hex, 164 in octal, 116 in decimal numbers), and letters from `a` to `o` where it is base64. Rare in what people write: in 535 MB of published packages each of these stands in less than a hundred files.
 */
const ANY_TEXT = [
  ...['\\x36', '\\x37', '\\x6', 'u0036', 'u0037', 'u006', 'u{36', 'u{37', 'u{6', 'u{0', 'U000000'],
  ...['\\06', '\\67', '\\14', '\\15', '&#4', '&#5', '&#10', '&#11', '&#x3', '&#x6'],
];

/** Percent-encoding is too common for such marks: these stand for `7` (as in `74`), and for `U`, `V` and `W` of deep base64. */
const ANY_PERCENT = ['%37', '%55%', '%56%', '%57%'];

const MIN_NEEDLE = 3;

/** Needles for an anchor in escapes, of which any of its characters may be escaped or not. */
export function escapeSpellings(anchor: string): string[] {
  const [first = 0, ...rest] = Buffer.from(anchor, 'latin1');
  const spellings = [...ANY_TEXT, ...ANY_PERCENT, ...[...FORMS, ...HTML_FORMS].map(({ begin }) => begin(first))];
  spellings.push(`%25${caseless(first)}`, `525${caseless(first)}`);
  for (const [index, code] of rest.entries()) {
    const before = anchor.slice(Math.max(0, index - 1), index + 1);
    for (const { begin } of FORMS) {
      const escape = begin(code);
      spellings.push((escape.length < MIN_NEEDLE ? before : before.slice(-1)) + escape);
    }
    spellings.push(`${before}%25`, ...(before.length > 1 ? [`${before}&`, `${before}\\`] : [`${before}&#`]));
    // A line of quoted-printable may end within the anchor.
    spellings.push(`${before}=\n`, `${before}=\r`);
  }
  for (const { digits } of base64Alignments(anchor)) {
    spellings.push(...inHex(digits, 2, (pairs) => `%${pairs.join('%')}`));
  }
  return [...spellings, '\\x1f\\x8b', '\\x1F\\x8B'];
}

/** How the begin of an anchor looks where each of its characters is escaped: what base64 may hold. */
export function wholeEscapes(anchor: string): string[] {
  const [first = 0, second = 0] = Buffer.from(anchor, 'latin1');
  const whole = [...FORMS, ...HTML_FORMS].flatMap((form) => inBothCases(form.whole(first), form.whole(second)));
  // A part of the characters in percent-encoding: a dot at the end of the anchor is what else gets encoded.
  const last = FORMS[0]!.begin(anchor.charCodeAt(anchor.length - 1));
  return [...new Set([...whole, anchor.slice(-3, -1) + last])].filter((text) => text !== '');
}

function inBothCases(...escapes: readonly string[]): string[] {
  // What is fixed for all characters need not stand there twice.
  const text = escapes[0] === '\\u00' ? '\\u00' : escapes.join('');
  const upper = text.replace(/(?<=[x%])[0-9a-f]{2}/g, (digits) => digits.toUpperCase());
  return upper === text ? [text] : [text, upper];
}

/** Pairs in hex without which rows of digits would be too common. */
const RARE_PAIRS = 3;

/** Needles for texts in hex: with what stands between the pairs, for an anchor itself. */
export function hexSpellings(anchor: string, wide: string): string[] {
  const spellings = [anchor, wide, ...base64Alignments(anchor).map(({ digits }) => digits)].flatMap((text) =>
    inHex(text, RARE_PAIRS, (pairs) => pairs.join('')),
  );
  const pairs = [...Buffer.from(anchor, 'latin1')].slice(0, RARE_PAIRS).map(hexOf);
  const [first = '', second = ''] = pairs;
  const third = pairs[2] ?? '';
  for (const separator of [' ', ':', '-']) spellings.push(...cased(first + separator + second + separator + third));
  for (const separator of [',0x', ', 0x']) spellings.push(...cased(`x${first}${separator}${second}`));
  spellings.push(...cased(`${first}${second} ${third}`), ...cased(`${first} ${second}${third}`));
  // Hex of what is escaped, or is in hex itself.
  const code = anchor.charCodeAt(0);
  for (const inner of [first, code.toString(8), String(code)]) {
    spellings.push(...inHex(inner, inner.length, (row) => row.join('')));
  }
  // Of something compressed, as it is and in base64.
  return [...spellings, '1f8b08', '1F8B08', '483473'];
}

function cased(spelling: string): string[] {
  const upper = spelling.replace(/(?<!0)[a-f]/g, (digit) => digit.toUpperCase());
  return upper === spelling ? [spelling] : [spelling, upper];
}

/** A piece of `text` in hex that has no letters, `count` pairs of it or more; else one in both cases. */
function inHex(text: string, count: number, join: (pairs: readonly string[]) => string): string[] {
  const pairs = [...Buffer.from(text, 'latin1')].map(hexOf);
  for (let from = 0; from + count <= pairs.length; from++) {
    const piece = pairs.slice(from, from + count);
    if (!/[a-f]/.test(piece.join(''))) return [join(piece)];
  }
  const piece = pairs.slice(0, count);
  return [join(piece), join(piece.map((pair) => pair.toUpperCase()))];
}
