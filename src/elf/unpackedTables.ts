import type { ElfImage } from './elfImage';
import { readPacked } from './packedSection';
import {
  SHF_COMPRESSED,
  type SHT_DYNSYM,
  type SHT_SYMTAB,
  SHT_SYMTAB_SHNDX,
  type Section,
} from './sectionHeaders';

/** Bytes of all that is unpacked: half of what a reader may take, as it is copied once. */
const MAX_UNPACKED_BYTES = 160 << 20;

/**
 * The same image with the symbol table of this type, its names and its section indexes unpacked where
 * they are compressed, as `eu-elfcompress --name` leaves them. Throws ElfError.
 */
export async function unpackedTables(
  image: ElfImage,
  type: typeof SHT_SYMTAB | typeof SHT_DYNSYM,
): Promise<ElfImage> {
  const { sections } = image.table;
  const table = sections.findIndex(section => section.type === type);
  const wanted = [table, sections[table]?.link ?? -1, indexesOf(sections, table)];
  const packed = [...new Set(wanted)].filter(index => isPacked(sections[index]));
  return packed.length === 0 ? image : withUnpacked(image, packed);
}

function indexesOf(sections: readonly Section[], table: number): number {
  return sections.findIndex(({ type, link }) => type === SHT_SYMTAB_SHNDX && link === table);
}

function isPacked(section: Section | undefined): boolean {
  return section !== undefined && (section.flags & SHF_COMPRESSED) !== 0n;
}

/** The unpacked sections lie behind the end of the file. */
async function withUnpacked(image: ElfImage, packed: readonly number[]): Promise<ElfImage> {
  const sections = [...image.table.sections];
  const bodies: Buffer[] = [];
  let length = 0;
  for (const index of packed) {
    const section = sections[index];
    if (section) {
      const body = await readPacked(image, section, MAX_UNPACKED_BYTES - length, 'symbol table');
      sections[index] = {
        ...section,
        flags: section.flags & ~SHF_COMPRESSED,
        offset: image.file.size + BigInt(length),
        size: BigInt(body.length),
      };
      bodies.push(body);
      length += body.length;
    }
  }
  const { table } = image;
  return {
    ...image,
    file: image.file.with(Buffer.concat(bodies, length)),
    table: {
      sections,
      programHeaderCount: table.programHeaderCount,
      name: index => table.name(index),
    },
  };
}
