;; Finds the first of any number of needles in one pass, by the Teddy algorithm of Hyperscan and of ripgrep.
;;
;; A needle is known by three bytes in a row out of it, its fingerprint, and each fingerprint is in one of eight
;; buckets. For each of its three places two tables of 16 entries tell, for the low and for the high half of a byte,
;; in which buckets a fingerprint has such a half there: one bit for each bucket. `swizzle` looks up 16 bytes at once.
;; Where a bit is set in all six answers there may be a fingerprint; a hash table tells whose, and then the whole
;; needle is compared.
;;
;; A hit lies whole in what is searched, and what stands outside has no say in it. It may be loaded, though: the memory
;; must go on for 96 bytes behind the end.
;;
;; Text in base64 or hex is found on the way (encoded-text.ts says what that is): where 16 bytes in a row are digits of
;; base64, the row that they stand in is decoded. Most text has a blank, a quote or a bracket among 16 bytes, so that one
;; comparison is all that it costs.
;;
;; Where an index is below 16, as half a byte is, `relaxed_swizzle` gives what `swizzle` does, by one instruction in place of
;; three. Both are built, since not every engine has it (wat-module-plugin.ts).
;;
;; Unrolled, the loop is no faster; with fingerprints of four bytes it is slower, since a short needle then has no
;; choice of them.
(module
  (import "teddy" "memory" (memory 1))
  ;; Where in it the tables begin, as teddy-tables.ts lays them out.
  (import "teddy" "tables" (global $tables i32))

  ;; How far into its needle a fingerprint begins, at most.
  (global $reach (export "reach") (mut i32) (i32.const 0))
  ;; The length of the needle, or of the encoded text, that was found last.
  (global $length (export "length") (mut i32) (i32.const 0))

  ;; Of the search that runs: its bounds, and where the first hit so far begins. -1 is behind everything.
  (global $from (mut i32) (i32.const 0))
  (global $end (mut i32) (i32.const 0))
  (global $count (mut i32) (i32.const 0))
  (global $first (mut i32) (i32.const -1))
  ;; Before the first of these no row of digits is looked at any more, and none is taken to begin before the second.
  (global $rowsFrom (mut i32) (i32.const -1))
  (global $rowStart (mut i32) (i32.const -1))
  ;; What `$candidate` came upon: digits in a row, or the fingerprint of a needle.
  (global $isRow (mut i32) (i32.const 0))

  ;; Where the first hit of the first `count` needles begins, or -1; if several begin there, it is the shortest.
  ;; `encoded`: encoded text is a hit as well.
  (func (export "firstHit")
    (param $from i32) (param $end i32) (param $count i32) (param $encoded i32) (result i32)
    (local $at i32)
    (local $stop i32)
    (global.set $from (local.get $from))
    (global.set $end (local.get $end))
    (global.set $count (local.get $count))
    (global.set $first (i32.const -1))
    (global.set $rowsFrom (select (local.get $from) (i32.const -1) (local.get $encoded)))
    (global.set $rowStart (local.get $from))
    (local.set $at (local.get $from))
    (local.set $stop (local.get $end))
    (block $done
      (loop $next
        (local.set $at (call $candidate (local.get $at) (local.get $stop)))
        (br_if $done (i32.eq (local.get $at) (i32.const -1)))
        (if (global.get $isRow)
          (then
            (call $takeRow (local.get $at))
            ;; A fingerprint may have begun in the 16 bytes before.
            (local.set $at (select
              (local.get $from)
              (i32.sub (local.get $at) (i32.const 2))
              (i32.lt_u (i32.sub (local.get $at) (local.get $from)) (i32.const 2)))))
          (else
            (call $verify (local.get $at))
            (local.set $at (i32.add (local.get $at) (i32.const 1)))))
        ;; Behind a hit, only the fingerprint of a needle that begins before it matters.
        (if (i32.ne (global.get $first) (i32.const -1))
          (then (local.set $stop (call $least
            (local.get $end)
            (i32.add (i32.add (global.get $first) (global.get $reach)) (i32.const 3))))))
        (br $next)))
    (global.get $first))

  ;; Where the next candidate begins that ends before `stop`, or little behind, or -1. It calls nothing: around a call
  ;; the tables would be moved out of the registers.
  (func $candidate (param $at i32) (param $stop i32) (result i32)
    (local $lanes i32)
    (local $place i32)
    (local $rowsFrom i32)
    (local $digits i32)
    (local $firsts i32)
    (local $bytesNear v128)
    (local $bytes v128) (local $low v128) (local $high v128)
    (local $first v128) (local $second v128) (local $third v128)
    (local $firstBefore v128) (local $secondBefore v128)
    (local $low1 v128) (local $low2 v128) (local $low3 v128)
    (local $high1 v128) (local $high2 v128) (local $high3 v128)
    (global.set $isRow (i32.const 0))
    (local.set $rowsFrom (global.get $rowsFrom))
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
        ;; There is no shift of bytes in x64, but of 16 bits.
        (local.set $high (v128.and
          (i16x8.shr_u (local.get $bytes) (i32.const 4))
          (v128.const i32x4 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f)))
        (if (i32.eqz (i8x16.bitmask (i8x16.lt_s (local.get $bytes)
              (v128.const i32x4 0x2b2b2b2b 0x2b2b2b2b 0x2b2b2b2b 0x2b2b2b2b))))
          (then
            (if (i32.ge_u (local.get $at) (local.get $rowsFrom))
              (then
                ;; One bit for each set of high halves that go with the same low halves.
                (if (i8x16.all_true (v128.and
                      (i8x16.relaxed_swizzle
                        (v128.const i8x16 26 30 30 30 30 30 30 30 30 30 28 5 4 5 4 13) (local.get $low))
                      (i8x16.relaxed_swizzle
                        (v128.const i8x16 0 0 1 2 4 8 4 16 0 0 0 0 0 0 0 0) (local.get $high))))
                  (then
                    ;; Of text, three digits or more in these 16 begin a group of four, in base64; six begin a byte, in hex.
                    (local.set $firsts (i8x16.bitmask (i8x16.ne (v128.const i64x2 0 0) (v128.and
                      (i8x16.relaxed_swizzle (v128.const i8x16 2 7 7 7 7 7 7 3 3 3 3 1 1 1 1 1) (local.get $low))
                      (i8x16.relaxed_swizzle (v128.const i8x16 0 0 0 0 1 2 4 0 0 0 0 0 0 0 0 0) (local.get $high))))))
                    (local.set $firsts (i32.and
                      (i32.and (local.get $firsts) (i32.shr_u (local.get $firsts) (i32.const 4)))
                      (i32.shr_u (local.get $firsts) (i32.const 8))))
                    (if (i32.eqz (local.get $firsts))
                      (then
                        (local.set $firsts (i8x16.bitmask (i8x16.gt_u
                          (v128.and
                            (i8x16.relaxed_swizzle (v128.const i8x16 5 7 7 7 7 7 7 5 1 1 0 0 0 0 0 0) (local.get $low))
                            (i8x16.relaxed_swizzle (v128.const i8x16 0 0 0 5 2 0 2 0 0 0 0 0 0 0 0 0) (local.get $high)))
                          (v128.const i32x4 0x03030303 0x03030303 0x03030303 0x03030303))))
                        (local.set $firsts (i32.and (local.get $firsts) (i32.shr_u (local.get $firsts) (i32.const 2))))
                        (local.set $firsts (i32.and
                          (i32.and (local.get $firsts) (i32.shr_u (local.get $firsts) (i32.const 4)))
                          (i32.shr_u (local.get $firsts) (i32.const 8))))))
                    (local.set $digits (i32.const 0))
                    (if (local.get $firsts)
                      (then
                        ;; Most rows end within the next 16 bytes on either side.
                        (if (i32.ge_u (local.get $at) (i32.const 16))
                          (then
                            (local.set $bytesNear (v128.load (i32.sub (local.get $at) (i32.const 16))))
                            (local.set $digits (i32.clz (i32.xor (i32.const -1) (i32.shl
                              (i8x16.bitmask (i8x16.ne (v128.const i64x2 0 0) (v128.and
                                (i8x16.relaxed_swizzle
                                  (v128.const i8x16 26 30 30 30 30 30 30 30 30 30 28 5 4 5 4 13)
                                  (v128.and (local.get $bytesNear)
                                    (v128.const i32x4 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f)))
                                (i8x16.relaxed_swizzle
                                  (v128.const i8x16 0 0 1 2 4 8 4 16 0 0 0 0 0 0 0 0)
                                  (i8x16.shr_u (local.get $bytesNear) (i32.const 4))))))
                              (i32.const 16)))))
                            (local.set $bytesNear (v128.load offset=16 (local.get $at)))
                            (local.set $digits (i32.add (local.get $digits) (i32.ctz (i32.xor (i32.const -1)
                              (i8x16.bitmask (i8x16.ne (v128.const i64x2 0 0) (v128.and
                                (i8x16.relaxed_swizzle
                                  (v128.const i8x16 26 30 30 30 30 30 30 30 30 30 28 5 4 5 4 13)
                                  (v128.and (local.get $bytesNear)
                                    (v128.const i32x4 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f)))
                                (i8x16.relaxed_swizzle
                                  (v128.const i8x16 0 0 1 2 4 8 4 16 0 0 0 0 0 0 0 0)
                                  (i8x16.shr_u (local.get $bytesNear) (i32.const 4)))))))))))
                          (else (local.set $digits (i32.const 16))))))
                    (if (i32.ge_u (local.get $digits) (i32.const 15))
                      (then
                        (global.set $isRow (i32.const 1))
                        (return (local.get $at))))))))))
        (local.set $first (v128.and
          (i8x16.relaxed_swizzle (local.get $low1) (local.get $low))
          (i8x16.relaxed_swizzle (local.get $high1) (local.get $high))))
        (local.set $second (v128.and
          (i8x16.relaxed_swizzle (local.get $low2) (local.get $low))
          (i8x16.relaxed_swizzle (local.get $high2) (local.get $high))))
        (local.set $third (v128.and
          (i8x16.relaxed_swizzle (local.get $low3) (local.get $low))
          (i8x16.relaxed_swizzle (local.get $high3) (local.get $high))))
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
        (local.set $length (i32.load8_u offset=8548 (local.get $record)))
        (local.set $begin (i32.sub (local.get $at) (i32.load8_u offset=8549 (local.get $record))))
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
            (i32.add (global.get $tables) (i32.load offset=8544 (local.get $record)))
            (local.get $length)))
          (global.set $first (local.get $begin))
          (global.set $length (local.get $length)))
        (local.set $needle (i32.load16_u offset=8550 (local.get $record)))
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

  ;; Looks for encoded text in the row of digits that holds the 16 bytes at `at`, and takes it for a hit where none begins
  ;; before it. Of 64 bytes at a time, one bit each tells which may be the first digit of a character: in base64 half of
  ;; all, in hex half of every other. Only where seven groups in a row may begin, all 64 are decoded.
  (func $takeRow (param $at i32)
    (local $start i32) (local $offset i32) (local $span i32) (local $group i32) (local $rounds i32)
    (local $bytes v128) (local $low v128) (local $high v128) (local $kinds v128)
    (local $digits i64) (local $firsts i64) (local $hex i64) (local $hexFirsts i64) (local $groups i64)
    (local.set $start (local.get $at))
    (block $begun
      (loop $back
        (br_if $begun (i32.le_u (local.get $start) (global.get $rowStart)))
        (br_if $begun (i32.gt_u (call $valueOf (i32.sub (local.get $start) (i32.const 1))) (i32.const 63)))
        (local.set $start (i32.sub (local.get $start) (i32.const 1)))
        (br $back)))
    (loop $next
      (local.set $digits (i64.const 0))
      (local.set $firsts (i64.const 0))
      (local.set $hex (i64.const 0))
      (local.set $hexFirsts (i64.const 0))
      (local.set $offset (i32.const 0))
      (loop $sixteen
        (local.set $bytes (v128.load (i32.add (local.get $start) (local.get $offset))))
        (local.set $low
          (v128.and (local.get $bytes) (v128.const i32x4 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f)))
        (local.set $high (i8x16.shr_u (local.get $bytes) (i32.const 4)))
        (local.set $digits (i64.or (local.get $digits) (i64.shl
          (i64.extend_i32_u (i8x16.bitmask (i8x16.ne (v128.const i64x2 0 0) (v128.and
            (i8x16.swizzle (v128.const i8x16 26 30 30 30 30 30 30 30 30 30 28 5 4 5 4 13) (local.get $low))
            (i8x16.swizzle (v128.const i8x16 0 0 1 2 4 8 4 16 0 0 0 0 0 0 0 0) (local.get $high))))))
          (i64.extend_i32_u (local.get $offset)))))
        ;; A to Z and a to f: values below 32.
        (local.set $firsts (i64.or (local.get $firsts) (i64.shl
          (i64.extend_i32_u (i8x16.bitmask (i8x16.ne (v128.const i64x2 0 0) (v128.and
            (i8x16.swizzle (v128.const i8x16 2 7 7 7 7 7 7 3 3 3 3 1 1 1 1 1) (local.get $low))
            (i8x16.swizzle (v128.const i8x16 0 0 0 0 1 2 4 0 0 0 0 0 0 0 0 0) (local.get $high))))))
          (i64.extend_i32_u (local.get $offset)))))
        ;; Bit 2: 0 to 7; with bits 0 and 1 all digits of hex.
        (local.set $kinds (v128.and
          (i8x16.swizzle (v128.const i8x16 5 7 7 7 7 7 7 5 1 1 0 0 0 0 0 0) (local.get $low))
          (i8x16.swizzle (v128.const i8x16 0 0 0 5 2 0 2 0 0 0 0 0 0 0 0 0) (local.get $high))))
        (local.set $hex (i64.or (local.get $hex) (i64.shl
          (i64.extend_i32_u (i8x16.bitmask (i8x16.ne (v128.const i64x2 0 0) (local.get $kinds))))
          (i64.extend_i32_u (local.get $offset)))))
        (local.set $hexFirsts (i64.or (local.get $hexFirsts) (i64.shl
          (i64.extend_i32_u (i8x16.bitmask (i8x16.gt_u
            (local.get $kinds) (v128.const i32x4 0x03030303 0x03030303 0x03030303 0x03030303))))
          (i64.extend_i32_u (local.get $offset)))))
        (local.set $offset (i32.add (local.get $offset) (i32.const 16)))
        (br_if $sixteen (i32.lt_u (local.get $offset) (i32.const 64))))
      (local.set $span (call $least
        (i32.wrap_i64 (i64.ctz (i64.xor (local.get $digits) (i64.const -1))))
        (i32.sub (global.get $end) (local.get $start))))
      (if (i32.ge_u (local.get $span) (i32.const 31))
        (then
          ;; Bit n: it is set for n, n + 4 and so on to n + 24; for n, n + 2 and so on to n + 26; for all to n + 27.
          (local.set $firsts (call $sevenEach (local.get $firsts)))
          (local.set $hexFirsts (i64.and (local.get $hexFirsts) (i64.shr_u (local.get $hexFirsts) (i64.const 2))))
          (local.set $hexFirsts (i64.and (local.get $hexFirsts) (i64.shr_u (local.get $hexFirsts) (i64.const 4))))
          (local.set $hexFirsts (i64.and (local.get $hexFirsts) (i64.shr_u (local.get $hexFirsts) (i64.const 8))))
          (local.set $hexFirsts (i64.and (local.get $hexFirsts) (i64.shr_u (local.get $hexFirsts) (i64.const 12))))
          (local.set $hex (i64.and (local.get $hex) (i64.shr_u (local.get $hex) (i64.const 1))))
          (local.set $hex (i64.and (local.get $hex) (i64.shr_u (local.get $hex) (i64.const 2))))
          (local.set $hex (i64.and (local.get $hex) (i64.shr_u (local.get $hex) (i64.const 4))))
          (local.set $hex (i64.and (local.get $hex) (i64.shr_u (local.get $hex) (i64.const 8))))
          (local.set $hex (i64.and (local.get $hex) (i64.shr_u (local.get $hex) (i64.const 12))))
          (local.set $hex (i64.and (local.get $hex) (local.get $hexFirsts)))
          ;; Groups that end within the row.
          (local.set $groups
            (i64.sub
              (i64.shl (i64.const 1) (i64.extend_i32_u (i32.sub (local.get $span) (i32.const 27))))
              (i64.const 1)))
          (local.set $firsts (i64.and (local.get $firsts) (local.get $groups)))
          (local.set $hex (i64.and (local.get $hex) (local.get $groups)))
          (local.set $groups (i64.const 0))
          (if (i64.ne (local.get $firsts) (i64.const 0))
            (then (local.set $groups (i64.and (local.get $firsts) (call $base64Texts (local.get $start))))))
          (if (i64.ne (local.get $hex) (i64.const 0))
            (then
              (local.set $groups (i64.or
                (local.get $groups)
                (i64.and (local.get $hex) (call $hexTexts (local.get $start)))))))
          (if (i64.ne (local.get $groups) (i64.const 0))
            (then
              (local.set $group (i32.add (local.get $start) (i32.wrap_i64 (i64.ctz (local.get $groups)))))
              (call $takeText (call $most (local.get $start) (i32.sub (local.get $group) (i32.const 3))))
              (return)))
          ;; The next 64 begin three digits before the first groups that were not looked at.
          (if (i32.eq (local.get $span) (i32.const 64))
            (then
              (local.set $start (i32.add (local.get $start) (i32.const 34)))
              (local.set $rounds (i32.add (local.get $rounds) (i32.const 1)))
              (br_if $next (i32.lt_u (local.get $rounds) (i32.const 16)))
              ;; The rest of a long row waits: a needle in it may be what was asked for.
              (global.set $rowsFrom (local.get $start))
              (global.set $rowStart (local.get $start))
              (return)))))
      (global.set $rowsFrom (i32.add (local.get $start) (local.get $span)))))

  ;; All other encoded texts begin behind this one.
  (func $takeText (param $at i32)
    (global.set $rowsFrom (i32.const -1))
    (if (i32.or
          (i32.lt_u (local.get $at) (global.get $first))
          (i32.and
            (i32.eq (local.get $at) (global.get $first))
            (i32.lt_u (i32.const 31) (global.get $length))))
      (then
        (global.set $first (local.get $at))
        (global.set $length (i32.const 31)))))

  ;; One bit for each of the first of the 64 bytes at `at`: whether it begins seven groups of four digits that are text
  ;; in base64. What is no digit stands for anything.
  (func $base64Texts (param $at i32) (result i64)
    (local $offset i32) (local $texts i64)
    (local $values v128) (local $next v128) (local $second v128) (local $third v128)
    (local $byte1 v128) (local $byte2 v128) (local $byte3 v128)
    (local.set $values (call $base64Values (v128.load (local.get $at))))
    (loop $sixteen
      (local.set $next
        (call $base64Values (v128.load offset=16 (i32.add (local.get $at) (local.get $offset)))))
      (local.set $second
        (i8x16.shuffle 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 (local.get $values) (local.get $next)))
      (local.set $third
        (i8x16.shuffle 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 (local.get $values) (local.get $next)))
      (local.set $byte1 (v128.or
        (i8x16.shl (local.get $values) (i32.const 2))
        (i8x16.shr_u (local.get $second) (i32.const 4))))
      (local.set $byte2 (v128.or
        (i8x16.shl (local.get $second) (i32.const 4))
        (i8x16.shr_u (local.get $third) (i32.const 2))))
      (local.set $byte3 (v128.or
        (i8x16.shl (local.get $third) (i32.const 6))
        (i8x16.shuffle 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 (local.get $values) (local.get $next))))
      (local.set $texts (i64.or (local.get $texts) (i64.shl
        (i64.extend_i32_u (i8x16.bitmask (v128.and
          (call $areText (local.get $byte1) (local.get $byte2))
          (call $areText (local.get $byte2) (local.get $byte3)))))
        (i64.extend_i32_u (local.get $offset)))))
      (local.set $values (local.get $next))
      (local.set $offset (i32.add (local.get $offset) (i32.const 16)))
      (br_if $sixteen (i32.lt_u (local.get $offset) (i32.const 64))))
    (call $sevenEach (local.get $texts)))

  ;; The same for hex.
  (func $hexTexts (param $at i32) (result i64)
    (local $offset i32) (local $here i32) (local $texts i64)
    (loop $sixteen
      (local.set $here (i32.add (local.get $at) (local.get $offset)))
      (local.set $texts (i64.or (local.get $texts) (i64.shl
        (i64.extend_i32_u (i8x16.bitmask (call $areText
          (v128.or
            (i8x16.shl (call $hexValues (v128.load (local.get $here))) (i32.const 4))
            (call $hexValues (v128.load offset=1 (local.get $here))))
          (v128.or
            (i8x16.shl (call $hexValues (v128.load offset=2 (local.get $here))) (i32.const 4))
            (call $hexValues (v128.load offset=3 (local.get $here)))))))
        (i64.extend_i32_u (local.get $offset)))))
      (local.set $offset (i32.add (local.get $offset) (i32.const 16)))
      (br_if $sixteen (i32.lt_u (local.get $offset) (i32.const 64))))
    (call $sevenEach (local.get $texts)))

  ;; Bit n: it is set for n, n + 4 and so on to n + 24.
  (func $sevenEach (param $bits i64) (result i64)
    (local.set $bits (i64.and (local.get $bits) (i64.shr_u (local.get $bits) (i64.const 4))))
    (local.set $bits (i64.and (local.get $bits) (i64.shr_u (local.get $bits) (i64.const 8))))
    (i64.and (local.get $bits) (i64.shr_u (local.get $bits) (i64.const 12))))

  ;; Characters, or NUL bytes of which no two stand together: a byte and the one behind it.
  (func $areText (param $bytes v128) (param $behind v128) (result v128)
    (v128.andnot
      (v128.and (call $mayBeText (local.get $bytes)) (call $mayBeText (local.get $behind)))
      (i8x16.eq (v128.or (local.get $bytes) (local.get $behind)) (v128.const i64x2 0 0))))

  ;; Printable ASCII, blanks and NUL bytes.
  (func $mayBeText (param $bytes v128) (result v128)
    (v128.or
      (i8x16.lt_u
        (i8x16.sub (local.get $bytes) (v128.const i32x4 0x20202020 0x20202020 0x20202020 0x20202020))
        (v128.const i32x4 0x5f5f5f5f 0x5f5f5f5f 0x5f5f5f5f 0x5f5f5f5f))
      (i8x16.swizzle (v128.const i8x16 -1 0 0 0 0 0 0 0 0 -1 -1 0 0 -1 0 0) (local.get $bytes))))

  ;; By the high half, and then what `-`, `/` and `_` differ by.
  (func $base64Values (param $bytes v128) (result v128)
    (local $values v128)
    (local.set $values (i8x16.add
      (local.get $bytes)
      (i8x16.swizzle
        (v128.const i8x16 0 0 19 4 -65 -65 -71 -71 0 0 0 0 0 0 0 0)
        (i8x16.shr_u (local.get $bytes) (i32.const 4)))))
    (i8x16.add
      (i8x16.add
        (local.get $values)
        (i8x16.swizzle
          (v128.const i8x16 0 0 -2 0 -3 0 0 0 0 0 0 0 0 0 0 0)
          (i8x16.sub (local.get $values) (v128.const i32x4 0x3e3e3e3e 0x3e3e3e3e 0x3e3e3e3e 0x3e3e3e3e))))
      (v128.and
        (i8x16.eq (local.get $bytes) (v128.const i32x4 0x5f5f5f5f 0x5f5f5f5f 0x5f5f5f5f 0x5f5f5f5f))
        (v128.const i32x4 0x21212121 0x21212121 0x21212121 0x21212121))))

  (func $hexValues (param $bytes v128) (result v128)
    (i8x16.add
      (v128.and (local.get $bytes) (v128.const i32x4 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f))
      (v128.and
        (i8x16.gt_s (local.get $bytes) (v128.const i32x4 0x39393939 0x39393939 0x39393939 0x39393939))
        (v128.const i32x4 0x09090909 0x09090909 0x09090909 0x09090909))))

  ;; By the table of encoded-text.ts.
  (func $valueOf (param $at i32) (result i32)
    (i32.load8_u offset=8288 (i32.add (global.get $tables) (i32.load8_u (local.get $at)))))

  (func $most (param $one i32) (param $other i32) (result i32)
    (select (local.get $one) (local.get $other) (i32.gt_s (local.get $one) (local.get $other))))

  (func $least (param $one i32) (param $other i32) (result i32)
    (select (local.get $one) (local.get $other) (i32.lt_u (local.get $one) (local.get $other)))))
