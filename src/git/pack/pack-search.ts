/**
 * Searches the objects of a pack without building most of them: whole ones are searched whole, of a delta what is new
 * in it. The set of objects with a needle is that of a plain search of all objects. Runs in any thread.
 * What is damaged, or too large for the memory set aside, is given back for git to read.
 */
import { readHead, type Writable } from './delta-head.ts';
import {
  CLEAN,
  DAMAGED,
  DELTA_SLACK,
  type DeltaInput,
  type DeltaOutcome,
  DOUBTFUL,
  INHERITED,
} from './delta-search.ts';
import { BLOB, COMMIT, type Forest, NO_BASE, TREE } from './forest.ts';
import { type Base, HeldBases, type Kept } from './held-bases.ts';
import { ContentKeeper } from './hit-contents.ts';
import type { IdTable } from './id-table.ts';
import { INFLATE_SLACK } from './inflate.ts';
import { ALL_TOUCHED } from './link-rows.ts';
import { HitLook, NO_HITS, type ObjectHits } from './object-hits.ts';
import { LinkReader } from './object-links.ts';
import { PackBlocks } from './pack-file.ts';
import { type PackFindings, type PackProgress, PackTally } from './pack-tally.ts';
import { type Logged, SearchLog } from './search-log.ts';
import { ARENA_BYTES, MAX_OBJECT_BYTES, type NeedleSeams, type Workbench } from './workbench.ts';

export interface PackTask {
  readonly forest: Forest;
  readonly fd: number;
  readonly size: number;
  /** All of the pack, where it is small. */
  readonly whole: Uint8Array<SharedArrayBuffer> | undefined;
  /** Objects that are counted with another pack. */
  readonly isElsewhere: Uint8Array;
  readonly ids: IdTable;
  /** Where in the order of ids each entry stands. */
  readonly ranks: Uint32Array;
}

export function blocksOf({ fd, size, whole }: Pick<PackTask, 'fd' | 'size' | 'whole'>): PackBlocks {
  // A Buffer comes out of a message as a plain array.
  return new PackBlocks(fd, size, whole && Buffer.from(whole.buffer, whole.byteOffset, whole.length));
}

export class PackSearch {
  readonly #bench: Workbench;
  readonly #needles: NeedleSeams;
  readonly #look: HitLook;
  readonly #task: PackTask;
  readonly #blocks: PackBlocks;
  readonly #log: SearchLog;
  readonly #links: LinkReader;
  readonly #tally: PackTally;
  readonly #held: HeldBases;
  /** One for all: made for each, it would cost more than reading a short one. */
  readonly #delta: Writable<DeltaInput>;
  #hasNewHit = false;
  /** Where in the order the root of the tree at hand stands. */
  #root = 0;
  /** Roots of trees with a delta whose inserts hit, which was seen too late for what hangs below it. */
  readonly #again = new Set<number>();
  /** The second time, everything is looked through at once and nothing is counted. */
  #isAgain = false;

  constructor(bench: Workbench, needles: NeedleSeams, task: PackTask) {
    this.#bench = bench;
    this.#needles = needles;
    this.#look = new HitLook(needles.search, needles.check);
    this.#task = task;
    this.#tally = new PackTally(task, new ContentKeeper(bench.wide, bench.contentRoom));
    this.#blocks = blocksOf(task);
    this.#links = new LinkReader(bench, task.ids);
    this.#held = new HeldBases(bench.arena);
    const nothing = { from: 0, end: 0, base: 0, baseSize: 0, target: 0, targetSize: 0 };
    this.#delta = { ...nothing, spans: [], chances: [], seams: needles.all, isTouchedWanted: false };
    this.#log = new SearchLog(needles, (logged) => this.#takeLogged(logged));
  }

  get found(): PackFindings {
    return { ...this.#tally.found, links: this.#links.links };
  }

  get progress(): PackProgress {
    return this.#tally;
  }

  /** One of the forest's pieces of work. */
  searchPiece(piece: number): void {
    const { order, pieces, bases } = this.#task.forest;
    const end = pieces[piece + 1]!;
    for (let at = pieces[piece]!; at < end; at++) this.#searchEntry(order[at]!, at);
    this.#log.flush();
    this.#isAgain = true;
    for (const root of this.#again) {
      this.#searchEntry(order[root]!, root);
      for (let at = root + 1; at < end && bases[order[at]!] !== NO_BASE; at++)
        this.#searchEntry(order[at]!, at);
    }
    this.#isAgain = false;
    this.#again.clear();
  }

  #takeLogged({ entry, at, size, root, isTree }: Logged): void {
    const { bases } = this.#task.forest;
    if (bases[entry] !== NO_BASE) this.#again.add(root);
    else if (this.#look.look(at, size, isTree).isHit) this.#tally.hit(entry, size, at);
  }

  #searchEntry(entry: number, place: number): void {
    const { bases, childCounts, types } = this.#task.forest;
    const base = bases[entry]!;
    const type = types[entry]!;
    const children = childCounts[entry]!;
    if (base === NO_BASE) {
      this.#held.clear();
      this.#root = place;
      if (!this.#searchWhole(entry, children, type)) this.#lose(entry, children);
    } else if (!this.#searchDelta(entry, this.#held.take(base), children, type)) this.#lose(entry, children);
  }

  /** Of a delta that was rebuilt, only what is new in it. */
  #readLinks(entry: number, type: number, at: number, size: number): void {
    if (type === BLOB || this.#isAgain) return;
    const self = this.#task.ranks[entry]!;
    const isWhole = this.#task.forest.bases[entry] === NO_BASE;
    const touchedEnd = isWhole ? ALL_TOUCHED : this.#needles.deltas.touchedEnd;
    if (type === TREE) this.#links.readTree(self, at, at + size, touchedEnd);
    else if (type === COMMIT) this.#links.readCommit(self, at, at + size);
    else this.#links.readTag(self, at, at + size);
  }

  #searchWhole(entry: number, children: number, type: number): boolean {
    const size = this.#task.forest.sizes[entry]!;
    if (size > MAX_OBJECT_BYTES) return false;
    const isTree = type === TREE;
    if (children > 0) {
      if (!this.#inflate(entry, 0)) return false;
      this.#readLinks(entry, type, 0, size);
      this.#keep({ entry, at: 0, size, children, hits: this.#hitsIn(0, size, isTree) });
      return true;
    }
    const logged = this.#isAgain ? -1 : this.#log.room(size);
    const at = logged === -1 ? ARENA_BYTES - size : logged;
    if (!this.#inflate(entry, at)) return false;
    this.#readLinks(entry, type, at, size);
    if (logged !== -1) this.#addToLog(entry, size, isTree);
    if (logged === -1 && this.#hitsIn(at, size, isTree).isHit) this.#tally.hit(entry, size, at);
    this.#count(entry, size);
    return true;
  }

  #addToLog(entry: number, size: number, isTree: boolean): void {
    this.#tally.searchedBytes += size;
    this.#log.add(entry, size, this.#root, isTree);
  }

  #searchDelta(entry: number, base: Base, children: number, type: number): boolean {
    const isTree = type === TREE;
    if (base.isLost || !this.#readDelta(entry, base.size, isTree)) return false;
    const { targetSize, from } = this.#delta;
    const mustSearch = this.#hasNewHit || base.hits.isCrowded;
    if (children === 0 && type === BLOB && !mustSearch) {
      const outcome = this.#apply(base, -1, isTree);
      if (outcome === DAMAGED) return false;
      if (outcome === CLEAN || outcome === INHERITED) {
        if (outcome === INHERITED) this.#tally.hit(entry, targetSize);
        this.#count(entry, targetSize);
        return true;
      }
    }
    const at =
      targetSize > MAX_OBJECT_BYTES
        ? -1
        : this.#held.room(targetSize, Math.min(from - DELTA_SLACK, ARENA_BYTES));
    const outcome = at === -1 ? DAMAGED : this.#apply(base, at, isTree);
    if (outcome === DAMAGED) return false;
    this.#tally.rebuiltBytes += targetSize;
    this.#readLinks(entry, type, at, targetSize);
    const isKnown = !mustSearch && (outcome === CLEAN || outcome === DOUBTFUL);
    const hits = isKnown ? this.#passedFrom(base, at) : this.#hitsIn(at, targetSize, isTree);
    this.#keep({ entry, at, size: targetSize, children, hits });
    return true;
  }

  /** Its inserts are looked through here, or with the rest of what is logged: a hit there is searched again. */
  #readDelta(entry: number, baseSize: number, isTree: boolean): boolean {
    const size = this.#task.forest.sizes[entry]!;
    if (size > MAX_OBJECT_BYTES) return false;
    const logged = this.#isAgain ? -1 : this.#log.room(size);
    const from = logged === -1 ? ARENA_BYTES - size : logged;
    if (from < this.#held.top || !this.#inflate(entry, from)) return false;
    readHead(this.#bench.wide, from, from + size, this.#delta);
    if (this.#delta.baseSize !== baseSize) return false;
    if (logged !== -1) this.#addToLog(entry, size, isTree);
    this.#hasNewHit = logged === -1 && this.#isHitFrom(from, isTree);
    return true;
  }

  /** The delta whose sizes were read last. */
  #apply(base: Base, target: number, isTree: boolean): DeltaOutcome {
    const delta = this.#delta;
    delta.base = base.at;
    delta.spans = base.hits.spans;
    delta.chances = base.hits.chances;
    delta.target = target;
    delta.seams = isTree ? this.#needles.plain : this.#needles.all;
    delta.isTouchedWanted = isTree;
    return this.#needles.deltas.apply(delta);
  }

  /** Whether a needle lies in what was inflated to the end of the arena. */
  #isHitFrom(at: number, isTree: boolean): boolean {
    this.#tally.searchedBytes += ARENA_BYTES - at;
    return this.#needles.search.firstHit(at, ARENA_BYTES, isTree ? 'plain' : 'all') !== -1;
  }

  #keep(object: Kept): void {
    const { entry, at, size, hits } = object;
    if (hits.isHit) this.#tally.hit(entry, size, at);
    this.#count(entry, size);
    if (object.children > 0) this.#held.keep(object);
  }

  #inflate(entry: number, at: number): boolean {
    const { offsets, headerBytes, sizes } = this.#task.forest;
    const header = headerBytes[entry]!;
    const offset = offsets[entry]! + header;
    const blocks = this.#blocks;
    const size = sizes[entry]!;
    const length = offsets[entry + 1]! - offset;
    if (length <= 0 || length > MAX_STORED_BYTES) return false;
    blocks.seek(offset, length);
    const room = size + INFLATE_SLACK;
    const { inflater, wide } = this.#bench;
    this.#tally.storedBytes += length + header;
    this.#tally.inflatedBytes += size;
    return inflater.inflate(blocks.bytes, blocks.at, blocks.end, wide, at, room) === size;
  }

  #hitsIn(at: number, size: number, isTree: boolean): ObjectHits {
    this.#tally.searchedBytes += size;
    return this.#look.look(at, size, isTree);
  }

  /** What came along from the base with the delta that was applied last. */
  #passedFrom(base: Base, at: number): ObjectHits {
    if (base.hits.chances.length === 0) return NO_HITS;
    return this.#look.lookAgain(at, this.#delta.targetSize, this.#needles.deltas.passed);
  }

  #count(entry: number, size: number): void {
    if (this.#isAgain || this.#task.isElsewhere[entry] === 1) return;
    this.#tally.count(size);
  }

  #lose(entry: number, children: number): void {
    if (!this.#isAgain) this.#tally.lose(entry);
    if (children > 0) this.#held.keepLost(entry, children);
  }
}

/** Noise does not shrink, and grows by little. */
const MAX_STORED_BYTES = MAX_OBJECT_BYTES + 1024 * 1024;
