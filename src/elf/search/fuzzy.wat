;; Finds letters in their order, with others between them, in a table of NUL-ended names. The fewer the gaps, and
;; the more of them end where a word begins, the better. Where things lie in the memory is said in nameMemory.ts.
(module
  (import "names" "memory" (memory 1))
  ;; The letters; what a byte of a name is or-ed with before it is compared with each, 0x20 for letters.
  (global $TEXT i32 (i32.const 1024))
  (global $FOLD i32 (i32.const 6144))
  ;; Where each letter was found last in the name, and what its gap costs.
  (global $PLACES i32 (i32.const 16384))
  (global $COSTS i32 (i32.const 32768))
  ;; Beginnings tried in a name for the narrowest match.
  (global $MAX_TRIES i32 (i32.const 3))
  ;; Bytes of a name that are looked at: many names can share one string of any length.
  (global $MAX_NAME i32 (i32.const 4096))

  (global $names (mut i32) (i32.const 0))
  (global $starts (mut i32) (i32.const 0))
  (global $rows (mut i32) (i32.const 0))
  (global $keys (mut i32) (i32.const 0))
  (global $letters (mut i32) (i32.const 0))
  (global $probeableOnly (mut i32) (i32.const 0))
  ;; All bits where names may carry versions, which end them.
  (global $mark (mut v128) (v128.const i64x2 0 0))
  ;; Of the name that is looked at.
  (global $limit (mut i32) (i32.const 0))
  (global $total (mut i32) (i32.const 0))
  ;; A place in the name, near its end.
  (global $reached (mut i32) (i32.const 0))

  (func (export "begin") (param $names i32) (param $starts i32) (param $rows i32) (param $keys i32)
    (param $entries i32) (param $letters i32) (param $versions i32) (param $probeableOnly i32)
    (global.set $names (local.get $names))
    (global.set $starts (local.get $starts))
    (global.set $rows (local.get $rows))
    (global.set $keys (local.get $keys))
    (global.set $letters (local.get $letters))
    (global.set $probeableOnly (local.get $probeableOnly))
    ;; Without versions the mark is NUL once more.
    (global.set $mark (i8x16.splat (select (i32.const 0x40) (i32.const 0) (local.get $versions)))))

  ;; Gives keys to the entries of [entry, to) whose names match.
  (func (export "match") (param $entry i32) (param $to i32)
    (local $row i32) (local $cost i32) (local $key i32)
    (block $done
      (loop $each
        (br_if $done (i32.ge_u (local.get $entry) (local.get $to)))
        (local.set $row (i32.load
          (i32.add (global.get $rows) (i32.shl (local.get $entry) (i32.const 2)))))
        (if (i32.eqz (i32.and (global.get $probeableOnly) (i32.lt_s (local.get $row) (i32.const 0))))
          (then
            (local.set $cost (call $costOf (i32.add (global.get $names) (i32.load
              (i32.add (global.get $starts) (i32.shl (local.get $entry) (i32.const 2)))))))
            (if (i32.ge_s (local.get $cost) (i32.const 0))
              (then
                ;; 3 is the rank of what is inside a name.
                (local.set $key (i32.or
                  (i32.shl (i32.add (i32.const 3072) (local.get $cost)) (i32.const 1))
                  (i32.shr_u (local.get $row) (i32.const 31))))
                (local.set $row (i32.add (global.get $keys) (i32.shl (local.get $row) (i32.const 1))))
                (if (i32.lt_u (local.get $key) (i32.load16_u (local.get $row)))
                  (then (i32.store16 (local.get $row) (local.get $key))))))))
        (local.set $entry (i32.add (local.get $entry) (i32.const 1)))
        (br $each))))

  ;; -1 where the name does not match. Gaps count first, its length between names of as many.
  (func $costOf (param $start i32) (result i32)
    (local $at i32) (local $tries i32) (local $best i32) (local $cost i32)
    (global.set $limit (i32.add (local.get $start) (global.get $MAX_NAME)))
    (local.set $best (i32.const 61))
    (local.set $at (local.get $start))
    (block $tried
      (loop $try
        (local.set $at (call $find (local.get $at) (i32.const 0)))
        (br_if $tried (i32.eqz (local.get $at)))
        (br_if $tried (i32.eqz (call $findRest (local.get $at) (i32.eqz (local.get $tries)))))
        (local.set $tries (i32.add (local.get $tries) (i32.const 1)))
        (local.set $cost (global.get $total))
        (if (i32.and
              (i32.ne (local.get $at) (local.get $start))
              (i32.eqz (call $beginsWord (local.get $at))))
          (then (local.set $cost (i32.add (local.get $cost) (i32.const 2)))))
        (if (i32.lt_u (local.get $cost) (local.get $best)) (then (local.set $best (local.get $cost))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br_if $try (i32.and
          (i32.ne (local.get $best) (i32.const 0))
          (i32.lt_u (local.get $tries) (global.get $MAX_TRIES))))))
    (if (i32.eqz (local.get $tries)) (then (return (i32.const -1))))
    (if (i32.gt_u (local.get $best) (i32.const 60)) (then (local.set $best (i32.const 60))))
    (local.set $cost (i32.shr_u
      (i32.sub (call $nameEnd (global.get $reached)) (local.get $start)) (i32.const 3)))
    (i32.add
      (i32.shl (local.get $best) (i32.const 4))
      (select (local.get $cost) (i32.const 15) (i32.lt_u (local.get $cost) (i32.const 15)))))

  ;; Takes each letter but the first at its first place after the one before; 0 where one is missing. From where
  ;; a try meets the one before, both go on alike.
  (func $findRest (param $at i32) (param $isFirst i32) (result i32)
    (local $letter i32) (local $place i32) (local $slot i32) (local $cost i32) (local $met i32)
    (if (local.get $isFirst) (then (global.set $total (i32.const 0))))
    (local.set $letter (i32.const 1))
    (block $done
      (loop $each
        (br_if $done (i32.ge_u (local.get $letter) (global.get $letters)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (local.set $place (call $find (local.get $at) (local.get $letter)))
        (if (i32.eqz (local.get $place)) (then (return (i32.const 0))))
        (local.set $cost (i32.const 0))
        (if (i32.gt_u (local.get $place) (local.get $at))
          (then (local.set $cost
            (select (i32.const 1) (i32.const 3) (call $beginsWord (local.get $place))))))
        (local.set $slot (i32.shl (local.get $letter) (i32.const 2)))
        (local.set $met (i32.const 0))
        (if (i32.eqz (local.get $isFirst))
          (then
            (global.set $total (i32.sub (global.get $total)
              (i32.load (i32.add (global.get $COSTS) (local.get $slot)))))
            (local.set $met (i32.eq (local.get $place)
              (i32.load (i32.add (global.get $PLACES) (local.get $slot)))))))
        (global.set $total (i32.add (global.get $total) (local.get $cost)))
        (i32.store (i32.add (global.get $COSTS) (local.get $slot)) (local.get $cost))
        (br_if $done (local.get $met))
        (i32.store (i32.add (global.get $PLACES) (local.get $slot)) (local.get $place))
        (local.set $at (local.get $place))
        (local.set $letter (i32.add (local.get $letter) (i32.const 1)))
        (br $each)))
    (global.set $reached (local.get $at))
    (i32.const 1))

  ;; The first place of a letter in the rest of the name, 0 for none.
  (func $find (param $at i32) (param $letter i32) (result i32)
    (local $block v128) (local $hits i32) (local $ends i32) (local $byte v128) (local $fold v128)
    ;; Letters that are typed as they stand need no search. `@` may be the name's end.
    (if (i32.and
          (i32.eq
            (i32.or (i32.load8_u (local.get $at)) (i32.load8_u offset=6144 (local.get $letter)))
            (i32.load8_u offset=1024 (local.get $letter)))
          (i32.ne (i32.load8_u (local.get $at)) (i32.const 0x40)))
      (then (return (local.get $at))))
    (local.set $byte (v128.load8_splat offset=1024 (local.get $letter)))
    (local.set $fold (v128.load8_splat offset=6144 (local.get $letter)))
    (loop $blocks
      (local.set $block (v128.load (local.get $at)))
      (local.set $hits (i8x16.bitmask
        (i8x16.eq (v128.or (local.get $block) (local.get $fold)) (local.get $byte))))
      (local.set $ends (call $endsIn (local.get $block)))
      (if (i32.or (local.get $hits) (local.get $ends))
        (then
          (if (i32.lt_u (i32.ctz (local.get $hits)) (i32.ctz (local.get $ends)))
            (then (return (i32.add (local.get $at) (i32.ctz (local.get $hits))))))
          (return (i32.const 0))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $blocks (i32.lt_u (local.get $at) (global.get $limit))))
    (i32.const 0))

  (func $nameEnd (param $at i32) (result i32)
    (local $ends i32)
    (loop $blocks
      (local.set $ends (call $endsIn (v128.load (local.get $at))))
      (if (local.get $ends) (then (return (i32.add (local.get $at) (i32.ctz (local.get $ends))))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $blocks (i32.lt_u (local.get $at) (global.get $limit))))
    (local.get $at))

  (func $endsIn (param $block v128) (result i32)
    (i8x16.bitmask (v128.or
      (i8x16.eq (local.get $block) (v128.const i64x2 0 0))
      (i8x16.eq (local.get $block) (global.get $mark)))))

  ;; After anything but a letter (`foo_bar`, mangled `3foo3bar`), or a capital after a small one.
  (func $beginsWord (param $place i32) (result i32)
    (local $before i32)
    (local.set $before (i32.load8_u (i32.sub (local.get $place) (i32.const 1))))
    (if (i32.ge_u
          (i32.sub (i32.or (local.get $before) (i32.const 0x20)) (i32.const 0x61)) (i32.const 26))
      (then (return (i32.const 1))))
    (i32.and
      (i32.ge_u (local.get $before) (i32.const 0x61))
      (i32.lt_u (i32.sub (i32.load8_u (local.get $place)) (i32.const 0x41)) (i32.const 26)))))
