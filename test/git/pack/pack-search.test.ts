import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../scratch-repository.ts';
import { buildPack, type Instruction, type PackEntry } from './pack-builder.ts';
import { needlesOf, plainSearch, searchBuilt } from './search-built.ts';

const NEEDLES = needlesOf('needle', 'le.nd', 'n\0e\0e\0d');

function blob(text: string): PackEntry {
  return { type: 'blob', content: Buffer.from(text, 'latin1') };
}

function copy(from: number, size: number): Instruction {
  return { copy: from, size };
}

function insert(text: string): Instruction {
  return { insert: Buffer.from(text, 'latin1') };
}

/** Which of the entries hold a needle, by number. */
function hitsIn(entries: readonly PackEntry[], needles = NEEDLES): number[] {
  const built = buildPack(entries);
  const { hitIds, unreadIds, objects } = searchBuilt(built, needles);
  expect(unreadIds).toEqual([]);
  expect(objects).toBe(entries.length);
  expect(hitIds).toEqual(plainSearch(built, needles));
  return built.objects.flatMap(({ id }, number) => (hitIds.includes(id) ? [number] : []));
}

/** The delta as a leaf, which is not rebuilt, and with a child, which is. */
function deltaHits(base: string, instructions: readonly Instruction[], needles = NEEDLES): boolean {
  const leaf = hitsIn([blob(base), { base: 0, instructions }], needles).includes(1);
  const parent = [blob(base), { base: 0, instructions }, { base: 1, instructions: [insert('-')] }];
  expect(hitsIn(parent, needles).includes(1)).toBe(leaf);
  return leaf;
}

// Each of these fails when the rule in its title is taken out of DeltaSearch or PackSearch.
describe('a delta hits where its object does', () => {
  it('within an insert: the inflated delta is searched', () => {
    expect(deltaHits('base', [copy(0, 4), insert('a needle')])).toBe(true);
    expect(deltaHits('base', [copy(0, 4), insert('a noodle')])).toBe(false);
  });

  it('across copy and insert, wherever it is cut', () => {
    for (let cut = 1; cut < 6; cut++) {
      const base = `base ${'needle'.slice(0, cut)}`;
      expect(deltaHits(base, [copy(0, base.length), insert(`${'needle'.slice(cut)} rest`)])).toBe(true);
    }
  });

  it('across insert and copy, wherever it is cut', () => {
    for (let cut = 1; cut < 6; cut++) {
      const base = `${'needle'.slice(cut)} base`;
      expect(deltaHits(base, [insert(`rest ${'needle'.slice(0, cut)}`), copy(0, base.length)])).toBe(true);
    }
  });

  it('across two inserts: an instruction stands between them in the delta', () => {
    const instructions = [insert(`${'x'.repeat(124)}nee`), insert('dle'), copy(0, 4)];
    expect(deltaHits('base', instructions)).toBe(true);
    expect(deltaHits('base', [insert(`${'x'.repeat(124)}needle`.slice(0, 127)), insert('dle')])).toBe(true);
  });

  it('across two copies that do not continue each other', () => {
    expect(deltaHits('dle nee', [copy(4, 3), copy(0, 3)])).toBe(true);
    expect(deltaHits('dle nee', [copy(0, 3), copy(4, 3)])).toBe(false);
  });

  it('across an insert and a copy that begins where the copy before the insert ended', () => {
    expect(deltaHits('neele', [copy(0, 3), insert('d'), copy(3, 2)])).toBe(true);
  });

  it('across a copy and an insert that stands in memory right behind it', () => {
    // No seam is spared because two addresses happen to meet.
    expect(deltaHits('nee', [copy(0, 3), insert('dle')])).toBe(true);
  });

  it('across three and more pieces that are shorter than the needle', () => {
    expect(deltaHits('xeey', [insert('n'), copy(1, 2), insert('dle')])).toBe(true);
    const letters = [...'needle'].map((letter) => insert(letter));
    expect(deltaHits('base', letters)).toBe(true);
    expect(
      deltaHits(
        'nedl',
        [...'needle'].map((letter) => copy('nedl'.indexOf(letter), 1)),
      ),
    ).toBe(true);
  });

  it('with a needle of the base that a copy takes along whole', () => {
    expect(deltaHits('a needle b', [insert('x'), copy(1, 8)])).toBe(true);
    expect(deltaHits('a needle b', [copy(2, 6)])).toBe(true);
  });

  it('not with a needle of the base that no copy takes along whole', () => {
    expect(deltaHits('a needle b', [copy(0, 7), insert('x')])).toBe(false);
    expect(deltaHits('a needle b', [copy(3, 7)])).toBe(false);
    expect(deltaHits('a needle b', [insert('all new')])).toBe(false);
  });

  it('with a needle of the base that two copies take along, each in part', () => {
    expect(deltaHits('a needle bc', [copy(0, 5), copy(5, 5)])).toBe(true);
    expect(deltaHits('a needle b', [copy(0, 5), insert('-'), copy(5, 5)])).toBe(false);
    const large = `${'x'.repeat(0x10000 - 3)}needle, and more`;
    expect(deltaHits(large, [copy(0, 0x10000), copy(0x10000, 3)])).toBe(true);
  });

  it('not because it begins where the delta before it ended', () => {
    const halves: PackEntry[] = [[copy(0, 5)], [copy(5, 5)]].map((instructions) => ({
      base: 0,
      instructions,
    }));
    expect(hitsIn([blob('a needle b'), ...halves])).toEqual([0]);
    expect(hitsIn([blob('a needle b'), ...halves.reverse()])).toEqual([0]);
  });

  it('with a needle that a copy makes whole again', () => {
    expect(deltaHits('neeXdle', [copy(0, 3), copy(4, 3)])).toBe(true);
  });

  it('with wide needles, in inserts and across seams, but never in trees', () => {
    const wide = 'n\0e\0e\0d';
    for (let cut = 1; cut < wide.length; cut++) {
      const base = `base\0${wide.slice(0, cut)}`;
      expect(deltaHits(base, [copy(0, base.length), insert(wide.slice(cut))])).toBe(true);
    }
    expect(deltaHits('base', [insert(wide)])).toBe(true);
    const tree = { type: 'tree', content: Buffer.from(wide, 'latin1') } as const;
    expect(hitsIn([tree, { base: 0, instructions: [insert('x'), copy(0, 7)] }])).toEqual([]);
    expect(hitsIn([{ ...tree, content: Buffer.from('a needle') }])).toEqual([0]);
  });

  it('with more needles in the base than are kept track of', () => {
    const base = 'needle '.repeat(500);
    expect(deltaHits(base, [copy(base.length - 7, 7)])).toBe(true);
    expect(deltaHits(base, [copy(3, 6)])).toBe(false);
    expect(deltaHits(base, [insert('nothing')])).toBe(false);
  });

  it('in grandchildren, of what their parents inherited or made', () => {
    const entries: PackEntry[] = [
      blob('a needle b'),
      { base: 0, instructions: [insert('x'), copy(0, 10)] },
      { base: 1, instructions: [copy(0, 11), insert('y')] },
      { base: 1, instructions: [copy(0, 7)] },
      { base: 2, instructions: [copy(3, 6)] },
      { base: 3, instructions: [copy(0, 7), insert('le')] },
    ];
    expect(hitsIn(entries)).toEqual([0, 1, 2, 4, 5]);
  });
});

describe('the search of a pack', () => {
  const word = fc.constantFrom(
    'needle',
    'need',
    'dle',
    'n',
    'e',
    'le.nd',
    'le.',
    'n\0e\0',
    'e\0d',
    'xyz',
    '\n',
  );
  const text = fc.array(word, { maxLength: 14 }).map((words) => words.join(''));
  /** Fractions of the base's size, so that shrinking keeps them valid. */
  const step = fc.oneof(
    fc.record({ at: fc.nat(1000), size: fc.nat(1000) }),
    word.map((inserted) => ({ inserted })),
    // What is cut off by the last copy follows it again, as in a contiguous one.
    fc.constant({ goesOn: true }),
  );
  const entry = fc.oneof(
    { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('blob', 'tree', 'commit', 'tag'), text }) },
    {
      weight: 4,
      arbitrary: fc.record({
        base: fc.nat(1000),
        steps: fc.array(step, { minLength: 1, maxLength: 9 }),
        isById: fc.boolean(),
      }),
    },
  );

  type Step = { at: number; size: number } | { inserted: string } | { goesOn: boolean };

  function entriesFrom(
    plan: readonly ({ type: string; text: string } | { base: number; steps: Step[]; isById: boolean })[],
  ): PackEntry[] {
    const entries: PackEntry[] = [];
    const sizes: number[] = [];
    for (const one of plan) {
      if ('text' in one || entries.length === 0) {
        const content = 'text' in one ? Buffer.from(one.text, 'latin1') : Buffer.from('needle base le.nd');
        entries.push({ type: 'type' in one ? (one.type as 'blob') : 'blob', content });
        sizes.push(content.length);
        continue;
      }
      // Half of the bases are the last entry: long chains.
      const base = one.base % 2 === 0 ? entries.length - 1 : one.base % entries.length;
      const instructions = instructionsFrom(one.steps, sizes[base]!);
      entries.push({ base, instructions, isById: one.isById });
      sizes.push(
        instructions.reduce((sum, piece) => sum + ('insert' in piece ? piece.insert.length : piece.size), 0),
      );
    }
    return entries;
  }

  function instructionsFrom(steps: readonly Step[], baseSize: number): Instruction[] {
    const instructions: Instruction[] = [];
    let end = 0;
    for (const one of steps) {
      if ('inserted' in one) instructions.push(insert(one.inserted));
      else {
        const from = 'at' in one ? Math.floor((one.at * baseSize) / 1001) : end;
        const size = Math.min(
          baseSize - from,
          'at' in one ? 1 + Math.floor((one.size * baseSize) / 1001) : 5,
        );
        if (size <= 0) continue;
        instructions.push(copy(from, size));
        end = from + size;
      }
    }
    return instructions;
  }

  it('finds the same objects as a plain search of all of them', () => {
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 24 }), (plan) => {
        const built = buildPack(entriesFrom(plan));
        // The same content twice is one object, which no index lists twice.
        fc.pre(new Set(built.objects.map(({ id }) => id)).size === built.objects.length);
        const { hitIds, unreadIds, objects, bytes } = searchBuilt(built, NEEDLES);
        expect(hitIds).toEqual(plainSearch(built, NEEDLES));
        expect(unreadIds).toEqual([]);
        expect(objects).toBe(built.objects.length);
        expect(bytes).toBe(built.objects.reduce((sum, { content }) => sum + content.length, 0));
      }),
      { numRuns: 1500 },
    );
  });

  it('follows chains of ten thousand deltas, and holds few of their objects at once', () => {
    const filler = 'filler '.repeat(3000);
    const entries: PackEntry[] = [blob(`${filler}needle`)];
    for (let number = 1; number <= 10_000; number++) {
      const size = filler.length + (number > 5000 ? 3 : 6);
      entries.push({
        base: number - 1,
        instructions: [copy(0, size), ...(number === 8000 ? [insert('dle')] : [])],
      });
    }
    // Equal contents have equal ids: make each different.
    const distinct = entries.map((one, number) =>
      'base' in one ? { ...one, instructions: [...one.instructions, insert(` ${number}`)] } : one,
    );
    const built = buildPack(distinct);
    const { hitIds, unreadIds } = searchBuilt(built, NEEDLES);
    expect(unreadIds).toEqual([]);
    expect(hitIds).toEqual(plainSearch(built, NEEDLES));
  });

  it('clears the memory of bases that are done, and of no others', () => {
    const large = 'x'.repeat(1_500_000);
    const size = large.length + 1;
    const next = (base: number, text: string): PackEntry => ({
      base,
      instructions: [copy(0, size), insert(text)],
    });
    // Two branches below the first: its content is needed again after the shorter one.
    const branches = [blob(`n${large}`), next(0, 'a'), next(1, 'b'), next(2, 'needle'), next(3, 'c')];
    for (let number = 5; number < 12; number++)
      branches.push(next(number === 5 ? 0 : number - 1, `d${number}`));
    branches.push(next(11, 'needle!'));
    expect(hitsIn(branches)).toEqual([3, 12]);
  });

  it('reads a pack in blocks, entries larger than a block too', () => {
    const directory = temporaryDirectory();
    const noise = (seed: number, size: number) =>
      Buffer.from(
        Uint32Array.from({ length: size / 4 }, (_, at) => Math.imul(at + seed, 2654435761) ^ (at * seed))
          .buffer,
      );
    const entries: PackEntry[] = [];
    for (let number = 0; number < 60; number++) {
      const content = Buffer.concat([
        noise(number, number % 7 === 0 ? 120_000 : 8000),
        Buffer.from(number % 5 === 0 ? 'needle' : ''),
      ]);
      entries.push({ type: 'blob', content });
      entries.push({ base: 2 * number, instructions: [copy(10, 4000), insert(`${number}`)] });
    }
    const built = buildPack(entries);
    expect(built.pack.length).toBeGreaterThan(1_000_000);
    const path = join(directory, 'pack');
    writeFileSync(path, built.pack);
    const fd = openSync(path, 'r');
    try {
      expect(searchBuilt(built, NEEDLES, { fd })).toEqual(searchBuilt(built, NEEDLES));
      expect(searchBuilt(built, NEEDLES, { fd }).hitIds).toEqual(plainSearch(built, NEEDLES));
    } finally {
      closeSync(fd);
    }
  });
});

describe('a hostile pack', () => {
  const base = blob('a base of some length');
  const delta: PackEntry = { base: 0, instructions: [copy(0, 21), insert('needle')] };
  const child: PackEntry = { base: 1, instructions: [copy(0, 27), insert('!')] };

  function unread(
    lie: Parameters<typeof buildPack>[1] & object,
    entries: readonly PackEntry[] = [base, delta, child, blob('needle')],
  ) {
    const built = buildPack(entries, lie);
    const { hitIds, unreadIds, objects } = searchBuilt(built, NEEDLES);
    expect(objects + unreadIds.length).toBe(entries.length);
    const numberOf = (id: string) => built.objects.findIndex((object) => object.id === id);
    return { unread: unreadIds.map(numberOf).sort(), hits: hitIds.map(numberOf).sort() };
  }

  it.each([
    ['a size that is too small', { entry: 1, size: 5 }],
    ['a size that is too large', { entry: 1, size: 5000 }],
    ['a size of a petabyte', { entry: 1, size: 2 ** 50 }],
    ['another size of the base', { entry: 1, baseSize: 20 }],
    ['another size of the object', { entry: 1, targetSize: 28 }],
    ['an object of a petabyte', { entry: 1, targetSize: 2 ** 50 }],
    ['a base outside the pack', { entry: 1, distance: 100_000 }],
    ['a base that is no entry', { entry: 1, distance: 3 }],
    ['itself as its base', { entry: 1, distance: 0 }],
    ['no such type', { entry: 1, typeCode: 5 }],
    ['type 0', { entry: 1, typeCode: 0 }],
    ['no zlib stream', { entry: 1, stream: Buffer.from('no zlib stream') }],
    ['an empty stream', { entry: 1, stream: Buffer.alloc(0) }],
    ['an empty delta', { entry: 1, delta: Buffer.alloc(0) }],
    ['an instruction 0', { entry: 1, delta: Buffer.from([21, 1, 0]) }],
    ['a copy from beyond the base', { entry: 1, delta: Buffer.from([21, 5, 0x91, 20, 5]) }],
    ['a copy that is cut', { entry: 1, delta: Buffer.from([21, 5, 0xff, 1]) }],
    ['an insert that is cut', { entry: 1, delta: Buffer.from([21, 5, 5, 65, 66]) }],
    ['more than it declares', { entry: 1, delta: Buffer.from([21, 1, 2, 65, 66]) }],
    ['sizes without an end', { entry: 1, delta: Buffer.alloc(40, 0xff) }],
  ])('a delta with %s is given back with its children, and the rest is searched', (_, lie) => {
    expect(unread({ lies: [lie] })).toEqual({ unread: [1, 2], hits: [3] });
  });

  it('gives back all that hangs below a base that is damaged', () => {
    expect(unread({ lies: [{ entry: 0, stream: Buffer.from('damage') }] })).toEqual({
      unread: [0, 1, 2],
      hits: [3],
    });
  });

  it('gives back deltas that lead in a circle, and what hangs below them', () => {
    const circle: PackEntry[] = [
      { base: 1, instructions: [copy(0, 1)], isById: true },
      { base: 0, instructions: [copy(0, 1)], isById: true },
      { base: 1, instructions: [copy(0, 1)] },
      blob('needle'),
    ];
    expect(unread({}, circle)).toEqual({ unread: [0, 1, 2], hits: [3] });
  });

  it('gives back a delta whose base is in no pack', () => {
    const entries: PackEntry[] = [base, { ...delta, isById: true }, blob('needle')];
    expect(unread({ lies: [{ entry: 1, baseId: 'ab'.repeat(20) }] }, entries)).toEqual({
      unread: [1],
      hits: [2],
    });
  });

  it('ends the inflating of a bomb at the size that is declared', () => {
    const bomb = buildPack([{ type: 'blob', content: Buffer.alloc(50_000_000) }, blob('needle')], {
      lies: [{ entry: 0, size: 100 }],
    });
    const { unreadIds } = searchBuilt(bomb, NEEDLES);
    expect(unreadIds).toEqual([bomb.objects[0]!.id]);
  });

  it('gives back what is larger than the memory set aside', () => {
    const large = buildPack([{ type: 'blob', content: Buffer.alloc(34_000_000, 'needle ') }, blob('needle')]);
    const { unreadIds, hitIds } = searchBuilt(large, NEEDLES);
    expect(unreadIds).toEqual([large.objects[0]!.id]);
    expect(hitIds).toEqual([large.objects[1]!.id]);
  });

  it('never throws, hangs or loses an object, whichever bit is flipped', () => {
    const built = buildPack([
      base,
      delta,
      child,
      blob('x'.repeat(300)),
      { ...delta, isById: true, instructions: [copy(1, 9)] },
    ]);
    fc.assert(
      fc.property(fc.nat((built.pack.length - 33) * 8), (place) => {
        const pack = Buffer.from(built.pack);
        pack[12 + (place >> 3)]! ^= 1 << (place & 7);
        const { unreadIds, objects } = searchBuilt({ pack, index: built.index }, NEEDLES);
        expect(objects + unreadIds.length).toBe(5);
      }),
      { numRuns: 600 },
    );
  });
});
