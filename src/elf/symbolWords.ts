import { endianness } from 'node:os';
import type { ElfImage } from './elfImage';
import { Fields } from './fields';
import type { Section } from './sectionHeaders';

/** Words of 32 bits that a symbol is told in: name, info and section, address (low, high), size (low, high). */
export const SYMBOL_WORDS = 6;
/** Symbols that are read at a time, some 3 MB: little memory, and few waits for the thread that reads. */
const SYMBOLS_PER_PART = 1 << 17;

/**
 * The symbols of a table, part by part, as an Elf64_Sym of a little-endian machine has them, whatever the file's class
 * and byte order. A part is void when the next one is asked for. While one is used, the next is read.
 */
export async function* symbolWords(
  { file, header }: ElfImage,
  { offset, size }: Section,
): AsyncGenerator<Uint32Array> {
  const entry = header.is64 ? 24 : 16;
  const partBytes = entry * SYMBOLS_PER_PART;
  const end = entry * Math.floor(Number(size) / entry);
  const read = async (at: number, buffer: Buffer): Promise<Buffer> => {
    const bytes = buffer.subarray(0, Math.min(partBytes, end - at));
    await file.readInto(bytes, offset + BigInt(at), 'symbol table');
    return bytes;
  };
  let [now, later] = [0, 1].map(() => Buffer.allocUnsafeSlow(Math.min(partBytes, end)));
  let reading = end > 0 && now ? read(0, now) : undefined;
  for (let at = 0; at < end && reading; at += partBytes) {
    const bytes: Buffer = await reading;
    [now, later] = [later, now];
    reading = at + partBytes < end && now ? read(at + partBytes, now) : undefined;
    // Where nobody asks for more it may fail unseen.
    reading?.catch(() => undefined);
    yield wordsOf(new Fields(bytes, header.littleEndian, header.is64));
  }
  await reading;
}

function wordsOf(symbols: Fields): Uint32Array {
  const { bytes, is64, littleEndian } = symbols;
  if (is64 && littleEndian && endianness() === 'LE') {
    return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  }
  const entry = is64 ? 24 : 16;
  const words = new Uint32Array((symbols.length / entry) * SYMBOL_WORDS);
  for (let at = 0, word = 0; at < symbols.length; at += entry, word += SYMBOL_WORDS) {
    words.set(is64 ? elf64(symbols, at) : elf32(symbols, at), word);
  }
  return words;
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
