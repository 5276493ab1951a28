import { BlockColumn } from '../blockColumn';
import type { EventField } from '../eventFormat';
import { Records } from '../records';
import type { ValueCounts } from '../valueCounts';
import { valueText } from '../valueText';
import { ByteCounts } from './byteCounts';
import type { FieldCounts } from './fieldCounts';

/** Counts the values of a field of a fixed number of bytes. */
export class BlockCounts implements FieldCounts {
  private readonly blocks = new ByteCounts();
  private others = 0;

  constructor(
    private readonly field: EventField,
    private readonly littleEndian: boolean,
  ) {}

  add({ bytes, starts, count }: Records): void {
    const { offset, size } = this.field;
    for (let at = 0; at < count; at++) {
      const start = (starts[at] ?? 0) + offset;
      if (!this.blocks.add(bytes, start, start + size)) {
        this.others++;
      }
    }
  }

  tell(counts: ValueCounts): void {
    const field = { ...this.field, offset: 0 };
    const column = new BlockColumn(field, this.littleEndian);
    const records = new Records();
    this.blocks.forEach((bytes, count) => {
      records.begin(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), bytes, 0);
      records.add(0, bytes.byteLength, 0);
      column.append(records, 0, 1, 0);
      counts.add(valueText(column.value(0), field), undefined, count);
    });
    counts.addUntold(this.others);
  }
}
