;; Checks the ids of a pack's index, and finds where in the pack each object begins (gitformat-pack). Hundreds of
;; thousands of rounds through loops that run once: they are over before JavaScript has been compiled well.
;; `pack` says where in memory each table stands (pack-tables.ts). Ranks and entries are numbers of 4 bytes.
(module
  (import "memory" "bytes" (memory 1 65536 shared))
  (import "pack" "count" (global $count i32))
  (import "pack" "idBytes" (global $idBytes i32))
  ;; Of the index: how many ids begin with at most each byte; the ids; their offsets; those that need 64 bits.
  (import "pack" "fanOut" (global $fanOut i32))
  (import "pack" "ids" (global $ids i32))
  (import "pack" "words" (global $words i32))
  (import "pack" "largeOffsets" (global $largeOffsets i32))
  (import "pack" "largeCount" (global $largeCount i32))
  ;; By leading bits: the rank of the first id with them; one more for the end.
  (import "pack" "starts" (global $starts i32))
  (import "pack" "bits" (global $bits i32))
  ;; By entry: its offset, 8 bytes; its rank. By rank: the entry.
  (import "pack" "offsets" (global $offsets i32))
  (import "pack" "ranks" (global $ranks i32))
  (import "pack" "entries" (global $entries i32))
  ;; For the time of the work: by rank the offset, 8 bytes; ranks half sorted; 2049 sums.
  (import "pack" "byRank" (global $byRank i32))
  (import "pack" "otherRanks" (global $otherRanks i32))
  (import "pack" "sums" (global $sums i32))

  ;; Whether ids are in order, and where the fan-out says: else git would not find by its id what is found here.
  ;; Fills `starts`.
  (func (export "checkIds") (result i32)
    (local $rank i32) (local $at i32) (local $word i32) (local $last i32) (local $byte i32) (local $upTo i32)
    (local $filled i32) (local $bucket i32)
    (local.set $at (global.get $ids))
    (local.set $byte (i32.const -1))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $rank) (global.get $count)))
        (block $isOfByte
          (loop $nextByte
            (br_if $isOfByte (i32.lt_u (local.get $rank) (local.get $upTo)))
            (local.set $byte (i32.add (local.get $byte) (i32.const 1)))
            (local.set $upTo
              (call $number (i32.add (global.get $fanOut) (i32.shl (local.get $byte) (i32.const 2)))))
            (br $nextByte)))
        (local.set $word (call $number (local.get $at)))
        (if (i32.ne (i32.shr_u (local.get $word) (i32.const 24)) (local.get $byte)) (then (return (i32.const 0))))
        (if (local.get $rank)
          (then
            (if (i32.lt_u (local.get $word) (local.get $last)) (then (return (i32.const 0))))
            (if (i32.eq (local.get $word) (local.get $last))
              (then
                (if
                  (i32.le_s
                    (call $compare (local.get $at) (i32.sub (local.get $at) (global.get $idBytes)))
                    (i32.const 0))
                  (then (return (i32.const 0))))))))
        (local.set $bucket (i32.shr_u (local.get $word) (i32.sub (i32.const 32) (global.get $bits))))
        (local.set $filled (call $fillStarts (local.get $filled) (local.get $bucket) (local.get $rank)))
        (local.set $last (local.get $word))
        (local.set $at (i32.add (local.get $at) (global.get $idBytes)))
        (local.set $rank (i32.add (local.get $rank) (i32.const 1)))
        (br $next)))
    (drop (call $fillStarts (local.get $filled) (i32.shl (i32.const 1) (global.get $bits)) (global.get $count)))
    (i32.const 1))

  ;; From `filled` to `bucket`; gives what is next.
  (func $fillStarts (param $filled i32) (param $bucket i32) (param $rank i32) (result i32)
    (block $done
      (loop $fill
        (br_if $done (i32.gt_u (local.get $filled) (local.get $bucket)))
        (i32.store (i32.add (global.get $starts) (i32.shl (local.get $filled) (i32.const 2))) (local.get $rank))
        (local.set $filled (i32.add (local.get $filled) (i32.const 1)))
        (br $fill)))
    (local.get $filled))

  ;; Fills `offsets`, `ranks` and `entries` for a pack whose last entry ends at `end`. 0, or what is wrong: 1, there is
  ;; no such 64-bit offset; 2, two entries are in one place, or one in the header; 3, one is behind the end.
  (func (export "locate") (param $end f64) (result i32)
    (local $largest i64) (local $last i64) (local $offset i64) (local $rank i32) (local $entry i32) (local $word i32)
    (local $from i32) (local $to i32) (local $shift i64)
    (block $read
      (loop $next
        (br_if $read (i32.ge_u (local.get $rank) (global.get $count)))
        (local.set $word
          (call $number (i32.add (global.get $words) (i32.shl (local.get $rank) (i32.const 2)))))
        (local.set $offset (i64.extend_i32_u (local.get $word)))
        (if (i32.lt_s (local.get $word) (i32.const 0))
          (then
            (local.set $word (i32.and (local.get $word) (i32.const 0x7fffffff)))
            (if (i32.ge_u (local.get $word) (global.get $largeCount)) (then (return (i32.const 1))))
            (local.set $word (i32.add (global.get $largeOffsets) (i32.shl (local.get $word) (i32.const 3))))
            (local.set $offset
              (i64.or
                (i64.shl (i64.extend_i32_u (call $number (local.get $word))) (i64.const 32))
                (i64.extend_i32_u (call $number (i32.add (local.get $word) (i32.const 4))))))))
        (i64.store (i32.add (global.get $byRank) (i32.shl (local.get $rank) (i32.const 3))) (local.get $offset))
        (i32.store (i32.add (global.get $ranks) (i32.shl (local.get $rank) (i32.const 2))) (local.get $rank))
        (if (i64.gt_u (local.get $offset) (local.get $largest)) (then (local.set $largest (local.get $offset))))
        (local.set $rank (i32.add (local.get $rank) (i32.const 1)))
        (br $next)))
    ;; A radix sort, 11 bits at a time: it takes a tenth of the time of one that compares.
    (local.set $from (global.get $ranks))
    (local.set $to (global.get $otherRanks))
    (block $sorted
      (loop $digit
        (br_if $sorted (i64.gt_u (local.get $shift) (i64.const 63)))
        (br_if $sorted (i64.eqz (i64.shr_u (local.get $largest) (local.get $shift))))
        (call $sortByDigit (local.get $from) (local.get $to) (local.get $shift))
        (local.set $word (local.get $from))
        (local.set $from (local.get $to))
        (local.set $to (local.get $word))
        (local.set $shift (i64.add (local.get $shift) (i64.const 11)))
        (br $digit)))
    (if (i32.ne (local.get $from) (global.get $ranks))
      (then (memory.copy (global.get $ranks) (local.get $from) (i32.shl (global.get $count) (i32.const 2)))))
    ;; Behind the header of the pack.
    (local.set $last (i64.const 11))
    (block $placed
      (loop $next
        (br_if $placed (i32.ge_u (local.get $entry) (global.get $count)))
        (local.set $rank (i32.load (i32.add (global.get $ranks) (i32.shl (local.get $entry) (i32.const 2)))))
        (local.set $offset (i64.load (i32.add (global.get $byRank) (i32.shl (local.get $rank) (i32.const 3)))))
        (if (i64.le_u (local.get $offset) (local.get $last)) (then (return (i32.const 2))))
        (f64.store (i32.add (global.get $offsets) (i32.shl (local.get $entry) (i32.const 3)))
          (f64.convert_i64_u (local.get $offset)))
        (i32.store (i32.add (global.get $entries) (i32.shl (local.get $rank) (i32.const 2))) (local.get $entry))
        (local.set $last (local.get $offset))
        (local.set $entry (i32.add (local.get $entry) (i32.const 1)))
        (br $next)))
    (if (f64.ge (f64.convert_i64_u (local.get $last)) (local.get $end)) (then (return (i32.const 3))))
    (f64.store (i32.add (global.get $offsets) (i32.shl (global.get $count) (i32.const 3))) (local.get $end))
    (i32.const 0))

  ;; Stable: what an earlier digit has put in order stays so.
  (func $sortByDigit (param $from i32) (param $to i32) (param $shift i64)
    (local $at i32) (local $end i32) (local $place i32) (local $sum i32) (local $rank i32)
    (memory.fill (global.get $sums) (i32.const 0) (i32.const 8196))
    (local.set $end (i32.add (local.get $from) (i32.shl (global.get $count) (i32.const 2))))
    ;; How many have each digit: kept one place behind, so that the sums say where each begins.
    (local.set $at (local.get $from))
    (loop $count
      (local.set $place (call $sumOf (i32.load (local.get $at)) (local.get $shift)))
      (i32.store offset=4 (local.get $place)
        (i32.add (i32.load offset=4 (local.get $place)) (i32.const 1)))
      (br_if $count (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 4))) (local.get $end))))
    (local.set $at (global.get $sums))
    (loop $digit
      (local.set $sum (i32.add (local.get $sum) (i32.load (local.get $at))))
      (i32.store (local.get $at) (local.get $sum))
      (br_if $digit
        (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 4)))
          (i32.add (global.get $sums) (i32.const 8192)))))
    (local.set $at (local.get $from))
    (loop $move
      (local.set $rank (i32.load (local.get $at)))
      (local.set $place (call $sumOf (local.get $rank) (local.get $shift)))
      (local.set $sum (i32.load (local.get $place)))
      (i32.store (local.get $place) (i32.add (local.get $sum) (i32.const 1)))
      (i32.store (i32.add (local.get $to) (i32.shl (local.get $sum) (i32.const 2))) (local.get $rank))
      (br_if $move (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 4))) (local.get $end)))))

  ;; Where the sum for the digit of its offset stands.
  (func $sumOf (param $rank i32) (param $shift i64) (result i32)
    (i32.add (global.get $sums)
      (i32.shl
        (i32.wrap_i64
          (i64.and
            (i64.shr_u
              (i64.load (i32.add (global.get $byRank) (i32.shl (local.get $rank) (i32.const 3))))
              (local.get $shift))
            (i64.const 0x7ff)))
        (i32.const 2))))

  ;; The first byte stands for most.
  (func $number (param $at i32) (result i32)
    (local $word i32)
    (local.set $word (i32.load align=1 (local.get $at)))
    (i32.or
      (i32.and (i32.rotl (local.get $word) (i32.const 8)) (i32.const 0x00ff00ff))
      (i32.and (i32.rotr (local.get $word) (i32.const 8)) (i32.const 0xff00ff00))))

  ;; Below 0, 0 or above: the first id comes before the other, is the same, or comes behind it.
  (func $compare (param $id i32) (param $other i32) (result i32)
    (local $end i32) (local $difference i32)
    (local.set $end (i32.add (local.get $id) (global.get $idBytes)))
    (loop $next
      (local.set $difference (i32.sub (i32.load8_u (local.get $id)) (i32.load8_u (local.get $other))))
      (if (local.get $difference) (then (return (local.get $difference))))
      (local.set $other (i32.add (local.get $other) (i32.const 1)))
      (br_if $next (i32.lt_u (local.tee $id (i32.add (local.get $id) (i32.const 1))) (local.get $end))))
    (i32.const 0)))
