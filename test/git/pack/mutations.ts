/** Single changes of the reader that each break one of its rules. Every one must be found out by the differential test. */

export interface Mutation {
  readonly name: string;
  /** In src/git/pack. */
  readonly file: string;
  /** Stands there once. */
  readonly from: string;
  readonly to: string;
}

/** In delta.wat, before the seam between two pieces is looked at. An insert ends behind all bases, a copy never. */
const SEAM =
  '(i32.and (i32.eq (local.get $outcome) (i32.const 1)) (i32.ne (local.get $lastEnd) (i32.const -1)))';
const IS_COPY = '(i32.ne (local.get $isCopy) (i32.const 0))';
const IS_INSERT = '(i32.eqz (local.get $isCopy))';
const WAS_INSERT = '(i32.gt_u (local.get $lastEnd) (i32.add (local.get $base) (local.get $baseSize)))';
const WAS_COPY = `(i32.eqz ${WAS_INSERT})`;

function withoutSeam(name: string, was: string, is: string): Mutation {
  const to = `(i32.and ${SEAM} (i32.eqz (i32.and ${was} ${is})))`;
  return { name: `seams of ${name} are not looked at`, file: 'delta.wat', from: SEAM, to };
}

const SEAMS: readonly Mutation[] = [
  withoutSeam('copy and insert', WAS_COPY, IS_INSERT),
  withoutSeam('insert and copy', WAS_INSERT, IS_COPY),
  withoutSeam('insert and insert', WAS_INSERT, IS_INSERT),
  withoutSeam('copy and another copy', WAS_COPY, IS_COPY),
  {
    name: 'a copy from before the end of the last one is taken to continue it',
    file: 'delta.wat',
    from: '(if (i32.or (i32.eqz (local.get $isCopy)) (i32.ne (local.get $source) (local.get $lastEnd)))',
    to: '(if (i32.or (i32.eqz (local.get $isCopy)) (i32.gt_u (local.get $source) (local.get $lastEnd)))',
  },
  {
    name: 'a copy from behind the end of the last one is taken to continue it',
    file: 'delta.wat',
    from: '(if (i32.or (i32.eqz (local.get $isCopy)) (i32.ne (local.get $source) (local.get $lastEnd)))',
    to: '(if (i32.or (i32.eqz (local.get $isCopy)) (i32.lt_u (local.get $source) (local.get $lastEnd)))',
  },
  {
    name: 'a copy that continues the last one begins a piece of its own',
    file: 'delta.wat',
    from: '(local.set $lastEnd (i32.add (local.get $source) (local.get $size)))',
    to: '(local.set $lastAt (local.get $source)) (local.set $lastEnd (i32.add (local.get $source) (local.get $size)))',
  },
  {
    name: 'no piece begins anew',
    file: 'delta.wat',
    from: '(local.set $lastAt (local.get $source))))',
    to: '(nop)))',
  },
  {
    name: 'a seam that may hold a needle changes nothing',
    file: 'delta.wat',
    from: `(local.get $base) (local.get $baseSize))
                        (then (local.set $outcome (i32.const 2)))`,
    to: `(local.get $base) (local.get $baseSize))
                        (then (nop))`,
  },
  {
    name: 'a leaf whose seams may hold a needle is not looked at',
    file: 'pack-search.ts',
    from: 'if (outcome === CLEAN || outcome === INHERITED) {',
    to: 'if (outcome !== DOUBTFUL) {',
  },
  {
    name: 'an object that is rebuilt is not looked at though its seams may hold a needle',
    file: 'pack-search.ts',
    from: 'const isKnown = !mustSearch && (outcome === CLEAN || outcome === DOUBTFUL);',
    to: 'const isKnown = !mustSearch && outcome !== INHERITED;',
  },
  {
    name: 'an object that is rebuilt is not looked at though it inherits a needle',
    file: 'pack-search.ts',
    from: 'const isKnown = !mustSearch && (outcome === CLEAN || outcome === DOUBTFUL);',
    to: 'const isKnown = !mustSearch && outcome !== UNSURE;',
  },
  {
    name: 'the byte before a seam is another one',
    file: 'delta.wat',
    from: '(i32.load8_u (i32.sub (local.get $lastEnd) (i32.const 1)))',
    to: '(i32.load8_u (local.get $lastEnd))',
  },
];

const MARGINS: readonly Mutation[] = [
  {
    name: 'a needle is not cut behind its first byte',
    file: 'delta-search.ts',
    from: 'for (let before = 1; before < bytes.length; before++)',
    to: 'for (let before = 2; before < bytes.length; before++)',
  },
  {
    name: 'a needle is not cut before its last byte',
    file: 'delta-search.ts',
    from: 'for (let before = 1; before < bytes.length; before++)',
    to: 'for (let before = 1; before < bytes.length - 1; before++)',
  },
  {
    name: 'of all cuts between the same two bytes only the last counts',
    file: 'delta-search.ts',
    from: 'if (list) list.push({ needle: bytes, before });\n      else',
    to: '',
  },
  {
    name: 'of all cuts between the same two bytes only the first is tried',
    file: 'delta.wat',
    from: '(br_if $nextCut (i32.lt_u (local.get $entry) (local.get $listEnd)))',
    to: '(nop)',
  },
  {
    name: 'the margin on the left is a byte too short',
    file: 'delta.wat',
    from: '(br_if $differs (i32.gt_u (local.get $before) (i32.sub (local.get $cut) (local.get $left))))',
    to: '(br_if $differs (i32.ge_u (local.get $before) (i32.sub (local.get $cut) (local.get $left))))',
  },
  {
    name: 'the piece on the right is taken for a byte longer than it is',
    file: 'delta.wat',
    from: '(then (local.set $most (i32.sub (local.get $rightEnd) (local.get $right)))))',
    to: '(then (local.set $most (i32.add (i32.sub (local.get $rightEnd) (local.get $right)) (i32.const 1)))))',
  },
  {
    name: 'what lies behind the piece on the right is compared',
    file: 'delta.wat',
    from: '(then (local.set $most (i32.sub (local.get $rightEnd) (local.get $right)))))',
    to: '(then (nop)))',
  },
  {
    name: 'one more byte on the left is compared',
    file: 'delta.wat',
    from: '(br_if $same (i32.gt_u (local.get $index) (local.get $before)))',
    to: '(br_if $same (i32.gt_u (local.get $index) (i32.add (local.get $before) (i32.const 1))))',
  },
  {
    name: 'one more byte on the right is compared',
    file: 'delta.wat',
    from: '(br_if $same (i32.ge_u (local.get $index) (local.get $most)))',
    to: '(br_if $same (i32.gt_u (local.get $index) (local.get $most)))',
  },
];

const INSERTS: readonly Mutation[] = [
  {
    name: 'small deltas are not looked through for needles in inserts',
    file: 'pack-search.ts',
    from: 'if (logged !== -1) this.#addToLog(entry, size, isTree);\n    this.#hasNewHit',
    to: 'this.#hasNewHit',
  },
  {
    name: 'large deltas are not looked through for needles in inserts',
    file: 'pack-search.ts',
    from: 'this.#hasNewHit = logged === -1 && this.#isHitFrom(from, isTree);',
    to: 'this.#hasNewHit = false;',
  },
  {
    name: 'a tree of deltas with a hit in an insert is not searched again',
    file: 'pack-search.ts',
    from: 'if (bases[entry] !== NO_BASE) this.#again.add(root);',
    to: 'if (bases[entry] !== NO_BASE) return;',
  },
  {
    name: 'what is searched again is counted again',
    file: 'pack-search.ts',
    from: 'if (this.#isAgain || this.#task.isElsewhere[entry] === 1) return;',
    to: 'if (this.#task.isElsewhere[entry] === 1) return;',
  },
  {
    name: 'small whole objects are not searched',
    file: 'pack-search.ts',
    from: 'if (logged !== -1) this.#addToLog(entry, size, isTree);\n    if (',
    to: 'if (',
  },
  {
    name: 'large whole objects are not searched',
    file: 'pack-search.ts',
    from: 'if (logged === -1 && this.#hitsIn(at, size, isTree).isHit) this.#tally.hit(entry, size, at);',
    to: '',
  },
];

const INHERITED: readonly Mutation[] = [
  {
    name: 'needles of the base are not inherited',
    file: 'delta.wat',
    from: '(then (local.set $outcome (i32.const 3)))',
    to: '(then (nop))',
  },
  {
    name: 'a leaf that inherits a needle is no hit',
    file: 'pack-search.ts',
    from: 'if (outcome === INHERITED) this.#tally.hit(entry, targetSize);',
    to: '',
  },
  {
    name: 'a needle of the base whose begin the copy leaves out is kept',
    file: 'delta.wat',
    from: '(if (i32.le_u (local.get $from) (i32.load (local.get $span)))',
    to: '(if (i32.const 1)',
  },
  {
    name: 'a needle of the base whose first byte the copy leaves out is kept',
    file: 'delta.wat',
    from: '(if (i32.le_u (local.get $from) (i32.load (local.get $span)))',
    to: '(if (i32.le_u (local.get $from) (i32.add (i32.load (local.get $span)) (i32.const 1)))',
  },
  {
    name: 'a needle that the copy begins with is dropped',
    file: 'delta.wat',
    from: '(if (i32.le_u (local.get $from) (i32.load (local.get $span)))',
    to: '(if (i32.lt_u (local.get $from) (i32.load (local.get $span)))',
  },
  {
    name: 'a needle of the base whose end the copy leaves out is kept',
    file: 'delta.wat',
    from: '(if (i32.le_u (i32.load offset=4 (local.get $span)) (local.get $to))',
    to: '(if (i32.const 1)',
  },
  {
    name: 'a needle of the base whose last byte the copy leaves out is kept',
    file: 'delta.wat',
    from: '(if (i32.le_u (i32.load offset=4 (local.get $span)) (local.get $to))',
    to: '(if (i32.le_u (i32.load offset=4 (local.get $span)) (i32.add (local.get $to) (i32.const 1)))',
  },
  {
    name: 'a needle that the copy ends with is dropped',
    file: 'delta.wat',
    from: '(if (i32.le_u (i32.load offset=4 (local.get $span)) (local.get $to))',
    to: '(if (i32.lt_u (i32.load offset=4 (local.get $span)) (local.get $to))',
  },
  {
    name: 'only the first needle of the base is inherited',
    file: 'delta.wat',
    from: '(br_if $next (i32.lt_u (local.get $span) (local.get $spansEnd)))',
    to: '(nop)',
  },
  {
    name: 'the last needle of the base is not inherited',
    file: 'delta-search.ts',
    from: 'this.#spans.write(input.spans),',
    to: 'this.#spans.write(input.spans.slice(0, -2)),',
  },
  {
    name: 'whole objects hand no needles to their children',
    file: 'pack-search.ts',
    from: 'hits: this.#hitsIn(0, size, isTree) });',
    to: 'hits: { ...this.#hitsIn(0, size, isTree), spans: [] } });',
  },
  {
    name: 'deltas hand no needles to grandchildren',
    file: 'pack-search.ts',
    from: 'this.#keep({ entry, at, size: targetSize, children, hits });',
    to: 'this.#keep({ entry, at, size: targetSize, children, hits: { ...hits, spans: [] } });',
  },
  {
    name: 'a base with more needles than are kept track of is taken to have all of them tracked',
    file: 'object-hits.ts',
    from: 'return { ...NO_HITS, isHit: true, isCrowded: true };',
    to: 'break;',
  },
  {
    name: 'what a base with too many needles hands down is not searched',
    file: 'pack-search.ts',
    from: 'const mustSearch = this.#hasNewHit || base.hits.isCrowded;',
    to: 'const mustSearch = this.#hasNewHit;',
  },
];

const WIDE: readonly Mutation[] = [
  {
    name: 'wide needles are not sought in what is logged',
    file: 'search-log.ts',
    from: "return this.#needles.search.firstHit(from, end, isTree ? 'plain' : 'all') !== -1;",
    to: "return this.#needles.search.firstHit(from, end, 'plain') !== -1;",
  },
  {
    name: 'a tree that is logged last hides that there is more than trees',
    file: 'search-log.ts',
    from: 'this.#hasOnlyTrees &&= isTree;',
    to: 'this.#hasOnlyTrees = isTree;',
  },
  {
    name: 'wide needles are not sought in large objects and deltas',
    file: 'pack-search.ts',
    from: "return this.#needles.search.firstHit(at, ARENA_BYTES, isTree ? 'plain' : 'all') !== -1;",
    to: "return this.#needles.search.firstHit(at, ARENA_BYTES, 'plain') !== -1;",
  },
  {
    name: 'wide needles are not sought in objects that are rebuilt',
    file: 'object-hits.ts',
    from: "const which = isTree ? 'plain' : 'all';",
    to: "const which = 'plain';",
  },
  {
    name: 'wide needles are sought in trees that are rebuilt',
    file: 'object-hits.ts',
    from: "const which = isTree ? 'plain' : 'all';",
    to: "const which = 'all';",
  },
  {
    name: 'wide needles are not sought across seams',
    file: 'pack-search.ts',
    from: 'delta.seams = isTree ? this.#needles.plain : this.#needles.all;',
    to: 'delta.seams = this.#needles.plain;',
  },
];

const LOG: readonly Mutation[] = [
  {
    name: 'the log is not flushed at the end of a piece',
    file: 'pack-search.ts',
    from: '    this.#log.flush();\n',
    to: '',
  },
  {
    name: 'the log is emptied unsearched when it is full',
    file: 'search-log.ts',
    from: 'this.#top + size > LOG_AT + LOG_BYTES) this.flush();',
    to: 'this.#top + size > LOG_AT + LOG_BYTES) { this.#count = 0; this.#top = LOG_AT; }',
  },
  {
    name: 'more entries are logged than there is room for',
    file: 'search-log.ts',
    from: 'this.#count === MAX_LOGGED || ',
    to: '',
  },
  {
    name: 'the last entry of the log has no end',
    file: 'search-log.ts',
    from: 'this.#starts[this.#count] = this.#top;',
    to: '',
  },
  {
    name: 'the log forgets which tree of deltas an entry belongs to',
    file: 'search-log.ts',
    from: 'this.#roots[place] = root;',
    to: '',
  },
];

const BASES: readonly Mutation[] = [
  {
    name: 'a child is rebuilt in the place of its base',
    file: 'held-bases.ts',
    from: 'this.top = last.at + last.size;',
    to: 'this.top = last.at;',
  },
  {
    name: 'bases that wait for more children are cleared away',
    file: 'held-bases.ts',
    from: 'if (base.childrenLeft === 0 && index < held.length - 1) continue;',
    to: 'if (index < held.length - 1) continue;',
  },
  {
    name: 'a base that is moved is still sought where it was',
    file: 'held-bases.ts',
    from: 'base.at = top;\n',
    to: '\n',
  },
  {
    name: 'a copy of size 0 copies nothing',
    file: 'delta.wat',
    from: '(if (i32.eqz (local.get $size)) (then (local.set $size (i32.const 0x10000))))',
    to: '',
  },
  {
    name: 'the third byte of an offset stands for less than it does',
    file: 'delta.wat',
    from: '(i32.or (local.get $source) (i32.shl (i32.load8_u (local.get $at)) (i32.const 16)))',
    to: '(i32.or (local.get $source) (i32.shl (i32.load8_u (local.get $at)) (i32.const 15)))',
  },
  {
    name: 'the fourth byte of an offset stands for less than it does',
    file: 'delta.wat',
    from: '(i32.or (local.get $source) (i32.shl (i32.load8_u (local.get $at)) (i32.const 24)))',
    to: '(i32.or (local.get $source) (i32.shl (i32.load8_u (local.get $at)) (i32.const 23)))',
  },
  {
    name: 'the third byte of a size stands for less than it does',
    file: 'delta.wat',
    from: '(i32.or (local.get $size) (i32.shl (i32.load8_u (local.get $at)) (i32.const 16)))',
    to: '(i32.or (local.get $size) (i32.shl (i32.load8_u (local.get $at)) (i32.const 15)))',
  },
  {
    name: 'the sixteenth byte of a copy is not copied',
    file: 'delta.wat',
    from: '(br_if $sixteen (i32.lt_u (local.get $to) (local.get $end)))',
    to: '(br_if $sixteen (i32.lt_u (i32.add (local.get $to) (i32.const 1)) (local.get $end)))',
  },
];

const FOREST: readonly Mutation[] = [
  {
    name: 'a distance is read as a size is',
    file: 'forest.wat',
    from: '(f64.mul (f64.add (local.get $distance) (f64.const 1)) (f64.const 128))',
    to: '(f64.mul (local.get $distance) (f64.const 128))',
  },
  {
    name: 'the id of a base is not passed over',
    file: 'forest.wat',
    from: '(local.set $here (i32.add (local.get $here) (global.get $idBytes)))',
    to: '(nop)',
  },
  {
    name: 'the first child of a base is forgotten',
    file: 'forest.wat',
    from: '(br_if $pushed (i32.le_u (local.get $at) (local.get $from)))',
    to: '(br_if $pushed (i32.le_u (local.get $at) (i32.add (local.get $from) (i32.const 4))))',
  },
  {
    name: 'a delta of a tree is taken for a blob',
    file: 'forest.wat',
    from: '(local.set $length (i32.add (local.get $length) (i32.const 1)))\n              (i32.store8 (i32.add (global.get $types) (local.get $entry)) (local.get $type))',
    to: '(local.set $length (i32.add (local.get $length) (i32.const 1)))\n              (i32.store8 (i32.add (global.get $types) (local.get $entry)) (select (local.get $type) (i32.const 3) (i32.eq (local.get $entry) (local.get $root))))',
  },
  {
    name: 'sizes of entries lose what their third byte says',
    file: 'forest.wat',
    from: '(local.set $unit (f64.mul (local.get $unit) (f64.const 128)))',
    to: '(local.set $unit (f64.const 2048))',
  },
];

/**
 * Not here, since they change no answer, only the work:
 * - Seams where nothing may be cut are looked at too, or `mayHit` says yes more often than it must (a byte fewer is
 *   compared on either side, the left margin is not checked, the table for all needles is used for trees): the
 *   object is rebuilt and searched whole, and that tells. For the same reason it does not matter that copies which
 *   continue each other make one piece, as long as a seam between them would be looked at.
 * - Wide needles are sought in trees that are logged: what is hit there is looked at once more, as a tree.
 * - `keep` leaves `top` where the object begins: `take` sets it anew before anything is rebuilt.
 * - `putHeaviestLast` is left out, or `#tidy` never clears: more is held in memory. Pieces of another size: threads end
 *   less evenly.
 * - After a needle was inherited, seams are looked at too (`outcome` is not compared with 1): it is a hit already.
 */
export const MUTATIONS: readonly Mutation[] = [
  ...SEAMS,
  ...MARGINS,
  ...INSERTS,
  ...INHERITED,
  ...WIDE,
  ...LOG,
  ...BASES,
  ...FOREST,
];
