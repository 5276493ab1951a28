import type { EventFields } from './eventFields';
import { type ColumnFacts, ValueCounts } from './valueCounts';

/** Counts the values that rows have in one column. */
export class ColumnCounts {
  private readonly counts = new ValueCounts();

  constructor(
    private readonly fields: EventFields,
    readonly column: string,
  ) {}

  add(table: number, row: number): void {
    const reader = this.fields.counted(table, this.column);
    const text = reader?.text(row) ?? '';
    if (!reader || text === '') {
      return;
    }
    const value = reader.value(row);
    const isNumber = typeof value === 'number' || typeof value === 'bigint';
    this.counts.add(text, isNumber ? Number(value) : undefined);
  }

  /** `limit`: values at the top. */
  facts(limit: number): ColumnFacts {
    return this.counts.facts(this.column, limit);
  }
}
