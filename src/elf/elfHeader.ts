import type { ElfBytes } from './elfBytes';
import { ElfError } from './elfError';
import { Fields } from './fields';

/** e_type values that can hold code: object file, program, shared object or PIE. */
export const ET_REL = 1;
export const ET_EXEC = 2;
export const ET_DYN = 3;

const HEADER_SIZE = { 32: 52n, 64: 64n };

/** The ELF header (Elf32_Ehdr, Elf64_Ehdr), as far as it is used. */
export interface ElfHeader {
  readonly is64: boolean;
  readonly littleEndian: boolean;
  /** ET_REL, ET_EXEC or ET_DYN. */
  readonly type: number;
  /** EM_* */
  readonly machine: number;
  /** Virtual address where a program starts, 0 for none. */
  readonly entry: bigint;
  readonly programHeaders: TablePlace;
  readonly sectionHeaders: TablePlace;
  /** Section of the section names, not yet resolved when SHN_XINDEX. */
  readonly nameSection: number;
}

/** Where a header table lies. `count` may be an escape value, see sectionHeaders.ts. */
export interface TablePlace {
  readonly offset: bigint;
  readonly entrySize: number;
  readonly count: number;
}

/** Throws ElfError `notElf`, `truncated` or `unsupported`. */
export async function readElfHeader(file: ElfBytes): Promise<ElfHeader> {
  if (file.size < 4n || !isMagic(await file.read(0n, 4n, 4, 'header'))) {
    throw new ElfError('notElf', 'This is not an ELF file (a Linux program or library)');
  }
  const ident = await file.read(0n, 16n, 16, 'header');
  const is64 = ident[4] === 2;
  const littleEndian = ident[5] === 1;
  if ((!is64 && ident[4] !== 1) || (!littleEndian && ident[5] !== 2)) {
    throw new ElfError('unsupported', 'This ELF file is of an unknown class or byte order');
  }
  const bytes = await file.read(0n, HEADER_SIZE[is64 ? 64 : 32], 64, 'header');
  return parse(new Fields(bytes, littleEndian, is64));
}

function isMagic(bytes: Buffer): boolean {
  return bytes.equals(Buffer.from([0x7f, 0x45, 0x4c, 0x46]));
}

function parse(header: Fields): ElfHeader {
  const { is64, littleEndian } = header;
  const type = header.u16(16);
  if (type !== ET_REL && type !== ET_EXEC && type !== ET_DYN) {
    throw new ElfError(
      'unsupported',
      'This ELF file is neither a program, a library nor an object',
    );
  }
  const tail = is64 ? 54 : 42;
  return {
    is64,
    littleEndian,
    type,
    machine: header.u16(18),
    entry: header.word(24),
    programHeaders: {
      offset: header.word(is64 ? 32 : 28),
      entrySize: header.u16(tail),
      count: header.u16(tail + 2),
    },
    sectionHeaders: {
      offset: header.word(is64 ? 40 : 32),
      entrySize: header.u16(tail + 4),
      count: header.u16(tail + 6),
    },
    nameSection: header.u16(tail + 8),
  };
}
