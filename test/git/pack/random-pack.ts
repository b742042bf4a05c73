/**
 * Packs that git would read but not write: deltas made at random, of every form that the format has, and aimed at
 * needles. A plan knows no offsets, only parts of what is there: whatever is taken out of it, the rest is valid.
 */
import { createHash } from 'node:crypto';
import type { Needle } from '../../../src/core/needle-search.ts';
import { PREFILTER, WHOLE_KEYS } from './needle-sets.ts';
import {
  applied,
  type DeltaEntry,
  deltaBytes,
  type Instruction,
  type ObjectKind,
  type PackEntry,
} from './pack-builder.ts';
import { needlesOf } from './search-built.ts';
import { Seeded } from './seeded.ts';

export const PACK_SHAPES = [
  'few entries',
  'long chain',
  'many children',
  'bases behind their deltas',
  'trees, commits and tags',
  'many needles in a base',
  'copies of 64 KiB',
  'more small entries than are logged at once',
  'more bases than are held at once',
  'pieces for several threads',
  'copies from beyond 16 MiB',
] as const;
export type PackShape = (typeof PACK_SHAPES)[number];

/** The slow ones seldom. */
export function shapeOf(number: number): PackShape {
  if (number % 400 === 7) return 'copies from beyond 16 MiB';
  if (number % 40 === 17) return 'more small entries than are logged at once';
  if (number % 40 === 27) return 'more bases than are held at once';
  if (number % 40 === 37) return 'pieces for several threads';
  return PACK_SHAPES[number % 7]!;
}

interface Root {
  readonly type: ObjectKind;
  readonly content: Buffer;
}

type Step =
  | { readonly at: number; readonly size: number; readonly isWordy: boolean }
  | { readonly byteAt: number }
  | { readonly inserted: Buffer }
  /** What the copy before it left out. */
  | { readonly goesOn: number }
  /** The first bytes of a needle and then its others, from the base where that has them. */
  | { readonly needle: Buffer; readonly cut: number; readonly isNear: boolean; readonly inserts: number }
  /** The piece around a needle of the base, cut into it or not. */
  | { readonly around: Buffer; readonly less: number; readonly more: number };

interface Delta {
  /** A part of the entries before it; `undefined`: the last one. */
  readonly base: number | undefined;
  readonly steps: readonly Step[];
  readonly isById: boolean;
  readonly isPadded: boolean;
}

export type PackPart = Root | Delta;

export interface PackPlan {
  readonly number: number;
  readonly shape: PackShape;
  readonly hash: 'sha1' | 'sha256';
  readonly needles: readonly Needle[];
  readonly parts: readonly PackPart[];
}

const NEEDLE_SETS: readonly (readonly Needle[])[] = [
  PREFILTER.needles,
  WHOLE_KEYS.needles,
  needlesOf('needle', 'le.nd', 'n\0e\0e\0d'),
  // These overlap themselves and each other.
  needlesOf('aaa', 'aab', 'q', 'a\0a'),
  // Wide ones alone: nothing else brings their objects to a closer look.
  needlesOf('n\0e\0e\0d', 'w\0i\0d\0e'),
  [...PREFILTER.needles, ...WHOLE_KEYS.needles],
];

export function packPlan(number: number): PackPlan {
  const random = new Seeded(number);
  const shape = shapeOf(number);
  const needles = NEEDLE_SETS[Math.floor(number / 7) % NEEDLE_SETS.length]!;
  const parts = partsOf(shape, new PartMaker(random, needles));
  return { number, shape, hash: number % 4 === 3 ? 'sha256' : 'sha1', needles, parts };
}

function partsOf(shape: PackShape, maker: PartMaker): PackPart[] {
  const { random } = maker;
  switch (shape) {
    case 'few entries':
      return [
        maker.root(),
        ...random.list(random.between(1, 24), () => (random.oneIn(5) ? maker.root() : maker.delta())),
      ];
    case 'long chain':
      return [maker.root(), ...random.list(random.between(50, 300), () => maker.delta({ isNext: true }))];
    case 'many children':
      return [
        maker.root(),
        ...random.list(random.between(30, 90), () => maker.delta({ isNext: random.oneIn(6) })),
      ];
    case 'bases behind their deltas':
      return [
        maker.root(),
        ...random.list(random.between(5, 40), () => ({ ...maker.delta(), isById: true })),
      ];
    case 'trees, commits and tags':
      return random.list(random.between(4, 30), (at) => {
        if (at > 0 && random.oneIn(2)) return maker.delta({ isNext: random.oneIn(3) });
        return maker.root({ type: random.pick(['tree', 'tree', 'commit', 'tag', 'blob']), wholeIn: 8 });
      });
    case 'many needles in a base':
      return [
        maker.root({ words: 900, wholeIn: 2 }),
        ...random.list(random.between(4, 30), () => maker.delta()),
      ];
    case 'copies of 64 KiB':
      return [
        maker.root({ filler: 150_000 }),
        ...random.list(random.between(3, 14), () =>
          random.oneIn(4) ? maker.root({ filler: 12_000 }) : maker.delta({ isLarge: true }),
        ),
      ];
    case 'more small entries than are logged at once':
      return random.list(4000, (at) =>
        at < 4 || random.oneIn(3)
          ? maker.root({ words: 5, wholeIn: 60, filler: at % 7 })
          : maker.delta({ steps: 2 }),
      );
    case 'more bases than are held at once': {
      // A chain alone lets go of every base but the last. Few needles: one must not stand for another.
      const isChain = random.oneIn(2);
      return [
        maker.root({ words: isChain ? 0 : 8, filler: random.between(700_000, 1_600_000) }),
        ...random.list(12, () =>
          maker.delta({ isNext: isChain || !random.oneIn(3), isLarge: true, steps: isChain ? 1 : 9 }),
        ),
      ];
    }
    case 'pieces for several threads':
      return random.list(40, (at) =>
        at % 4 === 0 ? maker.root({ filler: 200_000, isNoise: true }) : maker.delta({ isLarge: true }),
      );
    case 'copies from beyond 16 MiB':
      return [
        maker.root({ words: 20, filler: FAR_BYTES + 0x10000 }),
        ...random.list(8, () => ({ ...maker.delta(), base: 0, isById: false })),
      ];
    default:
      return shape satisfies never;
  }
}

/** Offsets from here on take four bytes. */
const FAR_BYTES = 0x1000000;

class PartMaker {
  readonly random: Seeded;
  readonly #needles: readonly Buffer[];

  constructor(random: Seeded, needles: readonly Needle[]) {
    this.random = random;
    this.#needles = needles.map(({ bytes }) => Buffer.from(bytes));
  }

  root({
    type = 'blob',
    words = this.random.below(20),
    wholeIn = 16,
    filler = 0,
    isNoise = false,
  }: {
    type?: ObjectKind;
    words?: number;
    wholeIn?: number;
    filler?: number;
    isNoise?: boolean;
  } = {}): Root {
    const { random } = this;
    const pieces = random.list(words, () => this.#word(wholeIn));
    if (filler > 0) {
      const one = isNoise ? random.bytes(4096) : Buffer.from(random.word(64), 'latin1');
      // Before all words, where it is to be seen how far copies reach.
      const place = filler > FAR_BYTES ? 0 : random.below(pieces.length + 1);
      pieces.splice(place, 0, Buffer.alloc(filler + random.below(64), one));
    }
    return { type, content: Buffer.concat(pieces) };
  }

  delta({
    isNext,
    isLarge = false,
    steps = 9,
  }: {
    isNext?: boolean;
    isLarge?: boolean;
    steps?: number;
  } = {}): Delta {
    const { random } = this;
    const made = random.list(random.between(1, steps), () => this.#step(isLarge));
    return {
      base: (isNext ?? random.oneIn(2)) ? undefined : random.part(),
      // Nearly all of the base, in another place than before.
      steps: isLarge
        ? [{ inserted: this.#word(3) }, { at: 0, size: 0.999, isWordy: random.oneIn(3) }, ...made]
        : made,
      isById: random.oneIn(3),
      isPadded: random.oneIn(6),
    };
  }

  #step(isLarge: boolean): Step {
    const { random } = this;
    const needle = random.pick(this.#needles);
    switch (random.below(8)) {
      case 0:
      case 1:
        return {
          at: random.part(),
          size: isLarge ? random.part() / 20 : random.part(),
          isWordy: random.oneIn(4),
        };
      case 2:
        return { byteAt: random.part() };
      case 3:
        return { goesOn: random.between(1, 12) };
      case 4:
        return { inserted: this.#inserted(isLarge) };
      case 5:
        return { around: needle, less: random.between(-3, 3), more: random.between(-3, 3) };
      default:
        return {
          needle,
          cut: random.below(needle.length + 1),
          isNear: random.oneIn(3),
          inserts: random.below(8),
        };
    }
  }

  /** One that is searched together with others, or one that is too large for that. */
  #inserted(isLarge: boolean): Buffer {
    const { random } = this;
    if (isLarge && random.oneIn(2))
      return Buffer.concat([Buffer.alloc(9000, random.word(50)), this.#word(3)]);
    return random.oneIn(12) ? Buffer.concat([random.bytes(200), this.#word(8)]) : this.#word(16);
  }

  /** Mostly a part of a needle: what makes one whole, and what all but does. */
  #word(wholeIn: number): Buffer {
    const { random } = this;
    if (random.oneIn(3)) return Buffer.from(random.word(random.between(1, 20)), 'latin1');
    const needle = random.pick(this.#needles);
    if (random.oneIn(wholeIn)) return needle;
    const from = random.oneIn(2) ? 0 : random.below(needle.length);
    return needle.subarray(
      from,
      Math.min(needle.length - (from === 0 ? 1 : 0), from + random.between(1, needle.length)),
    );
  }
}

/** The entries of a plan. Each content once: no index lists an object twice. */
export function packEntries({
  parts,
  shape,
  hash,
  number,
}: Pick<PackPlan, 'parts' | 'shape' | 'hash' | 'number'>): PackEntry[] {
  const entries: PackEntry[] = [];
  const known: { type: ObjectKind; content: Buffer }[] = [];
  const seen = new Set<string>();
  const add = (entry: PackEntry, object: { type: ObjectKind; content: Buffer }) => {
    const name = createHash(hash)
      .update(`${object.type} ${object.content.length}\0`)
      .update(object.content)
      .digest('hex');
    if (seen.has(name)) return;
    seen.add(name);
    entries.push(entry);
    known.push(object);
  };
  for (const part of parts) {
    if ('type' in part) add(part, part);
    else if (entries.length > 0) {
      const base = part.base === undefined ? entries.length - 1 : Math.floor(part.base * entries.length);
      const { type, content } = known[base]!;
      const entry = deltaOf(part, base, content);
      if (entry) add(entry, { type, content: applied(content, entry.instructions) });
    }
  }
  return shape === 'bases behind their deltas' ? mixed(entries, new Seeded(number)) : entries;
}

/** git takes no delta of fewer bytes. */
const LEAST_DELTA_BYTES = 4;
const MAX_SMALL_BYTES = 20_000;

function deltaOf({ steps, isById, isPadded }: Delta, base: number, content: Buffer): DeltaEntry | undefined {
  const instructions = instructionsOf(steps, content);
  const size = instructions.reduce((sum, one) => sum + ('insert' in one ? one.insert.length : one.size), 0);
  // An empty object as a delta is one that `index-pack` rebuilds and `cat-file` does not.
  if (size === 0) return undefined;
  // Chains must not grow without bounds.
  if (size > Math.max(MAX_SMALL_BYTES, 1.2 * content.length)) return undefined;
  const entry = { base, instructions, isById, isPadded };
  if (deltaBytes(entry, content).length >= LEAST_DELTA_BYTES) return entry;
  const longer = { ...entry, isPadded: true };
  return deltaBytes(longer, content).length >= LEAST_DELTA_BYTES ? longer : undefined;
}

const NONE = -1;
const ZERO_SIZE = 0x10000;
const MAX_COPY = 0xffffff;

interface Writing {
  readonly copy: (from: number, end: number) => void;
  readonly insert: (bytes: Buffer) => void;
}

function instructionsOf(steps: readonly Step[], base: Buffer): Instruction[] {
  const made: Instruction[] = [];
  let end = 0;
  const copy = (from: number, to: number, isWordy = false) => {
    const first = Math.max(0, from);
    end = Math.min(base.length, to);
    if (end > first) made.push({ copy: first, size: end - first, isWordy });
  };
  const insert = (bytes: Buffer) => {
    if (bytes.length > 0) made.push({ insert: bytes });
  };
  for (const step of steps) {
    if ('inserted' in step) insert(step.inserted);
    else if ('byteAt' in step)
      copy(Math.floor(step.byteAt * base.length), Math.floor(step.byteAt * base.length) + 1);
    else if ('goesOn' in step) copy(end, end + step.goesOn);
    else if ('around' in step) {
      const at = base.indexOf(step.around);
      if (at !== -1) copy(at - step.less, at + step.around.length + step.more);
    } else if ('needle' in step) joined(step, base, { copy, insert });
    else {
      const from = Math.floor(step.at * base.length);
      const size = Math.min(MAX_COPY, 1 + Math.floor(step.size * base.length));
      // Often the size that is written as 0.
      copy(from, from + (size > ZERO_SIZE && step.size < 0.99 ? ZERO_SIZE : size), step.isWordy);
    }
  }
  return made;
}

/** Bits of `inserts`: which part of the two is cut again, and whether copies take more than the part along. */
function joined(
  { needle, cut, isNear, inserts }: Extract<Step, { needle: Buffer }>,
  base: Buffer,
  { copy, insert }: Writing,
): void {
  const changed = isNear ? inserts % 2 : NONE;
  const more = inserts < 4 ? 5 : 0;
  const left = changed === 0 ? almost(needle.subarray(0, cut)) : needle.subarray(0, cut);
  const right = changed === 1 ? almost(needle.subarray(cut)) : needle.subarray(cut);
  const leftAt = left.length > 0 ? base.lastIndexOf(left) : NONE;
  if (leftAt === NONE) insertIn(left, inserts % 2 === 1, insert);
  else copy(leftAt - more, leftAt + left.length);
  const rightAt = right.length > 0 ? base.indexOf(right) : NONE;
  if (rightAt === NONE) insertIn(right, inserts % 4 > 1, insert);
  else copy(rightAt, rightAt + right.length + more);
}

function insertIn(bytes: Buffer, isCut: boolean, insert: Writing['insert']): void {
  const middle = isCut ? Math.ceil(bytes.length / 2) : bytes.length;
  insert(bytes.subarray(0, middle));
  insert(bytes.subarray(middle));
}

function almost(bytes: Buffer): Buffer {
  if (bytes.length === 0) return bytes;
  const changed = Buffer.from(bytes);
  changed[changed.length >> 1]! ^= 1;
  return changed;
}

/** In any order: deltas that name their bases by id can stand before them. */
function mixed(entries: readonly PackEntry[], random: Seeded): PackEntry[] {
  const order = random.shuffled(entries.map((_, place) => place));
  const places = new Map(order.map((place, now) => [place, now]));
  return order.map((place) => {
    const entry = entries[place]!;
    return 'base' in entry ? { ...entry, base: places.get(entry.base)! } : entry;
  });
}
