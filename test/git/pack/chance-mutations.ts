/** Changes of what the reader does with chance hits. The packs of `chance-packs.ts` must tell each. */
import type { Mutation } from './mutations.ts';

const DELTA = 'delta.wat';

const PASSED_ON: readonly Mutation[] = [
  {
    name: 'a chance hit that the piece cuts at its left is forgotten',
    file: DELTA,
    from: '(i32.lt_u (i32.load (local.get $chance)) (local.get $from))',
    to: '(i32.const 0)',
  },
  {
    name: 'a chance hit is passed over where the piece begins behind its begin',
    file: DELTA,
    from: '(br_if $elsewhere (i32.le_u (i32.load offset=4 (local.get $chance)) (local.get $from)))',
    to: '(br_if $elsewhere (i32.lt_u (i32.load (local.get $chance)) (local.get $from)))',
  },
  {
    name: 'a chance hit is passed over where the piece ends before its end',
    file: DELTA,
    from: '(if (i32.ge_u (i32.load (local.get $chance)) (local.get $to))',
    to: '(if (i32.gt_u (i32.load offset=4 (local.get $chance)) (local.get $to))',
  },
  {
    name: 'a chance hit that ends with the piece is passed over',
    file: DELTA,
    from: '(if (i32.ge_u (i32.load (local.get $chance)) (local.get $to))',
    to: '(if (i32.ge_u (i32.load offset=4 (local.get $chance)) (local.get $to))',
  },
  {
    name: 'a chance hit that begins with the piece is passed over',
    file: DELTA,
    from: '(br_if $elsewhere (i32.le_u (i32.load offset=4 (local.get $chance)) (local.get $from)))',
    to: '(br_if $elsewhere (i32.le_u (i32.load (local.get $chance)) (local.get $from)))',
  },
  {
    name: 'a chance hit is handed on as judged though bytes before it are others',
    file: DELTA,
    from: '(i32.lt_u (i32.load offset=8 (local.get $chance)) (local.get $from))',
    to: '(i32.const 0)',
  },
  {
    name: 'a chance hit is handed on as judged though the first byte that it was judged by is another',
    file: DELTA,
    from: '(i32.lt_u (i32.load offset=8 (local.get $chance)) (local.get $from))',
    to: '(i32.lt_u (i32.add (i32.load offset=8 (local.get $chance)) (i32.const 1)) (local.get $from))',
  },
  {
    name: 'a chance hit is handed on as judged though bytes behind it are others',
    file: DELTA,
    from: '(i32.gt_u (i32.load offset=12 (local.get $chance)) (local.get $to)))\n              (i32.or',
    to: '(i32.const 0))\n              (i32.or',
  },
  {
    name: 'a chance hit is handed on as judged though the last byte that it was judged by is another',
    file: DELTA,
    from: '(i32.gt_u (i32.load offset=12 (local.get $chance)) (local.get $to)))\n              (i32.or',
    to: '(i32.gt_u (i32.load offset=12 (local.get $chance)) (i32.add (local.get $to) (i32.const 1))))\n              (i32.or',
  },
  {
    name: 'what was judged by the end of the base is handed on as judged where more follows',
    file: DELTA,
    from: '(i32.eq (i32.load offset=12 (local.get $chance)) (local.get $baseSize))',
    to: '(i32.const 0)',
  },
  {
    name: 'what was judged by the begin of the base is handed on as judged where something stands before it',
    file: DELTA,
    from: '(i32.eqz (i32.load offset=8 (local.get $chance)))\n                  (i32.ne (local.get $place) (i32.const 0))',
    to: '(i32.const 0)\n                  (i32.ne (local.get $place) (i32.const 0))',
  },
  {
    name: 'each piece is taken to begin where the object does',
    file: DELTA,
    from: '(i32.ne (local.get $place) (i32.const 0))',
    to: '(i32.const 0)',
  },
  {
    name: 'chance hits are handed on without bounds',
    file: DELTA,
    from: '(i32.eq (local.get $out) (local.get $limit))',
    to: '(i32.const 0)',
  },
  {
    name: 'what has no room is not judged again',
    file: DELTA,
    from: `              (i32.eq (local.get $out) (local.get $limit))
              (i32.or
                (i32.lt_u (i32.load (local.get $chance)) (local.get $from))
                (i32.gt_u (i32.load offset=4 (local.get $chance)) (local.get $to))))
          (then (return (i32.const 2))))`,
    to: `              (i32.const 0)
              (i32.or
                (i32.lt_u (i32.load (local.get $chance)) (local.get $from))
                (i32.gt_u (i32.load offset=4 (local.get $chance)) (local.get $to))))
          (then (return (i32.const 2))))
        (br_if $elsewhere (i32.eq (local.get $out) (local.get $limit)))`,
  },
  {
    name: 'what is cut counts for no more than what is to be judged again',
    file: DELTA,
    from: '(then (return (i32.const 2))))\n        (v128.store',
    to: '(then (return (i32.const 1))))\n        (v128.store',
  },
  {
    name: 'chance hits are handed on where they stood in the base',
    file: DELTA,
    from: '(local.set $shift (i32.sub (local.get $place) (local.get $from)))',
    to: '(local.set $shift (i32.const 0))',
  },
  {
    name: 'chance hits behind the first piece are handed on too far in front',
    file: DELTA,
    from: '(local.set $place (i32.sub (local.get $whole) (i32.add (local.get $left) (local.get $size))))',
    to: '(local.set $place (i32.sub (local.get $whole) (i32.add (local.get $left) (i32.add (local.get $size) (i32.eqz (i32.eq (local.get $whole) (i32.add (local.get $left) (local.get $size))))))))',
  },
  {
    name: 'only the first chance hit of the base is handed on',
    file: DELTA,
    from: '(br_if $next (i32.lt_u (local.get $chance) (local.get $chancesEnd)))',
    to: '(nop)',
  },
  {
    name: 'the last chance hit of the base is not handed on',
    file: 'delta-search.ts',
    from: 'this.#chances.write(input.chances),',
    to: 'this.#chances.write(input.chances.slice(0, -4)),',
  },
  {
    name: 'of the chance hits that came along the last one is lost',
    file: DELTA,
    from: '(global.set $passedEnd (i32.add (local.get $out) (i32.const 16))))\n',
    to: '(global.set $passedEnd (local.get $out)))\n',
  },
  {
    name: 'chance hits of the piece before a seam are not handed on',
    file: DELTA,
    from: '(local.get $place) (local.get $baseSize))))))',
    to: '(local.get $place) (local.get $baseSize)))) (global.set $passedEnd (local.get $passed)) (local.set $loss (i32.const 0))))',
  },
  {
    name: 'chance hits of the last piece are not handed on',
    file: DELTA,
    from: '(local.get $place) (i32.const -1))))\n',
    to: '(local.get $place) (i32.const -1)))) (local.set $loss (i32.const 0)) (global.set $passedEnd (local.get $passed))\n',
  },
  {
    name: 'what was judged by the end of the base is handed on as judged from each piece',
    file: DELTA,
    from: '(local.get $place) (local.get $baseSize))))))',
    to: '(local.get $place) (i32.const -1))))))',
  },
];

const OUTCOMES: readonly Mutation[] = [
  {
    name: 'what is to be judged again changes nothing',
    file: DELTA,
    from: '(select (i32.const 2) (i32.const 4) (i32.and (local.get $loss) (i32.const 2)))',
    to: '(select (i32.const 2) (i32.const 1) (i32.and (local.get $loss) (i32.const 2)))',
  },
  {
    name: 'what is cut is judged again alone',
    file: DELTA,
    from: '(select (i32.const 2) (i32.const 4) (i32.and (local.get $loss) (i32.const 2)))',
    to: '(i32.const 4)',
  },
  {
    name: 'what is cut is forgotten where something is to be judged again',
    file: DELTA,
    from: '(select (i32.const 2) (i32.const 4) (i32.and (local.get $loss) (i32.const 2)))',
    to: '(select (i32.const 2) (i32.const 4) (i32.eq (local.get $loss) (i32.const 2)))',
  },
  {
    name: 'what is to be judged again outdoes a seam that may hold a needle',
    file: DELTA,
    from: '(i32.and (i32.ne (local.get $loss) (i32.const 0)) (i32.eq (local.get $outcome) (i32.const 1)))',
    to: '(i32.and (i32.ne (local.get $loss) (i32.const 0)) (i32.ne (local.get $outcome) (i32.const 3)))',
  },
  {
    name: 'what is to be judged again outdoes a needle that came along',
    file: DELTA,
    from: '(i32.and (i32.ne (local.get $loss) (i32.const 0)) (i32.eq (local.get $outcome) (i32.const 1)))',
    to: '(i32.and (i32.ne (local.get $loss) (i32.const 0)) (i32.ne (local.get $outcome) (i32.const 2)))',
  },
  {
    name: 'only what the last piece loses counts',
    file: DELTA,
    from: `          (local.set $loss (i32.or (local.get $loss)
            (call $passOn (local.get $chances) (local.get $chancesEnd) (local.get $passedLimit)
              (i32.sub (local.get $lastAt) (local.get $base)) (i32.sub (local.get $lastEnd) (local.get $base))
              (local.get $place) (i32.const -1))))`,
    to: `          (local.set $loss
            (call $passOn (local.get $chances) (local.get $chancesEnd) (local.get $passedLimit)
              (i32.sub (local.get $lastAt) (local.get $base)) (i32.sub (local.get $lastEnd) (local.get $base))
              (local.get $place) (i32.const -1)))`,
  },
  {
    name: 'a leaf with chance hits to be judged again is taken for clean',
    file: 'pack-search.ts',
    from: 'if (outcome === CLEAN || outcome === INHERITED) {',
    to: 'if (outcome !== UNSURE) {',
  },
  {
    name: 'an object that is rebuilt hands on no chance hits',
    file: 'pack-search.ts',
    from: 'const hits = isKnown ? this.#passedFrom(base, at)',
    to: 'const hits = isKnown ? NO_HITS',
  },
  {
    name: 'a base that is whole hands on no chance hits',
    file: 'pack-search.ts',
    from: 'hits: this.#hitsIn(0, size, isTree) });',
    to: 'hits: { ...this.#hitsIn(0, size, isTree), chances: [] } });',
  },
  {
    name: 'a base that was searched whole hands on no chance hits',
    file: 'pack-search.ts',
    from: 'this.#keep({ entry, at, size: targetSize, children, hits });',
    to: 'this.#keep({ entry, at, size: targetSize, children, hits: isKnown ? hits : { ...hits, chances: [] } });',
  },
  {
    name: 'a base with a key hands on no chance hits',
    file: 'object-hits.ts',
    from: 'return { isHit: true, isCrowded, spans, chances };',
    to: 'return { isHit: true, isCrowded, spans, chances: [] };',
  },
  {
    name: 'a base with a key that is crowded with chance hits is taken to have them listed',
    file: 'object-hits.ts',
    from: 'return { isHit: true, isCrowded, spans, chances };',
    to: 'return { isHit: true, isCrowded: false, spans, chances };',
  },
];

const JUDGED: readonly Mutation[] = [
  {
    name: 'chance hits that came along are never judged again',
    file: 'object-hits.ts',
    from: 'if (judgedTo > 0) chances.add(begin, end, { judgedFrom, judgedTo });',
    to: 'if (judgedTo >= 0) chances.add(begin, end, { judgedFrom, judgedTo });',
  },
  {
    name: 'what is a key when it is judged again is none',
    file: 'object-hits.ts',
    from: 'else if (chances.firstBetween(begin, end) !== -1) return this.look(at, size, false);',
    to: 'else chances.firstBetween(begin, end);',
  },
  {
    name: 'chance hits that came along as they are judged are not handed on further',
    file: 'object-hits.ts',
    from: 'if (judgedTo > 0) chances.add(begin, end, { judgedFrom, judgedTo });',
    to: 'if (judgedTo > 0) continue;',
  },
  {
    name: 'of chance hits close to each other the first alone is judged again',
    file: 'object-hits.ts',
    from: 'else if (chances.firstBetween(begin, end) !== -1)',
    to: 'else if (chances.firstBetween(begin, Math.min(end, begin + 4)) !== -1)',
  },
  {
    name: 'more chance hits than are kept track of are taken to be all',
    file: 'object-hits.ts',
    from: 'this.#isCrowded = true;',
    to: 'this.#isCrowded = false;',
  },
  {
    name: 'chance hits close to each other end with the first of them',
    file: 'object-hits.ts',
    from: 'numbers[last + 1] = Math.max(numbers[last + 1]!, end);',
    to: '',
  },
  {
    name: 'chance hits close to each other are judged by what the later one is',
    file: 'object-hits.ts',
    from: 'numbers[last + 2] = Math.min(numbers[last + 2]!, from);',
    to: 'numbers[last + 2] = from;',
  },
  {
    name: 'chance hits close to each other are judged by what the first one is',
    file: 'object-hits.ts',
    from: 'numbers[last + 3] = Math.max(numbers[last + 3]!, to);',
    to: '',
  },
  {
    name: 'the last of chance hits close to each other says how far they are judged',
    file: 'object-hits.ts',
    from: 'numbers[last + 3] = Math.max(numbers[last + 3]!, to);',
    to: 'numbers[last + 3] = to;',
  },
  {
    name: 'a chance hit ends where its needle does, though more was judged with it',
    file: 'object-hits.ts',
    from: 'this.add(hit, Math.max(hitEnd, trial.clearedTo), trial);',
    to: 'this.add(hit, hitEnd, trial);',
  },
  {
    name: 'the begin of the content is taken for a byte before it',
    file: 'object-hits.ts',
    from: 'const from = Math.max(0, judgedFrom);',
    to: 'const from = Math.max(1, judgedFrom);',
  },
  {
    name: 'the end of the content is taken for a byte behind it',
    file: 'object-hits.ts',
    from: 'const to = Math.min(this.#size, judgedTo);',
    to: 'const to = Math.min(this.#size - 1, judgedTo);',
  },
  {
    name: 'needles behind the first that may be a key are not noted',
    file: 'object-hits.ts',
    from: 'spans.push(hit - at, hit - at + this.#search.hitLength);',
    to: 'if (spans.length === 0) spans.push(hit - at, hit - at + this.#search.hitLength);',
  },
  {
    name: 'what is hit in objects is not judged',
    file: 'object-hits.ts',
    from: 'if (isTree || this.#check === undefined) return',
    to: 'if (isTree || this.#check !== undefined) return',
  },
];

/**
 * Not here, since they change no answer, only the work:
 * - A chance hit that the piece cuts at its right is not told from one whose surroundings are others: what of it is whole
 *   is judged again then, and what goes on over the seam is found there.
 * - Chance hits close to each other are listed one by one, or more of them as one (`NEAR_BYTES`): all of such a range is
 *   judged again. More of them, and an object is crowded sooner.
 * - What was judged with a hit is asked about once more, since a trial says no to that itself.
 * - `lookAgain` looks at the whole object, or an outcome is UNSURE where DOUBTFUL would do.
 */
export const CHANCE_MUTATIONS: readonly Mutation[] = [...PASSED_ON, ...OUTCOMES, ...JUDGED];
