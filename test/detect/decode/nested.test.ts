/** Keys that are encoded again and again, at every depth and alignment: found, with the steps and at their place. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOf } from '../../core/key-maker.ts';
import { shippedDetector } from '../shipped-detector.ts';
import { placeBehind } from '../text-bytes.ts';
import { COMPRESSED, ENCODINGS_OF_TEXT, type Encoder, STEPS, WHOLE_ESCAPES } from './text-encodings.ts';

const detector = shippedDetector();

interface Layer {
  readonly steps: readonly string[];
  readonly encode: Encoder;
  /** Where what encodes the character at `index` begins. */
  readonly placeOf: (text: string, index: number) => number;
}

const ALL = { ...ENCODINGS_OF_TEXT, ...COMPRESSED };
type Name = keyof typeof ALL;

function layerOf(name: Name): Layer {
  const encode = ALL[name];
  return { steps: STEPS[name], encode, placeOf: (text, index) => placeIn(name, text.slice(0, index)) };
}

function placeIn(name: Name, before: string): number {
  if (name in COMPRESSED) return 0;
  if (name === 'UTF-16 in base64') return Math.floor((before.length * 8) / 3);
  if (name.startsWith('base64')) return Math.floor((before.length * 4) / 3);
  const { length } = ALL[name](`${before}.`);
  return length - ALL[name]('.').length;
}

/** What escapes as much as it must: letters and digits stay as they are. */
const MINIMAL = {
  json: minimal('json', (text) => JSON.stringify(text).slice(1, -1)),
  percent: minimal('percent', encodeURIComponent),
  html: minimal('html', (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')),
} satisfies Record<string, Layer>;

function minimal(step: string, encode: Encoder): Layer {
  return { steps: [step], encode, placeOf: (text, index) => encode(text.slice(0, index)).length };
}

interface Nested {
  readonly text: string;
  readonly at: number;
}

function wrapped({ text, at }: Nested, layer: Layer, before: string, after: string): Nested {
  const whole = before + text + after;
  return { text: layer.encode(whole), at: layer.placeOf(whole, before.length + at) };
}

const seeds = fc.integer({ min: 0, max: 999_999 });
/** What stands around a key, or around something encoded, in a text: nothing that goes on with either. */
const around = fc.constantFrom('', ' ', '"', "k='", 'key: ', '{"a":"', ', ', '(', 'user:', 'KEY="');

/** From the inside out. */
function nestedIn(layers: readonly Layer[], seed: number, texts: readonly string[]): Nested {
  let nested: Nested = { text: keyOf(seed), at: 0 };
  for (const [index, layer] of layers.entries()) {
    nested = wrapped(nested, layer, texts[2 * index] ?? '', texts[2 * index + 1] ?? '');
  }
  return nested;
}

function expectFound({ text, at }: Nested, seed: number, layers: readonly Layer[]): void {
  const before = 'first line\nvalue = "';
  const bytes = Buffer.from(`${before}${text}"\nlast line\n`, 'latin1');
  const shown = `${layers.map(({ steps }) => steps.join('+')).join(' in ')}: ${text.slice(0, 30)}`;
  expect(detector.mayHoldKey(bytes), shown).toBe(true);
  const { matches } = detector.detect(bytes);
  expect(
    matches.map(({ secret }) => secret.reveal()),
    shown,
  ).toEqual([keyOf(seed)]);
  const { line, column } = placeBehind(before + text.slice(0, at));
  expect([matches[0]?.region.startLine, matches[0]?.region.startColumn], shown).toEqual([line, column]);
}

function stepsOf(layers: readonly Layer[]): string[] {
  return layers.toReversed().flatMap(({ steps }) => steps);
}

const NAMES = Object.keys(ALL) as Name[];
const WHOLE = Object.keys(WHOLE_ESCAPES) as Name[];

describe('a key', () => {
  it.each(NAMES.filter((name) => name !== 'zlib at its best'))(
    'in %s is found, with its steps and at its place, whatever stands around it',
    (name) => {
      fc.assert(
        fc.property(seeds, fc.array(around, { minLength: 2, maxLength: 2 }), (seed, texts) => {
          const layers = [layerOf(name)];
          const nested = nestedIn(layers, seed, texts);
          expectFound(nested, seed, layers);
          const { matches } = detector.detect(Buffer.from(`"${nested.text}"`, 'latin1'));
          expect(matches.map(({ via }) => via)).toEqual([STEPS[name]]);
        }),
        { numRuns: 40 },
      );
    },
  );

  it('in zlib at its best is found, but for one header in a few dozen, which is a word of programs too: eNod', () => {
    const layers = [layerOf('zlib at its best')];
    let found = 0;
    for (let seed = 0; seed < 200; seed++) {
      const { text } = nestedIn(layers, seed, [`{"id":${seed},"key":"`, '"}']);
      const { matches } = detector.detect(Buffer.from(`"${text}"`));
      if (matches.length === 1) found++;
      else expect(text).toMatch(/^eNod/);
    }
    expect(found).toBeGreaterThan(150);
  });

  /** Not told from the outside: pairs of which the outer one is seldom used on what is encoded already. */
  const OUTER_ALONE = new Set<Name>([
    'hex with blanks',
    'hex with colons',
    'hex as in C',
    'quoted-printable',
    'UTF-16 in base64',
  ]);
  const IN_NO_BASE64 = new Set<Name>([
    'hex with blanks',
    'hex with colons',
    'hex as in C',
    '\\U',
    'quoted-printable',
    'UTF-16 in base64',
    'zlib at its best',
  ]);
  const IN_NO_HEX = new Set<Name>(['UTF-16 in base64', 'zlib', 'zlib at its best']);

  function isTold(outer: Name, inner: Name): boolean {
    if (OUTER_ALONE.has(outer)) return false;
    if (outer.startsWith('base64')) return !IN_NO_BASE64.has(inner);
    if (outer.startsWith('hex')) return !IN_NO_HEX.has(inner);
    // Its digits compress to a table that no needle stands for.
    return !(outer === 'zlib at its best' && (inner.startsWith('hex') || inner === 'UTF-16 in base64'));
  }

  const pairs = NAMES.flatMap((outer) =>
    NAMES.filter((inner) => isTold(outer, inner)).map((inner) => [inner, outer]),
  );

  it('is found in each encoding of each encoding', () => {
    expect(pairs.length).toBeGreaterThan(250);
    for (const [inner, outer] of pairs as [Name, Name][]) {
      for (const seed of [1, 2, 3]) {
        const layers = [layerOf(inner), layerOf(outer)];
        const nested = nestedIn(layers, seed, []);
        expectFound(nested, seed, layers);
        const { matches } = detector.detect(Buffer.from(`"${nested.text}"`, 'latin1'));
        expect(matches.map(({ via }) => via)).toEqual([stepsOf(layers)]);
      }
    }
  });

  it('is found in base64 of base64 of base64, at every alignment of each', () => {
    const base64 = layerOf('base64');
    for (let shift = 0; shift < 27; shift++) {
      const texts = [shift % 3, Math.floor(shift / 3) % 3, Math.floor(shift / 9)].flatMap((count) => [
        '('.repeat(count),
        '',
      ]);
      for (let depth = 1; depth <= 3; depth++) {
        const layers = Array<Layer>(depth).fill(base64);
        expectFound(nestedIn(layers, shift, texts), shift, layers);
      }
    }
  });

  it('is found in base64 four and five times over, in all but a few of a thousand', () => {
    let found = 0;
    const base64 = layerOf('base64');
    for (let seed = 0; seed < 1000; seed++) {
      const { text } = nestedIn(Array<Layer>(4 + (seed % 2)).fill(base64), seed, ['k'.repeat(seed % 50)]);
      if (detector.detect(Buffer.from(`"${text}"`)).matches.length === 1) found++;
    }
    expect(found).toBeGreaterThan(990);
  });

  it('is found under escapes that were escaped again as far as they must be, to a depth of five', () => {
    const minimalLayers = fc.array(fc.constantFrom(...(Object.keys(MINIMAL) as (keyof typeof MINIMAL)[])), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...NAMES.filter((name) => !name.startsWith('hex ') && name !== 'quoted-printable')),
        minimalLayers,
        seeds,
        (name, names, seed) => {
          const inner = layerOf(name);
          fc.pre(inner.steps.length + names.length <= 5);
          const layers = [inner, ...names.map((step) => MINIMAL[step])];
          const nested = nestedIn(layers, seed, []);
          // Which is not sought: see above.
          fc.pre(!nested.text.startsWith('eNod'));
          expectFound(nested, seed, layers);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('is found in escapes of all characters of what is in base64 or in hex, in a text of its own', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...WHOLE),
        fc.constantFrom<Name>('base64', 'hex', 'gzip', 'percent', '\\u'),
        fc.array(around, { minLength: 4, maxLength: 4 }),
        seeds,
        (outer, inner, texts, seed) => {
          const layers = [layerOf(inner), layerOf(outer)];
          expectFound(nestedIn(layers, seed, texts), seed, layers);
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each([
    ['percent', (hex: string) => `%${hex}`],
    ['escape', (hex: string) => `\\x${hex}`],
    ['escape', (hex: string) => `\\u00${hex}`],
    ['escape', (hex: string) => `\\u{${hex}}`],
    ['html', (hex: string) => `&#x${hex};`],
    ['html', (hex: string) => `&#${Number.parseInt(hex, 16)};`],
    ['quoted-printable', (hex: string) => `=${hex.toUpperCase()}`],
  ])('of which any characters are escaped, and the others are not, is found: %s', (step, write) => {
    fc.assert(
      fc.property(seeds, fc.array(fc.boolean(), { minLength: 68, maxLength: 68 }), (seed, isEscaped) => {
        const text = [...keyOf(seed)]
          .map((character, index) =>
            isEscaped[index] ? write(character.charCodeAt(0).toString(16)) : character,
          )
          .join('');
        fc.pre(isEscaped.some(Boolean));
        const bytes = Buffer.from(`k = "${text}"`);
        expect(detector.mayHoldKey(bytes)).toBe(true);
        expect(detector.detect(bytes).matches.map(({ secret, via }) => [secret.reveal(), via])).toEqual([
          [keyOf(seed), [step]],
        ]);
      }),
      { numRuns: 100 },
    );
  });

  it('deeper than five steps is not sought', () => {
    const percent = MINIMAL.percent;
    const layers = [layerOf('percent'), percent, percent, percent, percent];
    const { text } = nestedIn(layers, 1, []);
    expect(detector.detect(Buffer.from(text)).matches.length).toBe(1);
    expect(detector.detect(Buffer.from(encodeURIComponent(text))).matches).toEqual([]);
  });
});

describe('the prefilter', () => {
  it('fires on whatever is found in random mixtures of what decoders read', () => {
    const piece = fc.oneof(
      fc.tuple(seeds, fc.constantFrom(...NAMES)).map(([seed, name]) => ALL[name](keyOf(seed))),
      fc.constantFrom(
        'tt1.',
        '%74',
        '\\x74\\',
        'dHQx',
        'H4sI',
        'eJw',
        '\\u00',
        '&#11',
        '=\n',
        '74 74',
        '\\\\',
      ),
      fc.string({ maxLength: 12 }),
    );
    let found = 0;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 5 }), (pieces) => {
        const bytes = Buffer.from(pieces.join(''), 'latin1');
        if (detector.detect(bytes).matches.length === 0) return;
        found++;
        expect(detector.mayHoldKey(bytes)).toBe(true);
      }),
      { numRuns: 300 },
    );
    expect(found).toBeGreaterThan(100);
  });
});
