/** Reads a loose object (a zlib stream of `<type> SP <size> NUL` and the content) and searches it. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { ObjectType } from '../batch-search.ts';
import { INFLATE_SLACK } from './inflate.ts';
import { HitLook } from './object-hits.ts';
import type { LooseObject } from './object-store.ts';
import { MAX_OBJECT_BYTES, type NeedleSeams, type Workbench } from './workbench.ts';

const HEADER = /^(blob|tree|commit|tag) (0|[1-9][0-9]{0,11})$/;
const MAX_HEADER_BYTES = 32;
const MAX_STORED_BYTES = MAX_OBJECT_BYTES + 1024 * 1024;

export interface LooseFinding {
  readonly type: ObjectType;
  /** Where in the arena it lies. */
  readonly at: number;
  readonly size: number;
  readonly storedBytes: number;
  readonly isHit: boolean;
}

/** `undefined` where it cannot be read here: git knows why, or knows more. `no-file`: whoever reads it may wait for ever. */
export function searchLoose(
  { path }: LooseObject,
  { arena, wide, inflater }: Workbench,
  { search, check }: NeedleSeams,
): LooseFinding | 'no-file' | undefined {
  const stored = readStored(path);
  if (stored === undefined || stored === 'no-file') return stored;
  const room = MAX_OBJECT_BYTES + MAX_HEADER_BYTES + INFLATE_SLACK;
  const bytes = inflater.inflate(stored, 0, stored.length, wide, 0, room);
  if (bytes === -1) return undefined;
  const end = arena.subarray(0, Math.min(bytes, MAX_HEADER_BYTES)).indexOf(0);
  const [, type, size] = HEADER.exec(arena.toString('latin1', 0, Math.max(0, end))) ?? [];
  if (type === undefined || Number(size) !== bytes - end - 1) return undefined;
  const at = end + 1;
  const { isHit } = new HitLook(search, check).look(at, bytes - at, type === 'tree');
  return { type: type as ObjectType, at, size: bytes - at, storedBytes: stored.length, isHit };
}

function readStored(path: string | Buffer): Buffer | 'no-file' | undefined {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
  try {
    const stats = fstatSync(fd);
    if (!stats.isFile()) return 'no-file';
    const { size } = stats;
    if (size > MAX_STORED_BYTES) return undefined;
    const bytes = Buffer.allocUnsafe(size);
    return readSync(fd, bytes, 0, size, 0) === size ? bytes : undefined;
  } catch {
    return undefined;
  } finally {
    closeSync(fd);
  }
}
