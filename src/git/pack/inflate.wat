;; Inflates zlib streams (RFC 1950, RFC 1951) within one memory. Objects and deltas are small: making the tables of a
;; block costs as much as decoding it, so that is what is made short. Nothing that a stream says is trusted.
;; Up to 1 KiB behind the end of the input is read, whatever stands there: it has no say. Up to 320 bytes behind the
;; most that the output may have are overwritten.
;;
;; `bits` holds the bits that come next, lowest first, `count` in its low 6 bits how many, `in` where the next ones are.
;; What `bits` holds beyond `count` is what is put there later: refilling needs no mask. At least 56 are there then:
;; enough for a length and its distance, or for three literals and the look at what follows.
;; Between functions a place in the input is a number of bits: the memory must lie below 512 MiB.
;;
;; Entry of a table of codes: in bits 0-7 how many bits the code has with the extra bits behind it, in 8-11 the code
;; alone, in 16-30 to what the extra bits are added. With bit 31, 16-23 are a literal. With bit 15 it is neither a
;; length nor a distance: with bit 14 the begin of a longer code, whose rest of at most so many bits as 8-11 say is
;; looked up from the entry on that 16-30 say; with bit 13 the end of the block; else nothing that may come.
;;
;; Tried, and not faster: entries with two literals; a shorter way from the bits to the entry. The time goes to
;; branches that cannot be foreseen.
(module
  (import "memory" "bytes" (memory 1))

  ;; What `$readCodes` and `$symbols` give besides the place.
  (global $literalMask (mut i32) (i32.const 0))
  (global $distanceMask (mut i32) (i32.const 0))
  (global $written (mut i32) (i32.const 0))

  ;; From `base` on, for which a multiple of 16 is best:
  ;;     0 table of literals and lengths, at most 2342 entries (286 symbols, 11 bits at once, 15 in all)
  ;;  9600 table of distances, at most 402 entries (30 symbols, 8 bits at once, 15 in all)
  ;; 11648 the fixed table of literals and lengths, 512 entries; 13696 that of distances, 32
  ;; 13824 table of code lengths, 128 entries
  ;; 14336 by length of code, 960 bytes for each: the symbols with such a code, ascending
  ;; 29696 by length, where these lists begin; 29760 where those of literals end, and those of distances begin; 29824
  ;;       where they end
  ;; 29888 by symbol, entries without the bits of the code: literals and lengths; 31040 distances; 31168 code lengths
  ;; 31248 2048 numbers of 11 bits with their bits in reverse, 2 bytes each
  ;; 35344 by distance below 16: which of 16 bytes stand where when that many repeat; 35600 how many of the 16 are whole
  ;;       repeats
  ;; 35616 end

  ;; Once, before all else.
  (func (export "prepare") (param $base i32)
    (local $index i32) (local $other i32) (local $value i32) (local $extra i32)
    ;; Numbers in reverse.
    (local.set $index (i32.const 1))
    (loop $reverse
      (i32.store16 offset=31248 (i32.add (local.get $base) (i32.shl (local.get $index) (i32.const 1)))
        (i32.or
          (i32.shr_u
            (i32.load16_u offset=31248
              (i32.add (local.get $base) (i32.and (local.get $index) (i32.const 0xffe))))
            (i32.const 1))
          (i32.shl (i32.and (local.get $index) (i32.const 1)) (i32.const 10))))
      (br_if $reverse (i32.lt_u (local.tee $index (i32.add (local.get $index) (i32.const 1))) (i32.const 2048))))
    ;; Lists.
    (local.set $index (i32.const 0))
    (loop $list
      (i32.store offset=29696 (i32.add (local.get $base) (i32.shl (local.get $index) (i32.const 2)))
        (i32.add (i32.add (local.get $base) (i32.const 14336)) (i32.mul (local.get $index) (i32.const 960))))
      (br_if $list (i32.lt_u (local.tee $index (i32.add (local.get $index) (i32.const 1))) (i32.const 16))))
    ;; Repeats.
    (local.set $index (i32.const 1))
    (loop $distance
      (local.set $other (i32.const 0))
      (loop $byte
        (i32.store8 offset=35344
          (i32.add (i32.add (local.get $base) (i32.shl (local.get $index) (i32.const 4))) (local.get $other))
          (i32.rem_u (local.get $other) (local.get $index)))
        (br_if $byte (i32.lt_u (local.tee $other (i32.add (local.get $other) (i32.const 1))) (i32.const 16))))
      (i32.store8 offset=35600 (i32.add (local.get $base) (local.get $index))
        (i32.sub (i32.const 16) (i32.rem_u (i32.const 16) (local.get $index))))
      (br_if $distance (i32.lt_u (local.tee $index (i32.add (local.get $index) (i32.const 1))) (i32.const 16))))
    ;; Literals, the end.
    (local.set $index (i32.const 0))
    (loop $literal
      (i32.store offset=29888 (i32.add (local.get $base) (i32.shl (local.get $index) (i32.const 2)))
        (i32.or (i32.const 0x80000000) (i32.shl (local.get $index) (i32.const 16))))
      (br_if $literal (i32.lt_u (local.tee $index (i32.add (local.get $index) (i32.const 1))) (i32.const 256))))
    (i32.store offset=30912 (local.get $base) (i32.const 0xa000))
    ;; Lengths: four, from the third four on, share a number of extra bits.
    (local.set $index (i32.const 0))
    (local.set $value (i32.const 3))
    (loop $length
      (local.set $extra (i32.sub (i32.shr_u (local.get $index) (i32.const 2)) (i32.const 1)))
      (if (i32.lt_s (local.get $extra) (i32.const 0)) (then (local.set $extra (i32.const 0))))
      (i32.store offset=30916 (i32.add (local.get $base) (i32.shl (local.get $index) (i32.const 2)))
        (i32.or (i32.shl (local.get $value) (i32.const 16)) (local.get $extra)))
      (local.set $value (i32.add (local.get $value) (i32.shl (i32.const 1) (local.get $extra))))
      (br_if $length (i32.lt_u (local.tee $index (i32.add (local.get $index) (i32.const 1))) (i32.const 28))))
    (i32.store offset=31028 (local.get $base) (i32.const 0x01020000))
    ;; 286 and 287 have fixed codes and no meaning.
    (i64.store offset=31032 align=4 (local.get $base) (i64.const 0x0000800000008000))
    ;; Distances: two, from the second two on, share a number of extra bits.
    (local.set $index (i32.const 0))
    (local.set $value (i32.const 1))
    (loop $distance
      (local.set $extra (i32.sub (i32.shr_u (local.get $index) (i32.const 1)) (i32.const 1)))
      (if (i32.lt_s (local.get $extra) (i32.const 0)) (then (local.set $extra (i32.const 0))))
      (i32.store offset=31040 (i32.add (local.get $base) (i32.shl (local.get $index) (i32.const 2)))
        (i32.or (i32.shl (local.get $value) (i32.const 16)) (local.get $extra)))
      (local.set $value (i32.add (local.get $value) (i32.shl (i32.const 1) (local.get $extra))))
      (br_if $distance (i32.lt_u (local.tee $index (i32.add (local.get $index) (i32.const 1))) (i32.const 30))))
    (i64.store offset=31160 align=4 (local.get $base) (i64.const 0x0000800000008000))
    ;; Code lengths: bits 16-19 the length, 24-27 how often at least; with bit 31 the one before again.
    (local.set $index (i32.const 0))
    (loop $length
      (i32.store offset=31168 (i32.add (local.get $base) (i32.shl (local.get $index) (i32.const 2)))
        (i32.or (i32.const 0x01000000) (i32.shl (local.get $index) (i32.const 16))))
      (br_if $length (i32.lt_u (local.tee $index (i32.add (local.get $index) (i32.const 1))) (i32.const 16))))
    (i32.store offset=31232 (local.get $base) (i32.const 0x83000002))
    (i32.store offset=31236 (local.get $base) (i32.const 0x03000003))
    (i32.store offset=31240 (local.get $base) (i32.const 0x0b000007))
    ;; The fixed tables are built as others are, from lists.
    (call $clearLists (local.get $base))
    (call $list (local.get $base) (i32.const 8) (i32.const 0) (i32.const 144))
    (call $list (local.get $base) (i32.const 9) (i32.const 144) (i32.const 256))
    (call $list (local.get $base) (i32.const 7) (i32.const 256) (i32.const 280))
    (call $list (local.get $base) (i32.const 8) (i32.const 280) (i32.const 288))
    (drop
      (call $build (local.get $base)
        (i32.add (local.get $base) (i32.const 29696)) (i32.add (local.get $base) (i32.const 29824))
        (i32.add (local.get $base) (i32.const 29888)) (i32.add (local.get $base) (i32.const 11648)) (i32.const 9)))
    (call $clearLists (local.get $base))
    (call $list (local.get $base) (i32.const 5) (i32.const 0) (i32.const 32))
    (drop
      (call $build (local.get $base)
        (i32.add (local.get $base) (i32.const 29696)) (i32.add (local.get $base) (i32.const 29824))
        (i32.add (local.get $base) (i32.const 31040)) (i32.add (local.get $base) (i32.const 13696)) (i32.const 5))))

  (func $clearLists (param $base i32)
    (v128.store offset=29824 align=4 (local.get $base) (v128.load offset=29696 align=4 (local.get $base)))
    (v128.store offset=29840 align=4 (local.get $base) (v128.load offset=29712 align=4 (local.get $base)))
    (v128.store offset=29856 align=4 (local.get $base) (v128.load offset=29728 align=4 (local.get $base)))
    (v128.store offset=29872 align=4 (local.get $base) (v128.load offset=29744 align=4 (local.get $base))))

  ;; Symbols from `symbol` to before `end` have codes of that length.
  (func $list (param $base i32) (param $length i32) (param $symbol i32) (param $end i32)
    (local $at i32)
    (local.set $base (i32.add (local.get $base) (i32.shl (local.get $length) (i32.const 2))))
    (local.set $at (i32.load offset=29824 (local.get $base)))
    (loop $next
      (i32.store16 (local.get $at) (local.get $symbol))
      (local.set $at (i32.add (local.get $at) (i32.const 2)))
      (br_if $next
        (i32.lt_u (local.tee $symbol (i32.add (local.get $symbol) (i32.const 1))) (local.get $end))))
    (i32.store offset=29824 (local.get $base) (local.get $at)))

  ;; The number of bytes, or -1: damaged, cut, or more than there is room for up to `limit`.
  (func (export "inflate")
    (param $base i32) (param $at i32) (param $end i32) (param $out i32) (param $limit i32) (result i32)
    (local $start i32) (local $place i32) (local $isLast i32) (local $type i32) (local $length i32) (local $head i32)
    (local.set $start (local.get $out))
    (block $damaged
      ;; Deflated, a window of 32 KiB at most, no dictionary, a multiple of 31.
      (br_if $damaged (i32.lt_u (i32.sub (local.get $end) (local.get $at)) (i32.const 8)))
      (local.set $head (i32.load16_u align=1 (local.get $at)))
      (br_if $damaged (i32.ne (i32.and (local.get $head) (i32.const 0x208f)) (i32.const 8)))
      (br_if $damaged
        (i32.rem_u
          (i32.or (i32.shl (i32.and (local.get $head) (i32.const 0xff)) (i32.const 8))
            (i32.shr_u (local.get $head) (i32.const 8)))
          (i32.const 31)))
      (local.set $place (i32.shl (i32.add (local.get $at) (i32.const 2)) (i32.const 3)))
      (loop $block
        (local.set $at (i32.shr_u (local.get $place) (i32.const 3)))
        (br_if $damaged (i32.gt_u (local.get $at) (local.get $end)))
        (local.set $head
          (i32.shr_u (i32.load align=1 (local.get $at)) (i32.and (local.get $place) (i32.const 7))))
        (local.set $place (i32.add (local.get $place) (i32.const 3)))
        (local.set $isLast (i32.and (local.get $head) (i32.const 1)))
        (local.set $type (i32.and (local.get $head) (i32.const 6)))
        (block $done
          (if (i32.eqz (local.get $type))
            (then
              (local.set $at (i32.shr_u (i32.add (local.get $place) (i32.const 7)) (i32.const 3)))
              (local.set $head (i32.load align=1 (local.get $at)))
              (local.set $length (i32.and (local.get $head) (i32.const 0xffff)))
              (br_if $damaged
                (i32.ne (i32.xor (local.get $length) (i32.const 0xffff)) (i32.shr_u (local.get $head) (i32.const 16))))
              (local.set $at (i32.add (local.get $at) (i32.const 4)))
              (br_if $damaged (i32.gt_u (local.get $at) (local.get $end)))
              (br_if $damaged (i32.gt_u (local.get $length) (i32.sub (local.get $end) (local.get $at))))
              (br_if $damaged (i32.gt_u (local.get $length) (i32.sub (local.get $limit) (local.get $out))))
              (call $copy (local.get $out) (local.get $at) (local.get $length))
              (local.set $out (i32.add (local.get $out) (local.get $length)))
              (local.set $place (i32.shl (i32.add (local.get $at) (local.get $length)) (i32.const 3)))
              (br $done)))
          (br_if $damaged (i32.eq (local.get $type) (i32.const 6)))
          (if (i32.eq (local.get $type) (i32.const 2))
            (then
              (local.set $place
                (call $symbols
                  (i32.add (local.get $base) (i32.const 11648)) (i32.const 511)
                  (i32.add (local.get $base) (i32.const 13696)) (i32.const 31)
                  (local.get $base)
                  (local.get $place) (local.get $end) (local.get $start) (local.get $out) (local.get $limit))))
            (else
              (br_if $damaged
                (i32.eqz (local.tee $place (call $readCodes (local.get $base) (local.get $place)))))
              (local.set $place
                (call $symbols
                  (local.get $base) (global.get $literalMask)
                  (i32.add (local.get $base) (i32.const 9600)) (global.get $distanceMask)
                  (local.get $base)
                  (local.get $place) (local.get $end) (local.get $start) (local.get $out) (local.get $limit)))))
          (br_if $damaged (i32.eqz (local.get $place)))
          (local.set $out (global.get $written))
          ;; The last literals may have gone beyond.
          (br_if $damaged (i32.gt_u (local.get $out) (local.get $limit))))
        (br_if $block (i32.eqz (local.get $isLast))))
      (local.set $at (i32.shr_u (i32.add (local.get $place) (i32.const 7)) (i32.const 3)))
      (br_if $damaged (i32.gt_u (i32.add (local.get $at) (i32.const 4)) (local.get $end)))
      (br_if $damaged
        (i32.ne (i32.load align=1 (local.get $at)) (call $adler (local.get $start) (local.get $out))))
      (return (i32.sub (local.get $out) (local.get $start))))
    (i32.const -1))

  ;; Up to 15 bytes more.
  (func $copy (param $to i32) (param $from i32) (param $size i32)
    (local $end i32)
    (if (i32.gt_u (local.get $size) (i32.const 256))
      (then
        (memory.copy (local.get $to) (local.get $from) (local.get $size))
        (return)))
    (local.set $end (i32.add (local.get $to) (local.get $size)))
    (loop $sixteen
      (v128.store align=1 (local.get $to) (v128.load align=1 (local.get $from)))
      (local.set $to (i32.add (local.get $to) (i32.const 16)))
      (local.set $from (i32.add (local.get $from) (i32.const 16)))
      (br_if $sixteen (i32.lt_u (local.get $to) (local.get $end)))))

  ;; Reads the codes of a block and makes its tables. Gives the place behind them, 0 where they are none.
  (func $readCodes (param $base i32) (param $place i32) (result i32)
    (local $word i64) (local $literals i32) (local $all i32) (local $bitCount i32)
    (local $sent v128) (local $sentLate v128) (local $lengths v128) (local $lateLengths v128) (local $sums v128)
    (local $length i32) (local $left i32) (local $code i32) (local $entry i32) (local $table i32)
    (local $bits i64) (local $count i32) (local $in i32) (local $mask i32) (local $low i32)
    (local $symbol i32) (local $value i32) (local $times i32) (local $at i32) (local $goal i32)

    (local.set $word
      (i64.shr_u (i64.load align=1 (i32.shr_u (local.get $place) (i32.const 3)))
        (i64.extend_i32_u (i32.and (local.get $place) (i32.const 7)))))
    (local.set $low (i32.wrap_i64 (local.get $word)))
    (local.set $literals (i32.add (i32.and (local.get $low) (i32.const 31)) (i32.const 257)))
    (local.set $all (i32.add (i32.and (i32.shr_u (local.get $low) (i32.const 5)) (i32.const 31)) (i32.const 1)))
    (if (i32.or (i32.gt_u (local.get $literals) (i32.const 286)) (i32.gt_u (local.get $all) (i32.const 30)))
      (then (return (i32.const 0))))
    (local.set $all (i32.add (local.get $all) (local.get $literals)))
    (local.set $bitCount
      (i32.mul
        (i32.add (i32.and (i32.shr_u (local.get $low) (i32.const 10)) (i32.const 15)) (i32.const 4))
        (i32.const 3)))
    (local.set $place (i32.add (local.get $place) (i32.const 14)))

    ;; Up to 19 numbers of 3 bits, which is 57: as many as stand in 8 bytes for sure.
    (local.set $word
      (i64.and
        (i64.shr_u (i64.load align=1 (i32.shr_u (local.get $place) (i32.const 3)))
          (i64.extend_i32_u (i32.and (local.get $place) (i32.const 7))))
        (i64.xor (i64.shl (i64.const -1) (i64.extend_i32_u (local.get $bitCount))) (i64.const -1))))
    (local.set $place (i32.add (local.get $place) (local.get $bitCount)))
    (local.set $sent (i64x2.splat (local.get $word)))
    ;; To each number the two bytes that it is in; moved to the top, and down again.
    (local.set $sentLate
      (i16x8.shr_u
        (i16x8.mul
          (i8x16.swizzle (local.get $sent) (v128.const i8x16 6 7 6 7 6 7 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1))
          (v128.const i16x8 0x2000 0x400 0x80 0 0 0 0 0))
        (i32.const 13)))
    (local.set $sentLate (i8x16.narrow_i16x8_u (local.get $sentLate) (local.get $sentLate)))
    (local.set $sent
      (i8x16.narrow_i16x8_u
        (i16x8.shr_u
          (i16x8.mul
            (i8x16.swizzle (local.get $sent) (v128.const i8x16 0 1 0 1 0 1 1 2 1 2 1 2 2 3 2 3))
            (v128.const i16x8 0x2000 0x400 0x80 0x1000 0x200 0x40 0x800 0x100))
          (i32.const 13))
        (i16x8.shr_u
          (i16x8.mul
            (i8x16.swizzle (local.get $sent) (v128.const i8x16 3 4 3 4 3 4 4 5 4 5 4 5 5 6 5 6))
            (v128.const i16x8 0x2000 0x400 0x80 0x1000 0x200 0x40 0x800 0x100))
          (i32.const 13))))
    ;; They come in the order 16 17 18 0 8 7 9 6 10 5 11 4 12 3 13 2 14 1 15.
    (local.set $lengths
      (i8x16.shuffle 3 17 15 13 11 9 7 5 4 6 8 10 12 14 16 18 (local.get $sent) (local.get $sentLate)))
    (local.set $lateLengths
      (i8x16.shuffle 0 1 2 19 19 19 19 19 19 19 19 19 19 19 19 19 (local.get $sent) (local.get $sentLate)))
    ;; The codes must fill all places, no more and no less.
    (local.set $sums
      (i32x4.extadd_pairwise_i16x8_u
        (i16x8.add
          (i16x8.extadd_pairwise_i8x16_u
            (i8x16.swizzle (v128.const i8x16 0 64 32 16 8 4 2 1 0 0 0 0 0 0 0 0) (local.get $lengths)))
          (i16x8.extadd_pairwise_i8x16_u
            (i8x16.swizzle (v128.const i8x16 0 64 32 16 8 4 2 1 0 0 0 0 0 0 0 0) (local.get $lateLengths))))))
    (if
      (i32.ne
        (i32.add
          (i32.add (i32x4.extract_lane 0 (local.get $sums)) (i32x4.extract_lane 1 (local.get $sums)))
          (i32.add (i32x4.extract_lane 2 (local.get $sums)) (i32x4.extract_lane 3 (local.get $sums))))
        (i32.const 128))
      (then (return (i32.const 0))))

    (local.set $table (i32.add (local.get $base) (i32.const 13824)))
    (local.set $length (i32.const 1))
    (block $full
      (loop $nextLength
        (local.set $left
          (i32.or
            (i8x16.bitmask (i8x16.eq (local.get $lengths) (i8x16.splat (local.get $length))))
            (i32.shl
              (i8x16.bitmask (i8x16.eq (local.get $lateLengths) (i8x16.splat (local.get $length))))
              (i32.const 16))))
        (if (local.get $left)
          (then
            (loop $nextSymbol
              (i32.store
                (i32.add (local.get $table)
                  (i32.shl
                    (i32.load16_u offset=31248
                      (i32.add (local.get $base) (i32.shl (local.get $code) (i32.const 5))))
                    (i32.const 2)))
                (i32.add
                  (i32.load offset=31168
                    (i32.add (local.get $base) (i32.shl (i32.ctz (local.get $left)) (i32.const 2))))
                  (i32.mul (local.get $length) (i32.const 0x101))))
              (local.set $code (i32.add (local.get $code) (i32.shr_u (i32.const 128) (local.get $length))))
              (br_if $nextSymbol
                (local.tee $left
                  (i32.and (local.get $left) (i32.sub (local.get $left) (i32.const 1))))))))
        (br_if $full (i32.eq (local.get $code) (i32.const 128)))
        (call $double (local.get $table) (i32.shl (i32.const 4) (local.get $length)))
        (local.set $length (i32.add (local.get $length) (i32.const 1)))
        (br $nextLength)))
    (local.set $mask (i32.sub (i32.shl (i32.const 1) (local.get $length)) (i32.const 1)))

    (call $clearLists (local.get $base))
    (local.set $in (i32.shr_u (local.get $place) (i32.const 3)))
    (local.set $bits
      (i64.shr_u (i64.load align=1 (local.get $in)) (i64.extend_i32_u (i32.and (local.get $place) (i32.const 7)))))
    (local.set $count (i32.sub (i32.const 56) (i32.and (local.get $place) (i32.const 7))))
    (local.set $in (i32.add (local.get $in) (i32.const 7)))
    ;; Nothing stands before the first.
    (if
      (i32.lt_s
        (i32.load
          (i32.add (local.get $table)
            (i32.shl (i32.and (i32.wrap_i64 (local.get $bits)) (local.get $mask)) (i32.const 2))))
        (i32.const 0))
      (then (return (i32.const 0))))
    (local.set $goal (local.get $literals))
    (loop $phase
      (loop $run
        (local.set $bits
          (i64.or (local.get $bits)
            (i64.shl (i64.load align=1 (local.get $in)) (i64.extend_i32_u (local.get $count)))))
        (local.set $in
          (i32.sub (i32.add (local.get $in) (i32.const 7))
            (i32.and (i32.shr_u (local.get $count) (i32.const 3)) (i32.const 7))))
        (local.set $count (i32.or (local.get $count) (i32.const 56)))
        (local.set $low (i32.wrap_i64 (local.get $bits)))
        (local.set $entry
          (i32.load
            (i32.add (local.get $table)
              (i32.shl (i32.and (local.get $low) (local.get $mask)) (i32.const 2)))))
        (local.set $bits (i64.shr_u (local.get $bits) (i64.extend_i32_u (local.get $entry))))
        (local.set $count (i32.sub (local.get $count) (local.get $entry)))
        (local.set $times
          (i32.add
            (i32.and (i32.shr_u (local.get $entry) (i32.const 24)) (i32.const 15))
            (i32.shr_u
              (i32.and (local.get $low)
                (i32.xor (i32.shl (i32.const -1) (local.get $entry)) (i32.const -1)))
              (i32.shr_u (local.get $entry) (i32.const 8)))))
        (local.set $value
          (select
            (local.get $value)
            (i32.and (i32.shr_u (local.get $entry) (i32.const 14)) (i32.const 0x3c))
            (i32.lt_s (local.get $entry) (i32.const 0))))
        ;; A run of a length is 8 symbols at most; that of none may be longer, and nobody reads that list.
        (local.set $at (i32.load offset=29824 (i32.add (local.get $base) (local.get $value))))
        (v128.store align=2 (local.get $at)
          (i16x8.add (i16x8.splat (local.get $symbol)) (v128.const i16x8 0 1 2 3 4 5 6 7)))
        (i32.store offset=29824 (i32.add (local.get $base) (local.get $value))
          (i32.add (local.get $at) (i32.shl (local.get $times) (i32.const 1))))
        (local.set $symbol (i32.add (local.get $symbol) (local.get $times)))
        (br_if $run (i32.lt_u (local.get $symbol) (local.get $goal))))
      (if (i32.ne (local.get $goal) (local.get $all))
        (then
          (local.set $goal (local.get $all))
          (v128.store offset=29760 align=4 (local.get $base) (v128.load offset=29824 align=4 (local.get $base)))
          (v128.store offset=29776 align=4 (local.get $base) (v128.load offset=29840 align=4 (local.get $base)))
          (v128.store offset=29792 align=4 (local.get $base) (v128.load offset=29856 align=4 (local.get $base)))
          (v128.store offset=29808 align=4 (local.get $base) (v128.load offset=29872 align=4 (local.get $base)))
          ;; The last run may have gone on into the distances.
          (local.set $at (i32.add (local.get $base) (local.get $value)))
          (i32.store offset=29760 (local.get $at)
            (i32.sub (i32.load offset=29760 (local.get $at))
              (i32.shl (i32.sub (local.get $symbol) (local.get $literals)) (i32.const 1))))
          (br_if $phase (i32.lt_u (local.get $symbol) (local.get $all))))))
    ;; Where the end of the block has no code, it never comes.
    (if (i32.ne (local.get $symbol) (local.get $all)) (then (return (i32.const 0))))

    (local.set $mask
      (call $build (local.get $base)
        (i32.add (local.get $base) (i32.const 29696)) (i32.add (local.get $base) (i32.const 29760))
        (i32.add (local.get $base) (i32.const 29888)) (local.get $base) (i32.const 11)))
    (if (i32.lt_s (local.get $mask) (i32.const 0)) (then (return (i32.const 0))))
    (global.set $literalMask (local.get $mask))
    (local.set $mask
      (call $build (local.get $base)
        (i32.add (local.get $base) (i32.const 29760)) (i32.add (local.get $base) (i32.const 29824))
        (i32.sub (i32.add (local.get $base) (i32.const 31040)) (i32.shl (local.get $literals) (i32.const 2)))
        (i32.add (local.get $base) (i32.const 9600)) (i32.const 8)))
    (if (i32.lt_s (local.get $mask) (i32.const 0)) (then (return (i32.const 0))))
    (global.set $distanceMask (local.get $mask))
    (i32.sub (i32.shl (local.get $in) (i32.const 3)) (i32.and (local.get $count) (i32.const 63))))

  ;; Writes the first `size` bytes again behind them, in steps of 16.
  (func $double (param $table i32) (param $size i32)
    (local $to i32) (local $end i32)
    (local.set $to (i32.add (local.get $table) (local.get $size)))
    (local.set $end (i32.add (local.get $to) (local.get $size)))
    (loop $sixteen
      (v128.store align=4 (local.get $to) (v128.load align=4 (local.get $table)))
      (local.set $to (i32.add (local.get $to) (i32.const 16)))
      (local.set $table (i32.add (local.get $table) (i32.const 16)))
      (br_if $sixteen (i32.lt_u (local.get $to) (local.get $end)))))

  ;; Makes the table of a code (RFC 1951, 3.2.2) from the lists of symbols by length, of which `begins` has the begins
  ;; and `ends` the ends; `entries` those of the symbols. Codes of up to `most` bits are looked up at once.
  ;; Gives the mask for that, -1 where this is no code.
  ;; Codes must fill all places, no more and no less, with the exceptions that zlib makes.
  (func $build
    (param $base i32) (param $begins i32) (param $ends i32) (param $entries i32) (param $table i32) (param $most i32)
    (result i32)
    (local $c0 v128) (local $c1 v128) (local $c2 v128) (local $c3 v128) (local $sum i32) (local $lengths i32)
    (local $max i32) (local $root i32) (local $length i32) (local $at i32) (local $end i32) (local $code i32)
    (local $step i32) (local $add i32) (local $free i32) (local $prefix i32) (local $last i32) (local $sub i32)
    (local $subBits i32) (local $left i32) (local $index i32) (local $entry i32)
    (local.set $c0
      (i32x4.sub (v128.load align=4 (local.get $ends)) (v128.load align=4 (local.get $begins))))
    (local.set $c1
      (i32x4.sub (v128.load offset=16 align=4 (local.get $ends)) (v128.load offset=16 align=4 (local.get $begins))))
    (local.set $c2
      (i32x4.sub (v128.load offset=32 align=4 (local.get $ends)) (v128.load offset=32 align=4 (local.get $begins))))
    (local.set $c3
      (i32x4.sub (v128.load offset=48 align=4 (local.get $ends)) (v128.load offset=48 align=4 (local.get $begins))))
    (local.set $lengths
      (i32.and
        (i8x16.bitmask
          (i8x16.ne
            (i8x16.narrow_i16x8_u
              (i16x8.narrow_i32x4_s (local.get $c0) (local.get $c1))
              (i16x8.narrow_i32x4_s (local.get $c2) (local.get $c3)))
            (v128.const i32x4 0 0 0 0)))
        (i32.const 0xfffe)))
    (local.set $c0
      (i32x4.add
        (i32x4.add
          (i32x4.dot_i16x8_s (local.get $c0) (v128.const i32x4 0 16384 8192 4096))
          (i32x4.dot_i16x8_s (local.get $c1) (v128.const i32x4 2048 1024 512 256)))
        (i32x4.add
          (i32x4.dot_i16x8_s (local.get $c2) (v128.const i32x4 128 64 32 16))
          (i32x4.dot_i16x8_s (local.get $c3) (v128.const i32x4 8 4 2 1)))))
    (local.set $c0
      (i32x4.add (local.get $c0) (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $c0) (local.get $c0))))
    (local.set $sum
      (i32.add (i32x4.extract_lane 0 (local.get $c0)) (i32x4.extract_lane 1 (local.get $c0))))
    (if (i32.ne (local.get $sum) (i32.const 0x10000))
      (then
        ;; No codes at all, or a single one of one bit.
        (if (i32.eqz (local.get $lengths))
          (then
            (i32.store (local.get $table) (i32.const 0x8000))
            (return (i32.const 0))))
        (if (i32.or (i32.ne (local.get $lengths) (i32.const 2)) (i32.ne (local.get $sum) (i32.const 0x8000)))
          (then (return (i32.const -1))))
        (i32.store (local.get $table)
          (i32.add
            (i32.load
              (i32.add (local.get $entries)
                (i32.shl (i32.load16_u (i32.load offset=4 (local.get $begins))) (i32.const 2))))
            (i32.const 0x101)))
        (i32.store offset=4 (local.get $table) (i32.const 0x8000))
        (return (i32.const 1))))

    (local.set $max (i32.sub (i32.const 31) (i32.clz (local.get $lengths))))
    (local.set $root
      (select (local.get $most) (local.get $max) (i32.lt_u (local.get $most) (local.get $max))))
    (local.set $length (i32.ctz (local.get $lengths)))
    ;; Codes are counted in 11 bits, whatever their length: reversed they are places in the table.
    (block $rootDone
      (loop $nextLength
        (local.set $at (i32.load (i32.add (local.get $begins) (i32.shl (local.get $length) (i32.const 2)))))
        (local.set $end (i32.load (i32.add (local.get $ends) (i32.shl (local.get $length) (i32.const 2)))))
        (if (i32.lt_u (local.get $at) (local.get $end))
          (then
            (local.set $step (i32.shl (i32.const 2) (i32.sub (i32.const 11) (local.get $length))))
            (local.set $add (i32.mul (local.get $length) (i32.const 0x101)))
            (loop $nextSymbol
              (i32.store
                (i32.add (local.get $table)
                  (i32.shl
                    (i32.load16_u offset=31248 (i32.add (local.get $base) (local.get $code)))
                    (i32.const 2)))
                (i32.add
                  (i32.load (i32.add (local.get $entries) (i32.shl (i32.load16_u (local.get $at)) (i32.const 2))))
                  (local.get $add)))
              (local.set $code (i32.add (local.get $code) (local.get $step)))
              (br_if $nextSymbol
                (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 2))) (local.get $end))))))
        (br_if $rootDone (i32.eq (local.get $length) (local.get $root)))
        (call $double (local.get $table) (i32.shl (i32.const 4) (local.get $length)))
        (local.set $length (i32.add (local.get $length) (i32.const 1)))
        (br $nextLength)))

    (if (i32.gt_u (local.get $max) (local.get $root))
      (then
        ;; Codes that are longer, counted in 15 bits, in tables behind: one for all that begin alike.
        (local.set $code (i32.shl (local.get $code) (i32.const 3)))
        (local.set $free (i32.shl (i32.const 1) (local.get $root)))
        (local.set $last (i32.const -1))
        (loop $nextLength
          (local.set $length (i32.add (local.get $length) (i32.const 1)))
          (local.set $at (i32.load (i32.add (local.get $begins) (i32.shl (local.get $length) (i32.const 2)))))
          (local.set $end (i32.load (i32.add (local.get $ends) (i32.shl (local.get $length) (i32.const 2)))))
          (block $noMore
            (loop $nextSymbol
              (br_if $noMore (i32.ge_u (local.get $at) (local.get $end)))
              (local.set $prefix (i32.shr_u (local.get $code) (i32.sub (i32.const 15) (local.get $root))))
              (if (i32.ne (local.get $prefix) (local.get $last))
                (then
                  (local.set $last (local.get $prefix))
                  ;; As many bits as the codes that begin so have beyond: they are those that come next, until the
                  ;; table is full.
                  (local.set $subBits (i32.sub (local.get $length) (local.get $root)))
                  (local.set $left
                    (i32.sub (i32.shl (i32.const 2) (local.get $subBits)) (i32.sub (local.get $end) (local.get $at))))
                  (block $enough
                    (loop $more
                      (br_if $enough (i32.le_s (local.get $left) (i32.const 0)))
                      (local.set $subBits (i32.add (local.get $subBits) (i32.const 1)))
                      (local.set $index
                        (i32.shl (i32.add (local.get $root) (local.get $subBits)) (i32.const 2)))
                      (local.set $left
                        (i32.sub (i32.shl (local.get $left) (i32.const 1))
                          (i32.sub
                            (i32.load (i32.add (local.get $ends) (local.get $index)))
                            (i32.load (i32.add (local.get $begins) (local.get $index))))))
                      (br $more)))
                  (local.set $sub (local.get $free))
                  (local.set $free (i32.add (local.get $free) (i32.shl (i32.const 1) (local.get $subBits))))
                  (i32.store
                    (i32.add (local.get $table)
                      (i32.shl
                        (i32.load16_u offset=31248
                          (i32.add (local.get $base)
                            (i32.shl (local.get $prefix) (i32.sub (i32.const 12) (local.get $root)))))
                        (i32.const 2)))
                    (i32.or
                      (i32.or (i32.const 0xc000) (i32.shl (local.get $sub) (i32.const 16)))
                      (i32.or (i32.shl (local.get $subBits) (i32.const 8)) (local.get $root))))))
              (local.set $entry
                (i32.add
                  (i32.load (i32.add (local.get $entries) (i32.shl (i32.load16_u (local.get $at)) (i32.const 2))))
                  (i32.mul (i32.sub (local.get $length) (local.get $root)) (i32.const 0x101))))
              (local.set $index
                (i32.load16_u offset=31248
                  (i32.add (local.get $base)
                    (i32.and
                      (i32.shl (local.get $code) (i32.sub (local.get $root) (i32.const 3)))
                      (i32.const 0xffe)))))
              (local.set $step (i32.shl (i32.const 1) (i32.sub (local.get $length) (local.get $root))))
              (loop $fill
                (i32.store
                  (i32.add (local.get $table) (i32.shl (i32.add (local.get $sub) (local.get $index)) (i32.const 2)))
                  (local.get $entry))
                (br_if $fill
                  (i32.lt_u
                    (local.tee $index (i32.add (local.get $index) (local.get $step)))
                    (i32.shl (i32.const 1) (local.get $subBits)))))
              (local.set $code
                (i32.add (local.get $code) (i32.shl (i32.const 1) (i32.sub (i32.const 15) (local.get $length)))))
              (local.set $at (i32.add (local.get $at) (i32.const 2)))
              (br $nextSymbol)))
          (br_if $nextLength (i32.lt_u (local.get $length) (local.get $max))))))
    (i32.sub (i32.shl (i32.const 1) (local.get $root)) (i32.const 1)))

  ;; Decodes to the end of the block. Gives the place behind it, and sets `$written` to the end of the output; 0 where
  ;; it is damaged, or does not end in time, or goes beyond the limit.
  (func $symbols
    (param $literals i32) (param $literalMask i32) (param $distances i32) (param $distanceMask i32)
    (param $base i32) (param $place i32) (param $end i32) (param $start i32) (param $out i32) (param $limit i32)
    (result i32)
    (local $bits i64) (local $count i32) (local $in i32) (local $entry i32) (local $low i32)
    (local $length i32) (local $distance i32) (local $from i32) (local $to i32) (local $pattern v128)
    (local.set $in (i32.shr_u (local.get $place) (i32.const 3)))
    (local.set $bits
      (i64.shr_u (i64.load align=1 (local.get $in)) (i64.extend_i32_u (i32.and (local.get $place) (i32.const 7)))))
    (local.set $count (i32.sub (i32.const 56) (i32.and (local.get $place) (i32.const 7))))
    (local.set $in (i32.add (local.get $in) (i32.const 7)))
    ;; So much is in the bits at hand, and not yet used, when this is looked at.
    (local.set $end (i32.add (local.get $end) (i32.const 7)))
    (local.set $entry
      (i32.load
        (i32.add (local.get $literals)
          (i32.shl (i32.and (i32.wrap_i64 (local.get $bits)) (local.get $literalMask)) (i32.const 2)))))
    (block $damaged
      (block $done
        (loop $next
          (local.set $bits
            (i64.or (local.get $bits)
              (i64.shl (i64.load align=1 (local.get $in)) (i64.extend_i32_u (local.get $count)))))
          (local.set $in
            (i32.sub (i32.add (local.get $in) (i32.const 7))
              (i32.and (i32.shr_u (local.get $count) (i32.const 3)) (i32.const 7))))
          (local.set $count (i32.or (local.get $count) (i32.const 56)))
          (br_if $damaged (i32.gt_u (local.get $out) (local.get $limit)))
          (br_if $damaged (i32.gt_u (local.get $in) (local.get $end)))
          (block $match
            (block $afterLiterals
              (br_if $match (i32.ge_s (local.get $entry) (i32.const 0)))
              (i32.store8 (local.get $out) (i32.shr_u (local.get $entry) (i32.const 16)))
              (local.set $bits (i64.shr_u (local.get $bits) (i64.extend_i32_u (local.get $entry))))
              (local.set $count (i32.sub (local.get $count) (local.get $entry)))
              (local.set $entry
                (i32.load
                  (i32.add (local.get $literals)
                    (i32.shl (i32.and (i32.wrap_i64 (local.get $bits)) (local.get $literalMask)) (i32.const 2)))))
              (local.set $out (i32.add (local.get $out) (i32.const 1)))
              (br_if $afterLiterals (i32.ge_s (local.get $entry) (i32.const 0)))
              (i32.store8 (local.get $out) (i32.shr_u (local.get $entry) (i32.const 16)))
              (local.set $bits (i64.shr_u (local.get $bits) (i64.extend_i32_u (local.get $entry))))
              (local.set $count (i32.sub (local.get $count) (local.get $entry)))
              (local.set $entry
                (i32.load
                  (i32.add (local.get $literals)
                    (i32.shl (i32.and (i32.wrap_i64 (local.get $bits)) (local.get $literalMask)) (i32.const 2)))))
              (local.set $out (i32.add (local.get $out) (i32.const 1)))
              (br_if $afterLiterals (i32.ge_s (local.get $entry) (i32.const 0)))
              (i32.store8 (local.get $out) (i32.shr_u (local.get $entry) (i32.const 16)))
              (local.set $bits (i64.shr_u (local.get $bits) (i64.extend_i32_u (local.get $entry))))
              (local.set $count (i32.sub (local.get $count) (local.get $entry)))
              (local.set $entry
                (i32.load
                  (i32.add (local.get $literals)
                    (i32.shl (i32.and (i32.wrap_i64 (local.get $bits)) (local.get $literalMask)) (i32.const 2)))))
              (local.set $out (i32.add (local.get $out) (i32.const 1)))
              (br $next))
            (local.set $bits
              (i64.or (local.get $bits)
                (i64.shl (i64.load align=1 (local.get $in)) (i64.extend_i32_u (local.get $count)))))
            (local.set $in
              (i32.sub (i32.add (local.get $in) (i32.const 7))
                (i32.and (i32.shr_u (local.get $count) (i32.const 3)) (i32.const 7))))
            (local.set $count (i32.or (local.get $count) (i32.const 56))))

          (local.set $low (i32.wrap_i64 (local.get $bits)))
          (local.set $bits (i64.shr_u (local.get $bits) (i64.extend_i32_u (local.get $entry))))
          (local.set $count (i32.sub (local.get $count) (local.get $entry)))
          (if (i32.and (local.get $entry) (i32.const 0x8000))
            (then
              (br_if $done (i32.and (local.get $entry) (i32.const 0x2000)))
              (br_if $damaged (i32.eqz (i32.and (local.get $entry) (i32.const 0x4000))))
              (local.set $low (i32.wrap_i64 (local.get $bits)))
              (local.set $entry
                (i32.load
                  (i32.add (local.get $literals)
                    (i32.shl
                      (i32.add
                        (i32.shr_u (local.get $entry) (i32.const 16))
                        (i32.and (local.get $low)
                          (i32.xor
                            (i32.shl (i32.const -1)
                              (i32.and (i32.shr_u (local.get $entry) (i32.const 8)) (i32.const 15)))
                            (i32.const -1))))
                      (i32.const 2)))))
              (local.set $bits (i64.shr_u (local.get $bits) (i64.extend_i32_u (local.get $entry))))
              (local.set $count (i32.sub (local.get $count) (local.get $entry)))
              (if (i32.lt_s (local.get $entry) (i32.const 0))
                (then
                  (i32.store8 (local.get $out) (i32.shr_u (local.get $entry) (i32.const 16)))
                  (local.set $out (i32.add (local.get $out) (i32.const 1)))
                  (local.set $entry
                    (i32.load
                      (i32.add (local.get $literals)
                        (i32.shl
                          (i32.and (i32.wrap_i64 (local.get $bits)) (local.get $literalMask))
                          (i32.const 2)))))
                  (br $next)))
              (br_if $done (i32.and (local.get $entry) (i32.const 0x8000)))))
          (local.set $length
            (i32.add
              (i32.shr_u (local.get $entry) (i32.const 16))
              (i32.shr_u
                (i32.and (local.get $low)
                  (i32.xor (i32.shl (i32.const -1) (local.get $entry)) (i32.const -1)))
                (i32.shr_u (local.get $entry) (i32.const 8)))))

          (local.set $low (i32.wrap_i64 (local.get $bits)))
          (local.set $entry
            (i32.load
              (i32.add (local.get $distances)
                (i32.shl (i32.and (local.get $low) (local.get $distanceMask)) (i32.const 2)))))
          (local.set $bits (i64.shr_u (local.get $bits) (i64.extend_i32_u (local.get $entry))))
          (local.set $count (i32.sub (local.get $count) (local.get $entry)))
          (if (i32.and (local.get $entry) (i32.const 0x8000))
            (then
              (br_if $damaged (i32.eqz (i32.and (local.get $entry) (i32.const 0x4000))))
              (local.set $low (i32.wrap_i64 (local.get $bits)))
              (local.set $entry
                (i32.load
                  (i32.add (local.get $distances)
                    (i32.shl
                      (i32.add
                        (i32.shr_u (local.get $entry) (i32.const 16))
                        (i32.and (local.get $low)
                          (i32.xor
                            (i32.shl (i32.const -1)
                              (i32.and (i32.shr_u (local.get $entry) (i32.const 8)) (i32.const 15)))
                            (i32.const -1))))
                      (i32.const 2)))))
              (local.set $bits (i64.shr_u (local.get $bits) (i64.extend_i32_u (local.get $entry))))
              (local.set $count (i32.sub (local.get $count) (local.get $entry)))))
          (local.set $distance
            (i32.add
              (i32.shr_u (local.get $entry) (i32.const 16))
              (i32.shr_u
                (i32.and (local.get $low)
                  (i32.xor (i32.shl (i32.const -1) (local.get $entry)) (i32.const -1)))
                (i32.shr_u (local.get $entry) (i32.const 8)))))
          (br_if $damaged (i32.gt_u (local.get $distance) (i32.sub (local.get $out) (local.get $start))))

          (local.set $to (local.get $out))
          (local.set $out (i32.add (local.get $out) (local.get $length)))
          (local.set $from (i32.sub (local.get $to) (local.get $distance)))
          (local.set $entry
            (i32.load
              (i32.add (local.get $literals)
                (i32.shl (i32.and (i32.wrap_i64 (local.get $bits)) (local.get $literalMask)) (i32.const 2)))))
          (if (i32.ge_u (local.get $distance) (i32.const 16))
            (then
              (v128.store align=1 (local.get $to) (v128.load align=1 (local.get $from)))
              (v128.store offset=16 align=1 (local.get $to) (v128.load offset=16 align=1 (local.get $from)))
              (br_if $next (i32.le_u (local.get $length) (i32.const 32)))
              (loop $sixteen
                (v128.store offset=32 align=1 (local.get $to) (v128.load offset=32 align=1 (local.get $from)))
                (local.set $to (i32.add (local.get $to) (i32.const 16)))
                (local.set $from (i32.add (local.get $from) (i32.const 16)))
                (br_if $sixteen (i32.lt_u (i32.add (local.get $to) (i32.const 32)) (local.get $out))))
              (br $next)))
          ;; The bytes repeat: sixteen of them, as they stand at each whole repeat.
          (local.set $pattern
            (i8x16.swizzle
              (v128.load align=1 (local.get $from))
              (v128.load offset=35344 align=1
                (i32.add (local.get $base) (i32.shl (local.get $distance) (i32.const 4))))))
          (local.set $distance (i32.load8_u offset=35600 (i32.add (local.get $base) (local.get $distance))))
          (loop $repeat
            (v128.store align=1 (local.get $to) (local.get $pattern))
            (br_if $repeat
              (i32.lt_u
                (local.tee $to (i32.add (local.get $to) (local.get $distance)))
                (local.get $out))))
          (br $next)))
      (global.set $written (local.get $out))
      (return (i32.sub (i32.shl (local.get $in) (i32.const 3)) (i32.and (local.get $count) (i32.const 63)))))
    (i32.const 0))

  ;; The checksum, as it stands in the stream. Clears 16 bytes behind the end.
  (func $adler (param $at i32) (param $end i32) (result i32)
    (local $a i32) (local $b i32) (local $stop i32) (local $size i32) (local $chunk v128)
    (local $sums v128) (local $before v128) (local $weighted v128)
    (local.set $a (i32.const 1))
    ;; Zeros behind: they add nothing to `a`, and `a` to `b` each.
    (v128.store align=1 (local.get $end) (v128.const i32x4 0 0 0 0))
    (block $done
      (loop $part
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        ;; The sums stay below 2^32: sixteen bytes 256 times.
        (local.set $stop (i32.add (local.get $at) (i32.const 4096)))
        (if (i32.gt_u (local.get $stop) (local.get $end)) (then (local.set $stop (local.get $end))))
        (local.set $size (i32.and (i32.add (i32.sub (local.get $stop) (local.get $at)) (i32.const 15)) (i32.const -16)))
        (local.set $sums (v128.const i32x4 0 0 0 0))
        (local.set $before (v128.const i32x4 0 0 0 0))
        (local.set $weighted (v128.const i32x4 0 0 0 0))
        (loop $sixteen
          (local.set $chunk (v128.load align=1 (local.get $at)))
          (local.set $before (i32x4.add (local.get $before) (local.get $sums)))
          (local.set $sums
            (i32x4.add (local.get $sums)
              (i32x4.extadd_pairwise_i16x8_u (i16x8.extadd_pairwise_i8x16_u (local.get $chunk)))))
          (local.set $weighted
            (i32x4.add (local.get $weighted)
              (i32x4.add
                (i32x4.dot_i16x8_s
                  (i16x8.extend_low_i8x16_u (local.get $chunk)) (v128.const i16x8 16 15 14 13 12 11 10 9))
                (i32x4.dot_i16x8_s
                  (i16x8.extend_high_i8x16_u (local.get $chunk)) (v128.const i16x8 8 7 6 5 4 3 2 1)))))
          (br_if $sixteen
            (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $stop))))
        (local.set $weighted
          (i32x4.add (local.get $weighted) (i32x4.shl (local.get $before) (i32.const 4))))
        (local.set $b
          (i32.rem_u
            (i32.add
              (i32.add (local.get $b) (i32.mul (local.get $a) (local.get $size)))
              (call $total (local.get $weighted)))
            (i32.const 65521)))
        (local.set $a (i32.rem_u (i32.add (local.get $a) (call $total (local.get $sums))) (i32.const 65521)))
        (br $part)))
    ;; 0 to 15 zeros too many.
    (local.set $b
      (i32.rem_u
        (i32.add (local.get $b)
          (i32.mul (i32.sub (i32.const 65521) (local.get $a)) (i32.sub (local.get $at) (local.get $end))))
        (i32.const 65521)))
    (i32.or
      (i32.or
        (i32.shr_u (local.get $b) (i32.const 8))
        (i32.shl (i32.and (local.get $b) (i32.const 0xff)) (i32.const 8)))
      (i32.or
        (i32.shl (i32.and (local.get $a) (i32.const 0xff00)) (i32.const 8))
        (i32.shl (local.get $a) (i32.const 24)))))

  (func $total (param $lanes v128) (result i32)
    (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get $lanes)) (i32x4.extract_lane 1 (local.get $lanes)))
      (i32.add (i32x4.extract_lane 2 (local.get $lanes)) (i32x4.extract_lane 3 (local.get $lanes))))))
