;; Lists rows by the piece of names that theirs begins in: see namePieces.ts.
(module
  (import "table" "memory" (memory 1))
  (import "table" "nameOffset" (global $names i32))

  ;; Counts rows [$row, $end) by piece, 1 << $shift bytes each.
  (func (export "tally") (param $row i32) (param $end i32) (param $shift i32) (param $counts i32)
    (local $count i32)
    (block $done
      (loop $each
        (br_if $done (i32.ge_u (local.get $row) (local.get $end)))
        (local.set $count (call $pieceOf (local.get $row) (local.get $shift) (local.get $counts)))
        (i32.store (local.get $count) (i32.add (i32.load (local.get $count)) (i32.const 1)))
        (local.set $row (i32.add (local.get $row) (i32.const 1)))
        (br $each))))

  ;; Writes each row to where the next one of its piece goes, which $places has by piece.
  (func (export "spread") (param $row i32) (param $end i32) (param $shift i32) (param $places i32)
    (local $place i32) (local $at i32)
    (block $done
      (loop $each
        (br_if $done (i32.ge_u (local.get $row) (local.get $end)))
        (local.set $place (call $pieceOf (local.get $row) (local.get $shift) (local.get $places)))
        (local.set $at (i32.load (local.get $place)))
        (i32.store (local.get $at) (local.get $row))
        (i32.store (local.get $place) (i32.add (local.get $at) (i32.const 4)))
        (local.set $row (i32.add (local.get $row) (i32.const 1)))
        (br $each))))

  (func $pieceOf (param $row i32) (param $shift i32) (param $words i32) (result i32)
    (i32.add (local.get $words)
      (i32.shl
        (i32.shr_u
          (i32.load (i32.add (global.get $names) (i32.shl (local.get $row) (i32.const 2))))
          (local.get $shift))
        (i32.const 2)))))
