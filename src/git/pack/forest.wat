;; Reads the headers of a pack's entries (gitformat-pack), and makes the forest of them: hundreds of thousands of rounds
;; through loops that run once, and are over before JavaScript has been compiled well.
;; `pack` says where in memory each table stands (pack-tables.ts): numbers of 4 bytes, unless another size is named.
(module
  (import "memory" "bytes" (memory 1 65536 shared))
  (import "pack" "count" (global $count i32))
  (import "pack" "idBytes" (global $idBytes i32))
  (import "pack" "ids" (global $ids i32))
  (import "pack" "starts" (global $starts i32))
  (import "pack" "bits" (global $bits i32))
  ;; By entry, 8 bytes; and one for the end.
  (import "pack" "offsets" (global $offsets i32))
  ;; By rank.
  (import "pack" "entries" (global $entries i32))
  ;; By entry: a byte; a byte; the others.
  (import "pack" "headerBytes" (global $headerBytes i32))
  (import "pack" "types" (global $types i32))
  (import "pack" "sizes" (global $sizes i32))
  (import "pack" "bases" (global $bases i32))
  (import "pack" "childCounts" (global $childCounts i32))
  (import "pack" "order" (global $order i32))
  ;; Of each page of the pack, the first entry that does not begin before it.
  (import "pack" "pageBytes" (global $pageBytes f64))
  (import "pack" "firsts" (global $firsts i32))
  (import "pack" "firstsEnd" (global $firstsEnd i32))
  ;; For the time of the work. By entry: where the list of its children begins, and one for the end; where it is filled
  ;; next; entries in its subtree; children that are not counted yet. The lists. The stack.
  (import "pack" "childrenFrom" (global $childrenFrom i32))
  (import "pack" "next" (global $next i32))
  (import "pack" "weights" (global $weights i32))
  (import "pack" "waiting" (global $waiting i32))
  (import "pack" "children" (global $children i32))
  (import "pack" "stack" (global $stack i32))

  ;; Before headers are read.
  (func (export "divide")
    (local $entry i32) (local $at i32) (local $last i32)
    (local.set $at (global.get $firsts))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $entry) (global.get $count)))
        (local.set $last
          (call $pageOf (f64.load (i32.add (global.get $offsets) (i32.shl (local.get $entry) (i32.const 3))))))
        (block $isFilled
          (loop $page
            (br_if $isFilled (i32.gt_u (local.get $at) (local.get $last)))
            (i32.store (local.get $at) (local.get $entry))
            (local.set $at (i32.add (local.get $at) (i32.const 4)))
            (br $page)))
        (local.set $entry (i32.add (local.get $entry) (i32.const 1)))
        (br $next)))
    (block $done
      (loop $page
        (br_if $done (i32.ge_u (local.get $at) (global.get $firstsEnd)))
        (i32.store (local.get $at) (global.get $count))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (br $page))))

  (func $pageOf (param $offset f64) (result i32)
    (i32.add
      (global.get $firsts)
      (i32.shl (i32.trunc_f64_u (f64.div (local.get $offset) (global.get $pageBytes))) (i32.const 2))))

  ;; The headers of entries from `entry` on, as far as they lie in the `bytes` of the pack from `offset` on, which stand
  ;; at `at`. Gives the first entry that does not. A base is -1 where there is none; a type is 0 for a delta, and for
  ;; what is no entry.
  (func (export "readHeaders") (param $entry i32) (param $at i32) (param $offset f64) (param $bytes i32) (result i32)
    (local $begin f64) (local $start i32) (local $room f64) (local $end i32) (local $byte i32) (local $type i32)
    (local $size f64) (local $unit f64) (local $distance f64) (local $base i32) (local $here i32)
    (loop $next
      (if (i32.ge_u (local.get $entry) (global.get $count)) (then (return (local.get $entry))))
      (local.set $begin (f64.load (i32.add (global.get $offsets) (i32.shl (local.get $entry) (i32.const 3)))))
      ;; No header is longer than 10 bytes and an id of 32.
      (local.set $room
        (f64.min
          (f64.const 42)
          (f64.sub
            (f64.load offset=8 (i32.add (global.get $offsets) (i32.shl (local.get $entry) (i32.const 3))))
            (local.get $begin))))
      (if
        (f64.gt
          (f64.add (f64.sub (local.get $begin) (local.get $offset)) (local.get $room))
          (f64.convert_i32_u (local.get $bytes)))
        (then (return (local.get $entry))))
      (local.set $start
        (i32.add (local.get $at) (i32.trunc_f64_u (f64.sub (local.get $begin) (local.get $offset)))))
      (local.set $end (i32.add (local.get $start) (i32.trunc_f64_u (local.get $room))))
      ;; Type in bits 4 to 6, size in the lower ones; in every byte, whether another follows.
      (local.set $byte (i32.load8_u (local.get $start)))
      (local.set $here (i32.add (local.get $start) (i32.const 1)))
      (local.set $type (i32.and (i32.shr_u (local.get $byte) (i32.const 4)) (i32.const 7)))
      (local.set $size (f64.convert_i32_u (i32.and (local.get $byte) (i32.const 15))))
      (local.set $unit (f64.const 16))
      (block $read
        (loop $more
          (br_if $read (i32.eqz (i32.and (local.get $byte) (i32.const 0x80))))
          (br_if $read (i32.ge_u (local.get $here) (local.get $end)))
          (local.set $byte (i32.load8_u (local.get $here)))
          (local.set $here (i32.add (local.get $here) (i32.const 1)))
          (local.set $size
            (f64.add (local.get $size)
              (f64.mul (f64.convert_i32_u (i32.and (local.get $byte) (i32.const 127))) (local.get $unit))))
          (local.set $unit (f64.mul (local.get $unit) (f64.const 128)))
          (br $more)))
      (local.set $base (i32.const -1))
      (block $known
        ;; Whole objects.
        (br_if $known (i32.lt_u (i32.sub (local.get $type) (i32.const 1)) (i32.const 4)))
        (if (i32.eq (local.get $type) (i32.const 6))
          (then
            (local.set $byte (i32.load8_u (local.get $here)))
            (local.set $here (i32.add (local.get $here) (i32.const 1)))
            (local.set $distance (f64.convert_i32_u (i32.and (local.get $byte) (i32.const 127))))
            (block $read
              (loop $more
                (br_if $read (i32.eqz (i32.and (local.get $byte) (i32.const 0x80))))
                (br_if $read (i32.ge_u (local.get $here) (local.get $end)))
                (local.set $byte (i32.load8_u (local.get $here)))
                (local.set $here (i32.add (local.get $here) (i32.const 1)))
                (local.set $distance
                  (f64.add
                    (f64.mul (f64.add (local.get $distance) (f64.const 1)) (f64.const 128))
                    (f64.convert_i32_u (i32.and (local.get $byte) (i32.const 127)))))
                (br $more)))
            (local.set $base (call $entryAt (f64.sub (local.get $begin) (local.get $distance))))
            ;; Before its delta: a distance of 0 is a circle.
            (if (i32.ge_s (local.get $base) (local.get $entry)) (then (local.set $base (i32.const -1)))))
          (else
            (if (i32.and
                  (i32.eq (local.get $type) (i32.const 7))
                  (i32.le_u (i32.add (local.get $here) (global.get $idBytes)) (local.get $end)))
              (then
                (local.set $base (call $entryWithId (local.get $here)))
                (local.set $here (i32.add (local.get $here) (global.get $idBytes)))))))
        (local.set $type (i32.const 0)))
      (i32.store8 (i32.add (global.get $headerBytes) (local.get $entry)) (i32.sub (local.get $here) (local.get $start)))
      (i32.store8 (i32.add (global.get $types) (local.get $entry)) (local.get $type))
      ;; What does not fit is far more than is ever taken into memory.
      (i32.store (i32.add (global.get $sizes) (i32.shl (local.get $entry) (i32.const 2)))
        (i32.trunc_f64_u (f64.min (local.get $size) (f64.const 4294967295))))
      (i32.store (i32.add (global.get $bases) (i32.shl (local.get $entry) (i32.const 2))) (local.get $base))
      (local.set $entry (i32.add (local.get $entry) (i32.const 1)))
      (br $next))
    (unreachable))

  ;; The entry that begins at `offset`, or -1.
  (func $entryAt (param $offset f64) (result i32)
    (local $low i32) (local $high i32) (local $middle i32) (local $page i32)
    (if (f64.lt (local.get $offset) (f64.const 0)) (then (return (i32.const -1))))
    (local.set $page (call $pageOf (local.get $offset)))
    (local.set $low (i32.load (local.get $page)))
    (local.set $high (i32.load offset=4 (local.get $page)))
    ;; Halves: in a hostile pack, all may begin in one page.
    (block $found
      (loop $half
        (br_if $found (i32.ge_u (local.get $low) (local.get $high)))
        (local.set $middle (i32.shr_u (i32.add (local.get $low) (local.get $high)) (i32.const 1)))
        (if
          (f64.lt
            (f64.load (i32.add (global.get $offsets) (i32.shl (local.get $middle) (i32.const 3))))
            (local.get $offset))
          (then (local.set $low (i32.add (local.get $middle) (i32.const 1))))
          (else (local.set $high (local.get $middle))))
        (br $half)))
    (if (i32.ge_u (local.get $low) (global.get $count)) (then (return (i32.const -1))))
    (if (f64.ne (f64.load (i32.add (global.get $offsets) (i32.shl (local.get $low) (i32.const 3)))) (local.get $offset))
      (then (return (i32.const -1))))
    (local.get $low))

  ;; The entry whose object has the id that stands at `at`, or -1.
  (func $entryWithId (param $at i32) (result i32)
    (local $start i32) (local $low i32) (local $high i32) (local $middle i32) (local $id i32) (local $same i32)
    (local $difference i32) (local $word i32)
    (local.set $word (i32.load align=1 (local.get $at)))
    (local.set $word
      (i32.or
        (i32.and (i32.rotl (local.get $word) (i32.const 8)) (i32.const 0x00ff00ff))
        (i32.and (i32.rotr (local.get $word) (i32.const 8)) (i32.const 0xff00ff00))))
    (local.set $start
      (i32.add
        (global.get $starts)
        (i32.shl (i32.shr_u (local.get $word) (i32.sub (i32.const 32) (global.get $bits))) (i32.const 2))))
    (local.set $low (i32.load (local.get $start)))
    (local.set $high (i32.load offset=4 (local.get $start)))
    (loop $half
      (if (i32.ge_u (local.get $low) (local.get $high)) (then (return (i32.const -1))))
      (local.set $middle (i32.shr_u (i32.add (local.get $low) (local.get $high)) (i32.const 1)))
      (local.set $id (i32.add (global.get $ids) (i32.mul (local.get $middle) (global.get $idBytes))))
      (local.set $same (i32.const 0))
      (block $differs
        (loop $byte
          (local.set $difference
            (i32.sub
              (i32.load8_u (i32.add (local.get $id) (local.get $same)))
              (i32.load8_u (i32.add (local.get $at) (local.get $same)))))
          (br_if $differs (local.get $difference))
          (br_if $byte
            (i32.lt_u (local.tee $same (i32.add (local.get $same) (i32.const 1))) (global.get $idBytes))))
        (return (i32.load (i32.add (global.get $entries) (i32.shl (local.get $middle) (i32.const 2))))))
      (if (i32.lt_s (local.get $difference) (i32.const 0))
        (then (local.set $low (i32.add (local.get $middle) (i32.const 1))))
        (else (local.set $high (local.get $middle))))
      (br $half))
    (unreachable))

  ;; Fills `childCounts`, `order` and the types of deltas. Gives how many entries can be reached from a root.
  (func (export "plant") (result i32)
    (call $countChildren)
    (call $listChildren)
    (call $weigh)
    (call $putHeaviestLast)
    (call $walk))

  (func $countChildren
    (local $entry i32) (local $base i32)
    (memory.fill (global.get $childCounts) (i32.const 0) (i32.shl (global.get $count) (i32.const 2)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $entry) (global.get $count)))
        (local.set $base (i32.load (i32.add (global.get $bases) (i32.shl (local.get $entry) (i32.const 2)))))
        (if (i32.ne (local.get $base) (i32.const -1))
          (then
            (call $addTo (i32.add (global.get $childCounts) (i32.shl (local.get $base) (i32.const 2))) (i32.const 1))))
        (local.set $entry (i32.add (local.get $entry) (i32.const 1)))
        (br $next))))

  (func $listChildren
    (local $entry i32) (local $sum i32) (local $place i32)
    (block $done
      (loop $next
        (i32.store (i32.add (global.get $childrenFrom) (i32.shl (local.get $entry) (i32.const 2))) (local.get $sum))
        (br_if $done (i32.ge_u (local.get $entry) (global.get $count)))
        (i32.store (i32.add (global.get $next) (i32.shl (local.get $entry) (i32.const 2))) (local.get $sum))
        (local.set $sum
          (i32.add
            (local.get $sum)
            (i32.load (i32.add (global.get $childCounts) (i32.shl (local.get $entry) (i32.const 2))))))
        (local.set $entry (i32.add (local.get $entry) (i32.const 1)))
        (br $next)))
    (local.set $entry (i32.const 0))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $entry) (global.get $count)))
        (local.set $place (i32.load (i32.add (global.get $bases) (i32.shl (local.get $entry) (i32.const 2)))))
        (if (i32.ne (local.get $place) (i32.const -1))
          (then
            (local.set $place (i32.add (global.get $next) (i32.shl (local.get $place) (i32.const 2))))
            (i32.store (i32.add (global.get $children) (i32.shl (i32.load (local.get $place)) (i32.const 2)))
              (local.get $entry))
            (call $addTo (local.get $place) (i32.const 1))))
        (local.set $entry (i32.add (local.get $entry) (i32.const 1)))
        (br $next))))

  ;; Entries in the subtree of each; deltas in a circle, and what hangs below them, keep what they have.
  (func $weigh
    (local $entry i32) (local $at i32) (local $base i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $entry) (global.get $count)))
        (i32.store (i32.add (global.get $weights) (i32.shl (local.get $entry) (i32.const 2))) (i32.const 1))
        (i32.store (i32.add (global.get $waiting) (i32.shl (local.get $entry) (i32.const 2)))
          (i32.load (i32.add (global.get $childCounts) (i32.shl (local.get $entry) (i32.const 2)))))
        (local.set $entry (i32.add (local.get $entry) (i32.const 1)))
        (br $next)))
    (local.set $entry (i32.const 0))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $entry) (global.get $count)))
        (local.set $at (local.get $entry))
        ;; Up the chain as long as all children are counted.
        (block $top
          (loop $up
            (br_if $top (i32.load (i32.add (global.get $waiting) (i32.shl (local.get $at) (i32.const 2)))))
            (local.set $base (i32.load (i32.add (global.get $bases) (i32.shl (local.get $at) (i32.const 2)))))
            (i32.store (i32.add (global.get $waiting) (i32.shl (local.get $at) (i32.const 2))) (i32.const -1))
            (br_if $top (i32.eq (local.get $base) (i32.const -1)))
            (call $addTo (i32.add (global.get $weights) (i32.shl (local.get $base) (i32.const 2)))
              (i32.load (i32.add (global.get $weights) (i32.shl (local.get $at) (i32.const 2)))))
            (call $addTo (i32.add (global.get $waiting) (i32.shl (local.get $base) (i32.const 2))) (i32.const -1))
            ;; It comes later.
            (br_if $top (i32.gt_u (local.get $base) (local.get $entry)))
            (local.set $at (local.get $base))
            (br $up)))
        (local.set $entry (i32.add (local.get $entry) (i32.const 1)))
        (br $next))))

  ;; The last child can take its base's place in memory. With the largest subtree as the last, no more than the
  ;; logarithm of the count is held at once, whatever the depth.
  (func $putHeaviestLast
    (local $entry i32) (local $at i32) (local $last i32) (local $heaviest i32) (local $most i32) (local $weight i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $entry) (global.get $count)))
        (if
          (i32.gt_u
            (i32.load (i32.add (global.get $childCounts) (i32.shl (local.get $entry) (i32.const 2))))
            (i32.const 1))
          (then
            (local.set $at
              (i32.add
                (global.get $children)
                (i32.shl
                  (i32.load (i32.add (global.get $childrenFrom) (i32.shl (local.get $entry) (i32.const 2))))
                  (i32.const 2))))
            (local.set $last
              (i32.sub
                (i32.add
                  (global.get $children)
                  (i32.shl
                    (i32.load offset=4 (i32.add (global.get $childrenFrom) (i32.shl (local.get $entry) (i32.const 2))))
                    (i32.const 2)))
                (i32.const 4)))
            (local.set $heaviest (local.get $last))
            (local.set $most
              (i32.load (i32.add (global.get $weights) (i32.shl (i32.load (local.get $last)) (i32.const 2)))))
            (loop $child
              (local.set $weight
                (i32.load (i32.add (global.get $weights) (i32.shl (i32.load (local.get $at)) (i32.const 2)))))
              (if (i32.gt_u (local.get $weight) (local.get $most))
                (then
                  (local.set $heaviest (local.get $at))
                  (local.set $most (local.get $weight))))
              (br_if $child (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 4))) (local.get $last))))
            (local.set $weight (i32.load (local.get $last)))
            (i32.store (local.get $last) (i32.load (local.get $heaviest)))
            (i32.store (local.get $heaviest) (local.get $weight))))
        (local.set $entry (i32.add (local.get $entry) (i32.const 1)))
        (br $next))))

  ;; From each root, depth first.
  (func $walk (result i32)
    (local $root i32) (local $type i32) (local $top i32) (local $entry i32) (local $at i32) (local $from i32)
    (local $length i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $root) (global.get $count)))
        (local.set $type (i32.load8_u (i32.add (global.get $types) (local.get $root))))
        (if (i32.and
              (i32.ne (local.get $type) (i32.const 0))
              (i32.eq
                (i32.load (i32.add (global.get $bases) (i32.shl (local.get $root) (i32.const 2))))
                (i32.const -1)))
          (then
            (i32.store (global.get $stack) (local.get $root))
            (local.set $top (i32.add (global.get $stack) (i32.const 4)))
            (loop $deeper
              (local.set $entry (i32.load (local.tee $top (i32.sub (local.get $top) (i32.const 4)))))
              (i32.store (i32.add (global.get $order) (i32.shl (local.get $length) (i32.const 2))) (local.get $entry))
              (local.set $length (i32.add (local.get $length) (i32.const 1)))
              (i32.store8 (i32.add (global.get $types) (local.get $entry)) (local.get $type))
              ;; From the back, so that the first is on top.
              (local.set $from
                (i32.add
                  (global.get $children)
                  (i32.shl
                    (i32.load (i32.add (global.get $childrenFrom) (i32.shl (local.get $entry) (i32.const 2))))
                    (i32.const 2))))
              (local.set $at
                (i32.add (local.get $from)
                  (i32.shl
                    (i32.load (i32.add (global.get $childCounts) (i32.shl (local.get $entry) (i32.const 2))))
                    (i32.const 2))))
              (block $pushed
                (loop $child
                  (br_if $pushed (i32.le_u (local.get $at) (local.get $from)))
                  (local.set $at (i32.sub (local.get $at) (i32.const 4)))
                  (i32.store (local.get $top) (i32.load (local.get $at)))
                  (local.set $top (i32.add (local.get $top) (i32.const 4)))
                  (br $child)))
              (br_if $deeper (i32.gt_u (local.get $top) (global.get $stack))))))
        (local.set $root (i32.add (local.get $root) (i32.const 1)))
        (br $next)))
    (local.get $length))

  (func $addTo (param $at i32) (param $number i32)
    (i32.store (local.get $at) (i32.add (i32.load (local.get $at)) (local.get $number)))))
