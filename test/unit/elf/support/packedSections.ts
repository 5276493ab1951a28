import { readFileSync, writeFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import type { ElfBuilder } from './elfBuilder';
import { type BuiltSymbol } from './elfBuilder';
import type { Fixtures } from './fixtures';

export const ELFCOMPRESS_ZLIB = 1;
export const ELFCOMPRESS_ZSTD = 2;

/** What is put before compressed bytes. */
export function compressionHeader(
  { bits, littleEndian }: ElfBuilder,
  type: number,
  size: bigint,
): Buffer {
  const wide = bits === 64;
  const header = Buffer.alloc(wide ? 24 : 12);
  const [swap, at] = [littleEndian ? 'LE' : 'BE', wide ? 8 : 4] as const;
  header[`writeUInt32${swap}`](type);
  if (wide) {
    header[`writeBigUInt64${swap}`](size, at);
  } else {
    header[`writeUInt32${swap}`](Number(size), at);
  }
  return header;
}

/** Bytes as they stand in a section that is compressed by zlib. */
export function zlibBody(builder: ElfBuilder, bytes: Buffer): Buffer {
  const header = compressionHeader(builder, ELFCOMPRESS_ZLIB, BigInt(bytes.length));
  return Buffer.concat([header, deflateSync(bytes)]);
}

/** The same by zstd; objcopy packs them, with a header of its own. For 64 bits, the least byte first. */
export function zstdBody(fixtures: Fixtures, bytes: Buffer): Buffer {
  const program = fixtures.gcc('plain', ['freestanding.c'], '-nostdlib', '-g0');
  writeFileSync(fixtures.path('raw'), bytes);
  const section = `--add-section=.debug_raw=${fixtures.path('raw')}`;
  const added = fixtures.objcopy(program, 'added', section);
  const packed = fixtures.objcopy(added, 'packed', '--compress-debug-sections=zstd');
  const file = readFileSync(packed);
  const names = sectionHeader(file, file.readUInt16LE(62));
  for (let index = 1; index < file.readUInt16LE(60); index++) {
    const section = sectionHeader(file, index);
    const name = file.subarray(names.offset + section.name);
    if (name.toString('latin1', 0, name.indexOf(0)) === '.debug_raw') {
      return file.subarray(section.offset, section.offset + section.size);
    }
  }
  throw new Error('objcopy kept no section .debug_raw');
}

function sectionHeader(
  file: Buffer,
  index: number,
): { name: number; offset: number; size: number } {
  const at = Number(file.readBigUInt64LE(40)) + 64 * index;
  return {
    name: file.readUInt32LE(at),
    offset: Number(file.readBigUInt64LE(at + 24)),
    size: Number(file.readBigUInt64LE(at + 32)),
  };
}

/** A program with these symbols whose table and names are packed by `pack`. */
export function packedProgram(
  builder: ElfBuilder,
  symbols: readonly BuiltSymbol[],
  pack: (bytes: Buffer) => Buffer,
): Buffer {
  const { table, strings } = builder.symbols(symbols);
  const flags = 0x800n;
  const entrySize = builder.bits === 64 ? 24 : 16;
  const address = 0x401000n;
  return builder.file(
    [
      { name: '.text', type: 1, flags: 6n, address, body: Buffer.alloc(64, 0xc3) },
      { name: '.symtab', type: 2, link: 3, entrySize, flags, body: pack(table) },
      { name: '.strtab', type: 3, flags, body: pack(strings) },
    ],
    [{ type: 1, flags: 5, offset: builder.bodyOffset(1), address, fileSize: 64n }],
  );
}
