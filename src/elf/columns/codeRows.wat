;; Tells which rows in code have the lowest addresses: counts them by address, then collects those below one that is
;; high enough. Rows without an address, and those of sections that hold no code, are passed over.
(module
  (import "table" "memory" (memory 1))
  (import "table" "addressLow" (global $low i32))
  (import "table" "addressHigh" (global $high i32))
  (import "table" "section" (global $section i32))
  (import "table" "special" (global $special i32))
  (import "table" "info" (global $info i32))
  ;; STT_TLS
  (global $TLS i32 (i32.const 6))
  ;; SHN_LORESERVE
  (global $RESERVED i32 (i32.const 0xff00))
  (global $NONE i32 (i32.const -1))
  (global $LAST i64 (i64.const 4095))

  ;; Lowest address of code, and by how many bits addresses above it are shifted to be one of 4096 buckets.
  (global $start (mut i64) (i64.const 0))
  (global $shift (mut i64) (i64.const 0))
  ;; By section, a byte that is 1 for code; how many there are.
  (global $sections (mut i32) (i32.const 0))
  (global $sectionCount (mut i32) (i32.const 0))

  (func (export "begin") (param $start i64) (param $shift i64) (param $sections i32) (param $sectionCount i32)
    (global.set $start (local.get $start))
    (global.set $shift (local.get $shift))
    (global.set $sections (local.get $sections))
    (global.set $sectionCount (local.get $sectionCount)))

  ;; Adds to the counts of buckets, and writes the bucket of each row to $buckets, 16 bits each.
  (func (export "tally") (param $length i32) (param $counts i32) (param $buckets i32)
    (local $row i32) (local $bucket i32)
    (block $done
      (loop $each
        (br_if $done (i32.ge_u (local.get $row) (local.get $length)))
        (local.set $bucket (call $bucketOf (local.get $row)))
        (i32.store16 (i32.add (local.get $buckets) (i32.shl (local.get $row) (i32.const 1))) (local.get $bucket))
        (if (i32.ne (local.get $bucket) (global.get $NONE))
          (then
            (local.set $bucket (i32.add (local.get $counts) (i32.shl (local.get $bucket) (i32.const 2))))
            (i32.store (local.get $bucket) (i32.add (i32.load (local.get $bucket)) (i32.const 1)))))
        (local.set $row (i32.add (local.get $row) (i32.const 1)))
        (br $each))))

  ;; Writes the rows of all buckets up to $last to $to.
  (func (export "collect") (param $length i32) (param $buckets i32) (param $last i32) (param $to i32)
    (local $row i32)
    (block $done
      (loop $each
        (br_if $done (i32.ge_u (local.get $row) (local.get $length)))
        ;; What is nowhere is above all buckets.
        (if (i32.le_u (i32.load16_u (i32.add (local.get $buckets) (i32.shl (local.get $row) (i32.const 1))))
              (local.get $last))
          (then
            (i32.store (local.get $to) (local.get $row))
            (local.set $to (i32.add (local.get $to) (i32.const 4)))))
        (local.set $row (i32.add (local.get $row) (i32.const 1)))
        (br $each))))

  (func $bucketOf (param $row i32) (result i32)
    (local $section i32) (local $above i64)
    (local.set $section (i32.load (call $word (global.get $section) (local.get $row))))
    (if (i32.eqz (local.get $section)) (then (return (global.get $NONE))))
    (if (call $isIndex (local.get $section) (local.get $row))
      (then
        (if (i32.ge_u (local.get $section) (global.get $sectionCount)) (then (return (global.get $NONE))))
        (if (i32.eqz (i32.load8_u (i32.add (global.get $sections) (local.get $section))))
          (then (return (global.get $NONE))))))
    (if (i32.eq (i32.and (i32.load8_u (i32.add (global.get $info) (local.get $row))) (i32.const 0xf)) (global.get $TLS))
      (then (return (global.get $NONE))))
    (local.set $above (i64.or
      (i64.extend_i32_u (i32.load (call $word (global.get $low) (local.get $row))))
      (i64.shl (i64.extend_i32_u (i32.load (call $word (global.get $high) (local.get $row)))) (i64.const 32))))
    (if (i64.lt_u (local.get $above) (global.get $start)) (then (return (global.get $NONE))))
    (local.set $above (i64.shr_u (i64.sub (local.get $above) (global.get $start)) (global.get $shift)))
    (select (i32.wrap_i64 (local.get $above)) (i32.wrap_i64 (global.get $LAST))
      (i64.lt_u (local.get $above) (global.get $LAST))))

  ;; Only what is reserved can be no index.
  (func $isIndex (param $section i32) (param $row i32) (result i32)
    (if (i32.lt_u (local.get $section) (global.get $RESERVED)) (then (return (i32.const 1))))
    (i32.eqz (i32.load8_u (i32.add (global.get $special) (local.get $row)))))

  (func $word (param $column i32) (param $row i32) (result i32)
    (i32.add (local.get $column) (i32.shl (local.get $row) (i32.const 2)))))
