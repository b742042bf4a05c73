/**
 * Tells at a glance pieces of an anchor in literals of their own that no literal follows which goes on with it:
 * `case "t":`, `["s", "t", "u"]`. Most are such, and what joins is spared them. Which bytes may stand between two
 * literals, seams.ts says; where one of them may be escaped, or stands in a comment, nothing is told.
 */
import { anyOf, ESCAPES, goesOnWith, literally, restsBehind } from '../continuation.ts';

/** White space, operators and brackets. */
const SEAM = '[\\s+().,]*';
/** Escapes, lines that go on, `<<`, comments, `.concat(`; and the end of what is looked at. */
const DOUBTS = [...ESCAPES, '[</#]', 'concat\\(', '$'];
/** Where the longest ends. */
const MAX_PIECE = 3;
const PREFIX = '[rRbBfFuULc@$8]';

/** What it matches at a hit is alone: none of the anchors goes on behind it. */
export function lonePieces(anchors: readonly string[]): RegExp {
  const patterns = [...new Set(anchors.flatMap(piecesOf))].map((piece) => {
    const rests = restsBehind(anchors, piece);
    const inLiteral = `${PREFIX}{0,3}["'\`]${anyOf(rests.map((rest) => goesOnWith(rest)))}`;
    const escaped = `${PREFIX}{1,3}[\\\\%&=#]`;
    const inWord = rests.map((rest) => literally(rest.slice(0, 1)) + goesOnWith(rest.slice(1)));
    return `${literally(piece)}\\1(?!${anyOf([...inWord, SEAM + anyOf([...DOUBTS, inLiteral, escaped])])})`;
  });
  return new RegExp(`^(["'\`])${anyOf(patterns)}`);
}

/** Those in quotes that are searched for (needles.ts), and that something follows. */
function piecesOf(anchor: string): string[] {
  const pieces = new Set<string>();
  for (const start of [0, 1]) {
    for (let end = start + 1; end <= MAX_PIECE && end < anchor.length; end++)
      pieces.add(anchor.slice(start, end));
  }
  return [...pieces];
}
