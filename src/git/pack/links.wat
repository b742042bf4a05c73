;; What trees, commits and tags name, in rows for which link-log.ts looks the ids up, many at once: the number of the
;; object, the kind of the row, how many ids follow (4 bytes each), and these. Beyond its end, up to 12 bytes are
;; overwritten. A byte loop over all names of all trees of a large repository takes seconds; this looks for the NUL in
;; sixteen bytes at a time.
(module
  (import "memory" "bytes" (memory 1))

  ;; Where the last tree stopped: its end, the entry for which there was no more room, or -1 where what stands there is
  ;; no tree.
  (global $next (export "next") (mut i32) (i32.const 0))

  ;; The ids that lie at least partly in one of the `touched` ranges (pairs of begin and end, ascending; a range without
  ;; bytes touches the ids that it cuts), or, with `touched` 0, all ids of a tree object (gitformat: mode, space, name,
  ;; NUL, id, again and again). Entries that name a commit of another repository have no object here, and are left out.
  ;; Gives where the row ends, or `out` without one.
  (func (export "tree")
    (param $self i32) (param $at i32) (param $end i32) (param $touched i32) (param $touchedEnd i32)
    (param $out i32) (param $outEnd i32) (param $idBytes i32) (result i32)
    (local $id i32) (local $after i32) (local $mask i32) (local $to i32) (local $limit i32) (local $isAll i32)
    (local.set $to (i32.add (local.get $out) (i32.const 12)))
    (local.set $limit (i32.sub (local.get $outEnd) (local.get $idBytes)))
    (local.set $isAll (i32.eqz (local.get $touched)))
    (block $done
      (loop $entry
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (br_if $done (i32.gt_u (local.get $to) (local.get $limit)))
        (if (i32.and (i32.ge_u (local.get $touched) (local.get $touchedEnd)) (i32.eqz (local.get $isAll)))
          (then
            ;; Nothing behind this was touched.
            (local.set $at (local.get $end))
            (br $done)))
        ;; The NUL behind the name.
        (local.set $id (local.get $at))
        (block $found
          (loop $sixteen
            (local.set $mask
              (i8x16.bitmask
                (i8x16.eq (v128.load align=1 (local.get $id)) (v128.const i8x16 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0))))
            (br_if $found (local.get $mask))
            (local.set $id (i32.add (local.get $id) (i32.const 16)))
            (br_if $sixteen (i32.lt_u (local.get $id) (local.get $end))))
          (local.set $at (i32.const -1))
          (br $done))
        (local.set $id (i32.add (local.get $id) (i32.add (i32.ctz (local.get $mask)) (i32.const 1))))
        (local.set $after (i32.add (local.get $id) (local.get $idBytes)))
        (if (i32.gt_u (local.get $after) (local.get $end))
          (then
            (local.set $at (i32.const -1))
            (br $done)))
        (block $isPassedOver
          ;; `1600`, the begin of a submodule's mode, as a number.
          (br_if $isPassedOver (i32.eq (i32.load align=1 (local.get $at)) (i32.const 0x30303631)))
          (if (i32.eqz (local.get $isAll))
            (then
              (loop $earlier
                (br_if $isPassedOver (i32.ge_u (local.get $touched) (local.get $touchedEnd)))
                (if (i32.le_u (i32.load offset=4 (local.get $touched)) (local.get $id))
                  (then
                    (local.set $touched (i32.add (local.get $touched) (i32.const 8)))
                    (br $earlier))))
              (br_if $isPassedOver (i32.ge_u (i32.load (local.get $touched)) (local.get $after)))))
          (call $copyId (local.get $to) (local.get $id))
          (local.set $to (i32.add (local.get $to) (local.get $idBytes))))
        (local.set $at (local.get $after))
        (br $entry)))
    (global.set $next (local.get $at))
    (call $endRow (local.get $self) (i32.const 0) (local.get $out) (local.get $to) (local.get $idBytes)))

  ;; A commit's tree and parents. Gives where the row ends, `out` where there is no room, or 0 where what stands there
  ;; is no commit.
  (func (export "commit")
    (param $self i32) (param $at i32) (param $end i32) (param $out i32) (param $outEnd i32) (param $idBytes i32)
    (result i32)
    (local $to i32) (local $limit i32)
    (local.set $to (i32.add (local.get $out) (i32.const 12)))
    (local.set $limit (i32.sub (local.get $outEnd) (local.get $idBytes)))
    (if (i32.gt_u (local.get $to) (local.get $limit)) (then (return (local.get $out))))
    ;; `tree ` and `parent `, each by its first and its last four bytes.
    (local.set $at
      (call $idLine (local.get $at) (local.get $end) (i32.const 0x65657274) (i32.const 0x20656572) (i32.const 5)
        (local.get $to) (local.get $idBytes)))
    (if (i32.eqz (local.get $at)) (then (return (i32.const 0))))
    (loop $parent
      (local.set $to (i32.add (local.get $to) (local.get $idBytes)))
      (if (i32.gt_u (local.get $to) (local.get $limit)) (then (return (local.get $out))))
      (local.set $at
        (call $idLine (local.get $at) (local.get $end) (i32.const 0x65726170) (i32.const 0x20746e65) (i32.const 7)
          (local.get $to) (local.get $idBytes)))
      (br_if $parent (local.get $at)))
    (call $endRow (local.get $self) (i32.const 1) (local.get $out) (local.get $to) (local.get $idBytes)))

  ;; A tag's target. Gives what `commit` gives.
  (func (export "tag")
    (param $self i32) (param $at i32) (param $end i32) (param $out i32) (param $outEnd i32) (param $idBytes i32)
    (result i32)
    (local $to i32)
    (local.set $to (i32.add (local.get $out) (i32.const 12)))
    (if (i32.gt_u (local.get $to) (i32.sub (local.get $outEnd) (local.get $idBytes))) (then (return (local.get $out))))
    ;; `object `
    (local.set $at
      (call $idLine (local.get $at) (local.get $end) (i32.const 0x656a626f) (i32.const 0x20746365) (i32.const 7)
        (local.get $to) (local.get $idBytes)))
    (if (i32.eqz (local.get $at)) (then (return (i32.const 0))))
    (call $endRow (local.get $self) (i32.const 2)
      (local.get $out) (i32.add (local.get $to) (local.get $idBytes)) (local.get $idBytes)))

  (func $endRow (param $self i32) (param $kind i32) (param $out i32) (param $to i32) (param $idBytes i32) (result i32)
    (local $bytes i32)
    (local.set $bytes (i32.sub (i32.sub (local.get $to) (local.get $out)) (i32.const 12)))
    (if (i32.eqz (local.get $bytes)) (then (return (local.get $out))))
    (i32.store (local.get $out) (local.get $self))
    (i32.store offset=4 (local.get $out) (local.get $kind))
    (i32.store offset=8 (local.get $out) (i32.div_u (local.get $bytes) (local.get $idBytes)))
    (local.get $to))

  ;; As long as the longest, which is 32 bytes: what is too much is overwritten by what follows.
  (func $copyId (param $to i32) (param $from i32)
    (v128.store align=1 (local.get $to) (v128.load align=1 (local.get $from)))
    (v128.store offset=16 align=1 (local.get $to) (v128.load offset=16 align=1 (local.get $from))))

  ;; Reads a word, an id in hexadecimal digits and a line feed, and writes the id. Where the next line begins, or 0.
  (func $idLine
    (param $at i32) (param $end i32) (param $first i32) (param $last i32) (param $wordBytes i32)
    (param $to i32) (param $idBytes i32) (result i32)
    (local $digits i64) (local $letters i64) (local $lineEnd i32)
    (local.set $lineEnd
      (i32.add (i32.add (local.get $at) (local.get $wordBytes)) (i32.shl (local.get $idBytes) (i32.const 1))))
    (if (i32.ge_u (local.get $lineEnd) (local.get $end)) (then (return (i32.const 0))))
    (if (i32.ne (i32.load8_u (local.get $lineEnd)) (i32.const 0x0a)) (then (return (i32.const 0))))
    (if (i32.ne (i32.load align=1 (local.get $at)) (local.get $first)) (then (return (i32.const 0))))
    (local.set $at (i32.add (local.get $at) (local.get $wordBytes)))
    (if (i32.ne (i32.load align=1 (i32.sub (local.get $at) (i32.const 4))) (local.get $last))
      (then (return (i32.const 0))))
    (loop $eight
      (local.set $digits (i64.load align=1 (local.get $at)))
      ;; Each byte becomes what its digit stands for: 48 is taken off, and 39 more above `9`.
      (local.set $letters
        (i64x2.extract_lane 0
          (i8x16.gt_u (i64x2.splat (local.get $digits)) (v128.const i64x2 0x3939393939393939 0))))
      (local.set $digits
        (i64x2.extract_lane 0
          (i8x16.sub
            (i8x16.sub (i64x2.splat (local.get $digits)) (v128.const i64x2 0x3030303030303030 0))
            (i64x2.splat (i64.and (local.get $letters) (i64.const 0x2727272727272727))))))
      (if (i64.ne (i64.and (local.get $digits) (i64.const 0xf0f0f0f0f0f0f0f0)) (i64.const 0))
        (then (return (i32.const 0))))
      ;; Two of them make one byte: every second byte is left, and those move together.
      (local.set $digits
        (i64.and
          (i64.or (i64.shl (local.get $digits) (i64.const 4)) (i64.shr_u (local.get $digits) (i64.const 8)))
          (i64.const 0x00ff00ff00ff00ff)))
      (local.set $digits
        (i64.and
          (i64.or (local.get $digits) (i64.shr_u (local.get $digits) (i64.const 8)))
          (i64.const 0x0000ffff0000ffff)))
      (i32.store align=1 (local.get $to)
        (i32.wrap_i64 (i64.or (local.get $digits) (i64.shr_u (local.get $digits) (i64.const 16)))))
      (local.set $to (i32.add (local.get $to) (i32.const 4)))
      (br_if $eight (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 8))) (local.get $lineEnd))))
    (i32.add (local.get $lineEnd) (i32.const 1))))
