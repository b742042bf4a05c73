/**
 * Versions in which pieces of long needles, and of rows of digits that are text in base64 or hex, come together: cut at
 * each of their bytes, into pieces of any length, each of them from the base or put in.
 */

import { ENCODED_BYTES } from '../../../src/core/encoded-text.ts';
import { NeedleSearch } from '../../../src/core/needle-search.ts';
import { applied, type Instruction, type PackEntry } from './pack-builder.ts';
import { needlesOf } from './search-built.ts';
import { Seeded } from './seeded.ts';

const LONG = ['a-needle-of-so-many-pieces', 'pieces!of!another', 'a\0 \0w\0i\0d\0e\0 \0o\0n\0e'];
export const ROW_SEARCH = new NeedleSearch(needlesOf(...LONG), true);
/** What stands beside a piece in a base: no digit, so that a row ends there. */
const BESIDE = ' '.repeat(40);
const FAR_BYTES = 0x12345;

/** Each object holds one row at most: nothing else brings it to a closer look. */
export function rowEntries(number: number): PackEntry[] {
  const random = new Seeded(number);
  const rows = random.list(16, () => rowOf(random));
  const plans = rows.map((row, at) => (at < 8 ? cutOnce(row, random) : cutOften(row, random)));
  // Offsets of three bytes, or copies as long as one whose size is written as 0.
  const filler = number % 5 === 4 ? '.'.repeat(FAR_BYTES) : '';
  const pieces = plans.flatMap((plan) => plan.filter(({ isCopied }) => isCopied).map(({ text }) => text));
  const all = random
    .shuffled(pieces)
    .map((text) => `${BESIDE}${text}`)
    .join('');
  // One may be the first of the base, which is the first in memory.
  const joined = (number % 4 === 1 ? all.trimStart() : all) + BESIDE;
  const content = Buffer.from(random.oneIn(2) ? filler + joined : joined + filler, 'latin1');
  const entries: PackEntry[] = [{ type: number % 6 === 5 ? 'tree' : 'blob', content }];
  const known: Buffer[] = [content];
  for (const plan of plans) {
    const base = random.oneIn(3) ? random.below(known.length) : 0;
    const instructions = instructionsOf(plan, known[base]!, random);
    const made = applied(known[base]!, instructions);
    if (made.length === 0 || known.some((one) => one.equals(made))) continue;
    known.push(made);
    entries.push({ base, instructions });
  }
  return entries;
}

function rowOf(random: Seeded): string {
  if (random.oneIn(3)) return random.pick(LONG);
  const text = random.word(random.between(30, 60));
  const bytes = Buffer.from(text, random.oneIn(4) ? 'utf16le' : 'latin1');
  const row = bytes.toString(random.pick(['base64', 'hex', 'base64url'])).replace(/=+$/, '');
  const from = random.below(row.length - ENCODED_BYTES);
  // As few digits as are text, one less, or some more.
  const size = random.pick([
    ENCODED_BYTES,
    ENCODED_BYTES,
    ENCODED_BYTES - 1,
    ENCODED_BYTES + random.below(20),
  ]);
  return row.slice(from, from + size);
}

interface Piece {
  readonly text: string;
  /** From the base, else it is put in. */
  readonly isCopied: boolean;
}

function cutOnce(row: string, random: Seeded): Piece[] {
  const cut = random.between(1, row.length - 1);
  return [row.slice(0, cut), row.slice(cut)].map((text) => ({ text, isCopied: random.oneIn(2) }));
}

function cutOften(row: string, random: Seeded): Piece[] {
  const pieces: Piece[] = [];
  // Or as long as what is told at a glance: 16 digits.
  const [least, most] = random.pick([
    [1, 2],
    [1, 5],
    [1, 12],
    [14, 17],
    [1, 40],
  ] as const);
  for (let at = 0; at < row.length; ) {
    const text = row.slice(at, at + random.between(least, most));
    pieces.push({ text, isCopied: random.oneIn(2) });
    at += text.length;
  }
  return pieces;
}

const FAR_COPY = 0x10000;

/** The first and the last piece come with what stands beside them, or alone. */
function instructionsOf(plan: readonly Piece[], base: Buffer, random: Seeded): Instruction[] {
  const made: Instruction[] = random.oneIn(3) ? [{ insert: Buffer.from(random.word(3)) }] : [];
  for (const [index, { text, isCopied }] of plan.entries()) {
    const at = isCopied ? base.indexOf(text, 0, 'latin1') : -1;
    const before = index === 0 ? random.pick([0, 1, 20]) : 0;
    const behind = index === plan.length - 1 ? random.pick([0, 1, 20, FAR_COPY - text.length - before]) : 0;
    const [from, end] = [Math.max(0, at - before), Math.min(base.length, at + text.length + behind)];
    if (at === -1) made.push({ insert: Buffer.from(text, 'latin1') });
    else if (random.oneIn(6) && end - from > 1)
      made.push({ copy: from, size: 1 }, { copy: from + 1, size: end - from - 1 });
    else made.push({ copy: from, size: end - from });
  }
  if (random.oneIn(3)) made.push({ insert: Buffer.from(`${random.word(2)} `) });
  return made;
}
