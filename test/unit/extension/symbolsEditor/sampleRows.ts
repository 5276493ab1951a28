import type { SymbolRow } from '../../../../src/elf/symbolRow';
import type { ElfFileInfo, SymbolCounts } from '../../../../src/workers/symbolMessages';

/** A plain function; what a test is about is given. */
export function row(changes: Partial<SymbolRow> = {}): SymbolRow {
  return {
    index: 1,
    name: 'price_order',
    address: 0x401139n,
    fileOffset: 0x1139n,
    size: 42n,
    sizeKnown: true,
    binding: 'global',
    type: 'func',
    section: '.text',
    table: 'symtab',
    aliases: [],
    uprobe: { ok: true },
    uretprobe: { ok: true },
    ...changes,
  };
}

export function info(changes: Partial<ElfFileInfo> = {}): ElfFileInfo {
  return {
    bits: 64,
    endian: 'little',
    type: 'executable',
    machine: 'x86-64',
    buildId: '9f2c',
    debug: { refused: [] },
    needed: ['libc.so.6'],
    runpath: [],
    isGo: false,
    tables: ['symtab', 'dynsym'],
    dev: 5n,
    inode: 77n,
    size: 1000n,
    mtime: 1n,
    ...changes,
  };
}

export function counts(changes: Partial<SymbolCounts> = {}): SymbolCounts {
  const { tables, debug } = info();
  return { tables, debug, symbols: 7000, functions: 6214, probeable: 6200, ...changes };
}
