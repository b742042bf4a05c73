;; Applies and searches one delta (gitformat-pack): a list of `copy from the base` and `insert these bytes`.
;; Nothing outside the places that are given is read for what it says, whatever comes; up to 16 bytes behind the end of
;; the object may be overwritten.
(module
  (import "memory" "bytes" (memory 1))

  ;; The end of the ranges that the last call wrote.
  (global $touchedEnd (export "touchedEnd") (mut i32) (i32.const 0))

  ;; 0: damaged. 1: no needle is new, none of the base came along. 2: one may lie across a seam. 3: one of the base
  ;; came along whole.
  ;; The instructions lie from `at` to `end`. `target`: where the object is rebuilt, -1: nowhere; `left`: its size.
  ;; `touched` to `touchedLimit`: room for what in the object is not from the base in one piece, as pairs of begin and
  ;; end: inserts, and seams, which have no bytes; none where the two are equal.
  ;; `spans` to `spansEnd`: where needles of the base lie, as pairs of begin and end within it.
  (func (export "apply")
    (param $at i32) (param $end i32) (param $base i32) (param $baseSize i32) (param $target i32) (param $left i32)
    (param $seams i32) (param $touched i32) (param $touchedLimit i32) (param $spans i32) (param $spansEnd i32)
    (result i32)
    (local $code i32) (local $isCopy i32) (local $source i32) (local $size i32) (local $outcome i32)
    (local $lastAt i32) (local $lastEnd i32) (local $pair i32) (local $wantsTouched i32)
    (local.set $outcome (i32.const 1))
    (local.set $lastEnd (i32.const -1))
    (local.set $wantsTouched (i32.ne (local.get $touched) (local.get $touchedLimit)))
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
                  (if (local.get $pair)
                    (then
                      (if (call $mayHit (local.get $seams) (local.get $pair) (local.get $lastAt) (local.get $lastEnd)
                            (local.get $source) (i32.add (local.get $source) (local.get $size)))
                        (then (local.set $outcome (i32.const 2))))))))
              (local.set $lastAt (local.get $source))))
          (local.set $lastEnd (i32.add (local.get $source) (local.get $size)))
          (if (i32.and (i32.ne (local.get $isCopy) (i32.const 0)) (i32.lt_u (local.get $spans) (local.get $spansEnd)))
            (then
              (if (call $hasAnyIn (local.get $spans) (local.get $spansEnd)
                    (i32.sub (local.get $lastAt) (local.get $base)) (i32.sub (local.get $lastEnd) (local.get $base)))
                (then (local.set $outcome (i32.const 3))))))
          (br $instruction)))
      (br_if $damaged (local.get $left))
      (global.set $touchedEnd (local.get $touched))
      (return (local.get $outcome)))
    (i32.const 0))

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

  ;; The piece on the left lies from `left` to `cut`, the one on the right from `right` to `rightEnd`. Whether a needle
  ;; may lie across the cut, with its begin in the piece on the left: what begins before that lies across an earlier
  ;; cut too. What of it lies beyond the piece on the right is not looked at.
  ;; The table of seams: for each pair of bytes the number of a list; addresses of lists by number; lists of needles,
  ;; each its count and, for each, address, length, and how many bytes stand before the cut (SeamTable).
  (func $mayHit
    (param $seams i32) (param $pair i32) (param $left i32) (param $cut i32) (param $right i32) (param $rightEnd i32)
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
        (local.set $index (i32.const 1))
        (loop $back
          (br_if $differs
            (i32.ne
              (i32.load8_u (i32.sub (local.get $cut) (local.get $index)))
              (i32.load8_u (i32.sub (i32.add (local.get $needle) (local.get $before)) (local.get $index)))))
          (local.set $index (i32.add (local.get $index) (i32.const 1)))
          (br_if $back (i32.le_u (local.get $index) (local.get $before))))
        (local.set $most (i32.sub (local.get $length) (local.get $before)))
        (if (i32.gt_u (local.get $most) (i32.sub (local.get $rightEnd) (local.get $right)))
          (then (local.set $most (i32.sub (local.get $rightEnd) (local.get $right)))))
        (local.set $index (i32.const 0))
        (loop $on
          (br_if $differs
            (i32.ne
              (i32.load8_u (i32.add (local.get $right) (local.get $index)))
              (i32.load8_u (i32.add (i32.add (local.get $needle) (local.get $before)) (local.get $index)))))
          (local.set $index (i32.add (local.get $index) (i32.const 1)))
          (br_if $on (i32.lt_u (local.get $index) (local.get $most))))
        (return (i32.const 1)))
      (local.set $entry (i32.add (local.get $entry) (i32.const 12)))
      (br_if $nextCut (i32.lt_u (local.get $entry) (local.get $listEnd))))
    (i32.const 0)))
