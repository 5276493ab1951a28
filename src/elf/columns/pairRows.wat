;; Removes rows of a later table that an earlier one has too: see pairTables.ts. Where columns lie is said in
;; columnMemory.ts.
(module
  (import "table" "memory" (memory 1))
  (import "table" "names" (global $texts i32))
  (import "table" "nameOffset" (global $names i32))
  (import "table" "addressLow" (global $low i32))
  (import "table" "addressHigh" (global $high i32))
  (import "table" "sizeLow" (global $sizeLow i32))
  (import "table" "sizeHigh" (global $sizeHigh i32))
  (import "table" "section" (global $section i32))
  (import "table" "version" (global $version i32))
  (import "table" "special" (global $special i32))
  (import "table" "info" (global $info i32))

  ;; Names of one address, or that hash alike; past this many steps a name counts as new.
  (global $MAX_STEPS i32 (i32.const 4096))
  (global $MAX_NAME i32 (i32.const 4096))
  (global $MAX_GUESS i32 (i32.const 16))
  ;; Of Knuth's multiplicative hash: 2^32 by the golden ratio.
  (global $MULTIPLIER i32 (i32.const 0x9e3779b1))
  (global $FNV_PRIME i32 (i32.const 0x01000193))
  (global $FNV_BASIS i32 (i32.const 0x811c9dc5))
  (global $AT_SIGN i32 (i32.const 0x40))

  ;; Chains of rows that hash alike: 1 + the first row by slot, and 1 + the next one by row.
  (global $heads (mut i32) (i32.const 0))
  (global $next (mut i32) (i32.const 0))
  (global $mask (mut i32) (i32.const 0))
  ;; For each row of the later table the row that is likely the same symbol, or -1.
  (global $likely (mut i32) (i32.const 0))
  ;; Where the later table begins, and what offsets of its names are added to.
  (global $first (mut i32) (i32.const 0))
  (global $later (mut i32) (i32.const 0))
  ;; How many rows there are so far.
  (global $kept (mut i32) (i32.const 0))
  ;; Of no use but that names are read for it.
  (global $fetched (mut i32) (i32.const 0))
  ;; Bytes that may still be looked at; without any, all names count as new.
  (global $effort (mut i64) (i64.const 0))

  ;; $slots is a power of two; $heads has room for them and for $first rows, all zero. $likely has room for a word for
  ;; each row of the later table.
  (func (export "begin") (param $first i32) (param $heads i32) (param $slots i32) (param $likely i32) (param $effort i64)
    (global.set $heads (local.get $heads))
    (global.set $next (i32.add (local.get $heads) (i32.shl (local.get $slots) (i32.const 2))))
    (global.set $likely (i32.sub (local.get $likely) (i32.shl (local.get $first) (i32.const 2))))
    (global.set $mask (i32.sub (local.get $slots) (i32.const 1)))
    (global.set $effort (local.get $effort))
    (global.set $first (local.get $first))
    (global.set $kept (local.get $first)))

  ;; Takes rows [$row, $end) of the first table: those that are defined, or those that are not, which takes names.
  (func (export "enter") (param $row i32) (param $end i32) (param $undefined i32)
    (block $done
      (loop $each
        (br_if $done (i32.ge_u (local.get $row) (local.get $end)))
        ;; Local symbols are not exported.
        (if (i32.and
              (i32.ne (i32.const 0)
                (i32.shr_u (i32.load8_u (i32.add (global.get $info) (local.get $row))) (i32.const 4)))
              (i32.eq (local.get $undefined) (call $isUndefined (local.get $row))))
          (then (call $enter (local.get $row))))
        (local.set $row (i32.add (local.get $row) (i32.const 1)))
        (br $each))))

  ;; Pairs rows of the later table, whose numbers are at [$at, $end), a block and not none. $later is what offsets of
  ;; their names are added to: of a table of names no more than a piece need be in memory.
  (func (export "pair") (param $at i32) (param $end i32) (param $later i32)
    (local $row i32) (local $twin i32)
    (global.set $later (local.get $later))
    (call $fetch (local.get $at) (local.get $end))
    (loop $each
      (local.set $row (i32.load (local.get $at)))
      (local.set $twin (i32.load (call $word (global.get $likely) (local.get $row))))
      (if (i32.eqz (call $isTwin (local.get $twin) (local.get $row)))
        (then (local.set $twin (call $find (local.get $row)))))
      (i32.store (call $word (global.get $likely) (local.get $row)) (local.get $twin))
      (if (i32.ge_s (local.get $twin) (i32.const 0))
        (then
          (i32.store16 (call $half (global.get $version) (local.get $twin))
            (i32.load16_u (call $half (global.get $version) (local.get $row))))))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $each (i32.lt_u (local.get $at) (local.get $end)))))

  ;; Removes the rows of [$row, $end), not none, that are paired; gives how many rows there are of both tables so far.
  (func (export "compact") (param $row i32) (param $end i32) (result i32)
    (loop $each
      (if (i32.lt_s (i32.load (call $word (global.get $likely) (local.get $row))) (i32.const 0))
        (then
          (call $move (local.get $row) (global.get $kept))
          (global.set $kept (i32.add (global.get $kept) (i32.const 1)))))
      (local.set $row (i32.add (local.get $row) (i32.const 1)))
      (br_if $each (i32.lt_u (local.get $row) (local.get $end))))
    (global.get $kept))

  ;; Notes the first row of the same place, or -1, for each row of [$row, $end), a block and not none. Takes no names.
  (func (export "guess") (param $row i32) (param $end i32)
    (local $at i32) (local $other i32)
    (local.set $at (call $word (global.get $likely) (local.get $row)))
    (loop $each
      (local.set $other (i32.const -1))
      (if (i32.eqz (call $isUndefined (local.get $row)))
        (then (local.set $other (call $first (local.get $row)))))
      (i32.store (local.get $at) (local.get $other))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (local.set $row (i32.add (local.get $row) (i32.const 1)))
      (br_if $each (i32.lt_u (local.get $row) (local.get $end)))))

  ;; Names are fetched for what comes next, all at the same time: waiting for each in its turn takes several times as
  ;; long.
  (func $fetch (param $at i32) (param $end i32)
    (local $row i32) (local $other i32) (local $fetched i32)
    (loop $each
      (local.set $row (i32.load (local.get $at)))
      (local.set $other (i32.load (call $word (global.get $likely) (local.get $row))))
      (local.set $other (select (local.get $row) (local.get $other)
        (i32.lt_s (local.get $other) (i32.const 0))))
      (local.set $fetched (i32.xor (local.get $fetched) (i32.xor
        (i32.load8_u (call $text (local.get $row)))
        (i32.load8_u (call $text (local.get $other))))))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $each (i32.lt_u (local.get $at) (local.get $end))))
    (global.set $fetched (local.get $fetched)))

  ;; The first row in the chain of a defined one that has its address, or -1.
  (func $first (param $row i32) (result i32)
    (local $other i32) (local $steps i32)
    (local.set $other (i32.load
      (call $word (global.get $heads) (i32.and (call $hash (local.get $row)) (global.get $mask)))))
    (block $none
      (loop $each
        (br_if $none (i32.eqz (local.get $other)))
        (br_if $none (i32.ge_u (local.get $steps) (global.get $MAX_GUESS)))
        (local.set $other (i32.sub (local.get $other) (i32.const 1)))
        (if (call $samePlace (local.get $other) (local.get $row)) (then (return (local.get $other))))
        (local.set $other (i32.load (call $word (global.get $next) (local.get $other))))
        (local.set $steps (i32.add (local.get $steps) (i32.const 1)))
        (br $each)))
    (i32.const -1))

  ;; Whether a row of the same place, or -1, is the same symbol.
  (func $isTwin (param $other i32) (param $row i32) (result i32)
    (local $version i32)
    (if (i32.or (i32.lt_s (local.get $other) (i32.const 0)) (i64.le_s (global.get $effort) (i64.const 0)))
      (then (return (i32.const 0))))
    (if (i32.eqz (call $sameName (local.get $other) (local.get $row))) (then (return (i32.const 0))))
    (local.set $version (i32.load16_u (call $half (global.get $version) (local.get $other))))
    (i32.or (i32.eqz (local.get $version))
      (i32.eq (local.get $version) (i32.load16_u (call $half (global.get $version) (local.get $row))))))

  (func $enter (param $row i32)
    (local $slot i32)
    (local.set $slot (call $word (global.get $heads) (i32.and (call $hash (local.get $row)) (global.get $mask))))
    (i32.store (call $word (global.get $next) (local.get $row)) (i32.load (local.get $slot)))
    (i32.store (local.get $slot) (i32.add (local.get $row) (i32.const 1))))

  ;; The row that is the same symbol, or -1.
  (func $find (param $row i32) (result i32)
    (local $other i32) (local $steps i32)
    (local.set $other (i32.load
      (call $word (global.get $heads) (i32.and (call $hash (local.get $row)) (global.get $mask)))))
    (block $none
      (loop $each
        (br_if $none (i32.eqz (local.get $other)))
        (br_if $none (i32.ge_u (local.get $steps) (global.get $MAX_STEPS)))
        (br_if $none (i64.le_s (global.get $effort) (i64.const 0)))
        (local.set $other (i32.sub (local.get $other) (i32.const 1)))
        (if (call $samePlace (local.get $other) (local.get $row))
          (then
            (if (call $isTwin (local.get $other) (local.get $row)) (then (return (local.get $other))))))
        (local.set $other (i32.load (call $word (global.get $next) (local.get $other))))
        (local.set $steps (i32.add (local.get $steps) (i32.const 1)))
        (br $each)))
    (i32.const -1))

  ;; What tells most of them apart comes first: each of these looks is a cache miss.
  (func $samePlace (param $a i32) (param $b i32) (result i32)
    (if (i32.ne (i32.load (call $word (global.get $low) (local.get $a)))
          (i32.load (call $word (global.get $low) (local.get $b))))
      (then (return (i32.const 0))))
    (i32.and
      (i32.eq (call $isUndefined (local.get $a)) (call $isUndefined (local.get $b)))
      (i32.eq (i32.load (call $word (global.get $high) (local.get $a)))
        (i32.load (call $word (global.get $high) (local.get $b))))))

  (func $isUndefined (param $row i32) (result i32)
    (i32.eqz (i32.load (call $word (global.get $section) (local.get $row)))))

  ;; By address, as looking at each one's name would be a cache miss; by name where there is none.
  (func $hash (param $row i32) (result i32)
    (local $hash i32)
    (if (call $isUndefined (local.get $row)) (then (return (call $nameHash (local.get $row)))))
    (local.set $hash (i32.mul
      (i32.xor (i32.load (call $word (global.get $low) (local.get $row)))
        (i32.load (call $word (global.get $high) (local.get $row))))
      (global.get $MULTIPLIER)))
    (i32.xor (local.get $hash) (i32.shr_u (local.get $hash) (i32.const 15))))

  (func $nameHash (param $row i32) (result i32)
    (local $hash i32) (local $at i32) (local $start i32) (local $end i32) (local $byte i32)
    (local.set $hash (global.get $FNV_BASIS))
    (local.set $start (call $text (local.get $row)))
    (local.set $at (local.get $start))
    (local.set $end (i32.add (local.get $at)
      (select (global.get $MAX_NAME) (i32.const 0) (i64.gt_s (global.get $effort) (i64.const 0)))))
    (block $done
      (loop $each
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $byte (i32.load8_u (local.get $at)))
        (br_if $done (i32.or (i32.eqz (local.get $byte)) (i32.eq (local.get $byte) (global.get $AT_SIGN))))
        (local.set $hash (i32.mul (i32.xor (local.get $hash) (local.get $byte)) (global.get $FNV_PRIME)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $each)))
    (call $spend (i32.sub (local.get $at) (local.get $start)))
    (i32.xor (local.get $hash) (i32.shr_u (local.get $hash) (i32.const 16))))

  ;; Whether two names are alike up to a NUL or a version, sixteen bytes at a time; false for what is too long.
  (func $sameName (param $a i32) (param $b i32) (result i32)
    (local $at i32) (local $left v128) (local $right v128) (local $ends v128) (local $stops i32)
    (local.set $a (call $text (local.get $a)))
    (local.set $b (call $text (local.get $b)))
    (loop $blocks
      (local.set $left (v128.load (i32.add (local.get $a) (local.get $at))))
      (local.set $right (v128.load (i32.add (local.get $b) (local.get $at))))
      (local.set $ends (call $ends (local.get $left)))
      (local.set $stops (i8x16.bitmask (v128.or (local.get $ends)
        (i8x16.ne (local.get $left) (local.get $right)))))
      (if (local.get $stops)
        (then
          (call $spend (i32.add (local.get $at) (i32.const 1)))
          ;; The lowest bit that is set.
          (local.set $stops (i32.and (local.get $stops) (i32.sub (i32.const 0) (local.get $stops))))
          (return (i32.ne (i32.const 0) (i32.and (local.get $stops)
            (i8x16.bitmask (v128.and (local.get $ends) (call $ends (local.get $right)))))))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $blocks (i32.lt_u (local.get $at) (global.get $MAX_NAME))))
    (call $spend (local.get $at))
    (i32.const 0))

  (func $ends (param $block v128) (result v128)
    (v128.or
      (i8x16.eq (local.get $block) (v128.const i64x2 0 0))
      (i8x16.eq (local.get $block) (i8x16.splat (global.get $AT_SIGN)))))

  (func $spend (param $bytes i32)
    (global.set $effort (i64.sub (global.get $effort) (i64.extend_i32_u (local.get $bytes)))))

  ;; Copies a row over another one, all but its verdict.
  (func $move (param $from i32) (param $to i32)
    (call $moveWord (global.get $names) (local.get $from) (local.get $to))
    (call $moveWord (global.get $low) (local.get $from) (local.get $to))
    (call $moveWord (global.get $high) (local.get $from) (local.get $to))
    (call $moveWord (global.get $sizeLow) (local.get $from) (local.get $to))
    (call $moveWord (global.get $sizeHigh) (local.get $from) (local.get $to))
    (call $moveWord (global.get $section) (local.get $from) (local.get $to))
    (i32.store16 (call $half (global.get $version) (local.get $to))
      (i32.load16_u (call $half (global.get $version) (local.get $from))))
    (i32.store8 (i32.add (global.get $special) (local.get $to))
      (i32.load8_u (i32.add (global.get $special) (local.get $from))))
    (i32.store8 (i32.add (global.get $info) (local.get $to))
      (i32.load8_u (i32.add (global.get $info) (local.get $from)))))

  (func $moveWord (param $column i32) (param $from i32) (param $to i32)
    (i32.store (call $word (local.get $column) (local.get $to))
      (i32.load (call $word (local.get $column) (local.get $from)))))

  (func $text (param $row i32) (result i32)
    (i32.add
      (select (global.get $texts) (global.get $later) (i32.lt_u (local.get $row) (global.get $first)))
      (i32.load (call $word (global.get $names) (local.get $row)))))
  (func $word (param $column i32) (param $row i32) (result i32)
    (i32.add (local.get $column) (i32.shl (local.get $row) (i32.const 2))))
  (func $half (param $column i32) (param $row i32) (result i32)
    (i32.add (local.get $column) (i32.shl (local.get $row) (i32.const 1)))))
