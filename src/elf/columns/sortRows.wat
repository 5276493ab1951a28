;; Sorts rows by a column of 32 bits in two passes of a radix sort, each by half of the bits: first into pairs of a row
;; (low half) and its key (high half), then into lists of rows and keys. A pair is moved by one store: each goes to
;; another place, and that is what a sort's time is made of.
(module
  (import "table" "memory" (memory 1))
  ;; By digit, how many keys have it, then where the next of them goes: for digits of up to 16 bits.
  (import "table" "work" (global $counts i32))
  (import "table" "section" (global $section i32))
  (import "table" "info" (global $info i32))
  ;; STT_TLS
  (global $TLS i32 (i32.const 6))
  (global $shift (mut i32) (i32.const 0))
  (global $mask (mut i32) (i32.const 0))

  ;; Which bits are not the same in all keys.
  (func (export "differing") (param $column i32) (param $length i32) (result i32)
    (local $end i32) (local $first i32) (local $bits i32)
    (if (i32.eqz (local.get $length)) (then (return (i32.const 0))))
    (local.set $first (i32.load (local.get $column)))
    (local.set $end (i32.add (local.get $column) (i32.shl (local.get $length) (i32.const 2))))
    (loop $each
      (local.set $bits (i32.or (local.get $bits) (i32.xor (i32.load (local.get $column)) (local.get $first))))
      (local.set $column (i32.add (local.get $column) (i32.const 4)))
      (br_if $each (i32.lt_u (local.get $column) (local.get $end))))
    (local.get $bits))

  ;; Sorts all rows by their lowest $bits into pairs at $to, which has room for them; gives how many these are. Where
  ;; $isPlaced is 1, rows without an address of their own are left out (see addressOrder.ts).
  (func (export "spread") (param $column i32) (param $length i32) (param $bits i32) (param $to i32)
    (param $isPlaced i32) (result i32)
    (local $row i32) (local $key i32) (local $slot i32) (local $place i32) (local $count i32)
    (call $clear (i32.const 0) (local.get $bits))
    (block $counted
      (loop $each
        (br_if $counted (i32.ge_u (local.get $row) (local.get $length)))
        (if (call $isTaken (local.get $row) (local.get $isPlaced))
          (then
            (call $count (i32.load (i32.add (local.get $column) (i32.shl (local.get $row) (i32.const 2)))))
            (local.set $count (i32.add (local.get $count) (i32.const 1)))))
        (local.set $row (i32.add (local.get $row) (i32.const 1)))
        (br $each)))
    (call $place (local.get $to) (i32.const 3))
    (local.set $row (i32.const 0))
    (block $done
      (loop $each
        (br_if $done (i32.ge_u (local.get $row) (local.get $length)))
        (if (call $isTaken (local.get $row) (local.get $isPlaced))
          (then
            (local.set $key (i32.load (i32.add (local.get $column) (i32.shl (local.get $row) (i32.const 2)))))
            (local.set $slot (call $slotOf (local.get $key)))
            (local.set $place (i32.load (local.get $slot)))
            (i64.store (local.get $place) (i64.or (i64.extend_i32_u (local.get $row))
              (i64.shl (i64.extend_i32_u (local.get $key)) (i64.const 32))))
            (i32.store (local.get $slot) (i32.add (local.get $place) (i32.const 8)))))
        (local.set $row (i32.add (local.get $row) (i32.const 1)))
        (br $each)))
    (local.get $count))

  ;; Sorts pairs by the next $bits of their keys above $shift into lists of rows and, where $keys is not 0, of keys.
  (func (export "gather") (param $pairs i32) (param $length i32) (param $shift i32) (param $bits i32)
    (param $rows i32) (param $keys i32)
    (local $at i32) (local $end i32) (local $slot i32) (local $place i32)
    (local.set $end (i32.add (local.get $pairs) (i32.shl (local.get $length) (i32.const 3))))
    (call $clear (local.get $shift) (local.get $bits))
    (local.set $at (local.get $pairs))
    (block $counted
      (loop $each
        (br_if $counted (i32.ge_u (local.get $at) (local.get $end)))
        (call $count (i32.load offset=4 (local.get $at)))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (br $each)))
    (call $place (i32.const 0) (i32.const 2))
    (local.set $at (local.get $pairs))
    (block $done
      (loop $each
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $slot (call $slotOf (i32.load offset=4 (local.get $at))))
        (local.set $place (i32.load (local.get $slot)))
        (i32.store (i32.add (local.get $rows) (local.get $place)) (i32.load (local.get $at)))
        (if (local.get $keys)
          (then (i32.store (i32.add (local.get $keys) (local.get $place))
            (i32.load offset=4 (local.get $at)))))
        (i32.store (local.get $slot) (i32.add (local.get $place) (i32.const 4)))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (br $each))))

  (func $isTaken (param $row i32) (param $isPlaced i32) (result i32)
    (if (i32.eqz (local.get $isPlaced)) (then (return (i32.const 1))))
    (i32.and
      (i32.ne (i32.load (i32.add (global.get $section) (i32.shl (local.get $row) (i32.const 2)))) (i32.const 0))
      (i32.ne (i32.and (i32.load8_u (i32.add (global.get $info) (local.get $row))) (i32.const 0xf))
        (global.get $TLS))))

  (func $clear (param $shift i32) (param $bits i32)
    (global.set $shift (local.get $shift))
    (global.set $mask (i32.sub (i32.shl (i32.const 1) (local.get $bits)) (i32.const 1)))
    (memory.fill (global.get $counts) (i32.const 0)
      (i32.shl (i32.add (global.get $mask) (i32.const 1)) (i32.const 2))))

  (func $slotOf (param $key i32) (result i32)
    (i32.add (global.get $counts) (i32.shl
      (i32.and (i32.shr_u (local.get $key) (global.get $shift)) (global.get $mask))
      (i32.const 2))))

  (func $count (param $key i32)
    (local $slot i32)
    (local.set $slot (call $slotOf (local.get $key)))
    (i32.store (local.get $slot) (i32.add (i32.load (local.get $slot)) (i32.const 1))))

  ;; Where the first of each digit goes, for elements of 1 << $size bytes.
  (func $place (param $to i32) (param $size i32)
    (local $slot i32) (local $end i32) (local $count i32)
    (local.set $slot (global.get $counts))
    (local.set $end (i32.add (local.get $slot) (i32.shl (global.get $mask) (i32.const 2))))
    (loop $each
      (local.set $count (i32.load (local.get $slot)))
      (i32.store (local.get $slot) (local.get $to))
      (local.set $to (i32.add (local.get $to) (i32.shl (local.get $count) (local.get $size))))
      (local.set $slot (i32.add (local.get $slot) (i32.const 4)))
      (br_if $each (i32.le_u (local.get $slot) (local.get $end))))))
