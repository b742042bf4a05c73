/** Builds packs and their indexes byte by byte, sound ones and hostile ones. */
import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

export type ObjectKind = 'commit' | 'tree' | 'blob' | 'tag';

export type Instruction =
  | {
      readonly copy: number;
      readonly size: number;
      /** With all bytes of offset and size, as no git writes it. */
      readonly isWordy?: boolean;
    }
  | { readonly insert: Buffer };

export interface WholeEntry {
  readonly type: ObjectKind;
  readonly content: Buffer;
}

export interface DeltaEntry {
  /** Which entry of the list it is a delta of: an earlier one, unless it is named by id. */
  readonly base: number;
  readonly instructions: readonly Instruction[];
  readonly isById?: boolean;
  /** The sizes in its head have a byte more than they need. */
  readonly isPadded?: boolean;
}

export type PackEntry = WholeEntry | DeltaEntry;

/** What makes an entry of another shape than it should have. */
export interface Lie {
  readonly entry: number;
  readonly size?: number;
  readonly baseSize?: number;
  readonly targetSize?: number;
  readonly typeCode?: number;
  readonly distance?: number;
  readonly baseId?: string;
  readonly stream?: Buffer;
  readonly delta?: Buffer;
}

export interface BuiltObject {
  readonly id: string;
  readonly type: ObjectKind;
  readonly content: Buffer;
  readonly offset: number;
}

export interface BuiltPack {
  readonly pack: Buffer;
  readonly index: Buffer;
  readonly objects: readonly BuiltObject[];
}

const TYPE_CODES: Readonly<Record<ObjectKind, number>> = { commit: 1, tree: 2, blob: 3, tag: 4 };
const OFFSET_DELTA = 6;
const ID_DELTA = 7;

export function buildPack(
  entries: readonly PackEntry[],
  { hash = 'sha1', lies = [] }: { hash?: 'sha1' | 'sha256'; lies?: readonly Lie[] } = {},
): BuiltPack {
  const contents = contentsOf(entries, hash);
  const header = Buffer.alloc(12);
  header.write('PACK', 'latin1');
  header.writeUInt32BE(2, 4);
  header.writeUInt32BE(entries.length, 8);
  const parts: Buffer[] = [header];
  const objects: BuiltObject[] = [];
  const crcs: number[] = [];
  let offset = header.length;
  for (const [number, entry] of entries.entries()) {
    const lie = lies.find((one) => one.entry === number) ?? { entry: number };
    const bytes = entryBytes(entry, { lie, offset, objects, contents });
    objects.push({ ...contents[number]!, offset });
    crcs.push(crc32(bytes));
    parts.push(bytes);
    offset += bytes.length;
  }
  const body = Buffer.concat(parts);
  const checksum = createHash(hash).update(body).digest();
  return {
    pack: Buffer.concat([body, checksum]),
    index: buildIndex(objects, { crcs, checksum, hash }),
    objects,
  };
}

interface Content extends WholeEntry {
  readonly id: string;
}

function contentsOf(entries: readonly PackEntry[], hash: string): Content[] {
  const known: (Content | undefined)[] = entries.map(() => undefined);
  const contentOf = (number: number, depth: number): Content => {
    const found = known[number];
    if (found) return found;
    const entry = entries[number]!;
    // A circle has no content: any will do.
    const base = 'base' in entry && depth < 100_000 ? contentOf(entry.base, depth + 1) : undefined;
    const type = 'type' in entry ? entry.type : base!.type;
    const content = 'content' in entry ? entry.content : applied(base!.content, entry.instructions);
    const id = createHash(hash).update(`${type} ${content.length}\0`).update(content).digest('hex');
    const made = { type, content, id };
    known[number] = made;
    return made;
  };
  return entries.map((entry, number) => {
    const isCircle = 'base' in entry && isInCircle(entries, number);
    if (!isCircle) return contentOf(number, 0);
    const id = createHash(hash).update(`circle ${number}`).digest('hex');
    known[number] = { type: 'blob', content: Buffer.alloc(0), id };
    return known[number];
  });
}

function isInCircle(entries: readonly PackEntry[], number: number): boolean {
  let at = number;
  for (let steps = 0; steps <= entries.length; steps++) {
    const entry = entries[at]!;
    if (!('base' in entry)) return false;
    at = entry.base;
  }
  return true;
}

export function applied(base: Buffer, instructions: readonly Instruction[]): Buffer {
  return Buffer.concat(
    instructions.map((one) => ('insert' in one ? one.insert : base.subarray(one.copy, one.copy + one.size))),
  );
}

interface EntryContext {
  readonly lie: Lie;
  readonly offset: number;
  readonly objects: readonly BuiltObject[];
  readonly contents: readonly Content[];
}

function entryBytes(entry: PackEntry, { lie, offset, objects, contents }: EntryContext): Buffer {
  if ('content' in entry) {
    const head = entryHeader(lie.typeCode ?? TYPE_CODES[entry.type], lie.size ?? entry.content.length);
    return Buffer.concat([head, lie.stream ?? deflateSync(entry.content)]);
  }
  const base = contents[entry.base]!;
  const delta = lie.delta ?? deltaBytes(entry, base.content, lie);
  const isById = entry.isById ?? false;
  const head = entryHeader(lie.typeCode ?? (isById ? ID_DELTA : OFFSET_DELTA), lie.size ?? delta.length);
  const reference = isById
    ? Buffer.from(lie.baseId ?? base.id, 'hex')
    : distanceBytes(lie.distance ?? offset - objects[entry.base]!.offset);
  return Buffer.concat([head, reference, lie.stream ?? deflateSync(delta)]);
}

export function deltaBytes(
  { instructions, isPadded = false }: DeltaEntry,
  base: Buffer,
  { baseSize = base.length, targetSize }: Pick<Lie, 'baseSize' | 'targetSize'> = {},
): Buffer {
  const sizes = [baseSize, targetSize ?? applied(base, instructions).length];
  return Buffer.concat([
    ...sizes.map((size) => (isPadded ? padded(varint(size)) : varint(size))),
    ...instructions.map(instructionBytes),
  ]);
}

function padded(bytes: Buffer): Buffer {
  bytes[bytes.length - 1]! |= 0x80;
  return Buffer.concat([bytes, Buffer.from([0])]);
}

function entryHeader(typeCode: number, size: number): Buffer {
  const bytes = [(typeCode << 4) | (size % 16)];
  for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes[bytes.length - 1]! |= 0x80;
    bytes.push(rest % 128);
  }
  return Buffer.from(bytes);
}

export function varint(value: number): Buffer {
  const bytes = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
    bytes[bytes.length - 1]! |= 0x80;
    bytes.push(rest % 128);
  }
  return Buffer.from(bytes);
}

function distanceBytes(distance: number): Buffer {
  const bytes = [distance % 128];
  for (let rest = Math.floor(distance / 128); rest > 0; rest = Math.floor(rest / 128)) {
    rest--;
    bytes.unshift(0x80 | (rest % 128));
  }
  return Buffer.from(bytes);
}

export function instructionBytes(instruction: Instruction): Buffer {
  if ('insert' in instruction) {
    const parts: Buffer[] = [];
    for (let at = 0; at < instruction.insert.length; at += 127) {
      const part = instruction.insert.subarray(at, at + 127);
      parts.push(Buffer.from([part.length]), part);
    }
    return Buffer.concat(parts);
  }
  const { copy, size, isWordy = false } = instruction;
  let code = 0x80;
  const rest: number[] = [];
  for (const [index, unit] of [1, 0x100, 0x10000, 0x1000000].entries()) {
    const byte = Math.floor(copy / unit) % 256;
    if (byte !== 0 || isWordy) {
      code |= 1 << index;
      rest.push(byte);
    }
  }
  for (const [index, unit] of [1, 0x100, 0x10000].entries()) {
    const byte = size === 0x10000 ? 0 : Math.floor(size / unit) % 256;
    if (byte !== 0 || isWordy) {
      code |= 0x10 << index;
      rest.push(byte);
    }
  }
  return Buffer.from([code, ...rest]);
}

export interface IndexParts {
  readonly crcs?: readonly number[];
  readonly checksum: Buffer;
  readonly hash?: 'sha1' | 'sha256';
  /** Offsets from here on go to the 64-bit table. */
  readonly largeFrom?: number;
}

export function buildIndex(
  objects: readonly Pick<BuiltObject, 'id' | 'offset'>[],
  { crcs = [], checksum, hash = 'sha1', largeFrom = 0x80000000 }: IndexParts,
): Buffer {
  const sorted = objects.map((object, place) => ({ ...object, crc: crcs[place] ?? 0 }));
  sorted.sort((a, b) => (a.id < b.id ? -1 : 1));
  const fanOut = Buffer.alloc(256 * 4);
  for (let byte = 0; byte < 256; byte++) {
    const upTo = sorted.filter(({ id }) => Number.parseInt(id.slice(0, 2), 16) <= byte).length;
    fanOut.writeUInt32BE(upTo, byte * 4);
  }
  const crcTable = Buffer.alloc(sorted.length * 4);
  const offsets = Buffer.alloc(sorted.length * 4);
  const large: Buffer[] = [];
  for (const [rank, { offset, crc }] of sorted.entries()) {
    crcTable.writeUInt32BE(crc, rank * 4);
    if (offset < largeFrom) offsets.writeUInt32BE(offset, rank * 4);
    else {
      offsets.writeUInt32BE(0x80000000 + large.length, rank * 4);
      const wide = Buffer.alloc(8);
      wide.writeBigUInt64BE(BigInt(offset));
      large.push(wide);
    }
  }
  const ids = sorted.map(({ id }) => Buffer.from(id, 'hex'));
  const head = Buffer.from([0xff, 0x74, 0x4f, 0x63, 0, 0, 0, 2]);
  const body = Buffer.concat([head, fanOut, ...ids, crcTable, offsets, ...large, checksum]);
  return Buffer.concat([body, createHash(hash).update(body).digest()]);
}
