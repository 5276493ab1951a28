import { type ElfImage, sectionNamed } from '../elfImage';
import { Fields } from '../fields';
import { noteEntries } from '../noteEntries';
import { PT_NOTE } from '../programHeaders';
import { SHT_NOTE } from '../sectionHeaders';

const OWNER = 'stapsdt';
/** The only one in use: `_SDT_NOTE_TYPE` of <sys/sdt.h>. */
const NT_STAPSDT = 3;
/** QEMU, which has the most of all, has some 500 kB. */
const MAX_NOTE_BYTES = 16 << 20;
const MAX_BLOCKS = 64;
const MAX_SITES = 1 << 16;

/** One note of `<sys/sdt.h>`: a place that carries a probe. Addresses are virtual, as linked. */
export interface StapNote {
  readonly provider: string;
  readonly name: string;
  readonly address: bigint;
  /** Of its 16-bit counter; 0 for none. */
  readonly semaphore: bigint;
  /** `-4@%eax 8@-16(%rbp)`, or empty. */
  readonly args: string;
}

/** The USDT probes that a file's notes tell of, as they come. Throws ElfError. */
export async function readStapNotes(image: ElfImage): Promise<StapNote[]> {
  const notes: StapNote[] = [];
  const base = sectionNamed(image, '.stapsdt.base')?.address;
  for (const { offset, size, alignment } of noteBlocks(image)) {
    const bytes = await image.file.read(offset, size, MAX_NOTE_BYTES, 'USDT notes');
    const fields = new Fields(bytes, image.header.littleEndian, image.header.is64);
    for (const { owner, type, body } of noteEntries(fields, alignment)) {
      const isProbe = owner === OWNER && type === NT_STAPSDT && notes.length < MAX_SITES;
      const note = isProbe ? parse(body, fields, base) : undefined;
      if (note) {
        notes.push(note);
      }
    }
  }
  return notes;
}

/** The notes are not loaded into memory, so that a program header is there for oddly linked files only. */
function noteBlocks(
  image: ElfImage,
): { readonly offset: bigint; readonly size: bigint; readonly alignment: bigint }[] {
  const { table, segments } = image;
  const blocks =
    table.sections.length > 0
      ? table.sections.filter(
          ({ type }, index) => type === SHT_NOTE && table.name(index) === '.note.stapsdt',
        )
      : segments
          .filter(({ type }) => type === PT_NOTE)
          .map(({ offset, fileSize: size, alignment }) => ({ offset, size, alignment }));
  return blocks.slice(0, MAX_BLOCKS);
}

/**
 * Address of the probe, of `.stapsdt.base` and of the semaphore, then three texts. Where that section
 * lies elsewhere than the note says, prelink has moved the file and all addresses with it.
 */
function parse(body: Buffer, file: Fields, base: bigint | undefined): StapNote | undefined {
  const word = file.is64 ? 8 : 4;
  if (body.length < 3 * word) {
    return undefined;
  }
  const fields = new Fields(body, file.littleEndian, file.is64);
  const nameAt = pastText(body, 3 * word);
  const provider = fields.text(3 * word);
  const name = fields.text(nameAt);
  const args = fields.text(pastText(body, nameAt));
  if (provider === '' || name === '') {
    return undefined;
  }
  const shift = base === undefined ? 0n : base - fields.word(word);
  const moved = (address: bigint): bigint => BigInt.asUintN(8 * word, address + shift);
  const semaphore = fields.word(2 * word);
  return {
    provider,
    name,
    address: moved(fields.word(0)),
    semaphore: semaphore === 0n ? 0n : moved(semaphore),
    args: args.trim(),
  };
}

/** Where the text after the one at `offset` begins. */
function pastText(body: Buffer, offset: number): number {
  const end = body.indexOf(0, offset);
  return end < 0 ? body.length : end + 1;
}
