import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONTEXT_BEFORE, CONTEXT_BEHIND } from '../../src/core/hit-trial.ts';
import { FileSearch, WINDOW_BYTES } from '../../src/sources/file-search.ts';
import { HitSearch } from '../../src/sources/hit-search.ts';
import { keyOf } from '../core/key-maker.ts';
import { shippedDetector } from '../detect/shipped-detector.ts';
import { temporaryDirectory } from '../settings/temporary-directory.ts';

const detector = shippedDetector();
const first = new FileSearch(detector.prefilter, undefined);
const closer = new HitSearch(detector.prefilter, () => detector.newTrial());
/** Hits of the search that are no key. */
const CHANCE = `${Buffer.from('what is in base64 and is no key at all').toString('base64')} "t" + "able" `;

function lookAt(file: string) {
  const outcome = first.search(file);
  if (outcome.kind !== 'hit') throw new Error(`no hit: ${outcome.kind}`);
  return closer.search(file, outcome.at);
}

function fileWith(content: string): string {
  const file = join(temporaryDirectory(), 'file');
  writeFileSync(file, content, 'latin1');
  return file;
}

const WINDOW = CONTEXT_BEFORE + WINDOW_BYTES + CONTEXT_BEHIND;

describe('the closer look at a file', () => {
  it.each([
    ['plain', keyOf('plain')],
    ['in base64', Buffer.from(keyOf('base64')).toString('base64')],
    ['in escapes', keyOf('escaped').replace('tt1', '\\x74\\x74\\x31')],
    ['in two literals', keyOf('split').replace('tt1.', 'tt1" + ".')],
  ])(
    'sees a key behind many hits of chance, wherever the border of a window falls in it: %s',
    (_, written) => {
      const text = `k = "${written}";`;
      for (const border of [WINDOW, WINDOW - CONTEXT_BEHIND, 2 * WINDOW - CONTEXT_BEHIND - CONTEXT_BEFORE]) {
        for (const into of [0, 1, 5, 40, text.length]) {
          const before = `${CHANCE.repeat(20)}${'x y '.repeat(border)}`.slice(0, border - into - 1);
          const found = lookAt(fileWith(`${before}\n${text}\n${CHANCE.repeat(2000)}`));
          expect(found, `${into} bytes before ${border}`).toMatchObject({ mayHoldKey: true });
        }
      }
    },
  );

  it('tells a file of nothing but chance, and how long it is', () => {
    const content = CHANCE.repeat(10_000);
    expect(lookAt(fileWith(content))).toEqual({ mayHoldKey: false, bytes: content.length, endsAsZip: false });
  });

  it('takes no text in base64 for something compressed that begins as a header of zlib with a dictionary does', () => {
    for (const text of [
      'x = one + two + three + four;',
      'x? yes : no, and what else is there',
      'x} and more of it',
    ]) {
      const row = Buffer.from(text.repeat(3)).toString('base64');
      expect(lookAt(fileWith(`"${row}"`)).mayHoldKey, text).toBe(false);
    }
  });

  it('sees a key in bytecode, where texts stand end to end', () => {
    expect(lookAt(fileWith(`\0\x01\x02${keyOf('bytecode')}addEventListener\0`)).mayHoldKey).toBe(true);
  });

  it('takes a piece of an anchor for one where there are digits for a key around', () => {
    const piece = 'const kind = "tt";\n';
    expect(lookAt(fileWith(piece)).mayHoldKey).toBe(false);
    const digits = keyOf('digits').slice(4);
    expect(lookAt(fileWith(`${piece}const rest = "${digits}";\n`)).mayHoldKey).toBe(true);
  });

  it.each([
    ['text in hex', Buffer.from('what is no key ').toString('hex')],
    ['pieces of an anchor', 'tt\\"'],
    ['an anchor and nothing behind it', '"tt1."+'],
  ])('comes to the end of a file that is nothing but hits: %s', (_, hit) => {
    expect(lookAt(fileWith(`"${hit.repeat(1_000_000 / hit.length)}"`)).mayHoldKey).toBe(false);
  });
});
