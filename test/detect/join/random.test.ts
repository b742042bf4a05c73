/** Random keys, split at random places, in the syntax of each language: found at their place, and the search stops there. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOf } from '../../core/key-maker.ts';
import { shippedDetector } from '../shipped-detector.ts';

const detector = shippedDetector();

interface Syntax {
  /** How a piece may be written. */
  readonly quotes: readonly (readonly [string, string])[];
  /** What may stand between the pieces. */
  readonly between: readonly string[];
  /** What stands around them. */
  readonly around: readonly [string, string];
  readonly comments: readonly string[];
}

const SLASHES = [' /* a, "b" */ ', ' // it is\n '];
const DOUBLE = ['"', '"'] as const;
const SINGLE = ["'", "'"] as const;
const BACKTICK = ['`', '`'] as const;

const SYNTAXES: Readonly<Record<string, Syntax>> = {
  JavaScript: {
    quotes: [DOUBLE, SINGLE, BACKTICK],
    between: ['+', ' + ', ' +\n  ', '\n\t+ ', ') + ('],
    around: ['const k = (', ');'],
    comments: SLASHES,
  },
  'JavaScript join': {
    quotes: [DOUBLE, SINGLE, BACKTICK],
    between: [',', ', ', ',\n  '],
    around: ['const k = [', "].join('');"],
    comments: SLASHES,
  },
  'JavaScript concat': {
    quotes: [DOUBLE, SINGLE],
    between: ['.concat(', '.concat( ', ').concat('],
    around: ['const k = ', ');'],
    comments: [],
  },
  Python: {
    quotes: [DOUBLE, SINGLE, ['r"', '"'], ["f'", "'"], ['"""', '"""'], ['b"', '"']],
    between: [' ', '\n    ', ' + ', ' \\\n  '],
    around: ['KEY = (', ')'],
    comments: ['  # it is\n  '],
  },
  'Python join': {
    quotes: [DOUBLE, SINGLE],
    between: [', ', ',\n'],
    around: ["KEY = ''.join([", '])'],
    comments: ['  # it is\n  '],
  },
  PHP: {
    quotes: [DOUBLE, SINGLE],
    between: ['.', ' . ', "\n . '' . "],
    around: ['$k = ', ';'],
    comments: SLASHES,
  },
  Ruby: {
    quotes: [DOUBLE, SINGLE],
    between: [' + ', ' << ', ' ', ' \\\n '],
    around: ['KEY = ', '\n'],
    comments: [],
  },
  Go: { quotes: [DOUBLE, BACKTICK], between: [' + ', ' +\n\t'], around: ['k := ', '\n'], comments: SLASHES },
  Java: { quotes: [DOUBLE], between: [' + ', '\n  + '], around: ['String k = ', ';'], comments: SLASHES },
  Kotlin: {
    quotes: [DOUBLE, ['"""', '"""']],
    between: [' + ', ' +\n  '],
    around: ['val k = ', '\n'],
    comments: SLASHES,
  },
  'C#': {
    quotes: [DOUBLE, ['@"', '"']],
    between: [' + ', '+'],
    around: ['var k = ', ';'],
    comments: SLASHES,
  },
  C: {
    quotes: [DOUBLE, ['u8"', '"']],
    between: [' ', '\n  ', ''],
    around: ['char *k = ', ';'],
    comments: SLASHES,
  },
  Rust: {
    quotes: [DOUBLE, ['r#"', '"#']],
    between: [', ', ',\n    '],
    around: ['concat!(', ')'],
    comments: SLASHES,
  },
  shell: { quotes: [DOUBLE, SINGLE], between: ['', '\\\n'], around: ['KEY=', ' run'], comments: [] },
  YAML: { quotes: [['', '']], between: ['\\\n  '], around: ['key: "', '"\n'], comments: [] },
};

interface Split {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly isLoose: boolean;
}

function written(key: string, cuts: readonly number[], syntax: Syntax, choices: readonly number[]): Split {
  const places = [...new Set(cuts)].sort((a, b) => a - b);
  const pieces = [0, ...places].map((from, index) => key.slice(from, places[index] ?? key.length));
  let choice = 0;
  const next = <Item>(items: readonly Item[]): Item =>
    items[choices[choice++ % choices.length]! % items.length]!;
  let text = syntax.around[0];
  let start = 0;
  let end = 0;
  let isLoose = pieces.length > 1 && /join|concat|Rust/.test(nameOf(syntax));
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) {
      const comment = next([...syntax.comments, '', '']);
      isLoose ||= comment !== '';
      text += next(syntax.between) + comment;
    }
    const [open, close] = next(syntax.quotes);
    text += open;
    if (index === 0) start = text.length;
    text += piece;
    end = text.length;
    text += close;
  }
  return { text: text + syntax.around[1], start, end, isLoose };
}

function nameOf(wanted: Syntax): string {
  return Object.entries(SYNTAXES).find(([, syntax]) => syntax === wanted)?.[0] ?? '';
}

const seeds = fc.integer({ min: 0, max: 999_999 });
const choices = fc.array(fc.nat(999), { minLength: 20, maxLength: 20 });
const behind = fc.integer({ min: 4, max: 67 });
const inAnchor = fc.integer({ min: 1, max: 3 });
/** Behind the anchor, and once within it where quotes tell: what else the search sees, needles.ts says. */
function cutsOf({ quotes }: Syntax): fc.Arbitrary<number[]> {
  const late = fc.array(behind, { minLength: 1, maxLength: 4 });
  if (quotes.some(([quote]) => quote === '')) return late;
  return fc.oneof(
    late,
    fc.tuple(inAnchor, fc.array(behind, { maxLength: 3 })).map(([first, others]) => [first, ...others]),
  );
}
const lines = fc.array(
  fc.constantFrom('x = "a"', "it's", '// "', '', 'f("tt1.b", `c`)', 'y = [\'a\', "b"]'),
  { maxLength: 3 },
);

describe('a key that is split at random', () => {
  it.each(Object.keys(SYNTAXES))('is found with all that it is written in: %s', (name) => {
    const syntax = SYNTAXES[name]!;
    fc.assert(
      fc.property(seeds, cutsOf(syntax), choices, lines, lines, (seed, places, chosen, before, after) => {
        const key = keyOf(seed);
        const { text, start, end, isLoose } = written(key, places, syntax, chosen);
        const head = before.map((line) => `${line}\n`).join('');
        const whole = `${head}${text}\n${after.join('\n')}`;
        expect(detector.mayHoldKey(Buffer.from(whole))).toBe(true);
        const found = detector.detect(Buffer.from(whole)).matches.map((match) => ({
          key: match.secret.reveal(),
          confidence: match.confidence,
          via: match.via,
          start: match.start,
          end: match.end,
        }));
        expect(found).toEqual([
          {
            key,
            confidence: isLoose ? 'likely' : 'certain',
            via: ['joined'],
            start: head.length + start,
            end: head.length + end,
          },
        ]);
      }),
      { numRuns: 150, seed: 4 },
    );
  });
});
