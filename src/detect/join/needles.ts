/**
 * What the search looks for so that split keys are seen. All stand in less than a hundred of 40,000 published files
 * together. A key that is split behind its anchor needs none; of one whose anchor is split it sees
 *
 * - one split, at each place, in quotes of any kind: `"tt1" + "."`, `"tt" + "1."`, `"t" + "t1."`. Where the split stands
 *   before the last two characters of the anchor, the first literal must hold nothing else (`"Bearer tt" + "1."` is not
 *   seen: `tt"` alone ends too many words);
 * - characters one by one, or by two, with one of the usual operators behind the first, or a comma and another one;
 * - codes of characters, in decimal numbers: the first two of them side by side;
 * - the anchor backwards;
 * - base64 in pieces, where the anchor begins a piece, or what decodes it is called by its name.
 */
/** Shorter ones would be too common, and slow. */
const MIN_NEEDLE = 3;
const QUOTES = ['"', "'", '`'];

export function splitSpellings(anchor: string): string[] {
  const [first = '', second = ''] = anchor;
  return [
    ...anchorPieces(anchor),
    ...encodedPieces(anchor),
    ...QUOTES.flatMap((quote) => oneByOne(first, second, quote)),
    ...anchorCodes(anchor),
  ];
}

/** Beginnings and ends of an anchor in literals of their own, and the anchor backwards. */
export function anchorPieces(anchor: string): string[] {
  return [
    ...QUOTES.flatMap((quote) => [...splitOnce(anchor, quote), quote + anchor.slice(1, MIN_NEEDLE) + quote]),
    // In a string within a string, as in source maps.
    `"${anchor.slice(0, 2)}\\"`,
    `${anchor.slice(0, MIN_NEEDLE)}\\"`,
    ...[2, 3].map((length) => `${anchor.slice(0, length)}\${`),
    [...anchor].reverse().join(''),
  ];
}

/** Codes of the first characters, as in `String.fromCharCode(116, 116, 49, 46)`. */
export function anchorCodes(anchor: string): string[] {
  const codes = [...anchor].slice(0, 2).map((character) => character.charCodeAt(0));
  return [codes.join(','), codes.join(', ')];
}

/** Where base64 begins with an anchor, or may begin with a piece of it. */
export function encodedPieces(anchor: string): string[] {
  const base64 = Buffer.from(anchor.slice(0, MIN_NEEDLE), 'latin1').toString('base64');
  return [base64, ...QUOTES.map((quote) => `atob(${quote}${base64.slice(0, 1)}`)];
}

function splitOnce(anchor: string, quote: string): string[] {
  const needles: string[] = [];
  for (let at = 1; at < anchor.length; at++) {
    if (at >= MIN_NEEDLE) needles.push(anchor.slice(at - MIN_NEEDLE, at) + quote);
    else if (anchor.length - at >= MIN_NEEDLE) needles.push(quote + anchor.slice(at, at + MIN_NEEDLE));
    else needles.push(quote + anchor.slice(0, at) + quote);
  }
  return needles;
}

/** Each in a literal of its own. */
function oneByOne(first: string, second: string, quote: string): string[] {
  const literal = quote + first + quote;
  return [
    ...['+', ' +', '\n', '\r\n', '.', ' .', ' <<', ',\n', ',\r\n'].map((behind) => literal + behind),
    ...['', ' ', ',', ', '].map((between) => literal + between + quote + second),
  ];
}
