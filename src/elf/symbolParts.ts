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
 * whatever the file's class and byte order. A part is void when the next one is asked for. While one is used, the
 * next is read.
 */
export async function* symbolParts(
  { file, header }: ElfImage,
  { offset, size }: Section,
  columns: SymbolColumns,
): AsyncGenerator<Uint8Array> {
  const entry = header.is64 ? SYMBOL_BYTES : 16;
  const partBytes = entry * partSymbols(columns.capacity);
  const end = entry * Math.floor(Number(size) / entry);
  const read = async (at: number, room: Buffer): Promise<Buffer> => {
    const bytes = room.subarray(0, Math.min(partBytes, end - at));
    await file.readInto(bytes, offset + BigInt(at), 'symbol table');
    return bytes;
  };
  let [now, later] = rooms(columns);
  let reading = end > 0 ? read(0, now) : undefined;
  for (let at = 0; at < end && reading; at += partBytes) {
    const bytes: Buffer = await reading;
    const symbols = bytes.length / entry;
    const room = now.subarray(0, symbols * SYMBOL_BYTES);
    [now, later] = [later, now];
    reading = at + partBytes < end ? read(at + partBytes, now) : undefined;
    // Where nobody asks for more it may fail unseen.
    reading?.catch(() => undefined);
    if (!header.is64 || !header.littleEndian || endianness() !== 'LE') {
      convert(new Fields(Buffer.from(bytes), header.littleEndian, header.is64), room);
    }
    yield room;
  }
  await reading;
}

/** Two of them, each for a part. */
function rooms({ memory, places, capacity }: SymbolColumns): [Buffer, Buffer] {
  const length = SYMBOL_BYTES * partSymbols(capacity);
  const [first, second] = workPlaces(places, capacity).parts;
  const { buffer } = memory.memory;
  return [Buffer.from(buffer, first, length), Buffer.from(buffer, second, length)];
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
