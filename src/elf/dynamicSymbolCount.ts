import { ElfError } from './elfError';
import type { ElfImage } from './elfImage';
import { Fields } from './fields';

const DT_HASH = 4n;
const DT_GNU_HASH = 0x6ffffef5n;
const EM_S390 = 22;
const EM_ALPHA = 0x9026;
const WORD = 4n;
/** Buckets and chain are read in pieces of this many words. */
const PIECE = 4096;
const MAX_SYMBOLS = 1 << 24;

/** Where the address of a dynamic entry lies in the file, by its tag. */
type Place = (tag: bigint) => bigint | undefined;

/**
 * The number of dynamic symbols, which only their hash tables tell: DT_HASH has a chain entry for each
 * (gABI, "Hash Table"); in DT_GNU_HASH the last chain ends with the last symbol (bfd/elflink.c of binutils).
 * Throws ElfError.
 */
export async function dynamicSymbolCount(
  image: ElfImage,
  place: Place,
): Promise<number | undefined> {
  const hash = place(DT_HASH);
  if (hash !== undefined) {
    return countByHash(image, hash);
  }
  const gnuHash = place(DT_GNU_HASH);
  return gnuHash === undefined ? undefined : countByGnuHash(image, gnuHash);
}

async function countByHash(image: ElfImage, at: bigint): Promise<number> {
  const { is64, machine } = image.header;
  // The two that took the gABI's "Word" for a machine word.
  const wide = is64 && (machine === EM_S390 || machine === EM_ALPHA);
  const size = wide ? 8n : 4n;
  const head = await words(image, at + size, Number(size) / 4);
  return wide ? Number(head.word(0) & 0xffffffffn) : head.u32(0);
}

async function countByGnuHash(image: ElfImage, at: bigint): Promise<number> {
  const head = await words(image, at, 4);
  const [bucketCount, first, bloomWords] = [head.u32(0), head.u32(4), head.u32(8)];
  const buckets = at + 16n + BigInt(bloomWords) * (image.header.is64 ? 8n : 4n);
  const last = await largest(image, buckets, Math.min(bucketCount, MAX_SYMBOLS));
  // Symbols before `first` are not hashed: those that are undefined.
  return last < first
    ? first
    : endOfChain(image, buckets + BigInt(bucketCount) * WORD, last - first).then(
        end => first + end,
      );
}

/** The largest of `count` words: the first symbol of the last chain. */
async function largest(image: ElfImage, at: bigint, count: number): Promise<number> {
  let most = 0;
  for (let done = 0; done < count; done += PIECE) {
    const piece = await words(image, at + BigInt(done) * WORD, Math.min(PIECE, count - done));
    for (let i = 0; i < piece.length; i += 4) {
      most = Math.max(most, piece.u32(i));
    }
  }
  return most;
}

/** The index after that of the next chain entry with its lowest bit set. */
async function endOfChain(image: ElfImage, chains: bigint, from: number): Promise<number> {
  for (let index = from; index < from + MAX_SYMBOLS; index += PIECE) {
    const at = chains + BigInt(index) * WORD;
    const room = (image.file.size - at) / WORD;
    // Nothing left: reading says so.
    const piece = await words(image, at, Math.max(1, Math.min(PIECE, Number(room))));
    for (let i = 0; i < piece.length; i += 4) {
      if ((piece.u32(i) & 1) === 1) {
        return index + i / 4 + 1;
      }
    }
  }
  throw new ElfError('tooLarge', 'This ELF file has too many dynamic symbols');
}

async function words({ file, header }: ElfImage, at: bigint, count: number): Promise<Fields> {
  const bytes = await file.read(at, BigInt(count) * WORD, PIECE * 4, 'table of dynamic symbols');
  return new Fields(bytes, header.littleEndian, header.is64);
}
