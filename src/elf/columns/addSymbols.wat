;; Makes rows of symbols that have a name and are code or data. Where columns lie is said in columnMemory.ts.
(module
  (import "table" "memory" (memory 1))
  (import "table" "nameOffset" (global $names i32))
  (import "table" "addressLow" (global $low i32))
  (import "table" "addressHigh" (global $high i32))
  (import "table" "sizeLow" (global $sizeLow i32))
  (import "table" "sizeHigh" (global $sizeHigh i32))
  (import "table" "section" (global $section i32))
  (import "table" "version" (global $version i32))
  (import "table" "special" (global $special i32))
  (import "table" "info" (global $info i32))

  ;; Types that are listed, by STT_*: NOTYPE, OBJECT, FUNC, COMMON, TLS, GNU_IFUNC.
  (global $LISTED i32 (i32.const 0x467))
  (global $FILE i32 (i32.const 4))
  (global $RESERVED i32 (i32.const 0xff00))
  (global $XINDEX i32 (i32.const 0xffff))
  (global $NONE i32 (i32.const -1))

  ;; Names of this table begin at $nameStart in the names, $nameBytes of them. $texts is their address where mapping
  ;; symbols (`$x`), which are told by their names, are left out, and else 0.
  (global $nameStart (mut i32) (i32.const 0))
  (global $nameBytes (mut i32) (i32.const 0))
  (global $texts (mut i32) (i32.const 0))

  ;; The row that comes next.
  (global $row (export "row") (mut i32) (i32.const 0))

  (func (export "begin") (param $row i32) (param $nameStart i32) (param $nameBytes i32) (param $texts i32)
    (global.set $row (local.get $row))
    (global.set $nameStart (local.get $nameStart))
    (global.set $nameBytes (local.get $nameBytes))
    (global.set $texts (local.get $texts)))

  ;; Adds the symbols at [$at, $end), each as an Elf64_Sym of a little-endian machine. $versions has an Elf_Versym for
  ;; each and $extended a section index, or -1 where the table of these has none; 0 where there are no such tables.
  ;; Gives how many of the symbols are of type STT_FILE: for these there are pairs of a row and an offset into the
  ;; names in place of the first symbols.
  (func (export "add") (param $at i32) (param $end i32) (param $versions i32) (param $extended i32) (result i32)
    (local $row i32) (local $out i32) (local $from i32) (local $name i32) (local $kind i32) (local $place i32)
    (local $index i32)
    (local.set $row (global.get $row))
    (local.set $from (local.get $at))
    (local.set $out (local.get $at))
    (block $done
      (loop $each
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $name (i32.load (local.get $at)))
        (local.set $kind (i32.load offset=4 (local.get $at)))
        (if (call $isListed (local.get $name) (local.get $kind))
          (then
            (local.set $place (i32.shl (local.get $row) (i32.const 2)))
            (i32.store (i32.add (global.get $names) (local.get $place))
              (i32.add (global.get $nameStart) (local.get $name)))
            (i32.store (i32.add (global.get $low) (local.get $place)) (i32.load offset=8 (local.get $at)))
            (i32.store (i32.add (global.get $sizeLow) (local.get $place)) (i32.load offset=16 (local.get $at)))
            ;; Zeros are there already, and memory that is not written costs nothing.
            (if (i32.load offset=12 (local.get $at))
              (then (i32.store (i32.add (global.get $high) (local.get $place))
                (i32.load offset=12 (local.get $at)))))
            (if (i32.load offset=20 (local.get $at))
              (then (i32.store (i32.add (global.get $sizeHigh) (local.get $place))
                (i32.load offset=20 (local.get $at)))))
            (i32.store8 (i32.add (global.get $info) (local.get $row)) (local.get $kind))
            (local.set $index (i32.shr_u (local.get $kind) (i32.const 16)))
            (if (i32.ge_u (local.get $index) (global.get $RESERVED))
              (then
                (local.set $index (call $resolved (local.get $row) (local.get $index)
                  (select
                    (i32.add (local.get $extended) (call $nth (local.get $from) (local.get $at) (i32.const 2)))
                    (i32.const 0)
                    (local.get $extended))))))
            (i32.store (i32.add (global.get $section) (local.get $place)) (local.get $index))
            (if (local.get $versions)
              (then (i32.store16 (i32.add (global.get $version) (i32.shl (local.get $row) (i32.const 1)))
                (i32.load16_u (i32.add (local.get $versions)
                  (call $nth (local.get $from) (local.get $at) (i32.const 1)))))))
            (local.set $row (i32.add (local.get $row) (i32.const 1))))
          (else
            (if (i32.eq (i32.and (local.get $kind) (i32.const 0xf)) (global.get $FILE))
              (then
                (i32.store (local.get $out) (local.get $row))
                (i32.store offset=4 (local.get $out) (i32.add (global.get $nameStart)
                  (select (local.get $name) (i32.const 0)
                    (i32.lt_u (local.get $name) (global.get $nameBytes)))))
                (local.set $out (i32.add (local.get $out) (i32.const 8)))))))
        (local.set $at (i32.add (local.get $at) (i32.const 24)))
        (br $each)))
    (global.set $row (local.get $row))
    (i32.shr_u (i32.sub (local.get $out) (local.get $from)) (i32.const 3)))

  ;; The name itself is not looked at where it need not be: that would be a cache miss each.
  (func $isListed (param $name i32) (param $kind i32) (result i32)
    (if (i32.or
          (i32.eqz (i32.and (i32.shr_u (global.get $LISTED) (i32.and (local.get $kind) (i32.const 0xf)))
            (i32.const 1)))
          (i32.or (i32.eqz (local.get $name)) (i32.ge_u (local.get $name) (global.get $nameBytes))))
      (then (return (i32.const 0))))
    (if (i32.or (i32.eqz (global.get $texts)) (i32.and (local.get $kind) (i32.const 0xff)))
      (then (return (i32.const 1))))
    (i32.ne (i32.load8_u (i32.add (global.get $texts) (local.get $name))) (i32.const 0x24)))

  ;; Section index of a row whose own is reserved: that of the table of extended ones, or as it is, and marked.
  (func $resolved (param $row i32) (param $index i32) (param $extended i32) (result i32)
    (if (i32.and (i32.eq (local.get $index) (global.get $XINDEX)) (i32.ne (local.get $extended) (i32.const 0)))
      (then
        (if (i32.ne (i32.load (local.get $extended)) (global.get $NONE))
          (then (return (i32.load (local.get $extended)))))))
    (i32.store8 (i32.add (global.get $special) (local.get $row)) (i32.const 1))
    (local.get $index))

  ;; Bytes of a column of as many elements as there are symbols before $at; elements of 1 << $shift bytes.
  (func $nth (param $from i32) (param $at i32) (param $shift i32) (result i32)
    (i32.shl (i32.div_u (i32.sub (local.get $at) (local.get $from)) (i32.const 24)) (local.get $shift))))
