import { ET_REL } from '../elfHeader';
import type { ElfImage } from '../elfImage';
import { fileOffsetOf, PT_LOAD } from '../programHeaders';
import type { RefusalCode } from '../symbolRow';
import { siteInstruction } from './siteNop';
import type { StapNote } from './stapNotes';

/** Where a note's site and its counter lie in the file. */
export interface SitePlace {
  /** File offset of the site; absent when no executable segment holds it. */
  readonly fileOffset?: bigint;
  /** File offset of the semaphore, where there is one in the file. */
  readonly semaphore?: bigint;
}

/** The file offsets of a note's addresses. */
export function sitePlace({ code, segments }: ElfImage, note: StapNote): SitePlace {
  const data = segments.filter(({ type, writable }) => type === PT_LOAD && writable);
  const fileOffset = fileOffsetOf(code, note.address);
  const semaphore = note.semaphore === 0n ? undefined : fileOffsetOf(data, note.semaphore);
  return {
    ...(fileOffset === undefined ? {} : { fileOffset }),
    ...(semaphore === undefined ? {} : { semaphore }),
  };
}

/**
 * Why no probe may be placed on a site; nothing where one may.
 * @param bytes what lies there
 */
export function usdtRefusal(
  image: ElfImage,
  machine: string,
  note: StapNote,
  { fileOffset, semaphore }: SitePlace,
  bytes: Uint8Array,
): RefusalCode | undefined {
  if (image.header.type === ET_REL) {
    return 'relocatable';
  }
  if (fileOffset === undefined) {
    return 'outsideSegments';
  }
  const holder = image.code.find(
    ({ address, fileSize }) => note.address >= address && note.address - address < fileSize,
  );
  if (holder?.writable) {
    return 'writableSegment';
  }
  switch (siteInstruction(machine, bytes)) {
    case undefined:
      return 'unknownMachine';
    case 'other':
      return 'noNop';
    case 'nop5':
      return semaphoreRefusal(note, semaphore) ?? 'siteNop5';
    case 'nop':
      return semaphoreRefusal(note, semaphore);
  }
}

/**
 * The kernel adds one to 16 bits of a writable private mapping of the file (`valid_ref_ctr_vma()`),
 * at an even place (`uprobe_register()`, kernel/events/uprobes.c).
 */
function semaphoreRefusal(note: StapNote, semaphore: bigint | undefined): RefusalCode | undefined {
  const isThere = semaphore !== undefined && semaphore % 2n === 0n;
  return note.semaphore === 0n || isThere ? undefined : 'badSemaphore';
}
