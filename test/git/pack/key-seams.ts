/** Where the deltas that git made cut keys: read from its packs with nothing of the reader under test. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { KEYS, type PlainObject } from './needle-sets.ts';
import type { PackedStore } from './random-packing.ts';

export interface KeySeam {
  /** Bytes of the key before the seam. */
  readonly cut: number;
  readonly kind: `${'copy' | 'insert'}|${'copy' | 'insert'}`;
}

export function keySeams(store: PackedStore, objects: readonly PlainObject[]): KeySeam[] {
  const contents = new Map(objects.map(({ id, content }) => [id, content]));
  const folder = join(store.path, 'objects/pack');
  const packs = readdirSync(folder).filter((name) => name.endsWith('.pack'));
  return packs.flatMap((name) => {
    const path = join(folder, name);
    const bytes = readFileSync(path);
    // What it prints of deltas: id, type, size, size in the pack, offset, depth, id of the base.
    const listing = store.git(['verify-pack', '-v', path]).toString('latin1');
    const deltas = listing.matchAll(/^(\w+) \w+ +\d+ \d+ (\d+) \d+ \w+$/gm);
    return [...deltas].flatMap(([, id = '', offset]) => {
      const isSha256 = id.length === 64;
      const delta = deltaAt(bytes, Number(offset), isSha256 ? 32 : 20);
      return seamsIn(contents.get(id)!, delta);
    });
  });
}

const MORE = 0x80;

function deltaAt(pack: Buffer, offset: number, idBytes: number): Buffer {
  let at = offset;
  const isById = ((pack[at]! >> 4) & 7) === 7;
  while (pack[at++]! & MORE);
  if (isById) at += idBytes;
  else while (pack[at++]! & MORE);
  return inflateSync(pack.subarray(at));
}

interface Instruction {
  readonly isCopy: boolean;
  readonly from: number;
  readonly size: number;
}

function instructionsIn(delta: Buffer): Instruction[] {
  const list: Instruction[] = [];
  let at = 0;
  while (delta[at++]! & MORE);
  while (delta[at++]! & MORE);
  while (at < delta.length) {
    const code = delta[at++]!;
    if (code < MORE) {
      list.push({ isCopy: false, from: at, size: code });
      at += code;
      continue;
    }
    const numbers = [0, 0];
    for (let bit = 0; bit < 7; bit++) {
      if (code & (1 << bit)) numbers[bit < 4 ? 0 : 1]! += delta[at++]! * 256 ** (bit % 4);
    }
    list.push({ isCopy: true, from: numbers[0]!, size: numbers[1]! || 0x10000 });
  }
  return list;
}

function seamsIn(content: Buffer, delta: Buffer): KeySeam[] {
  const keys = KEYS.flatMap((key) => placesOf(Buffer.from(key), content));
  if (keys.length === 0) return [];
  const found: KeySeam[] = [];
  let last: Instruction | undefined;
  let at = 0;
  for (const instruction of instructionsIn(delta)) {
    const goesOn = last?.isCopy && instruction.isCopy && last.from + last.size === instruction.from;
    if (last !== undefined && !goesOn) {
      const kind: KeySeam['kind'] = `${nameOf(last)}|${nameOf(instruction)}`;
      for (const start of keys)
        if (start < at && at < start + KEYS[0]!.length) found.push({ cut: at - start, kind });
    }
    last = instruction;
    at += instruction.size;
  }
  return found;
}

function placesOf(key: Buffer, content: Buffer): number[] {
  const places: number[] = [];
  for (let at = content.indexOf(key); at !== -1; at = content.indexOf(key, at + 1)) places.push(at);
  return places;
}

function nameOf({ isCopy }: Instruction): 'copy' | 'insert' {
  return isCopy ? 'copy' : 'insert';
}
