import { endianness } from 'node:os';
import { partSymbols, SYMBOL_BYTES, workPlaces } from './columns/columnPlaces';
import type { ElfImage } from './elfImage';
import { Fields } from './fields';
import type { Section } from './sectionHeaders';
import type { SymbolColumns } from './symbolColumns';

/** Words of 32 bits that a symbol is told in: name, info and section, address (low, high), size (low, high). */
const SYMBOL_WORDS = 6;

/**
 * The symbols of a table, part by part in the memory for work, as an Elf64_Sym of a little-endian machine has them,
 * whatever the file's class and byte order. A part is void when the next one is asked for.
 */
export async function* symbolParts(
  { file, header }: ElfImage,
  { offset, size }: Section,
  { memory, places, capacity }: SymbolColumns,
): AsyncGenerator<Uint8Array> {
  const { is64, littleEndian } = header;
  const entry = is64 ? SYMBOL_BYTES : 16;
  const count = Math.floor(Number(size) / entry);
  const { part } = workPlaces(places, capacity);
  const step = partSymbols(capacity);
  for (let at = 0; at < count; at += step) {
    const symbols = Math.min(step, count - at);
    const room = Buffer.from(memory.memory.buffer, part, symbols * SYMBOL_BYTES);
    const bytes = room.subarray(0, symbols * entry);
    await file.readInto(bytes, offset + BigInt(entry * at), 'symbol table');
    if (!is64 || !littleEndian || endianness() !== 'LE') {
      convert(new Fields(Buffer.from(bytes), littleEndian, is64), room);
    }
    yield room;
  }
}

function convert(symbols: Fields, into: Buffer): void {
  const { is64 } = symbols;
  const words = new Uint32Array(into.buffer, into.byteOffset, into.length / 4);
  const entry = is64 ? SYMBOL_BYTES : 16;
  for (let at = 0, word = 0; at < symbols.length; at += entry, word += SYMBOL_WORDS) {
    words.set(is64 ? elf64(symbols, at) : elf32(symbols, at), word);
  }
}

/** Elf32_Sym: st_name, st_value, st_size, st_info, st_other, st_shndx. */
function elf32(symbols: Fields, at: number): number[] {
  const kind = symbols.u8(at + 12) | (symbols.u16(at + 14) << 16);
  return [symbols.u32(at), kind, symbols.u32(at + 4), 0, symbols.u32(at + 8), 0];
}

/** Elf64_Sym: st_name, st_info, st_other, st_shndx, st_value, st_size. */
function elf64(symbols: Fields, at: number): number[] {
  const kind = symbols.u8(at + 4) | (symbols.u16(at + 6) << 16);
  const high = symbols.littleEndian ? 4 : 0;
  const word = (place: number): number[] => [
    symbols.u32(place + 4 - high),
    symbols.u32(place + high),
  ];
  return [symbols.u32(at), kind, ...word(at + 8), ...word(at + 16)];
}
