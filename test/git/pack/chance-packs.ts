/**
 * Versions of contents full of hits that a strict check judges: deltas that leave out, double, move and put in between,
 * aimed at the bytes that hits are judged by.
 */
import { applied, type Instruction, type PackEntry } from './pack-builder.ts';
import { Seeded } from './seeded.ts';
import { holdsStrictKey, REACHES, type Reach, STRICT_SEARCH } from './strict-check.ts';

export const CHANCE_SHAPES = ['few hits', 'long chain', 'crowded', 'nearly crowded', 'large'] as const;
export type ChanceShape = (typeof CHANCE_SHAPES)[number];

/** The slow ones seldom. */
export function chanceShapeOf(number: number): ChanceShape {
  if (number % 8 === 5) return 'crowded';
  if (number % 8 === 3) return 'nearly crowded';
  if (number % 16 === 9) return 'large';
  return number % 2 === 0 ? 'few hits' : 'long chain';
}

/** As many as are kept track of: MAX_CHANCES. */
const MANY_HITS = 256;
/** Hits farther apart count one by one. */
const APART_BYTES = 17;
/** Versions must not grow without bounds. */
const MAX_BYTES = 40_000;

export function chanceEntries(number: number): PackEntry[] {
  const random = new Seeded(number);
  const shape = chanceShapeOf(number);
  const known: Buffer[] = [];
  /** Places of those without a key: where the base has one, what its versions lack is not seen. */
  const clean: number[] = [];
  const entries: PackEntry[] = [];
  const add = (content: Buffer, entry: PackEntry) => {
    if (content.length === 0 || content.length > MAX_BYTES || known.some((one) => one.equals(content)))
      return;
    if (!holdsStrictKey(content)) clean.push(known.length);
    known.push(content);
    entries.push(entry);
  };
  const count = shape === 'long chain' ? 40 : 12;
  for (let at = 0; at < count; at++) {
    if (known.length === 0 || (shape !== 'long chain' && random.oneIn(8))) {
      const content = rootOf(shape, random);
      add(content, { type: 'blob', content });
      continue;
    }
    const isAny = clean.length === 0 || random.oneIn(4);
    const ofClean = shape === 'long chain' ? clean[clean.length - 1]! : random.pick(clean);
    const base = isAny ? random.below(known.length) : ofClean;
    // Without its end, where that has all the keys.
    const part = random.oneIn(4) ? beforeSomeHit(known[base]!, random) : known[base]!;
    const instructions = edited(part, random);
    // Twice as many hits as there may be room for.
    if (shape === 'nearly crowded' && random.oneIn(2))
      instructions.unshift({ copy: 0, size: known[base]!.length });
    add(applied(known[base]!, instructions), { base, instructions });
  }
  return entries;
}

function rootOf(shape: ChanceShape, random: Seeded): Buffer {
  const words = random.list(random.between(1, random.pick([3, 8, 20])), () => wordOf(random));
  const many = (count: number) =>
    random.list(count, () => `#a#${random.word(random.between(APART_BYTES, APART_BYTES + 3))}`);
  // Mostly with some words behind.
  if (shape === 'crowded') words.splice(random.below(Math.ceil(words.length / 2)), 0, ...many(MANY_HITS + 1));
  // With those of the words, just as many as there is room for, more, or fewer.
  if (shape === 'nearly crowded')
    words.splice(random.below(words.length), 0, ...many(random.between(MANY_HITS - 20, MANY_HITS)));
  if (shape === 'large') words.splice(random.below(words.length), 0, random.word(9000));
  return Buffer.from(words.join(''), 'latin1');
}

/** Hits, halves of them, and what may stand between them. */
function wordOf(random: Seeded): string {
  const needle = Buffer.from(random.pick(STRICT_SEARCH.needles).bytes).toString('latin1');
  switch (random.below(9)) {
    case 0:
      return random.word(random.between(1, 60));
    case 1:
      return needle.slice(0, random.between(1, needle.length - 1));
    case 2:
      return needle.slice(random.between(1, needle.length - 1));
    case 3:
      return '~'.repeat(random.between(1, 12));
    case 4:
      return ` ${Buffer.from(random.word(random.between(20, 40))).toString('base64')} `;
    case 5:
      return ' '.repeat(random.between(1, 20));
    default:
      return needle;
  }
}

function edited(base: Buffer, random: Seeded): Instruction[] {
  const cuts = cutsIn(base, random);
  const isCalm = random.oneIn(2);
  const made: Instruction[] = [];
  for (let at = 0; at + 1 < cuts.length; at++) {
    const copy = { copy: cuts[at]!, size: cuts[at + 1]! - cuts[at]! };
    const isLeftOut = random.oneIn(isCalm ? 12 : 5);
    if (!isLeftOut) made.push(copy);
    if (!isLeftOut && random.oneIn(12)) made.push({ ...copy });
    const rest = isLeftOut || random.oneIn(2) ? undefined : restOfNeedle(base, cuts[at + 1]!);
    if (rest !== undefined) made.push({ insert: rest });
    if (random.oneIn(isCalm ? 8 : 4)) made.push({ insert: insertOf(random) });
  }
  return upset(made, base, random);
}

/** Cut short, doubled, or in another order. */
function upset(made: Instruction[], base: Buffer, random: Seeded): Instruction[] {
  if (random.oneIn(6)) made.unshift({ insert: insertOf(random) });
  if (random.oneIn(8)) made.splice(random.below(made.length));
  const whole = { copy: 0, size: base.length };
  if (random.oneIn(8)) random.oneIn(2) ? made.push(whole) : made.unshift(whole);
  return random.oneIn(8) ? random.shuffled(made) : made;
}

/** Of one that is cut there. */
function restOfNeedle(base: Buffer, cut: number): Buffer | undefined {
  for (const { bytes } of STRICT_SEARCH.needles) {
    for (let before = 1; before < bytes.length; before++)
      if (base.subarray(cut - before, cut).equals(bytes.subarray(0, before)))
        return Buffer.from(bytes.subarray(before));
  }
  return undefined;
}

/** Mostly no hit by itself: another one would have all of the object searched. */
function insertOf(random: Seeded): Buffer {
  const text = random.oneIn(3) ? wordOf(random) : random.word(random.between(1, 40));
  return Buffer.from(random.oneIn(2) ? text : text.slice(0, random.between(1, text.length)), 'latin1');
}

/** In ascending order, each once; mostly where a hit begins or ends, or what it is judged by, or a byte beside that. */
function cutsIn(base: Buffer, random: Seeded): number[] {
  const hits = tellingHits(base);
  const aimed = () => {
    if (hits.length === 0 || random.oneIn(8)) return random.below(base.length);
    const hit = random.pick(hits);
    const reach = reachAt(base, hit);
    const edges = reach ? [0, 3, 4, -reach.before, reach.behind] : [0, -1, 1, 31, 32];
    return hit + random.pick(edges) + random.between(-1, 1);
  };
  const cuts = new Set([0, base.length]);
  for (const cut of random.list(random.between(1, 8), aimed)) {
    if (cut > 0 && cut < base.length) cuts.add(cut);
  }
  return [...cuts].sort((one, other) => one - other);
}

function beforeSomeHit(content: Buffer, random: Seeded): Buffer {
  const hits = tellingHits(content).filter((hit) => hit > 0);
  return hits.length > 0 ? content.subarray(0, random.pick(hits)) : content;
}

/** Those that may be keys, if there are any. */
function tellingHits(content: Buffer): number[] {
  const hits = STRICT_SEARCH.hits(content);
  const telling = hits.filter((hit) => reachAt(content, hit)?.oneIn !== 0);
  return telling.length > 0 ? telling : hits;
}

/** None for a run. */
function reachAt(content: Buffer, hit: number): Reach | undefined {
  return REACHES[String.fromCharCode(content[hit]!)];
}
