;; One pass of a radix sort over pairs of a row (low half) and its key (high half). A pair is moved by one store:
;; each goes to another place, and that is what a sort's time is made of.
(module
  (import "sort" "memory" (memory 1))
  ;; How many pairs have each digit, then where the next of them goes; for digits of at most 12 bits.
  (global $COUNTS i32 (i32.const 0))

  (func (export "pass") (param $from i32) (param $to i32) (param $pairs i32) (param $shift i32) (param $bits i32)
    (local $end i32) (local $at i32) (local $slot i32) (local $place i32) (local $mask i64) (local $count i32)
    (local.set $end (i32.add (local.get $from) (i32.shl (local.get $pairs) (i32.const 3))))
    (local.set $mask (i64.extend_i32_u
      (i32.sub (i32.shl (i32.const 1) (local.get $bits)) (i32.const 1))))
    ;; The key is in the upper half.
    (local.set $shift (i32.add (local.get $shift) (i32.const 32)))
    (memory.fill (global.get $COUNTS) (i32.const 0) (i32.const 16384))

    (local.set $at (local.get $from))
    (loop $counting
      (if (i32.lt_u (local.get $at) (local.get $end))
        (then
          (local.set $slot (call $slotOf (local.get $at) (local.get $shift) (local.get $mask)))
          (i32.store (local.get $slot) (i32.add (i32.load (local.get $slot)) (i32.const 8)))
          (local.set $at (i32.add (local.get $at) (i32.const 8)))
          (br $counting))))

    (local.set $place (local.get $to))
    (local.set $slot (global.get $COUNTS))
    (loop $placing
      (local.set $count (i32.load (local.get $slot)))
      (i32.store (local.get $slot) (local.get $place))
      (local.set $place (i32.add (local.get $place) (local.get $count)))
      (local.set $slot (i32.add (local.get $slot) (i32.const 4)))
      (br_if $placing (i32.lt_u (local.get $slot) (i32.const 16384))))

    (local.set $at (local.get $from))
    (loop $moving
      (if (i32.lt_u (local.get $at) (local.get $end))
        (then
          (local.set $slot (call $slotOf (local.get $at) (local.get $shift) (local.get $mask)))
          (local.set $place (i32.load (local.get $slot)))
          (i64.store (local.get $place) (i64.load (local.get $at)))
          (i32.store (local.get $slot) (i32.add (local.get $place) (i32.const 8)))
          (local.set $at (i32.add (local.get $at) (i32.const 8)))
          (br $moving)))))

  (func $slotOf (param $at i32) (param $shift i32) (param $mask i64) (result i32)
    (i32.add (global.get $COUNTS) (i32.shl
      (i32.wrap_i64 (i64.and
        (i64.shr_u (i64.load (local.get $at)) (i64.extend_i32_u (local.get $shift)))
        (local.get $mask)))
      (i32.const 2)))))
