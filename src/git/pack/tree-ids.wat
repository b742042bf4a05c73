;; The ids in a tree object (gitformat: mode, space, name, NUL, id, again and again). A byte loop over all names of all
;; trees of a large repository takes seconds; this looks for the NUL in sixteen bytes at a time.
(module
  (import "memory" "bytes" (memory 1))

  ;; Where the last call stopped: the end of the tree, the entry at which there was no more room, or 0 where what
  ;; stands there is no tree.
  (global $next (export "next") (mut i32) (i32.const 0))

  ;; Writes where the ids stand that lie at least partly in one of the `touched` ranges (pairs of begin and end,
  ;; ascending; a range without bytes touches the ids that it cuts). Gives the end of what was written.
  ;; Entries that name a commit of another repository have no object here, and are left out.
  (func (export "ids")
    (param $at i32) (param $end i32) (param $touched i32) (param $touchedEnd i32)
    (param $out i32) (param $outEnd i32) (param $idBytes i32) (result i32)
    (local $id i32) (local $after i32) (local $mask i32)
    (block $done
      (loop $entry
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (br_if $done (i32.ge_u (local.get $out) (local.get $outEnd)))
        (if (i32.ge_u (local.get $touched) (local.get $touchedEnd))
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
          (global.set $next (i32.const 0))
          (return (local.get $out)))
        (local.set $id (i32.add (local.get $id) (i32.add (i32.ctz (local.get $mask)) (i32.const 1))))
        (local.set $after (i32.add (local.get $id) (local.get $idBytes)))
        (if (i32.gt_u (local.get $after) (local.get $end))
          (then
            (global.set $next (i32.const 0))
            (return (local.get $out))))
        ;; `1600`, the begin of a submodule's mode, as a number.
        (if (i32.ne (i32.load align=1 (local.get $at)) (i32.const 0x30303631))
          (then
            (block $current
              (loop $earlier
                (br_if $current (i32.ge_u (local.get $touched) (local.get $touchedEnd)))
                (br_if $current (i32.gt_u (i32.load offset=4 (local.get $touched)) (local.get $id)))
                (local.set $touched (i32.add (local.get $touched) (i32.const 8)))
                (br $earlier)))
            (if (i32.lt_u (local.get $touched) (local.get $touchedEnd))
              (then
                (if (i32.lt_u (i32.load (local.get $touched)) (local.get $after))
                  (then
                    (i32.store (local.get $out) (local.get $id))
                    (local.set $out (i32.add (local.get $out) (i32.const 4)))))))))
        (local.set $at (local.get $after))
        (br $entry)))
    (global.set $next (local.get $at))
    (local.get $out)))
