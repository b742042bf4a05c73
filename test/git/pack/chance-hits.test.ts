/**
 * Versions of texts full of what looks like the begin of a key in some spelling, and of keys in pieces that an edit can
 * bring together: what is chance in one version may be a key in the next, though no byte of it is new.
 */
import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { alsoForContainers } from '../../../src/containers/needles.ts';
import { ContentCheck } from '../../../src/scan/content-check.ts';
import { keyOf } from '../../core/key-maker.ts';
import { shippedDetector } from '../../detect/shipped-detector.ts';
import { buildPack, type Instruction, type PackEntry } from './pack-builder.ts';
import { searchBuilt } from './search-built.ts';
import { Seeded } from './seeded.ts';

const detector = shippedDetector();
const search = alsoForContainers(detector.prefilter);
const check = new ContentCheck(detector);

const base64Of = (text: string | Buffer) => Buffer.from(text as string).toString('base64');
const escaped = (text: string) => [...text].map((c) => `\\x${c.charCodeAt(0).toString(16)}`).join('');

/** What stands in files by chance. */
function chance(random: Seeded): string {
  const words = random.list(12, () => random.word(random.between(3, 9))).join(' ');
  return random.pick([
    `${words}\n`,
    `${words.repeat(30)}\n`,
    "switch (c) { case 't'\n: }",
    'a = ["t","t","x"];',
    'if (tag === "tt") go();',
    'x = "tt1";',
    'b &= tt&mask;',
    `"integrity": "sha512-${random.word(20)}eJx${random.word(40)}==",\n`,
    `\neJx${random.word(30)} `,
    `"${escaped(words.slice(0, 30))}"`,
    `//# sourceMappingURL=data:application/json;base64,${base64Of(words.repeat(random.between(1, 40)))}\n`,
    `data:${base64Of(words)}`,
    random.word(40),
    '"',
    ' + ',
    '\n',
    '=',
  ]);
}

/** A key in a spelling, cut into pieces. */
function piecesOfKey(random: Seeded, number: number): string[] {
  const key = keyOf(`chance ${number}`);
  const text = random.pick([
    `"${key}"`,
    base64Of(`api_key=${key}\n`),
    base64Of(base64Of(`k:${key}`)),
    Buffer.from(key).toString('hex'),
    escaped(key),
    `"tt" + "${key.slice(2, 30)}" + "${key.slice(30)}"`,
    `['t', 't', '1', '.', '${key.slice(4)}']`,
    ` ${base64Of(deflateSync(`key ${key}`))}`,
    base64Of(gzipSync(`key ${key}`)),
    encodeURIComponent(base64Of(key)),
    `&#116;${key.slice(1)}`,
  ]);
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    const size = random.between(1, text.length);
    pieces.push(text.slice(at, at + size));
    at += size;
  }
  return pieces;
}

/** A version of what stands before it: some of it taken out, moved, written twice, or with something new in between. */
function edited(base: string, pool: readonly string[], random: Seeded): Instruction[] {
  const instructions: Instruction[] = [];
  let at = 0;
  while (at < base.length) {
    const size = Math.min(base.length - at, random.between(1, Math.max(1, base.length >> 1)));
    if (!random.oneIn(5)) instructions.push({ copy: at, size });
    if (random.oneIn(2))
      instructions.push({ insert: Buffer.from(random.pick(pool).slice(0, 100), 'latin1') });
    at += size;
  }
  return instructions.length > 0 ? instructions : [{ insert: Buffer.from('\n') }];
}

function entriesOf(random: Seeded, number: number): PackEntry[] {
  const keys = random.list(2, (index) => piecesOfKey(random, 2 * number + index));
  const pool = [...random.list(8, () => chance(random)), ...(random.oneIn(4) ? [] : keys.flat())];
  const entries: PackEntry[] = [];
  const contents: string[] = [];
  for (let entry = 0; entry < 14; entry++) {
    const base = entry === 0 || random.oneIn(6) ? -1 : random.between(Math.max(0, entry - 3), entry - 1);
    const instructions: Instruction[] =
      base === -1
        ? random.list(random.between(1, 12), () => ({ insert: Buffer.from(random.pick(pool), 'latin1') }))
        : edited(contents[base]!, pool, random);
    const content = () =>
      instructions
        .map((one) =>
          'copy' in one
            ? contents[base]!.slice(one.copy, one.copy + one.size)
            : one.insert.toString('latin1'),
        )
        .join('');
    // No object is stored twice.
    if (contents.includes(content())) instructions.push({ insert: Buffer.from(`\n# ${entry}\n`) });
    contents.push(content());
    entries.push(
      base === -1 ? { type: 'blob', content: Buffer.from(content(), 'latin1') } : { base, instructions },
    );
  }
  return entries;
}

const PACKS = 400;
const PACKS_A_TEST = 50;

describe('versions of texts that are hit by chance', () => {
  for (let first = 0; first < PACKS; first += PACKS_A_TEST) {
    it(`are hit where a key stands in the whole of them: ${first} to ${first + PACKS_A_TEST - 1}`, () => {
      for (let number = first; number < first + PACKS_A_TEST; number++) {
        const { objects, pack, index } = buildPack(entriesOf(new Seeded(number), number));
        const hits = new Set(searchBuilt({ pack, index }, search, { check }).hitIds);
        const wanted = objects.filter(({ content }) => detector.mayHoldKey(content));
        expect(
          wanted.filter(({ id }) => !hits.has(id)).map(({ content }) => content.toString('latin1')),
          `pack ${number}`,
        ).toEqual([]);
        for (const { id, content } of objects) {
          if (detector.detect(content).matches.length > 0) expect(hits.has(id), `pack ${number}`).toBe(true);
        }
        if (wanted.length === 0) expect([...hits], `pack ${number}`).toEqual([]);
      }
    });
  }
});
