;; Finds the first of any number of needles in one pass, by the Teddy algorithm of Hyperscan and of ripgrep.
;;
;; A needle is known by three bytes in a row out of it, its fingerprint, and each fingerprint is in one of eight
;; buckets. For each of its three places two tables of 16 entries tell, for the low and for the high half of a byte,
;; in which buckets a fingerprint has such a half there: one bit for each bucket. `swizzle` looks up 16 bytes at once.
;; Where a bit is set in all six answers there may be a fingerprint; a hash table tells whose, and then the whole
;; needle is compared.
;;
;; A hit lies whole in what is searched, and what stands outside has no say in it. It may be loaded, though: the memory
;; must go on for 16 bytes behind the end.
;;
;; Unrolled, the loop is no faster; with fingerprints of four bytes it is slower, since a short needle then has no
;; choice of them.
(module
  (import "teddy" "memory" (memory 1))
  ;; Where in it the tables begin, as teddy-tables.ts lays them out.
  (import "teddy" "tables" (global $tables i32))

  ;; How far into its needle a fingerprint begins, at most.
  (global $reach (export "reach") (mut i32) (i32.const 0))
  ;; The length of the needle that was found last.
  (global $length (export "length") (mut i32) (i32.const 0))

  ;; Of the search that runs: its bounds, and where the first hit so far begins. -1 is behind everything.
  (global $from (mut i32) (i32.const 0))
  (global $end (mut i32) (i32.const 0))
  (global $count (mut i32) (i32.const 0))
  (global $first (mut i32) (i32.const -1))

  ;; Where the first hit of the first `count` needles begins, or -1; if several begin there, it is the shortest.
  (func (export "firstHit") (param $from i32) (param $end i32) (param $count i32) (result i32)
    (local $at i32)
    (local $stop i32)
    (global.set $from (local.get $from))
    (global.set $end (local.get $end))
    (global.set $count (local.get $count))
    (global.set $first (i32.const -1))
    (local.set $at (local.get $from))
    (local.set $stop (local.get $end))
    (block $done
      (loop $next
        (local.set $at (call $candidate (local.get $at) (local.get $stop)))
        (br_if $done (i32.eq (local.get $at) (i32.const -1)))
        (call $verify (local.get $at))
        ;; Behind a hit, only the fingerprint of a needle that begins before it matters.
        (if (i32.ne (global.get $first) (i32.const -1))
          (then (local.set $stop (call $least
            (local.get $end)
            (i32.add (i32.add (global.get $first) (global.get $reach)) (i32.const 3))))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next)))
    (global.get $first))

  ;; Where the next candidate begins that ends before `stop`, or little behind, or -1. It calls nothing: around a call
  ;; the tables would be moved out of the registers.
  (func $candidate (param $at i32) (param $stop i32) (result i32)
    (local $lanes i32)
    (local $place i32)
    (local $bytes v128) (local $low v128) (local $high v128)
    (local $first v128) (local $second v128) (local $third v128)
    (local $firstBefore v128) (local $secondBefore v128)
    (local $low1 v128) (local $low2 v128) (local $low3 v128)
    (local $high1 v128) (local $high2 v128) (local $high3 v128)
    (local.set $low1 (v128.load offset=0 (global.get $tables)))
    (local.set $high1 (v128.load offset=16 (global.get $tables)))
    (local.set $low2 (v128.load offset=32 (global.get $tables)))
    (local.set $high2 (v128.load offset=48 (global.get $tables)))
    (local.set $low3 (v128.load offset=64 (global.get $tables)))
    (local.set $high3 (v128.load offset=80 (global.get $tables)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $stop)))
        (local.set $bytes (v128.load (local.get $at)))
        (local.set $low (v128.and (local.get $bytes) (v128.const i32x4 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f)))
        (local.set $high (i8x16.shr_u (local.get $bytes) (i32.const 4)))
        (local.set $first (v128.and
          (i8x16.swizzle (local.get $low1) (local.get $low))
          (i8x16.swizzle (local.get $high1) (local.get $high))))
        (local.set $second (v128.and
          (i8x16.swizzle (local.get $low2) (local.get $low))
          (i8x16.swizzle (local.get $high2) (local.get $high))))
        (local.set $third (v128.and
          (i8x16.swizzle (local.get $low3) (local.get $low))
          (i8x16.swizzle (local.get $high3) (local.get $high))))
        ;; The answers for the first and second place are moved up to that for the third, from the 16 bytes before on.
        (local.set $third (v128.and
          (local.get $third)
          (v128.and
            (i8x16.shuffle 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 (local.get $secondBefore) (local.get $second))
            (i8x16.shuffle 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 (local.get $firstBefore) (local.get $first)))))
        (if (v128.any_true (local.get $third))
          (then
            (local.set $lanes (i8x16.bitmask (i8x16.ne (local.get $third) (v128.const i64x2 0 0))))
            (loop $lane
              (local.set $place (i32.sub (i32.add (local.get $at) (i32.ctz (local.get $lanes))) (i32.const 2)))
              ;; As `$verify` does.
              (if (i32.load16_u offset=96 (i32.add
                    (global.get $tables)
                    (i32.shl
                      (i32.shr_u
                        (i32.mul (i32.and (i32.load (local.get $place)) (i32.const 0xffffff)) (i32.const 0x9e3779b1))
                        (i32.const 20))
                      (i32.const 1))))
                (then (return (local.get $place))))
              (local.set $lanes (i32.and (local.get $lanes) (i32.sub (local.get $lanes) (i32.const 1))))
              (br_if $lane (local.get $lanes)))))
        (local.set $firstBefore (local.get $first))
        (local.set $secondBefore (local.get $second))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next)))
    (i32.const -1))

  ;; Compares the needles whose fingerprint has the hash of the three bytes at `at`.
  (func $verify (param $at i32)
    (local $needle i32)
    (local $record i32)
    (local $begin i32)
    (local $length i32)
    ;; Numbers of needles begin with 1; 0 ends the chain of those with one hash.
    (local.set $needle (i32.load16_u offset=96 (i32.add
      (global.get $tables)
      (i32.shl
        (i32.shr_u
          (i32.mul (i32.and (i32.load (local.get $at)) (i32.const 0xffffff)) (i32.const 0x9e3779b1))
          (i32.const 20))
        (i32.const 1)))))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $needle)))
        (local.set $record (i32.add (global.get $tables) (i32.shl (local.get $needle) (i32.const 3))))
        (local.set $length (i32.load8_u offset=8292 (local.get $record)))
        (local.set $begin (i32.sub (local.get $at) (i32.load8_u offset=8293 (local.get $record))))
        (block $no
          (br_if $no (i32.gt_u (local.get $needle) (global.get $count)))
          ;; With a sign: before the needle there may be less than the memory has.
          (br_if $no (i32.lt_s (local.get $begin) (global.get $from)))
          (br_if $no (i32.gt_u (i32.add (local.get $begin) (local.get $length)) (global.get $end)))
          (br_if $no (i32.gt_u (local.get $begin) (global.get $first)))
          (br_if $no (i32.and
            (i32.eq (local.get $begin) (global.get $first))
            (i32.ge_u (local.get $length) (global.get $length))))
          (br_if $no (call $differ
            (local.get $begin)
            (i32.add (global.get $tables) (i32.load offset=8288 (local.get $record)))
            (local.get $length)))
          (global.set $first (local.get $begin))
          (global.set $length (local.get $length)))
        (local.set $needle (i32.load16_u offset=8294 (local.get $record)))
        (br $next))))

  (func $differ (param $one i32) (param $other i32) (param $length i32) (result i32)
    (local $index i32)
    (loop $next
      (if (i32.ne
            (i32.load8_u (i32.add (local.get $one) (local.get $index)))
            (i32.load8_u (i32.add (local.get $other) (local.get $index))))
        (then (return (i32.const 1))))
      (local.set $index (i32.add (local.get $index) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $index) (local.get $length))))
    (i32.const 0))

  (func $least (param $one i32) (param $other i32) (result i32)
    (select (local.get $one) (local.get $other) (i32.lt_u (local.get $one) (local.get $other)))))
