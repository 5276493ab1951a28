import type { CodeRanges } from './codeRanges';
import type { DebugSections } from './debugSections';
import { DwarfCursor } from './dwarfCursor';

/**
 * Reads `.debug_aranges` (DWARF 5, 6.1.2): ranges of addresses by where their units begin in `.debug_info`. Gives
 * the units it told of. Throws ElfError.
 */
export async function readAddressRanges(
  sections: DebugSections,
  ranges: CodeRanges,
): Promise<ReadonlySet<number>> {
  const units = new Set<number>();
  const section = await sections.get('.debug_aranges');
  if (!section) {
    return units;
  }
  const bytes = await section.read(0, section.size);
  for (let start = 0; start < bytes.length;) {
    const cursor = new DwarfCursor(bytes, start);
    const { length, offsetSize } = cursor.unitLength();
    const end = cursor.at + length;
    cursor.end = Math.min(cursor.end, end);
    const version = cursor.u16();
    const unit = cursor.number(offsetSize);
    const addressSize = cursor.u8();
    const segmentSize = cursor.u8();
    const pair = 2 * addressSize;
    if (version === 2 && segmentSize === 0 && (addressSize === 4 || addressSize === 8)) {
      units.add(unit);
      cursor.skip((pair - ((cursor.at - start) % pair)) % pair);
      while (cursor.end - cursor.at >= pair) {
        const from = cursor.number(addressSize);
        ranges.add(from, from + cursor.number(addressSize), unit);
      }
    }
    start = end;
  }
  return units;
}
