/**
 * How anchors look in escapes and in hex: the other half of what the decoders of this folder read. Only pieces that are
 * the same in every spelling: they end before a hex digit that may be of either case.
 */
import { base64Alignments } from '../../core/base64-alignments.ts';

const MIN_NEEDLE = 3;

function hexOf(code: number): string {
  return code.toString(16).padStart(2, '0');
}

/** Without a last digit that is a letter. */
function caseless(code: number): string {
  return hexOf(code).replace(/[a-f]$/, '');
}

/** A lead and a number in hex: without its last digit if that may be of either case, or both if too little is left. */
function leadAndHex(lead: string, code: number): string[] {
  const short = lead + caseless(code);
  return short.length >= MIN_NEEDLE ? [short] : [lead + hexOf(code), lead + hexOf(code).toUpperCase()];
}

/** How one character is escaped, as far as it stays the same when the lead of the escape is escaped again. */
function numbersOf(code: number): string[] {
  const octal = code.toString(8);
  return [
    ...[
      `\\x${caseless(code)}`,
      `u00${caseless(code)}`,
      `u{${caseless(code)}`,
      `\\${octal.padStart(3, '0')}`,
      `\\${octal}`,
    ],
    ...[`#${code};`, `#x${caseless(code)}`],
    // Within percent-encoding, as `encodeURIComponent` does it.
    ...[
      `5Cx${caseless(code)}`,
      `%5C${octal}`,
      `255C${octal}`,
      `7B${caseless(code)}`,
      `23${code}`,
      `23x${caseless(code)}`,
    ],
  ];
}

const DIGITS = [...'0123456789'];
const HEX_DIGITS = [...'0123456789abcdefABCDEF'];

/** Each behind the end of another escape: alone, they are common. */
function inRow(ends: readonly string[], marks: readonly string[]): string[] {
  return ends.flatMap((end) => marks.map((mark) => end + mark));
}

/**
 * Marks of a text of which each character is escaped, whatever it is: among them are `6` or `7` where it is digits (`t`
 * is 74 in hex, 164 in octal, 116 in decimal numbers), and letters from `a` to `o` where it is base64. Rare in what
 * people write: in 535 MB of published packages each of these stands in less than thirty files.
 */
const ANY_TEXT = [
  ...['u0036', 'u0037', 'u006', 'u{36', 'u{37', 'u{6', 'u{0', 'U000000'],
  ...inRow([...HEX_DIGITS, '\\'], ['\\x36', '\\x37', '\\x6']),
  ...inRow([...DIGITS.slice(0, 8), '\\'], ['\\06', '\\67', '\\14', '\\15']),
  ...inRow([...DIGITS, ';'], ['&#4', '&#5', '&#10', '&#11']),
  ...inRow([...HEX_DIGITS, ';'], ['&#x3', '&#x6']),
  // Percent-encoding is too common for such marks: these are of `7` (as in `74`), and of `U`, `V`, `W` in deep base64.
  ...['%37', '%55%', '%56%', '%57%'],
];

/** Needles for an anchor in escapes, of which any of its characters may be escaped or not. */
export function escapeSpellings(anchor: string): string[] {
  const [first = 0, second = 0, ...rest] = Buffer.from(anchor, 'latin1');
  const spellings = [...ANY_TEXT, ...numbersOf(first), ...leadAndHex('%', first), ...leadAndHex('=', first)];
  spellings.push(`%25${caseless(first)}`, `525${caseless(first)}`);
  const before = anchor.slice(0, 1);
  spellings.push(
    ...numbersOf(second),
    ...inFront(before, second),
    `${before}%25`,
    ...continued(before, anchor[1]!),
  );
  for (const [index, code] of rest.entries()) {
    const pair = anchor.slice(index, index + 2);
    // Of whatever number, and however often the lead is escaped again.
    spellings.push(`${pair}&`, `${pair}\\`, `${pair}%25`, ...inFront(pair, code));
    spellings.push(...continued(pair, anchor[index + 2]!));
  }
  for (const { digits } of base64Alignments(anchor)) {
    spellings.push(...inHex(digits, 2, (pairs) => `%${pairs.join('%')}`));
  }
  return spellings;
}

/** Plain text and then a character in percent-encoding or quoted-printable: as little of the text as is needed. */
function inFront(before: string, code: number): string[] {
  const near = caseless(code).length === 2 ? before.slice(-1) : before;
  return [`${near}%${caseless(code)}`, `${near}=${caseless(code)}`];
}

/** A line of quoted-printable may end within the anchor. */
function continued(before: string, next: string): string[] {
  return ['=\n', '=\r\n'].flatMap((end) => [`${before}${end}${next}`, `${before}${end}=`]);
}

/** Pairs in hex without which rows of digits would be too common. */
const RARE_PAIRS = 3;

/** Needles for an anchor in hex with something between the pairs. */
export function separatedHexSpellings(anchor: string): string[] {
  const [first = '', second = '', third = ''] = [...Buffer.from(anchor, 'latin1')]
    .slice(0, RARE_PAIRS)
    .map(hexOf);
  const spellings: string[] = [];
  for (const separator of [' ', ':', '-'])
    spellings.push(...cased(first + separator + second + separator + third));
  for (const separator of [',0x', ', 0x']) spellings.push(...cased(`x${first}${separator}${second}`));
  return [...spellings, ...cased(`${first}${second} ${third}`), ...cased(`${first} ${second}${third}`)];
}

/** In lower case, and with its hex digits in upper case. */
function cased(spelling: string): string[] {
  const upper = spelling.replace(/[a-f]/g, (digit) => digit.toUpperCase());
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
