/**
 * Changes of how the reader finds encoded text, and needles over several pieces, across seams. The packs of `row-packs.ts`
 * must tell each.
 */
import type { Mutation } from './mutations.ts';

const DELTA = 'delta.wat';

const FOLLOWED: readonly Mutation[] = [
  {
    name: 'behind a short piece no copy is followed',
    file: DELTA,
    from: '(then (local.set $length (i32.sub (local.get $size) (local.get $done)))))\n        (memory.copy (i32.add (global.get $ahead)',
    to: '(then (local.set $length (i32.sub (local.get $size) (local.get $done)))))\n        (br_if $over (i32.and (local.get $code) (i32.const 0x80)))\n        (memory.copy (i32.add (global.get $ahead)',
  },
  {
    name: 'behind a short piece no insert is followed',
    file: DELTA,
    from: '(then (local.set $length (i32.sub (local.get $size) (local.get $done)))))\n        (memory.copy (i32.add (global.get $ahead)',
    to: '(then (local.set $length (i32.sub (local.get $size) (local.get $done)))))\n        (br_if $over (i32.eqz (i32.and (local.get $code) (i32.const 0x80))))\n        (memory.copy (i32.add (global.get $ahead)',
  },
  {
    name: 'behind a short piece one more is followed, no other',
    file: DELTA,
    from: '(local.set $done (i32.add (local.get $done) (local.get $length)))\n        (br $instruction)',
    to: '(local.set $done (i32.add (local.get $done) (local.get $length)))',
  },
  {
    name: 'what follows a short piece is written over what came before it',
    file: DELTA,
    from: '(memory.copy (i32.add (global.get $ahead) (local.get $done)) (local.get $source) (local.get $length))',
    to: '(memory.copy (global.get $ahead) (local.get $source) (local.get $length))',
  },
  {
    name: 'a copy that follows is taken from the begin of the base',
    file: DELTA,
    from: '(local.set $source (i32.add (local.get $base) (local.get $source))))\n          (else\n            (local.set $length (local.get $code))',
    to: '(local.set $source (local.get $base)))\n          (else\n            (local.set $length (local.get $code))',
  },
  {
    name: 'the offset of a copy that follows has one byte',
    file: DELTA,
    from: '(i32.shl (local.get $number) (i32.shl (local.get $bit) (i32.const 3)))',
    to: '(i32.shl (local.get $number) (i32.shl (local.get $bit) (i32.const 2)))',
  },
  {
    name: 'a copy that follows may not end where the base does',
    file: DELTA,
    from: '(br_if $over (i32.gt_u (local.get $length) (i32.sub (local.get $baseSize) (local.get $source))))',
    to: '(br_if $over (i32.ge_u (local.get $length) (i32.sub (local.get $baseSize) (local.get $source))))',
  },
  {
    name: 'a copy of size 0 that follows copies nothing',
    file: DELTA,
    from: '(if (i32.eqz (local.get $length)) (then (local.set $length (i32.const 0x10000))))',
    to: '',
  },
  {
    name: 'an instruction that follows may not be the last',
    file: DELTA,
    from: '(br_if $over (i32.eqz (local.get $length)))\n            (br_if $over (i32.gt_u (local.get $at) (local.get $end)))',
    to: '(br_if $over (i32.eqz (local.get $length)))\n            (br_if $over (i32.ge_u (local.get $at) (local.get $end)))',
  },
  {
    name: 'what lies beyond the piece on the right is compared with the begin of the needle',
    file: DELTA,
    from: '(local.set $needle (i32.add (local.get $needle) (i32.add (local.get $before) (local.get $most))))',
    to: '',
  },
  {
    name: 'a needle that goes on beyond the piece on the right is none',
    file: DELTA,
    from: '(br_if $differs (i32.lt_u\n          (call $follow',
    to: '(br_if $differs (i32.le_u\n          (call $follow',
  },
];

const ROWS: readonly Mutation[] = [
  {
    name: 'encoded text across a seam changes nothing',
    file: DELTA,
    from: '(local.get $isCopy)))\n                            (then (local.set $outcome (i32.const 2)))',
    to: '(local.get $isCopy)))\n                            (then (nop))',
  },
  {
    name: 'a row ends with the copy, though the next one goes on with it',
    file: DELTA,
    from: '                                (select\n                                  (i32.add (local.get $base) (local.get $baseSize))\n                                  (i32.add (local.get $source) (local.get $size))\n                                  (local.get $isCopy))',
    to: '                                (i32.add (local.get $source) (local.get $size))',
  },
  {
    name: 'a row on the left begins with the piece',
    file: DELTA,
    from: '(call $rowAcross (local.get $rowBefore) (local.get $lastAt)',
    to: '(call $rowAcross (i32.const 0) (local.get $lastAt)',
  },
  {
    name: 'a row on the left is a digit too short',
    file: DELTA,
    from: '(call $least (local.get $count) (i32.const 30))',
    to: '(call $least (local.get $count) (i32.const 29))',
  },
  {
    name: 'a row on the right is a digit too short',
    file: DELTA,
    from: '(call $least (local.get $count) (call $least (i32.const 30)',
    to: '(call $least (local.get $count) (call $least (i32.const 29)',
  },
  {
    name: 'a row on the left is no longer than sixteen digits',
    file: DELTA,
    from: '(i32.and (i32.eq (local.get $some) (i32.const 16)) (i32.gt_u (local.get $cut) (local.get $left)))',
    to: '(i32.const 0)',
  },
  {
    name: 'a row on the right is no longer than sixteen digits',
    file: DELTA,
    from: '(i32.eq (local.get $some) (i32.const 16))\n        (i32.lt_u (local.get $count) (call $least',
    to: '(i32.const 0)\n        (i32.lt_u (local.get $count) (call $least',
  },
  {
    name: 'a row on the left goes on before the piece, whatever stands there',
    file: DELTA,
    from: '(i32.sub (local.get $cut) (local.get $left))\n        (i32.clz',
    to: '(i32.const 16)\n        (i32.clz',
  },
  {
    name: 'digits on the left are counted from before the first bytes of memory',
    file: DELTA,
    from: '(select (i32.sub (local.get $cut) (i32.const 16)) (i32.const 0) (i32.ge_u (local.get $cut) (i32.const 16)))',
    to: '(i32.sub (local.get $cut) (i32.const 16))',
  },
  {
    name: 'a row over several pieces loses the digits that stand before the last of them',
    file: DELTA,
    from: '(memory.copy (i32.add (global.get $row) (local.get $before)) (local.get $left) (local.get $count))',
    to: '(memory.copy (global.get $row) (local.get $left) (local.get $count))',
  },
  {
    name: 'of a row over several pieces the first digits are kept, not the last',
    file: DELTA,
    from: '(i32.sub (i32.add (global.get $row) (local.get $before)) (local.get $room))\n          (local.get $room))',
    to: '(global.get $row)\n          (local.get $room))',
  },
  {
    name: 'a row goes on before a piece though a byte in it breaks it',
    file: DELTA,
    from: '(if (i32.ne (i32.sub (local.get $cut) (local.get $count)) (local.get $left))',
    to: '(if (i32.const 0)',
  },
  {
    name: 'text needs a digit more across seams',
    file: DELTA,
    from: '(i32.lt_u (i32.add (local.get $before) (local.get $count)) (i32.const 31))',
    to: '(i32.lt_u (i32.add (local.get $before) (local.get $count)) (i32.const 32))',
  },
  {
    name: 'of a row the digits on the right are written over those on the left',
    file: DELTA,
    from: '(memory.copy (i32.add (global.get $row) (local.get $before)) (local.get $at) (local.get $count))',
    to: '(memory.copy (global.get $row) (local.get $at) (local.get $count))',
  },
  {
    name: 'text across a seam is looked for in the digits on the left alone',
    file: DELTA,
    from: '(i32.add (global.get $row) (i32.add (local.get $before) (local.get $count)))))',
    to: '(i32.add (global.get $row) (local.get $before))))',
  },
  {
    name: 'a row is short though its right side goes on behind the piece',
    file: DELTA,
    from: '(i32.lt_u (local.get $behind) (local.get $size))',
    to: '(i32.const 1)',
  },
  {
    name: 'a row is short though its right side is just all of the piece',
    file: DELTA,
    from: '(i32.lt_u (local.get $behind) (local.get $size))',
    to: '(i32.le_u (local.get $behind) (local.get $size))',
  },
  {
    name: 'a row is short though its left side goes on before the piece',
    file: DELTA,
    from: '(i32.lt_u (local.get $before) (i32.sub (local.get $cut) (local.get $left)))',
    to: '(i32.const 1)',
  },
  {
    name: 'a row is short though its left side is just all of the piece',
    file: DELTA,
    from: '(i32.lt_u (local.get $before) (i32.sub (local.get $cut) (local.get $left)))',
    to: '(i32.le_u (local.get $before) (i32.sub (local.get $cut) (local.get $left)))',
  },
  {
    name: 'a row of any length is short',
    file: DELTA,
    from: '(i32.lt_u (i32.or (local.get $before) (local.get $behind)) (i32.const 16))',
    to: '(i32.const 1)',
  },
  {
    name: 'the left side alone says whether a row is short',
    file: DELTA,
    from: '(i32.lt_u (i32.or (local.get $before) (local.get $behind)) (i32.const 16))',
    to: '(i32.lt_u (local.get $before) (i32.const 16))',
  },
  {
    name: 'the right side alone says whether a row is short',
    file: DELTA,
    from: '(i32.lt_u (i32.or (local.get $before) (local.get $behind)) (i32.const 16))',
    to: '(i32.lt_u (local.get $behind) (i32.const 16))',
  },
  {
    name: 'what stands before the first bytes of memory is read',
    file: DELTA,
    from: '(if (i32.lt_u (local.get $cut) (i32.const 16)) (then (return (i32.const 0))))',
    to: '',
  },
  {
    name: 'seams where a needle may be cut are not looked at for encoded text',
    file: 'delta-search.ts',
    from: 'memory.writeUInt16LE(memory.readUInt16LE(at + 2 * pair) | ++number, at + 2 * pair);',
    to: 'memory.writeUInt16LE(++number, at + 2 * pair);',
  },
  {
    name: 'no seam is looked at for encoded text',
    file: 'delta-search.ts',
    from: 'if (hasEncodedText) markDigits(memory, at);',
    to: '',
  },
];

/**
 * Not here, since they change no answer, only the work:
 * - Digits of an earlier piece are counted though a byte behind them breaks the row, or digits behind the base are: the row
 *   at hand is in there all the same, and the object, searched whole, tells.
 * - `follow` ends early where it need not, or does not where it must, in a delta that is damaged: `apply` says so.
 * - What lies ahead is compared though too little of it is left: the bytes of an earlier one are, and the object tells.
 */
export const ROW_MUTATIONS: readonly Mutation[] = [...FOLLOWED, ...ROWS];
