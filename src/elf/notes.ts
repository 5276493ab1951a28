import type { ElfImage } from './elfImage';
import { Fields } from './fields';
import { noteEntries } from './noteEntries';
import { PT_NOTE } from './programHeaders';
import { SHT_NOTE } from './sectionHeaders';

const NT_GNU_BUILD_ID = 3;
const NT_GO_BUILD_ID = 4;
/** Notes are some hundred bytes; of more, the start is looked at. */
const MAX_NOTE_BYTES = 64 << 10;
const MAX_NOTE_BLOCKS = 64;
const MAX_BUILD_ID = 64;

/** What the notes say. */
export interface Notes {
  /** Lower-case hex. */
  readonly buildId?: string;
  readonly isGo: boolean;
}

/**
 * Build-id and Go's mark. Go is also known by `.gopclntab`, the table its runtime unwinds with, which
 * stays in a stripped program (`.data.rel.ro.gopclntab` in a PIE).
 */
export async function readNotes(image: ElfImage): Promise<Notes> {
  let buildId: string | undefined;
  let isGo = hasGoSection(image);
  for (const { offset, size } of noteBlocks(image)) {
    const length = size > BigInt(MAX_NOTE_BYTES) ? BigInt(MAX_NOTE_BYTES) : size;
    const bytes = await image.file.read(offset, length, MAX_NOTE_BYTES, 'notes');
    const notes = new Fields(bytes, image.header.littleEndian, image.header.is64);
    for (const note of noteEntries(notes)) {
      if (note.owner === 'GNU' && note.type === NT_GNU_BUILD_ID) {
        buildId ??= note.body.subarray(0, MAX_BUILD_ID).toString('hex');
      }
      isGo ||= note.owner === 'Go' && note.type === NT_GO_BUILD_ID;
    }
  }
  return { ...(buildId && { buildId }), isGo };
}

function hasGoSection({ table }: ElfImage): boolean {
  return table.sections.some((_, index) => {
    const name = table.name(index);
    return name.endsWith('.gopclntab') || name === '.note.go.buildid';
  });
}

/** By sections where there are any: a separate debug file's program headers point nowhere. */
function noteBlocks({ table, segments }: ElfImage): { offset: bigint; size: bigint }[] {
  const blocks =
    table.sections.length > 0
      ? table.sections.filter(({ type }) => type === SHT_NOTE)
      : segments
          .filter(({ type }) => type === PT_NOTE)
          .map(({ offset, fileSize }) => ({ offset, size: fileSize }));
  return blocks.slice(0, MAX_NOTE_BLOCKS);
}
