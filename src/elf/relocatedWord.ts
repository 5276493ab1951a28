import { readDynamicEntries } from './dynamicSection';
import type { ElfImage } from './elfImage';
import { Fields } from './fields';
import { fileOffsetOf, PT_LOAD } from './programHeaders';

const DT_RELA = 7n;
const DT_RELASZ = 8n;
const ENTRY = 24n;
const CHUNK = ENTRY << 14n;
const MAX_BYTES = 256n << 20n;

/**
 * What relocation writes to an address of a position-independent file of 64 bits: the addend of an
 * Elf64_Rela there. Linkers may leave zeros in the file. Throws ElfError.
 */
export async function relocatedWord(image: ElfImage, address: bigint): Promise<bigint | undefined> {
  const entries = image.header.is64 ? await readDynamicEntries(image) : undefined;
  const value = (tag: bigint): bigint | undefined => entries?.find(e => e.tag === tag)?.value;
  const loads = image.segments.filter(({ type }) => type === PT_LOAD);
  const table = fileOffsetOf(loads, value(DT_RELA) ?? 0n);
  const size = value(DT_RELASZ) ?? 0n;
  if (table === undefined || size > MAX_BYTES) {
    return undefined;
  }
  for (let done = 0n; done + ENTRY <= size; done += CHUNK) {
    const left = size - done;
    const length = left < CHUNK ? left - (left % ENTRY) : CHUNK;
    const bytes = await image.file.read(table + done, length, Number(CHUNK), 'relocations');
    const found = addendAt(new Fields(bytes, image.header.littleEndian, true), address);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function addendAt(relocations: Fields, address: bigint): bigint | undefined {
  for (let at = 0; at < relocations.length; at += Number(ENTRY)) {
    if (relocations.word(at) === address) {
      return relocations.word(at + 16);
    }
  }
  return undefined;
}
