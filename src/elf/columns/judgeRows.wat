;; Fills the column of verdicts, as far as that takes no more than a look at a row (see verdicts.ts, where the values are).
(module
  (import "table" "memory" (memory 1))
  (import "table" "addressLow" (global $low i32))
  (import "table" "addressHigh" (global $high i32))
  (import "table" "section" (global $section i32))
  (import "table" "special" (global $special i32))
  (import "table" "info" (global $info i32))
  (import "table" "verdict" (global $verdict i32))
  (import "verdict" "probeable" (global $PROBEABLE i32))
  (import "verdict" "ifunc" (global $IFUNC i32))
  (import "verdict" "undefined" (global $UNDEFINED i32))
  (import "verdict" "notFunction" (global $NOT_FUNCTION i32))
  (import "verdict" "outside" (global $OUTSIDE i32))
  (import "verdict" "undecided" (global $UNDECIDED i32))
  ;; STT_* and STB_LOCAL
  (global $NOTYPE i32 (i32.const 0))
  (global $FUNC i32 (i32.const 2))
  (global $GNU_IFUNC i32 (i32.const 10))

  ;; By section, the verdict on what is in it; how many there are.
  (global $sections (mut i32) (i32.const 0))
  (global $sectionCount (mut i32) (i32.const 0))
  ;; Executable segments, 24 bytes each: address, bytes of the file, the verdict on what is in it.
  (global $segments (mut i32) (i32.const 0))
  (global $segmentsEnd (mut i32) (i32.const 0))

  ;; Gives how many rows are undecided.
  (func (export "judge") (param $length i32) (param $sections i32) (param $sectionCount i32) (param $segments i32)
    (param $segmentCount i32) (result i32)
    (local $row i32) (local $is i32) (local $left i32)
    (global.set $sections (local.get $sections))
    (global.set $sectionCount (local.get $sectionCount))
    (global.set $segments (local.get $segments))
    (global.set $segmentsEnd (i32.add (local.get $segments) (i32.mul (local.get $segmentCount) (i32.const 24))))
    (block $done
      (loop $each
        (br_if $done (i32.ge_u (local.get $row) (local.get $length)))
        (local.set $is (call $of (local.get $row)))
        ;; Zeros are there already, and memory that is not written costs nothing.
        (if (local.get $is)
          (then
            (i32.store8 (i32.add (global.get $verdict) (local.get $row)) (local.get $is))
            (local.set $left (i32.add (local.get $left)
              (i32.eq (local.get $is) (global.get $UNDECIDED))))))
        (local.set $row (i32.add (local.get $row) (i32.const 1)))
        (br $each)))
    (local.get $left))

  (func $of (param $row i32) (result i32)
    (local $section i32) (local $info i32) (local $type i32) (local $special i32) (local $is i32)
    (local.set $section (i32.load (call $word (global.get $section) (local.get $row))))
    (if (i32.eqz (local.get $section)) (then (return (global.get $UNDEFINED))))
    (local.set $info (i32.load8_u (i32.add (global.get $info) (local.get $row))))
    (local.set $type (i32.and (local.get $info) (i32.const 0xf)))
    (local.set $special (i32.load8_u (i32.add (global.get $special) (local.get $row))))
    (if (i32.ne (local.get $type) (global.get $FUNC))
      (then
        (if (i32.eq (local.get $type) (global.get $GNU_IFUNC)) (then (return (global.get $IFUNC))))
        (if (i32.ne (local.get $type) (global.get $NOTYPE)) (then (return (global.get $NOT_FUNCTION))))
        (return (select (global.get $NOT_FUNCTION) (global.get $UNDECIDED)
          (i32.or (i32.lt_u (local.get $info) (i32.const 16)) (local.get $special))))))
    (if (i32.and (i32.eqz (local.get $special)) (i32.lt_u (local.get $section) (global.get $sectionCount)))
      (then
        (local.set $is (i32.load8_u (i32.add (global.get $sections) (local.get $section))))
        (if (i32.ne (local.get $is) (global.get $PROBEABLE)) (then (return (local.get $is))))))
    (call $placed (i64.or
      (i64.extend_i32_u (i32.load (call $word (global.get $low) (local.get $row))))
      (i64.shl (i64.extend_i32_u (i32.load (call $word (global.get $high) (local.get $row)))) (i64.const 32)))))

  ;; By the first segment that holds an address.
  (func $placed (param $address i64) (result i32)
    (local $at i32)
    (local.set $at (global.get $segments))
    (block $none
      (loop $each
        (br_if $none (i32.ge_u (local.get $at) (global.get $segmentsEnd)))
        (if (i64.lt_u (i64.sub (local.get $address) (i64.load (local.get $at))) (i64.load offset=8 (local.get $at)))
          (then (return (i32.load offset=16 (local.get $at)))))
        (local.set $at (i32.add (local.get $at) (i32.const 24)))
        (br $each)))
    (global.get $OUTSIDE))

  (func $word (param $column i32) (param $row i32) (result i32)
    (i32.add (local.get $column) (i32.shl (local.get $row) (i32.const 2)))))
