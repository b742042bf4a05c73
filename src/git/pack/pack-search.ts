/**
 * Searches the objects of a pack without building most of them: whole ones are searched whole, of a delta what is new
 * in it. The set of objects with a needle is that of a plain search of all objects. Runs in any thread.
 * What is damaged, or too large for the memory set aside, is given back for git to read.
 */
import { type Needle, NeedleSearch } from '../../core/needle-search.ts';
import {
  CLEAN,
  DAMAGED,
  type DeltaOutcome,
  DeltaSearch,
  INHERITED,
  SeamTable,
  type Spans,
  UNSURE,
} from './delta-search.ts';
import { type Forest, NO_BASE, TREE } from './forest.ts';
import { createInflater, INFLATE_SLACK, type Inflater } from './inflate.ts';
import { PackBlocks } from './pack-file.ts';

/** Larger objects are git's to read. */
export const MAX_OBJECT_BYTES = 32 * 1024 * 1024;
/** Bases, the object at hand and its delta. Memory that is never touched costs nothing. */
const ARENA_BYTES = 4 * MAX_OBJECT_BYTES;
/** Beyond this, bases that are needed no more are cleared away. */
const TIDY_FROM_BYTES = 2 * 1024 * 1024;
/** A base with more needles than this hands down that it has some, not where. */
const MAX_SPANS = 128;
const NO_SPANS: Spans = [];

export interface PackTask {
  readonly forest: Forest;
  readonly fd: number;
  readonly size: number;
  /** All of the pack, where it is small. */
  readonly whole: Uint8Array<SharedArrayBuffer> | undefined;
  /** Objects that are counted with another pack. */
  readonly isElsewhere: Uint8Array;
}

export interface PackFindings {
  /** Entry and size of each object that holds a needle. */
  readonly hits: { readonly entry: number; readonly size: number }[];
  /** Entries that were not read. */
  readonly unread: number[];
  objects: number;
  bytes: number;
}

export class NeedleSeams {
  readonly search: NeedleSearch;
  readonly plainSearch: NeedleSearch;
  readonly all: SeamTable;
  readonly plain: SeamTable;

  constructor(needles: readonly Needle[]) {
    const plain = needles.filter(({ hasNul }) => !hasNul);
    this.search = new NeedleSearch(needles);
    this.plainSearch = new NeedleSearch(plain);
    this.all = new SeamTable(needles);
    this.plain = new SeamTable(plain);
  }
}

/** A base that is held, and what is to come below it. */
interface Held {
  readonly entry: number;
  at: number;
  readonly size: number;
  readonly spans: Spans;
  /** It could not be read: nothing below it can. */
  readonly isLost: boolean;
  childrenLeft: number;
}

export function blocksOf({ fd, size, whole }: Pick<PackTask, 'fd' | 'size' | 'whole'>): PackBlocks {
  // A Buffer comes out of a message as a plain array.
  return new PackBlocks(fd, size, whole && Buffer.from(whole.buffer, whole.byteOffset, whole.length));
}

/** Arena and inflater, for one pack after another. */
export class Workbench {
  readonly inflater: Inflater = createInflater();
  /** Everything is inflated and rebuilt in here. */
  readonly wide = Buffer.from(new ArrayBuffer(ARENA_BYTES + INFLATE_SLACK));
  /** Ends where the things end that are inflated at the end. */
  readonly arena = this.wide.subarray(0, ARENA_BYTES);
  readonly deltas = new DeltaSearch(this.arena);
}

export class PackSearch {
  readonly found: PackFindings = { hits: [], unread: [], objects: 0, bytes: 0 };
  readonly #bench: Workbench;
  readonly #needles: NeedleSeams;
  readonly #task: PackTask;
  readonly #blocks: PackBlocks;
  readonly #held: Held[] = [];
  /** Where the arena is free. */
  #top = 0;
  #tidyAt = TIDY_FROM_BYTES;

  constructor(bench: Workbench, needles: NeedleSeams, task: PackTask) {
    this.#bench = bench;
    this.#needles = needles;
    this.#task = task;
    this.#blocks = blocksOf(task);
  }

  /** One of the forest's pieces of work. */
  searchPiece(piece: number): void {
    const { forest } = this.#task;
    const end = forest.pieces[piece + 1]!;
    this.#held.length = 0;
    this.#top = 0;
    for (let at = forest.pieces[piece]!; at < end; at++) this.#searchEntry(forest.order[at]!);
  }

  #searchEntry(entry: number): void {
    const { bases, childCounts, types } = this.#task.forest;
    const base = bases[entry]!;
    const isTree = types[entry] === TREE;
    const children = childCounts[entry]!;
    if (base === NO_BASE) {
      this.#held.length = 0;
      this.#top = 0;
      if (!this.#searchWhole(entry, children, isTree)) this.#lose(entry, children);
    } else if (!this.#searchDelta(entry, this.#baseOf(base), children, isTree)) this.#lose(entry, children);
  }

  #baseOf(base: number): Held {
    const held = this.#held;
    while (held[held.length - 1]!.entry !== base) held.pop();
    const last = held[held.length - 1]!;
    this.#top = last.at + last.size;
    last.childrenLeft--;
    return last;
  }

  #searchWhole(entry: number, children: number, isTree: boolean): boolean {
    const { wide } = this.#bench;
    const size = this.#task.forest.sizes[entry]!;
    if (size > MAX_OBJECT_BYTES) return false;
    const at = children > 0 ? 0 : ARENA_BYTES - size;
    if (!this.#inflate(entry, wide, at)) return false;
    if (children === 0) this.#count(entry, size, this.#isHitFrom(at, isTree));
    else this.#keep(entry, { at, size, children, spans: this.#spansIn(at, size, isTree) });
    return true;
  }

  #searchDelta(entry: number, base: Held, children: number, isTree: boolean): boolean {
    const { wide } = this.#bench;
    const deltaSize = this.#task.forest.sizes[entry]!;
    const from = ARENA_BYTES - deltaSize;
    if (base.isLost || deltaSize > MAX_OBJECT_BYTES || from < this.#top) return false;
    if (!this.#inflate(entry, wide, from)) return false;
    this.#readSizes(from);
    const { baseSize, targetSize, instructions } = this.#sizes;
    if (baseSize !== base.size) return false;
    const mustSearch = base.spans.length > 2 * MAX_SPANS || this.#isHitFrom(instructions, isTree);
    if (children === 0 && !mustSearch) {
      const outcome = this.#apply(base, -1, isTree);
      if (outcome === DAMAGED) return false;
      if (outcome !== UNSURE) {
        this.#count(entry, targetSize, outcome === INHERITED);
        return true;
      }
    }
    const at = targetSize > MAX_OBJECT_BYTES ? -1 : this.#room(targetSize, from);
    if (at === -1) return false;
    const outcome = this.#apply(base, at, isTree);
    if (outcome === DAMAGED) return false;
    const spans = outcome === CLEAN && !mustSearch ? NO_SPANS : this.#spansIn(at, targetSize, isTree);
    this.#keep(entry, { at, size: targetSize, children, spans });
    return true;
  }

  /** The delta whose sizes were read last. */
  #apply(base: Held, target: number, isTree: boolean): DeltaOutcome {
    const { baseSize, targetSize, instructions } = this.#sizes;
    const spans = base.spans.length > 2 * MAX_SPANS ? NO_SPANS : base.spans;
    const seams = isTree ? this.#needles.plain : this.#needles.all;
    return this.#bench.deltas.apply({
      from: instructions,
      end: ARENA_BYTES,
      base: base.at,
      baseSize,
      spans,
      target,
      targetSize,
      seams,
    });
  }

  /** Whether a needle lies in what was inflated to the end of the arena. */
  #isHitFrom(at: number, isTree: boolean): boolean {
    const { arena } = this.#bench;
    const { search } = this.#needles;
    return search.hasPlainHit(arena, at) || (!isTree && search.hasWideHit(arena, at));
  }

  readonly #sizes = { baseSize: 0, targetSize: 0, instructions: 0 };

  #readSizes(from: number): void {
    const { arena } = this.#bench;
    let at = from;
    for (const name of ['baseSize', 'targetSize'] as const) {
      let size = 0;
      let byte = 0x80;
      for (let unit = 1; byte & 0x80 && at < ARENA_BYTES; unit *= 128) {
        byte = arena[at++]!;
        size += (byte & 127) * unit;
      }
      this.#sizes[name] = size;
    }
    this.#sizes.instructions = at;
  }

  /** Free space of that size, which ends before `end`, or -1. May move what is held. */
  #room(size: number, end: number): number {
    if (this.#top > this.#tidyAt || this.#top + size > end) {
      this.#tidy();
      this.#tidyAt = Math.max(TIDY_FROM_BYTES, 2 * this.#top);
    }
    return this.#top + size <= end ? this.#top : -1;
  }

  /** Moves the bases that are still needed together: the last one is, and those that wait for more children. */
  #tidy(): void {
    const held = this.#held;
    let top = 0;
    let kept = 0;
    for (let index = 0; index < held.length; index++) {
      const base = held[index]!;
      if (base.childrenLeft === 0 && index < held.length - 1) continue;
      this.#bench.arena.copyWithin(top, base.at, base.at + base.size);
      base.at = top;
      top += base.size;
      held[kept++] = base;
    }
    held.length = kept;
    this.#top = top;
  }

  #keep(
    entry: number,
    { at, size, children, spans }: Pick<Held, 'at' | 'size' | 'spans'> & { children: number },
  ): void {
    this.#count(entry, size, spans.length > 0);
    if (children === 0) return;
    this.#held.push({ entry, at, size, spans, isLost: false, childrenLeft: children });
    this.#top = at + size;
  }

  #inflate(entry: number, output: Buffer, at: number): boolean {
    const { offsets, headerBytes, sizes } = this.#task.forest;
    const header = headerBytes[entry]!;
    const offset = offsets[entry]! + header;
    const blocks = this.#blocks;
    const size = sizes[entry]!;
    const length = offsets[entry + 1]! - offset;
    if (length <= 0 || length > MAX_STORED_BYTES) return false;
    blocks.seek(offset, length);
    const room = size + INFLATE_SLACK;
    return this.#bench.inflater.inflate(blocks.bytes, blocks.at, blocks.end, output, at, room) === size;
  }

  #spansIn(at: number, size: number, isTree: boolean): Spans {
    const { search, plainSearch } = this.#needles;
    const content = this.#bench.arena.subarray(at, at + size);
    return (isTree ? plainSearch : search).spans(content, MAX_SPANS + 1);
  }

  #count(entry: number, size: number, isHit: boolean): void {
    const { found } = this;
    if (isHit) found.hits.push({ entry, size });
    if (this.#task.isElsewhere[entry] === 1) return;
    found.objects++;
    found.bytes += size;
  }

  #lose(entry: number, children: number): void {
    this.found.unread.push(entry);
    if (children === 0) return;
    this.#held.push({ entry, at: this.#top, size: 0, spans: NO_SPANS, isLost: true, childrenLeft: children });
  }
}

/** Noise does not shrink, and grows by little. */
const MAX_STORED_BYTES = MAX_OBJECT_BYTES + 1024 * 1024;
