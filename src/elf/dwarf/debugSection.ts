import { type ElfImage, sectionNamed } from '../elfImage';
import { Fields } from '../fields';
import { readPacked } from '../packedSection';
import { SHF_COMPRESSED, SHT_NOBITS } from '../sectionHeaders';
import { ElfError } from '../elfError';

/** Bytes of a section that is kept in memory, as it is compressed. */
const MAX_UNPACKED = 128 << 20;
/** Bytes of one part. */
const MAX_PART = 64 << 20;
const MAX_TEXT = 4096;
const WHAT = 'debug information';

/** A section of debug information, read in parts; unpacked as a whole where it is compressed. */
export class DebugSection {
  private constructor(
    private readonly image: ElfImage,
    private readonly offset: bigint,
    /** Bytes. */
    readonly size: number,
    private readonly unpacked?: Buffer,
  ) {}

  /** Undefined where the file has none of that name. Throws ElfError. */
  static async of(image: ElfImage, name: string): Promise<DebugSection | undefined> {
    const section = sectionNamed(image, name);
    if (!section || section.type === SHT_NOBITS) {
      return undefined;
    }
    if ((section.flags & SHF_COMPRESSED) !== 0n) {
      const bytes = await readPacked(image, section, MAX_UNPACKED, WHAT);
      return new DebugSection(image, 0n, bytes.length, bytes);
    }
    if (!image.file.contains(section.offset, section.size)) {
      throw new ElfError('truncated', `The file is cut short: its ${WHAT} lies past the end`);
    }
    return new DebugSection(image, section.offset, Number(section.size));
  }

  /** Throws ElfError `truncated` or `tooLarge`. */
  async read(from: number, length: number): Promise<Fields> {
    if (from + length > this.size) {
      throw new ElfError('truncated', `The ${WHAT} of this file is cut short`);
    }
    const { file, header } = this.image;
    const bytes = this.unpacked
      ? this.unpacked.subarray(from, from + length)
      : await file.read(this.offset + BigInt(from), BigInt(length), MAX_PART, WHAT);
    return new Fields(bytes, header.littleEndian, header.is64);
  }

  /** What there is of that many bytes. */
  readUpTo(from: number, length: number): Promise<Fields> {
    return this.read(from, Math.max(0, Math.min(length, this.size - from)));
  }

  /** The text at `from`. */
  async text(from: number): Promise<string> {
    return (await this.readUpTo(from, MAX_TEXT)).text(0);
  }
}
