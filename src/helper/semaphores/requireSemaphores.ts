import { Refusal } from '../refusal';
import { ElfPieces, type Piece } from './elfPieces';

const PT_LOAD = 1;
const PT_NOTE = 4;
const SHT_NOTE = 7;
/** The only type of note in use: `_SDT_NOTE_TYPE` of <sys/sdt.h>. */
const NT_STAPSDT = 3;
const OWNER = 'stapsdt\0';
/** Of all notes together, as pieces may lie over each other: QEMU, which has the most of all, has some 500 kB. */
const MAX_NOTES = 4 << 20;
/** Programs have some five that are loaded; each address is looked for in all. */
const MAX_LOADS = 64;
const MAX_NAMES = 1 << 20;

/**
 * The kernel adds one to the two bytes at such an offset in every process that maps them writable, whoever's it is
 * (`update_ref_ctr` in `kernel/events/uprobes.c`). So a counter has to be what a note of <sys/sdt.h> in the file itself
 * calls the semaphore of a USDT probe: other data must not be changed. Throws {@link Refusal} `invalidInput`.
 */
export function requireSemaphores(fd: number, counters: readonly bigint[]): void {
  const known = counters.length === 0 ? undefined : semaphoresOf(fd);
  const unknown = counters.find(counter => known?.has(counter) !== true);
  if (unknown !== undefined) {
    throw new Refusal(
      'invalidInput',
      `No USDT probe of this file has its semaphore at 0x${unknown.toString(16)}.`,
    );
  }
}

/** File offsets of all semaphores that the notes name; none where the file is odd in any way. */
export function semaphoresOf(fd: number): ReadonlySet<bigint> {
  try {
    const elf = new ElfPieces(fd);
    const segments = elf.segments();
    const sections = elf.sections();
    const base = stapBase(elf, sections);
    const pieces =
      sections.length > 0
        ? sections.filter(({ type }) => type === SHT_NOTE)
        : segments.filter(({ type }) => type === PT_NOTE);
    const loads = segments.filter(({ type }) => type === PT_LOAD);
    if (loads.length > MAX_LOADS || sizeOf(pieces) > MAX_NOTES) {
      return new Set();
    }
    const addresses = pieces.flatMap(({ offset, size }) =>
      addressesIn(elf, elf.read(offset, size, MAX_NOTES), base),
    );
    return new Set(addresses.flatMap(address => fileOffset(loads, address) ?? []));
  } catch {
    return new Set();
  }
}

function addressesIn(elf: ElfPieces, notes: Buffer, base: bigint | undefined): bigint[] {
  const word = elf.wide ? 8 : 4;
  const found: bigint[] = [];
  for (let at = 0; at + 12 <= notes.length;) {
    const body = at + 12 + padded(notes.readUInt32LE(at));
    const size = notes.readUInt32LE(at + 4);
    const isProbe =
      notes.readUInt32LE(at + 8) === NT_STAPSDT &&
      notes.toString('latin1', at + 12, at + 12 + OWNER.length) === OWNER;
    if (isProbe && size >= 3 * word && body + 3 * word <= notes.length) {
      const semaphore = elf.word(notes, body + 2 * word);
      // Where `.stapsdt.base` lies elsewhere than the note says, prelink has moved all addresses.
      const shift = base === undefined ? 0n : base - elf.word(notes, body + word);
      found.push(...(semaphore === 0n ? [] : [BigInt.asUintN(8 * word, semaphore + shift)]));
    }
    at = body + padded(size);
  }
  return found;
}

function stapBase(elf: ElfPieces, sections: readonly Piece[]): bigint | undefined {
  const names = sections[elf.nameSection];
  const text =
    names && elf.read(names.offset, names.size, MAX_NAMES).toString('latin1').concat('\0');
  return sections.find(({ name }) => text?.startsWith('.stapsdt.base\0', name))?.address;
}

function sizeOf(pieces: readonly Piece[]): bigint {
  return pieces.reduce((sum, { size }) => sum + size, 0n);
}

function fileOffset(loads: readonly Piece[], address: bigint): bigint | undefined {
  const segment = loads.find(
    piece => address >= piece.address && address + 2n <= piece.address + piece.size,
  );
  return segment && address - segment.address + segment.offset;
}

/** Names and bodies of notes fill whole words (`elf(5)`). */
function padded(size: number): number {
  return Math.ceil(size / 4) * 4;
}
