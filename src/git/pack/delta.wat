;; Applies and searches one delta (gitformat-pack): a list of `copy from the base` and `insert these bytes`.
;; Nothing outside the places that are given is read for what it says, whatever comes; up to 16 bytes behind the end of
;; the object may be overwritten.
(module
  (import "memory" "bytes" (memory 1))
  ;; Room for 60 bytes: digits on both sides of a seam.
  (import "row" "at" (global $row i32))
  ;; Room for as much as a needle: what follows a piece that is short.
  (import "ahead" "at" (global $ahead i32))
  ;; Whether bytes hold text in base64 or hex (encoded-text.ts).
  (import "row" "holdsText" (func $holdsText (param $from i32) (param $end i32) (result i32)))

  ;; The end of the ranges that the last call wrote.
  (global $touchedEnd (export "touchedEnd") (mut i32) (i32.const 0))
  ;; The same of the chance hits that came along.
  (global $passedEnd (export "passedEnd") (mut i32) (i32.const 0))

  ;; 0: damaged. 1: no needle is new, none of the base came along but by chance. 2: one may lie across a seam. 3: one of
  ;; the base came along whole. 4: as 1, but of what is there by chance, some is to be judged again.
  ;; The instructions lie from `at` to `end`. `target`: where the object is rebuilt, -1: nowhere; `left`: its size.
  ;; `touched` to `touchedLimit`: room for what in the object is not from the base in one piece, as pairs of begin and
  ;; end: inserts, and seams, which have no bytes; none where the two are equal.
  ;; `spans` to `spansEnd`: where needles of the base lie, as pairs of begin and end within it.
  ;; `chances` to `chancesEnd`: chance hits in the base, as begin and end of them, and of the bytes around that they were
  ;; judged by. Those that come along with these are written to `passed`, up to `passedLimit`.
  (func (export "apply")
    (param $at i32) (param $end i32) (param $base i32) (param $baseSize i32) (param $target i32) (param $left i32)
    (param $seams i32) (param $touched i32) (param $touchedLimit i32) (param $spans i32) (param $spansEnd i32)
    (param $chances i32) (param $chancesEnd i32) (param $passed i32) (param $passedLimit i32)
    (result i32)
    (local $code i32) (local $isCopy i32) (local $source i32) (local $size i32) (local $outcome i32)
    (local $lastAt i32) (local $lastEnd i32) (local $pair i32) (local $wantsTouched i32)
    (local $rowBefore i32) (local $isRow i32) (local $whole i32) (local $place i32) (local $hasChances i32) (local $loss i32)
    (local.set $outcome (i32.const 1))
    (local.set $lastEnd (i32.const -1))
    (local.set $wantsTouched (i32.ne (local.get $touched) (local.get $touchedLimit)))
    (local.set $whole (local.get $left))
    (local.set $hasChances (i32.ne (local.get $chances) (local.get $chancesEnd)))
    (global.set $passedEnd (local.get $passed))
    (block $damaged
      (block $done
        (loop $instruction
          (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
          (local.set $code (i32.load8_u (local.get $at)))
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (local.set $isCopy (i32.and (local.get $code) (i32.const 0x80)))
          (if (local.get $isCopy)
            (then
              ;; Which bytes of the offset and of the size follow, lowest first.
              (local.set $source (i32.const 0))
              (local.set $size (i32.const 0))
              (if (i32.and (local.get $code) (i32.const 0x01))
                (then
                  (local.set $source (i32.load8_u (local.get $at)))
                  (local.set $at (i32.add (local.get $at) (i32.const 1)))))
              (if (i32.and (local.get $code) (i32.const 0x02))
                (then
                  (local.set $source
                    (i32.or (local.get $source) (i32.shl (i32.load8_u (local.get $at)) (i32.const 8))))
                  (local.set $at (i32.add (local.get $at) (i32.const 1)))))
              (if (i32.and (local.get $code) (i32.const 0x04))
                (then
                  (local.set $source
                    (i32.or (local.get $source) (i32.shl (i32.load8_u (local.get $at)) (i32.const 16))))
                  (local.set $at (i32.add (local.get $at) (i32.const 1)))))
              (if (i32.and (local.get $code) (i32.const 0x08))
                (then
                  (local.set $source
                    (i32.or (local.get $source) (i32.shl (i32.load8_u (local.get $at)) (i32.const 24))))
                  (local.set $at (i32.add (local.get $at) (i32.const 1)))))
              (if (i32.and (local.get $code) (i32.const 0x10))
                (then
                  (local.set $size (i32.load8_u (local.get $at)))
                  (local.set $at (i32.add (local.get $at) (i32.const 1)))))
              (if (i32.and (local.get $code) (i32.const 0x20))
                (then
                  (local.set $size
                    (i32.or (local.get $size) (i32.shl (i32.load8_u (local.get $at)) (i32.const 8))))
                  (local.set $at (i32.add (local.get $at) (i32.const 1)))))
              (if (i32.and (local.get $code) (i32.const 0x40))
                (then
                  (local.set $size
                    (i32.or (local.get $size) (i32.shl (i32.load8_u (local.get $at)) (i32.const 16))))
                  (local.set $at (i32.add (local.get $at) (i32.const 1)))))
              (if (i32.eqz (local.get $size)) (then (local.set $size (i32.const 0x10000))))
              (br_if $damaged (i32.gt_u (local.get $at) (local.get $end)))
              (br_if $damaged (i32.gt_u (local.get $source) (local.get $baseSize)))
              (br_if $damaged
                (i32.gt_u (local.get $size) (i32.sub (local.get $baseSize) (local.get $source))))
              (local.set $source (i32.add (local.get $base) (local.get $source))))
            (else
              (br_if $damaged (i32.eqz (local.get $code)))
              (local.set $size (local.get $code))
              (local.set $source (local.get $at))
              (local.set $at (i32.add (local.get $at) (local.get $size)))
              (br_if $damaged (i32.gt_u (local.get $at) (local.get $end)))))
          (br_if $damaged (i32.gt_u (local.get $size) (local.get $left)))
          (local.set $left (i32.sub (local.get $left) (local.get $size)))

          (if (local.get $wantsTouched)
            (then
              (if (i32.eqz (local.get $isCopy))
                (then
                  (local.set $touched
                    (call $touch (local.get $touched) (local.get $touchedLimit)
                      (local.get $target) (i32.add (local.get $target) (local.get $size)))))
                (else
                  (if (i32.ne (local.get $source) (local.get $lastEnd))
                    (then
                      (if (i32.ne (local.get $lastEnd) (i32.const -1))
                        (then
                          (local.set $touched
                            (call $touch (local.get $touched) (local.get $touchedLimit)
                              (local.get $target) (local.get $target)))))))))))

          (if (i32.ne (local.get $target) (i32.const -1))
            (then
              (call $copy (local.get $target) (local.get $source) (local.get $size))
              (local.set $target (i32.add (local.get $target) (local.get $size)))))

          ;; Copies that continue each other are one piece without a seam: the base has been searched there.
          ;; An insert never ends where a base begins: deltas stand behind all bases.
          (if (i32.or (i32.eqz (local.get $isCopy)) (i32.ne (local.get $source) (local.get $lastEnd)))
            (then
              (if (i32.and (i32.eq (local.get $outcome) (i32.const 1)) (i32.ne (local.get $lastEnd) (i32.const -1)))
                (then
                  (local.set $pair
                    (i32.load16_u
                      (i32.add (local.get $seams)
                        (i32.shl
                          (i32.or
                            (i32.shl (i32.load8_u (i32.sub (local.get $lastEnd) (i32.const 1))) (i32.const 8))
                            (i32.load8_u (local.get $source)))
                          (i32.const 1)))))
                  ;; Encoded text: of the digits in a row on both sides, those on the left may begin in an earlier piece. A
                  ;; copy may go on in the next instruction.
                  (local.set $isRow (i32.const 0))
                  (if (i32.and (local.get $pair) (i32.const 0x8000))
                    (then
                      (if (i32.eqz (call $isRowShort (local.get $lastAt) (local.get $lastEnd)
                            (local.get $source) (local.get $size)))
                        (then
                          (local.set $isRow (i32.const 1))
                          (local.set $rowBefore
                            (call $rowAcross (local.get $rowBefore) (local.get $lastAt) (local.get $lastEnd)))
                          (if (call $isTextAcross (local.get $rowBefore) (local.get $source)
                                (select
                                  (i32.add (local.get $base) (local.get $baseSize))
                                  (i32.add (local.get $source) (local.get $size))
                                  (local.get $isCopy)))
                            (then (local.set $outcome (i32.const 2))))))))
                  (if (i32.eqz (local.get $isRow)) (then (local.set $rowBefore (i32.const 0))))
                  (local.set $pair (i32.and (local.get $pair) (i32.const 0x7fff)))
                  (if (local.get $pair)
                    (then
                      (if (call $mayHit (local.get $seams) (local.get $pair) (local.get $lastAt) (local.get $lastEnd)
                            (local.get $source) (i32.add (local.get $source) (local.get $size))
                            (local.get $at) (local.get $end) (local.get $base) (local.get $baseSize))
                        (then (local.set $outcome (i32.const 2))))))))
              (if (i32.and (local.get $hasChances) (i32.ne (local.get $lastEnd) (i32.const -1)))
                (then
                  (local.set $loss (i32.or (local.get $loss)
                    (call $passOn (local.get $chances) (local.get $chancesEnd) (local.get $passedLimit)
                      (i32.sub (local.get $lastAt) (local.get $base)) (i32.sub (local.get $lastEnd) (local.get $base))
                      (local.get $place) (local.get $baseSize))))))
              (local.set $place (i32.sub (local.get $whole) (i32.add (local.get $left) (local.get $size))))
              (local.set $lastAt (local.get $source))))
          (local.set $lastEnd (i32.add (local.get $source) (local.get $size)))
          (if (i32.and (i32.ne (local.get $isCopy) (i32.const 0)) (i32.lt_u (local.get $spans) (local.get $spansEnd)))
            (then
              (if (call $hasAnyIn (local.get $spans) (local.get $spansEnd)
                    (i32.sub (local.get $lastAt) (local.get $base)) (i32.sub (local.get $lastEnd) (local.get $base)))
                (then (local.set $outcome (i32.const 3))))))
          (br $instruction)))
      (br_if $damaged (local.get $left))
      ;; Behind the last piece the object ends as the base does.
      (if (i32.and (local.get $hasChances) (i32.ne (local.get $lastEnd) (i32.const -1)))
        (then
          (local.set $loss (i32.or (local.get $loss)
            (call $passOn (local.get $chances) (local.get $chancesEnd) (local.get $passedLimit)
              (i32.sub (local.get $lastAt) (local.get $base)) (i32.sub (local.get $lastEnd) (local.get $base))
              (local.get $place) (i32.const -1))))
          (if (i32.and (i32.ne (local.get $loss) (i32.const 0)) (i32.eq (local.get $outcome) (i32.const 1)))
            (then (local.set $outcome
              (select (i32.const 2) (i32.const 4) (i32.and (local.get $loss) (i32.const 2))))))))
      (global.set $touchedEnd (local.get $touched))
      (return (local.get $outcome)))
    (i32.const 0))

  ;; Writes out what the instructions from `at` on make, `size` bytes of it at most; gives how many there are. What is
  ;; damaged ends it: that is seen where it is applied.
  (func $follow
    (param $at i32) (param $end i32) (param $base i32) (param $baseSize i32) (param $size i32)
    (result i32)
    (local $code i32) (local $bit i32) (local $number i32) (local $source i32) (local $length i32) (local $done i32)
    (block $over
      (loop $instruction
        (br_if $over (i32.eq (local.get $done) (local.get $size)))
        (br_if $over (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $code (i32.load8_u (local.get $at)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (if (i32.and (local.get $code) (i32.const 0x80))
          (then
            (local.set $source (i32.const 0))
            (local.set $length (i32.const 0))
            (local.set $bit (i32.const 0))
            ;; Four bytes of the offset, then three of the size.
            (loop $byte
              (if (i32.and (i32.shr_u (local.get $code) (local.get $bit)) (i32.const 1))
                (then
                  (local.set $number (i32.load8_u (local.get $at)))
                  (local.set $at (i32.add (local.get $at) (i32.const 1)))
                  (if (i32.lt_u (local.get $bit) (i32.const 4))
                    (then (local.set $source (i32.or (local.get $source)
                      (i32.shl (local.get $number) (i32.shl (local.get $bit) (i32.const 3))))))
                    (else (local.set $length (i32.or (local.get $length)
                      (i32.shl (local.get $number)
                        (i32.shl (i32.sub (local.get $bit) (i32.const 4)) (i32.const 3)))))))))
              (local.set $bit (i32.add (local.get $bit) (i32.const 1)))
              (br_if $byte (i32.lt_u (local.get $bit) (i32.const 7))))
            (if (i32.eqz (local.get $length)) (then (local.set $length (i32.const 0x10000))))
            (br_if $over (i32.gt_u (local.get $at) (local.get $end)))
            (br_if $over (i32.gt_u (local.get $source) (local.get $baseSize)))
            (br_if $over (i32.gt_u (local.get $length) (i32.sub (local.get $baseSize) (local.get $source))))
            (local.set $source (i32.add (local.get $base) (local.get $source))))
          (else
            (local.set $length (local.get $code))
            (local.set $source (local.get $at))
            (local.set $at (i32.add (local.get $at) (local.get $length)))
            (br_if $over (i32.eqz (local.get $length)))
            (br_if $over (i32.gt_u (local.get $at) (local.get $end)))))
        (if (i32.gt_u (local.get $length) (i32.sub (local.get $size) (local.get $done)))
          (then (local.set $length (i32.sub (local.get $size) (local.get $done)))))
        (memory.copy (i32.add (global.get $ahead) (local.get $done)) (local.get $source) (local.get $length))
        (local.set $done (i32.add (local.get $done) (local.get $length)))
        (br $instruction)))
    (local.get $done))

  ;; One more range, behind those before. Where there is no room for it, the last one grows: all in it counts.
  (func $touch (param $touched i32) (param $limit i32) (param $begin i32) (param $rangeEnd i32) (result i32)
    (if (i32.eq (local.get $touched) (local.get $limit))
      (then
        (i32.store (i32.sub (local.get $touched) (i32.const 4)) (local.get $rangeEnd))
        (return (local.get $touched))))
    (i32.store (local.get $touched) (local.get $begin))
    (i32.store offset=4 (local.get $touched) (local.get $rangeEnd))
    (i32.add (local.get $touched) (i32.const 8)))

  ;; Sixteen bytes at a time up to some size: a call of memory.copy costs more. What is written beyond is overwritten
  ;; by the next piece, or lies in the 16 bytes behind the object.
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

  ;; Hands on the chance hits in the piece of the base, `from` to `to`, that begins at `place` in the object. One that comes
  ;; along without all the bytes that it was judged by is handed on as if it was judged by none; what was judged by all up
  ;; to the begin or to the end (`baseSize`) of the base must be there again. 1: there are such. 2: one is cut, or there is
  ;; no room for it.
  (func $passOn
    (param $chance i32) (param $chancesEnd i32) (param $limit i32) (param $from i32) (param $to i32) (param $place i32)
    (param $baseSize i32)
    (result i32)
    (local $out i32) (local $shift i32) (local $result i32)
    (local.set $shift (i32.sub (local.get $place) (local.get $from)))
    (loop $next
      (block $elsewhere
        ;; They ascend.
        (if (i32.ge_u (i32.load (local.get $chance)) (local.get $to)) (then (return (local.get $result))))
        (br_if $elsewhere (i32.le_u (i32.load offset=4 (local.get $chance)) (local.get $from)))
        (local.set $out (global.get $passedEnd))
        (if (i32.or
              (i32.eq (local.get $out) (local.get $limit))
              (i32.or
                (i32.lt_u (i32.load (local.get $chance)) (local.get $from))
                (i32.gt_u (i32.load offset=4 (local.get $chance)) (local.get $to))))
          (then (return (i32.const 2))))
        (v128.store align=4 (local.get $out)
          (i32x4.add (v128.load align=4 (local.get $chance)) (i32x4.splat (local.get $shift))))
        (if (i32.or
              (i32.or
                (i32.lt_u (i32.load offset=8 (local.get $chance)) (local.get $from))
                (i32.gt_u (i32.load offset=12 (local.get $chance)) (local.get $to)))
              (i32.or
                (i32.eq (i32.load offset=12 (local.get $chance)) (local.get $baseSize))
                (i32.and
                  (i32.eqz (i32.load offset=8 (local.get $chance)))
                  (i32.ne (local.get $place) (i32.const 0)))))
          (then
            (i64.store offset=8 align=4 (local.get $out) (i64.const 0))
            (local.set $result (i32.const 1))))
        (global.set $passedEnd (i32.add (local.get $out) (i32.const 16))))
      (local.set $chance (i32.add (local.get $chance) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $chance) (local.get $chancesEnd))))
    (local.get $result))

  ;; Whether a span lies whole within the piece of the base.
  (func $hasAnyIn (param $span i32) (param $spansEnd i32) (param $from i32) (param $to i32) (result i32)
    (loop $next
      (if (i32.le_u (local.get $from) (i32.load (local.get $span)))
        (then
          (if (i32.le_u (i32.load offset=4 (local.get $span)) (local.get $to))
            (then (return (i32.const 1))))))
      (local.set $span (i32.add (local.get $span) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $span) (local.get $spansEnd))))
    (i32.const 0))

  ;; Whether the row of digits at a seam begins and ends in the pieces beside it, with less than 16 digits in each: no text is
  ;; so short.
  (func $isRowShort (param $left i32) (param $cut i32) (param $right i32) (param $size i32) (result i32)
    (local $before i32) (local $behind i32)
    (if (i32.lt_u (local.get $cut) (i32.const 16)) (then (return (i32.const 0))))
    ;; The last one comes first.
    (local.set $before (i32.clz (i32.xor (i32.const -1)
      (i32.shl (call $digitsAt (i32.sub (local.get $cut) (i32.const 16))) (i32.const 16)))))
    (local.set $behind (i32.ctz (i32.xor (i32.const -1) (call $digitsAt (local.get $right)))))
    (i32.and
      (i32.lt_u (i32.or (local.get $before) (local.get $behind)) (i32.const 16))
      (i32.and
        (i32.lt_u (local.get $before) (i32.sub (local.get $cut) (local.get $left)))
        (i32.lt_u (local.get $behind) (local.get $size)))))

  ;; How many digits stand in a row before `cut`, up to 30, in a piece that begins at `left` and in those before it, of
  ;; which there are `before` in the room for a row. All that counts is written there.
  (func $rowAcross (param $before i32) (param $left i32) (param $cut i32) (result i32)
    (local $count i32) (local $room i32)
    (local.set $count (call $digitsBefore (local.get $left) (local.get $cut)))
    (if (i32.ne (i32.sub (local.get $cut) (local.get $count)) (local.get $left))
      (then
        (memory.copy (global.get $row) (i32.sub (local.get $cut) (local.get $count)) (local.get $count))
        (return (local.get $count))))
    ;; All of the piece: what stands before it goes on.
    (local.set $room (i32.sub (i32.const 30) (local.get $count)))
    (if (i32.gt_u (local.get $before) (local.get $room))
      (then
        (memory.copy
          (global.get $row)
          (i32.sub (i32.add (global.get $row) (local.get $before)) (local.get $room))
          (local.get $room))
        (local.set $before (local.get $room))))
    (memory.copy (i32.add (global.get $row) (local.get $before)) (local.get $left) (local.get $count))
    (i32.add (local.get $before) (local.get $count)))

  ;; Whether encoded text may lie across a seam that has `before` digits in the room for a row before it.
  (func $isTextAcross (param $before i32) (param $at i32) (param $end i32) (result i32)
    (local $count i32)
    (local.set $count (call $digitsFrom (local.get $at) (local.get $end)))
    (if (i32.lt_u (i32.add (local.get $before) (local.get $count)) (i32.const 31)) (then (return (i32.const 0))))
    (memory.copy (i32.add (global.get $row) (local.get $before)) (local.get $at) (local.get $count))
    (call $holdsText
      (global.get $row)
      (i32.add (global.get $row) (i32.add (local.get $before) (local.get $count)))))

  ;; How many digits stand in a row before `cut`, up to 30, in a piece that begins at `left`.
  (func $digitsBefore (param $left i32) (param $cut i32) (result i32)
    (local $count i32) (local $from i32) (local $some i32)
    (loop $sixteen
      (local.set $from
        (select (i32.sub (local.get $cut) (i32.const 16)) (i32.const 0) (i32.ge_u (local.get $cut) (i32.const 16))))
      ;; The last one comes first.
      (local.set $some (call $least
        (i32.sub (local.get $cut) (local.get $left))
        (i32.clz (i32.xor (i32.const -1) (i32.shl
          (call $digitsAt (local.get $from))
          (i32.sub (i32.const 32) (i32.sub (local.get $cut) (local.get $from))))))))
      (local.set $count (i32.add (local.get $count) (local.get $some)))
      (local.set $cut (i32.sub (local.get $cut) (local.get $some)))
      (br_if $sixteen (i32.and
        (i32.and (i32.eq (local.get $some) (i32.const 16)) (i32.gt_u (local.get $cut) (local.get $left)))
        (i32.lt_u (local.get $count) (i32.const 30)))))
    (call $least (local.get $count) (i32.const 30)))

  ;; How many digits stand in a row from `at` on, up to 30.
  (func $digitsFrom (param $at i32) (param $end i32) (result i32)
    (local $count i32) (local $some i32)
    (loop $sixteen
      (local.set $some (i32.ctz (i32.xor (i32.const -1)
        (call $digitsAt (i32.add (local.get $at) (local.get $count))))))
      (local.set $count (i32.add (local.get $count) (local.get $some)))
      (br_if $sixteen (i32.and
        (i32.eq (local.get $some) (i32.const 16))
        (i32.lt_u (local.get $count) (call $least (i32.const 30) (i32.sub (local.get $end) (local.get $at)))))))
    (call $least (local.get $count) (call $least (i32.const 30) (i32.sub (local.get $end) (local.get $at)))))

  ;; Which of 16 bytes are digits that encoded text may consist of, one bit each. Each byte is told by its halves, as
  ;; teddy.wat does.
  (func $digitsAt (param $at i32) (result i32)
    (local $bytes v128)
    (local.set $bytes (v128.load align=1 (local.get $at)))
    (i8x16.bitmask (i8x16.ne (v128.const i64x2 0 0) (v128.and
      (i8x16.swizzle
        (v128.const i8x16 26 30 30 30 30 30 30 30 30 30 28 5 4 5 4 13)
        (v128.and (local.get $bytes) (v128.const i32x4 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f)))
      (i8x16.swizzle
        (v128.const i8x16 0 0 1 2 4 8 4 16 0 0 0 0 0 0 0 0)
        (i8x16.shr_u (local.get $bytes) (i32.const 4)))))))

  (func $least (param $one i32) (param $other i32) (result i32)
    (select (local.get $one) (local.get $other) (i32.lt_u (local.get $one) (local.get $other))))

  ;; The piece on the left lies from `left` to `cut`, the one on the right from `right` to `rightEnd`. Whether a needle
  ;; may lie across the cut, with its begin in the piece on the left: what begins before that lies across an earlier
  ;; cut too. What of it lies beyond the piece on the right is in the instructions from `at` on.
  ;; The table of seams: for each pair of bytes the number of a list, and a bit where both are digits of encoded text;
  ;; addresses of lists by number; lists of needles, each its count and, for each, address, length, and how many bytes
  ;; stand before the cut (writeSeamTable).
  (func $mayHit
    (param $seams i32) (param $pair i32) (param $left i32) (param $cut i32) (param $right i32) (param $rightEnd i32)
    (param $at i32) (param $end i32) (param $base i32) (param $baseSize i32)
    (result i32)
    (local $entry i32) (local $listEnd i32) (local $needle i32) (local $length i32) (local $before i32)
    (local $index i32) (local $most i32)
    (local.set $entry
      (i32.load offset=0x20000 (i32.add (local.get $seams) (i32.shl (local.get $pair) (i32.const 2)))))
    (local.set $listEnd
      (i32.add (i32.add (local.get $entry) (i32.const 4)) (i32.mul (i32.load (local.get $entry)) (i32.const 12))))
    (local.set $entry (i32.add (local.get $entry) (i32.const 4)))
    (loop $nextCut
      (local.set $needle (i32.load (local.get $entry)))
      (local.set $length (i32.load offset=4 (local.get $entry)))
      (local.set $before (i32.load offset=8 (local.get $entry)))
      (block $differs
        (br_if $differs (i32.gt_u (local.get $before) (i32.sub (local.get $cut) (local.get $left))))
        ;; Both bytes at the cut are those of the pair.
        (local.set $index (i32.const 2))
        (block $same
          (loop $back
            (br_if $same (i32.gt_u (local.get $index) (local.get $before)))
            (br_if $differs
              (i32.ne
                (i32.load8_u (i32.sub (local.get $cut) (local.get $index)))
                (i32.load8_u (i32.sub (i32.add (local.get $needle) (local.get $before)) (local.get $index)))))
            (local.set $index (i32.add (local.get $index) (i32.const 1)))
            (br $back)))
        (local.set $most (i32.sub (local.get $length) (local.get $before)))
        (if (i32.gt_u (local.get $most) (i32.sub (local.get $rightEnd) (local.get $right)))
          (then (local.set $most (i32.sub (local.get $rightEnd) (local.get $right)))))
        (local.set $index (i32.const 1))
        (block $same
          (loop $on
            (br_if $same (i32.ge_u (local.get $index) (local.get $most)))
            (br_if $differs
              (i32.ne
                (i32.load8_u (i32.add (local.get $right) (local.get $index)))
                (i32.load8_u (i32.add (i32.add (local.get $needle) (local.get $before)) (local.get $index)))))
            (local.set $index (i32.add (local.get $index) (i32.const 1)))
            (br $on)))
        (local.set $needle (i32.add (local.get $needle) (i32.add (local.get $before) (local.get $most))))
        (local.set $most (i32.sub (i32.sub (local.get $length) (local.get $before)) (local.get $most)))
        (br_if $differs (i32.lt_u
          (call $follow (local.get $at) (local.get $end) (local.get $base) (local.get $baseSize) (local.get $most))
          (local.get $most)))
        (local.set $index (i32.const 0))
        (block $same
          (loop $beyond
            (br_if $same (i32.eq (local.get $index) (local.get $most)))
            (br_if $differs
              (i32.ne
                (i32.load8_u (i32.add (global.get $ahead) (local.get $index)))
                (i32.load8_u (i32.add (local.get $needle) (local.get $index)))))
            (local.set $index (i32.add (local.get $index) (i32.const 1)))
            (br $beyond)))
        (return (i32.const 1)))
      (local.set $entry (i32.add (local.get $entry) (i32.const 12)))
      (br_if $nextCut (i32.lt_u (local.get $entry) (local.get $listEnd))))
    (i32.const 0)))
