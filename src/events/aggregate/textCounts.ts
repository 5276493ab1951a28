import type { EventField } from '../eventFormat';
import type { Records } from '../records';
import type { ValueCounts } from '../valueCounts';
import { valueText } from '../valueText';
import { ByteCounts } from './byteCounts';
import type { FieldCounts } from './fieldCounts';

/** Counts texts by their bytes; a string is made of one when it is told. */
export class TextCounts implements FieldCounts {
  private readonly texts = new ByteCounts();
  /** Memory that could not be read. */
  private faults = 0;
  private others = 0;

  constructor(
    private readonly field: EventField,
    private readonly littleEndian: boolean,
  ) {}

  add(records: Records): void {
    const { view, bytes, starts, ends, count } = records;
    const { offset, size, dynamic } = this.field;
    for (let at = 0; at < count; at++) {
      const record = starts[at] ?? 0;
      let start = record + offset;
      let length = size;
      if (dynamic) {
        const word = view.getUint32(start, this.littleEndian);
        start = record + (word & 0xffff);
        length = word >>> 16;
        // As `TextColumn` has it.
        if (length === 0 || start + length > (ends[at] ?? 0)) {
          this.faults++;
          continue;
        }
      }
      let end = start;
      while (end < start + length && bytes[end] !== 0) {
        end++;
      }
      if (!this.texts.add(bytes, start, end)) {
        this.others++;
      }
    }
  }

  tell(counts: ValueCounts): void {
    this.texts.forEach((bytes, count) => {
      counts.add(valueText(bytes.toString('utf8'), this.field), undefined, count);
    });
    if (this.faults > 0) {
      counts.add(valueText(null, this.field), undefined, this.faults);
    }
    counts.addUntold(this.others);
  }
}
