import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { ElfError } from './elfError';
import { type ElfImage, readSection } from './elfImage';
import type { Fields } from './fields';
import type { Section } from './sectionHeaders';
import { unpackZstd } from './zstd';

/** ch_type of an Elf_Chdr (gABI, "Section Compression"). */
const ELFCOMPRESS_ZLIB = 1;
const ELFCOMPRESS_ZSTD = 2;

const MAX_PACKED_BYTES = 64 << 20;

/** Reads a section that is flagged SHF_COMPRESSED and unpacks it, to no more than `limit` bytes. Throws ElfError. */
export async function readPacked(
  image: ElfImage,
  section: Section,
  limit: number,
  what: string,
): Promise<Buffer> {
  const packed = await readSection(image, section, MAX_PACKED_BYTES, what);
  const headerSize = packed.is64 ? 24 : 12;
  if (packed.length < headerSize) {
    throw new ElfError('truncated', `The file is cut short: its ${what} ends too early`);
  }
  const { type, size } = header(packed);
  if (size > BigInt(limit)) {
    throw new ElfError('tooLarge', `The ${what} of this file is too large to read`);
  }
  const body = packed.bytes.subarray(headerSize);
  const unpacked = await unpack(body, type, Number(size));
  if (unpacked.length !== Number(size)) {
    throw new ElfError('unsupported', `The compressed ${what} of this file is damaged`);
  }
  return unpacked;
}

/** Elf32_Chdr or Elf64_Chdr. */
function header(packed: Fields): { readonly type: number; readonly size: bigint } {
  return { type: packed.u32(0), size: packed.word(packed.is64 ? 8 : 4) };
}

async function unpack(body: Buffer, type: number, size: number): Promise<Buffer> {
  switch (type) {
    case ELFCOMPRESS_ZLIB:
      return unpackZlib(body, size);
    case ELFCOMPRESS_ZSTD:
      return unpackZstd(body, size);
    default:
      throw new ElfError(
        'unsupported',
        'The symbols of this file are compressed in an unknown way',
      );
  }
}

async function unpackZlib(body: Buffer, size: number): Promise<Buffer> {
  try {
    return await promisify(inflate)(body, { maxOutputLength: Math.max(size, 1) });
  } catch (error) {
    throw new ElfError('unsupported', 'The compressed symbols of this file are damaged', {
      cause: error,
    });
  }
}
