;; Finds a text in a table of NUL-ended names, sixteen bytes at a time. Where things lie in the memory is said in
;; nameMemory.ts; how names are ranked, in rankedRows.ts.
(module
  (import "names" "memory" (memory 1))
  ;; What is sought, byte by byte, and what each byte of a name is or-ed with before it is compared: 0x20 for
  ;; letters where case does not matter.
  (global $TEXT i32 (i32.const 1024))
  (global $FOLD i32 (i32.const 6144))

  ;; Addresses and numbers of the search that runs.
  (global $names (mut i32) (i32.const 0))
  (global $starts (mut i32) (i32.const 0))
  (global $rows (mut i32) (i32.const 0))
  (global $keys (mut i32) (i32.const 0))
  (global $entries (mut i32) (i32.const 0))
  (global $length (mut i32) (i32.const 0))
  (global $versions (mut i32) (i32.const 0))
  (global $probeableOnly (mut i32) (i32.const 0))

  ;; The first entry that no string has been compared with.
  (global $next (mut i32) (i32.const 0))
  ;; Where the string that is looked at begins, and where in it the text is: first, last, last at the start of a
  ;; word. 0 is nowhere.
  (global $string (mut i32) (i32.const 0))
  (global $first (mut i32) (i32.const 0))
  (global $last (mut i32) (i32.const 0))
  (global $lastWord (mut i32) (i32.const 0))

  (func (export "begin") (param $names i32) (param $starts i32) (param $rows i32) (param $keys i32)
    (param $entries i32) (param $length i32) (param $versions i32) (param $probeableOnly i32)
    (global.set $names (local.get $names))
    (global.set $starts (local.get $starts))
    (global.set $rows (local.get $rows))
    (global.set $keys (local.get $keys))
    (global.set $entries (local.get $entries))
    (global.set $length (local.get $length))
    (global.set $versions (local.get $versions))
    (global.set $probeableOnly (local.get $probeableOnly))
    (global.set $next (i32.const 0))
    (global.set $string (local.get $names))
    (global.set $first (i32.const 0))
    (global.set $lastWord (i32.const 0)))

  ;; Goes on with the bytes of [at, to), both multiples of sixteen from the names on.
  (func (export "scan") (param $at i32) (param $to i32)
    (local $block v128) (local $hits i32) (local $ends i32) (local $tail i32)
    (local $firstByte v128) (local $firstFold v128) (local $lastByte v128) (local $lastFold v128)
    (local.set $tail (i32.sub (global.get $length) (i32.const 1)))
    (local.set $firstByte (v128.load8_splat (global.get $TEXT)))
    (local.set $firstFold (v128.load8_splat (global.get $FOLD)))
    (local.set $lastByte (v128.load8_splat (i32.add (global.get $TEXT) (local.get $tail))))
    (local.set $lastFold (v128.load8_splat (i32.add (global.get $FOLD) (local.get $tail))))
    (block $done
      (loop $blocks
        (br_if $done (i32.ge_u (local.get $at) (local.get $to)))
        (local.set $block (v128.load (local.get $at)))
        ;; Where its first and its last byte are in place.
        (local.set $hits (i8x16.bitmask (v128.and
          (i8x16.eq (v128.or (local.get $block) (local.get $firstFold)) (local.get $firstByte))
          (i8x16.eq
            (v128.or (v128.load (i32.add (local.get $at) (local.get $tail))) (local.get $lastFold))
            (local.get $lastByte)))))
        (local.set $ends (i8x16.bitmask (i8x16.eq (local.get $block) (v128.const i64x2 0 0))))
        (if (i32.or (local.get $hits) (global.get $first))
          (then (call $look (local.get $at) (call $proved (local.get $at) (local.get $hits))
            (local.get $ends)))
          (else
            (if (local.get $ends)
              (then (global.set $string
                (i32.add (local.get $at) (i32.sub (i32.const 32) (i32.clz (local.get $ends)))))))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $blocks))))

  ;; The hits in a block where all of the text is.
  (func $proved (param $at i32) (param $hits i32) (result i32)
    (local $rest i32)
    (if (i32.le_u (global.get $length) (i32.const 2)) (then (return (local.get $hits))))
    (local.set $rest (local.get $hits))
    (block $done
      (loop $each
        (br_if $done (i32.eqz (local.get $rest)))
        (if (i32.eqz (call $isAt (i32.add (local.get $at) (i32.ctz (local.get $rest)))))
          (then (local.set $hits (i32.and (local.get $hits)
            (i32.xor (i32.shl (i32.const 1) (i32.ctz (local.get $rest))) (i32.const -1))))))
        (local.set $rest (i32.and (local.get $rest) (i32.sub (local.get $rest) (i32.const 1))))
        (br $each)))
    (local.get $hits))

  ;; Takes the hits of a block, string by string.
  (func $look (param $at i32) (param $hits i32) (param $ends i32)
    (local $words i32) (local $below i32) (local $here i32)
    (if (local.get $hits)
      (then (local.set $words (i32.and (local.get $hits) (call $wordsIn (local.get $at))))))
    (loop $strings
      ;; What lies before the next end; all, where there is none.
      (local.set $below (i32.and
        (i32.sub (local.get $ends) (i32.const 1)) (i32.xor (local.get $ends) (i32.const -1))))
      (local.set $here (i32.and (local.get $hits) (local.get $below)))
      (if (local.get $here)
        (then
          (if (i32.eqz (global.get $first))
            (then (global.set $first (i32.add (local.get $at) (i32.ctz (local.get $here))))))
          (global.set $last (call $highest (local.get $at) (local.get $here)))
          (local.set $here (i32.and (local.get $words) (local.get $below)))
          (if (local.get $here)
            (then (global.set $lastWord (call $highest (local.get $at) (local.get $here)))))))
      (if (local.get $ends)
        (then
          (local.set $here (i32.add (local.get $at) (i32.ctz (local.get $ends))))
          (if (global.get $first) (then (call $finish (local.get $here))))
          (global.set $string (i32.add (local.get $here) (i32.const 1)))
          (local.set $hits (i32.and (local.get $hits) (i32.xor (local.get $below) (i32.const -1))))
          (local.set $words (i32.and (local.get $words) (i32.xor (local.get $below) (i32.const -1))))
          (local.set $ends (i32.and (local.get $ends) (i32.sub (local.get $ends) (i32.const 1))))
          (br $strings)))))

  (func $highest (param $at i32) (param $places i32) (result i32)
    (i32.add (local.get $at) (i32.sub (i32.const 31) (i32.clz (local.get $places)))))

  ;; Whether the text is at this place.
  (func $isAt (param $at i32) (result i32)
    (local $from i32) (local $left i32) (local $same i32)
    (local.set $left (global.get $length))
    (loop $blocks
      (local.set $same (i8x16.bitmask (i8x16.eq
        (v128.or
          (v128.load (i32.add (local.get $at) (local.get $from)))
          (v128.load offset=6144 (local.get $from)))
        (v128.load offset=1024 (local.get $from)))))
      (if (i32.le_u (local.get $left) (i32.const 16))
        (then
          ;; The lowest bits that are not set are past the text, or it is not there.
          (return (i32.ge_u (i32.ctz (i32.xor (local.get $same) (i32.const -1))) (local.get $left)))))
      (if (i32.ne (local.get $same) (i32.const 0xffff)) (then (return (i32.const 0))))
      (local.set $from (i32.add (local.get $from) (i32.const 16)))
      (local.set $left (i32.sub (local.get $left) (i32.const 16)))
      (br $blocks))
    (unreachable))

  ;; Where in a block words begin: after anything but a letter (`foo_bar`, mangled `3foo3bar`), and at a capital
  ;; after a small letter.
  (func $wordsIn (param $at i32) (result i32)
    (local $before v128)
    (local.set $before (v128.load (i32.sub (local.get $at) (i32.const 1))))
    (i8x16.bitmask (v128.or
      (v128.not (call $lettersFrom
        (v128.or (local.get $before) (i8x16.splat (i32.const 0x20))) (i32.const 0x61)))
      (v128.and
        (call $lettersFrom (local.get $before) (i32.const 0x61))
        (call $lettersFrom (v128.load (local.get $at)) (i32.const 0x41))))))

  ;; Which bytes are among the 26 from this one on.
  (func $lettersFrom (param $bytes v128) (param $from i32) (result v128)
    (i8x16.lt_u
      (i8x16.sub (local.get $bytes) (i8x16.splat (local.get $from))) (i8x16.splat (i32.const 26))))

  ;; Gives keys to the entries in a string that has the text: all that begin before its last place.
  (func $finish (param $end i32)
    (local $start i32) (local $nameEnd i32) (local $row i32) (local $rank i32) (local $key i32)
    (block $reached
      (loop $skip
        (br_if $reached (i32.ge_u (global.get $next) (global.get $entries)))
        (br_if $reached (i32.ge_u (call $startOf (global.get $next)) (global.get $string)))
        (global.set $next (i32.add (global.get $next) (i32.const 1)))
        (br $skip)))
    (local.set $nameEnd (select (i32.const 0) (local.get $end) (global.get $versions)))
    (block $done
      (loop $each
        (br_if $done (i32.ge_u (global.get $next) (global.get $entries)))
        (local.set $start (call $startOf (global.get $next)))
        (br_if $done (i32.gt_u (local.get $start) (global.get $last)))
        ;; Most often the first name of a string tells for all of them.
        (if (i32.ge_u (local.get $start) (local.get $nameEnd))
          (then (local.set $nameEnd (call $endOfName (local.get $start) (local.get $end)))))
        (local.set $row (i32.load
          (i32.add (global.get $rows) (i32.shl (global.get $next) (i32.const 2)))))
        (global.set $next (i32.add (global.get $next) (i32.const 1)))
        (br_if $each (i32.and (global.get $probeableOnly) (i32.lt_s (local.get $row) (i32.const 0))))
        (local.set $rank (call $rankFrom (local.get $start) (local.get $nameEnd)))
        (local.set $key (i32.or
          (i32.shl (i32.add
            (i32.shl (local.get $rank) (i32.const 10))
            (call $cappedLength (local.get $start) (local.get $nameEnd))) (i32.const 1))
          (i32.shr_u (local.get $row) (i32.const 31))))
        (local.set $row (i32.add (global.get $keys) (i32.shl (local.get $row) (i32.const 1))))
        (if (i32.lt_u (local.get $key) (i32.load16_u (local.get $row)))
          (then (i32.store16 (local.get $row) (local.get $key))))
        (br $each)))
    (global.set $first (i32.const 0))
    (global.set $lastWord (i32.const 0)))

  (func $startOf (param $entry i32) (result i32)
    (i32.add (global.get $names) (i32.load
      (i32.add (global.get $starts) (i32.shl (local.get $entry) (i32.const 2))))))

  ;; 0 the whole name, 1 its beginning, 2 the beginning of a word in it, 3 elsewhere.
  (func $rankFrom (param $start i32) (param $nameEnd i32) (result i32)
    (local $isStart i32)
    (local.set $isStart (i32.eq (local.get $start) (global.get $first)))
    ;; A tail of the string that begins after the text's first place may begin with a later one.
    (if (i32.gt_u (local.get $start) (global.get $first))
      (then (local.set $isStart (call $isAt (local.get $start)))))
    (if (local.get $isStart)
      (then (return (i32.ne
        (i32.add (local.get $start) (global.get $length)) (local.get $nameEnd)))))
    (select (i32.const 2) (i32.const 3) (i32.le_u (local.get $start) (global.get $lastWord))))

  (func $cappedLength (param $start i32) (param $end i32) (result i32)
    (local $length i32)
    (local.set $length (i32.sub (local.get $end) (local.get $start)))
    (if (i32.lt_s (local.get $length) (i32.const 0)) (then (return (i32.const 0))))
    (select (local.get $length) (i32.const 1023) (i32.lt_u (local.get $length) (i32.const 1023))))

  ;; Where the version begins in a string, else its end.
  (func $endOfName (param $start i32) (param $end i32) (result i32)
    (local $at i32) (local $marks i32)
    (local.set $at (i32.add (local.get $start) (i32.const 1)))
    (loop $blocks
      (if (i32.ge_u (local.get $at) (local.get $end)) (then (return (local.get $end))))
      (local.set $marks (i8x16.bitmask
        (i8x16.eq (v128.load (local.get $at)) (i8x16.splat (i32.const 0x40)))))
      (if (i32.eqz (local.get $marks))
        (then
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (br $blocks))))
    (local.set $at (i32.add (local.get $at) (i32.ctz (local.get $marks))))
    (select (local.get $at) (local.get $end) (i32.lt_u (local.get $at) (local.get $end)))))
