import type { ElfImage } from './elfImage';
import { GO_LAYOUTS } from './goLayouts';

/** Where a table of Go functions lies in the file; it may end before `size`. */
export interface GoTablePlace {
  /** In the file. */
  readonly offset: bigint;
  /** Virtual. */
  readonly address: bigint;
  readonly size: bigint;
}

const CHUNK = 1 << 20;
/** Large Go programs have some ten megabytes of such data. */
const MAX_SCANNED = 256n << 20n;
const MAX_FOUND = 16;

/** The section that Go's own linker makes. */
export function sectionOfGoTable({ table }: ElfImage): GoTablePlace | undefined {
  return table.sections.find((_, index) => table.name(index).endsWith('.gopclntab'));
}

/**
 * Where a table may begin in the data that only relocation writes to: a C linker puts it there, with much
 * else, when it links a position-independent Go program (`-linkmode=external -buildmode=pie`). Throws ElfError.
 */
export async function scanForGoTable(image: ElfImage): Promise<readonly GoTablePlace[]> {
  const { table, file } = image;
  const isGo = table.sections.some((_, index) => table.name(index) === '.note.go.buildid');
  const region = table.sections.find((_, index) => table.name(index) === '.data.rel.ro');
  const places: GoTablePlace[] = [];
  if (!isGo || !region || region.size > MAX_SCANNED || !file.contains(region.offset, region.size)) {
    return places;
  }
  const chunk = Buffer.allocUnsafeSlow(CHUNK);
  for (let done = 0n; done < region.size; done += BigInt(CHUNK)) {
    const left = region.size - done;
    const part = left < BigInt(CHUNK) ? chunk.subarray(0, Number(left)) : chunk;
    await file.readInto(part, region.offset + done, 'table of Go functions');
    for (const at of beginnings(part, image.header.littleEndian)) {
      const from = done + BigInt(at);
      places.push({
        offset: region.offset + from,
        address: region.address + from,
        size: region.size - from,
      });
      if (places.length === MAX_FOUND) {
        return places;
      }
    }
  }
  return places;
}

/**
 * The header is aligned and so lies in one chunk as far as it is looked at: magic and two zero bytes. Not those
 * before Go 1.18: a C linker leaves their addresses to relocation.
 */
function* beginnings(bytes: Buffer, littleEndian: boolean): Generator<number> {
  for (const { magic } of GO_LAYOUTS.filter(({ textStart }) => textStart !== undefined)) {
    const head = Buffer.alloc(6);
    head[littleEndian ? 'writeUInt32LE' : 'writeUInt32BE'](magic);
    for (let at = bytes.indexOf(head); at >= 0; at = bytes.indexOf(head, at + 1)) {
      if (at % 8 === 0) {
        yield at;
      }
    }
  }
}
